"""Where a node belongs on a map: its department and its team, as people would draw them.

A node stands with the team that answers for it. What should have an owner and has none
stands under *no owner*; what nobody is asked to own (a vendor, a mere mention)
stands with those that use it where they are of one team, else *outside and shared*.
Where hardly anything has an owner, systems, namespaces and projects group the map instead.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.counting import dependencies
from opmap.graph.model import VERB_NAMES
from opmap.graph.ownership import Ownership, needs_owner, owners
from opmap.kinds import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opmap.graph import Graph

_MEMBER_OF, _PART_OF = VERB_NAMES.index("member of"), VERB_NAMES.index("part of")
_HOLDERS = frozenset({"team", "person", "department"})
_DEEPEST = 6


@dataclass(frozen=True, slots=True, order=True)
class Field:
    """A place on the map: a team within a department; either may be empty."""

    department: str
    team: str = ""
    place: int = 0  # 0 among the others, 1 at the end of the row, 2 below everything, 3 below that


NO_OWNER = Field("No owner", place=1)
TOGETHER = Field("")
OUTSIDE = Field("Outside and shared", place=2)
ORGANISATION = Field("People and organisation", place=3)


def fields(graph: Graph, numbers: Sequence[int]) -> dict[int, Field]:
    """Give the place of each of these nodes."""
    owned = owners(graph)
    asked = {number for number in numbers if needs_owner(graph, number)}
    few = sum(number in owned for number in asked) * 3 < len(asked)
    settled: dict[int, Field] = {}
    for number in numbers:
        found = _container(graph, number) if few else _by_owner(graph, number, owned)
        if found is None and number in asked:
            found = TOGETHER if few else NO_OWNER
        if found is not None:
            settled[number] = found
    return settled | _by_neighbours(graph, [number for number in numbers if number not in settled], settled)


def _by_owner(graph: Graph, number: int, owned: dict[int, tuple[Ownership, ...]]) -> Field | None:
    if graph.kind_of(number) in _HOLDERS:
        return _field_of(graph, number)
    fields = [(_least_apt(graph, one.owner), _field_of(graph, one.owner)) for one in owned.get(number, ())]
    return min(fields)[1] if fields else None


def _least_apt(graph: Graph, owner: int) -> tuple[bool, bool, str]:
    """Order owners: described teams first, those that are only mentioned next, single people last."""
    return graph.kind_of(owner) == "person", graph.state_of(owner) is not State.KNOWN, graph.ids[owner]


def _field_of(graph: Graph, number: int) -> Field:
    """Give the place of a person, a team or a department."""
    chain = [number]
    while len(chain) < _DEEPEST:
        above = sorted(
            {int(graph.target[edge]) for edge in graph.outgoing(chain[-1]) if graph.verb[edge] == _MEMBER_OF}
        )
        if not above or above[0] in chain:
            break
        chain.append(above[0])
    teams = [one for one in chain if graph.kind_of(one) == "team"]
    departments = [one for one in chain if graph.kind_of(one) == "department"]
    department = graph.names[departments[-1]] if departments else graph.names[teams[-1]] if teams[1:] else ""
    team = graph.names[teams[0]] if teams else "" if departments else graph.names[number]
    return Field(department, team)


def _container(graph: Graph, number: int) -> Field | None:
    """Give the system, namespace, project or instance that a node stands in."""
    systems = sorted(graph.names[graph.target[edge]] for edge in graph.outgoing(number) if graph.verb[edge] == _PART_OF)
    if systems:
        return Field("", systems[0])
    space, _, rest = graph.ids[number].partition(":")
    parts = rest.split("/")
    if space == "k8s" and len(parts) > 3:
        return Field(parts[0], parts[1])
    if space in {"compose", "n8n"} and len(parts) > 1:
        return Field("", parts[0])
    return None


def _by_neighbours(graph: Graph, numbers: list[int], settled: dict[int, Field]) -> dict[int, Field]:
    """Place what nobody is asked to own beside those that use it, where they are of one team."""
    users: dict[int, Counter[Field]] = {number: Counter() for number in numbers}
    hurt, needed = dependencies(graph)
    ends = np.isin(hurt, numbers) | np.isin(needed, numbers)
    for one, other in zip(hurt[ends].tolist(), needed[ends].tolist(), strict=True):
        for number, neighbour in ((one, other), (other, one)):
            if number in users and neighbour in settled:
                users[number][settled[neighbour]] += 1
    return {number: next(iter(votes)) if len(votes) == 1 else OUTSIDE for number, votes in users.items()}
