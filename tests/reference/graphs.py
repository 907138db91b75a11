"""Small graphs: written by hand, or drawn at random."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from opmap.graph import Graph
from opmap.graph.model import CERTAINTIES, KIND_NAMES, STATES, STRENGTHS, VERB_NAMES
from opmap.kinds import Certainty, State, Strength


@dataclass(frozen=True)
class Says:
    """One relation of a small graph."""

    source: int
    verb: str
    target: int
    soft: bool = False
    stated: bool = False
    hours: float = 0.0
    group: int = -1
    places: tuple[int, ...] = ()
    certainty: Certainty = Certainty.CERTAIN


def graph_of(
    kinds: Sequence[str],
    says: Iterable[Says],
    needs: Sequence[int] = (),
    *,
    inactive: Iterable[int] = (),
    dangling: Iterable[int] = (),
    left: Iterable[int] = (),
) -> Graph:
    """Make a graph of some kinds and relations; ``needs`` gives for each group how many suffice."""
    said = sorted(says, key=lambda one: (one.source, one.target, one.verb))
    size = len(kinds)
    names = tuple(f"n{number:03}" for number in range(size))

    def of_nodes(value: Any, numbers: Iterable[int], kind: Any) -> Any:
        column = np.zeros(size, kind)
        column[list(numbers)] = value
        return column

    def of_edges(values: Iterable[Any], kind: Any) -> Any:
        return np.array(list(values), kind)

    rows = [(number, place) for number, one in enumerate(said) for place in sorted(one.places)]
    return Graph(
        ids=names,
        names=names,
        environments=("",) * size,
        kind=np.array([KIND_NAMES.index(kind) for kind in kinds], np.uint8),
        state=of_nodes(STATES.index(State.DANGLING), dangling, np.uint8),
        inactive=of_nodes(1, inactive, bool),
        role=np.zeros(size, np.uint8),
        value=np.full(size, np.nan, np.float32),
        counts=np.full(size, -1, np.int8),
        published=np.zeros(size, bool),
        source=of_edges((one.source for one in said), np.int32),
        target=of_edges((one.target for one in said), np.int32),
        verb=of_edges((VERB_NAMES.index(one.verb) for one in said), np.uint8),
        strength=of_edges((STRENGTHS.index(Strength.SOFT if one.soft else Strength.HARD) for one in said), np.uint8),
        presumed=of_edges((not one.stated for one in said), bool),
        certainty=of_edges((CERTAINTIES.index(one.certainty) for one in said), np.uint8),
        buffer=of_edges((one.hours for one in said), np.float32),
        group=of_edges((one.group for one in said), np.int32),
        group_need=np.array(needs, np.int32),
        group_presumed=np.zeros(len(needs), bool),
        place_edge=of_edges((edge for edge, _ in rows), np.int32),
        place=of_edges((place for _, place in rows), np.int32),
        snapshot=0,
        content="",
        details=None,  # type: ignore[arg-type]
        left=dict.fromkeys(left, "2026-03-01"),
    )


PLAIN = (("service",), ("calls", "depends on", "runs on"))
DATA = (
    ("workflow", "service", "dataset", "topic", "schedule", "model", "capability", "datastore"),
    ("calls", "starts", "reads", "writes", "publishes", "consumes", "uses model", "supports", "stored in", "starts"),
)
PEOPLE = (
    ("workflow", "person", "team", "approval system", "capability", "service"),
    ("approved by", "owned by", "member of", "on call for", "supports", "calls", "starts", "part of", "built from"),
)
ALL = (tuple(KIND_NAMES), tuple(VERB_NAMES))
WORLDS = (PLAIN, DATA, PEOPLE, ALL)


def random_graph(
    rng: Random, world: tuple[Sequence[str], Sequence[str]], *, most: int = 8, density: float = 2.0
) -> Graph:
    """Draw a graph: circles, groups with places, soft relations, buffers, things that rest or lead nowhere."""
    size = rng.randint(2, most)
    kinds = [rng.choice(world[0]) for _ in range(size)]
    ends = {
        (rng.randrange(size), rng.choice(world[1]), rng.randrange(size))
        for _ in range(rng.randint(1, int(density * size)))
    }
    buffered, softened, possible = rng.random() < 0.5, rng.random() < 0.5, rng.random() < 0.2
    said = [
        Says(
            *three,
            soft=softened and rng.random() < 0.3,
            stated=rng.random() < 0.3,
            hours=rng.choice([0, 0, 1, 2, 5, 24]) if buffered else 0,
            certainty=Certainty.POSSIBLE if possible and rng.random() < 0.2 else Certainty.CERTAIN,
        )
        for three in sorted(ends)
    ]
    needs: list[int] = []
    for end in ("source", "target"):
        for node in range(size):
            here = [i for i, one in enumerate(said) if getattr(one, end) == node and one.group < 0]
            if len(here) > 1 and rng.random() < 0.7:
                _group(rng, said, rng.sample(here, rng.randint(2, len(here))), needs)
    few, some, many = ([node for node in range(size) if rng.random() < share] for share in (0.1, 0.3, 0.4))
    return graph_of(
        kinds,
        said,
        needs,
        inactive=rng.choice([few, few, many]) if rng.random() < 0.3 else (),
        dangling=some if rng.random() < 0.3 else (),
        left=[node for node in some if kinds[node] == "person"],
    )


def _group(rng: Random, said: list[Says], members: list[int], needs: list[int]) -> None:
    named = rng.random() < 0.3
    for index in members:
        places = tuple(sorted(rng.sample(range(3), rng.choice([0, 1, 1, 2])))) if named else ()
        said[index] = replace(said[index], group=len(needs), places=places)
    needs.append(rng.randint(1, max(1, len(members) - 1)))
