"""How much falls together: with a vendor, a model, a credential, a region, an environment, a person.

A *holding* is a set of nodes that one thing can take at once: a vendor with all that is
bought from it, a region with all that stands in it, an environment with all of its nodes.
They fail together, and the share of what counts that falls is exact, redundancy and
circles included; all holdings are computed in one pass.

A credential or a model that one thing alone uses concentrates nothing that this thing does
not: it is left out unless everything is asked for. What is accepted stays quiet until more
hangs on it than when somebody accepted it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.accepting import accepted
from opmap.analyses.counting import Outcome, dependencies, leaning_on, outcomes
from opmap.analyses.losing import lost_in
from opmap.analyses.naming import MOST_EVIDENCE, NodeName, Step, name_of, step_of
from opmap.analyses.substituting import Substitute, substitutes
from opmap.errors import BadSelection
from opmap.facts import Evidence
from opmap.frozen import frozen
from opmap.graph.harm import Harm
from opmap.graph.model import VERB_NAMES
from opmap.graph.spreading import Spread, spread
from opmap.kinds import ENVIRONMENTS, KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from opmap.graph import Graph

__all__ = ["HOLDERS", "Concentrating", "Concentration", "Fallen", "Substitute", "concentrating", "shares_of"]

HOLDERS = ("vendor", "model", "credential", "region", "site", "person", "environment")
_JOINED_BY = {"vendor": "provided by", "region": "located in", "site": "located in"}
"""Through these verbs a holder holds what is at their source, and what that holds in turn."""
_USED = ("credential", "model")
_WORSE = Harm.STALE | Harm.DEGRADED
_LEAST_GROWTH = 1e-9


@frozen
class Fallen:
    """Something that counts and falls, and the way there."""

    outcome: NodeName
    value: float
    after_hours: float
    path: tuple[Step, ...]


@frozen
class Concentration:
    """One holder, and what falls with all that it holds."""

    what: str  # one of HOLDERS
    name: str
    node: NodeName | None  # None for an environment, which is no node
    holds: int  # nodes that fail with it, itself left out
    value: float  # of what falls
    share: float  # of the value of all that counts
    falls: tuple[Fallen, ...]
    worse: tuple[NodeName, ...]  # outcomes that are worse off
    leaning: int  # outcomes that lean on it in any way
    substitutes: tuple[Substitute, ...]  # what stands in for it somewhere
    evidence: tuple[Evidence, ...]
    accepted_at: float | None = None  # the share when it was accepted, where that is less than now


@frozen
class Concentrating:
    """The answer to *what is concentrated where*."""

    asked: str  # one of HOLDERS, or empty for all
    total: int  # of what counts
    stand_ins: int
    value_total: float
    found: tuple[Concentration, ...]  # the greatest share first; as many as were asked for
    holders: int  # with which anything falls, the accepted left out
    lone: int  # credentials and models left out because one thing alone uses them
    harmless: int  # holders with which nothing that counts falls, as far as is known
    accepted: tuple[NodeName, ...]  # what people accepted, until a date that has not passed
    production: float  # the share that falls with production, which is what production is for
    unplaced: int  # services and datastores of which nobody says in which environment they are


def concentrating(
    graph: Graph,
    what: str = "",
    *,
    most: int = 0,
    collapse: bool = True,
    ways: bool = True,
    today: str = "",
    known: Mapping[str, float] | None = None,
) -> Concentrating:
    """Say with what most of the value falls: of one kind of holder, or of all.

    The first ``most`` come with substitutes and, unless ``ways`` is false, with paths. What one
    thing alone uses is left out unless ``collapse`` is false. What people accepted until after
    ``today``, an ISO date, is left out, unless its share is greater than the ``known`` one,
    by node id, that it had when it was accepted.
    """
    counted = list(outcomes(graph))
    total = sum(one.value for one in counted)
    held = [one for one in _holdings(graph) if not what or one.what == what]
    lost = lost_in(graph, counted, [one.nodes for one in held])
    values = np.array([one.value for one in counted]) @ lost
    shares = {one.id: float(value) / total for one, value in zip(held, values, strict=True)} if total else {}
    numbers = [one.node for one, value in zip(held, values, strict=True) if one.node is not None and value > 0]
    quiet = accepted(graph, numbers, "concentration", today)
    grown = {one for one in quiet if shares[graph.ids[one]] > (known or {}).get(graph.ids[one], 1.0) + _LEAST_GROWTH}
    hushed = {graph.ids[one] for one in quiet - grown} | {ENVIRONMENTS[0]}
    some = [place for place, one in enumerate(held) if values[place] > 0 and one.id not in hushed]
    loud = [place for place in some if not (collapse and _is_lone(graph, held[place]))]
    loud.sort(key=lambda place: (-values[place], HOLDERS.index(held[place].what), held[place].id))
    named = _Naming(graph, counted, total, ways=ways)
    return Concentrating(
        asked=what,
        total=len(counted),
        stand_ins=sum(one.stand_in for one in counted),
        value_total=total,
        found=tuple(
            named.concentration(held[place], lost[:, place], known if held[place].node in grown else None)
            for place in loud[: most or None]
        ),
        holders=len(loud),
        lone=len(some) - len(loud),
        harmless=int((values == 0).sum()),
        accepted=tuple(name_of(graph, number) for number in sorted(quiet - grown)),
        production=shares.get(ENVIRONMENTS[0], 0.0),
        unplaced=_unplaced(graph),
    )


def holder_called(word: str) -> str:
    """Give the kind of holder that a word means, one or several of it; nothing for nothing. Raise BadSelection."""
    wanted = word.strip().casefold()
    for name in HOLDERS if wanted else ():
        if wanted in {name, f"{name}s", KINDS[name].plural if name in KINDS else name}:
            return name
    if wanted:
        raise BadSelection(word, f"concentration is of {', '.join(HOLDERS)}", "opmap concentration vendor")
    return ""


def shares_of(graph: Graph, ids: Sequence[str]) -> dict[str, float]:
    """Give the share of value that falls with some holders."""
    counted = list(outcomes(graph))
    total = sum(one.value for one in counted)
    held = [one for one in _holdings(graph) if one.id in set(ids)]
    lost = lost_in(graph, counted, [one.nodes for one in held])
    values = np.array([one.value for one in counted]) @ lost
    return {one.id: float(value) / total for one, value in zip(held, values, strict=True)} if total else {}


@frozen
class _Holding:
    """A holder, and the nodes that fail with it."""

    what: str
    id: str
    name: str
    node: int | None
    nodes: tuple[int, ...]


def _holdings(graph: Graph) -> list[_Holding]:
    """Give every holder with what fails with it."""
    found = [
        _Holding(kind, graph.ids[number], graph.names[number], number, _held(graph, number, kind))
        for kind in HOLDERS[:-1]
        for number in np.flatnonzero(graph.is_one_of((kind,))).tolist()
    ]
    names = np.array(graph.environments, np.str_)
    return found + [
        _Holding("environment", name, name, None, tuple(np.flatnonzero(names == name).tolist()))
        for name in sorted({*graph.environments} - {""})
    ]


def _held(graph: Graph, number: int, kind: str) -> tuple[int, ...]:
    """Give a holder and all that it holds, however indirectly."""
    if kind not in _JOINED_BY:
        return (number,)
    verb = VERB_NAMES.index(_JOINED_BY[kind])
    held, waiting = {number}, [number]
    while waiting:
        edges = graph.incoming(waiting.pop())
        edges = edges[(graph.verb[edges] == verb) & _believed(graph, edges)]
        new = set(graph.source[edges].tolist()) - held
        held |= new
        waiting += sorted(new)
    return tuple(sorted(held))


def _is_lone(graph: Graph, held: _Holding) -> bool:
    """Say whether one thing alone uses a credential or a model."""
    if held.node is None or held.what not in _USED:
        return False
    hurt, needed = dependencies(graph)
    return len(set(hurt[needed == held.node].tolist())) == 1


def _believed(graph: Graph, edges: NDArray[np.int32]) -> NDArray[np.bool_]:
    taken: NDArray[np.bool_] = graph.faults.reading.taken[edges]
    return taken


def _unplaced(graph: Graph) -> int:
    nowhere = np.fromiter((not name for name in graph.environments), np.bool_, len(graph))
    return int((nowhere & graph.is_one_of(("service", "datastore"))).sum())


class _Naming:
    """Puts holdings into words."""

    def __init__(self, graph: Graph, counted: list[Outcome], total: float, *, ways: bool) -> None:
        self.graph = graph
        self.counted = counted
        self.total = total
        self.ways = ways

    def concentration(
        self, held: _Holding, lost: NDArray[np.bool_], known: Mapping[str, float] | None
    ) -> Concentration:
        graph = self.graph
        found = spread(graph.faults, held.nodes)
        falls = [one for one, gone in zip(self.counted, lost.tolist(), strict=True) if gone]
        worse = [
            one.node
            for one, gone in zip(self.counted, lost.tolist(), strict=True)
            if not gone and any(found.harm[node] & int(_WORSE) for node in one.nodes)
        ]
        leaning = leaning_on(graph, np.array(held.nodes))
        value = sum(one.value for one in falls)
        return Concentration(
            what=held.what,
            name=held.name,
            node=None if held.node is None else name_of(graph, held.node),
            holds=len(held.nodes) - (held.node is not None),
            value=value,
            share=value / self.total,
            falls=tuple(
                Fallen(name_of(graph, node), one.value, _finite(found.hours[node]), self._path(found, node))
                for one in falls
                for node in [_first_hit(one, found.harm)]
            ),
            worse=tuple(name_of(graph, node) for node in worse),
            leaning=sum(bool(leaning[list(one.nodes)].any()) for one in self.counted),
            substitutes=substitutes(graph, found),
            evidence=() if held.node is None else graph.details.node(held.node).evidence[:MOST_EVIDENCE],
            accepted_at=known.get(held.id) if known else None,
        )

    def _path(self, found: Spread, node: int) -> tuple[Step, ...]:
        if not self.ways or not found.harm[node]:
            return ()
        return tuple(step_of(self.graph, edge) for edge in found.path(node))


def _first_hit(outcome: Outcome, harm: NDArray[np.uint16]) -> int:
    """Give the node of an outcome to which there is a way; its own where it failed itself."""
    return next((node for node in outcome.nodes if harm[node]), outcome.node)


def _finite(hours: float) -> float:
    return float(hours) if np.isfinite(hours) else 0.0
