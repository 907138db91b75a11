"""Groups: any so many of some alternatives suffice, at one hurt end.

An alternative is a *place*. An edge that names none is a place of its own; edges that name
one place stand and fall together, as a call and the key that opens it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from opmap.estate import Edge, EdgeGroup
from opmap.facts import Group
from opmap.frozen import frozen
from opmap.kinds import VERBS, End


def hurt_end(verb: str) -> End:
    """Say which end of a sentence is hurt when the other fails, in the first way that it can."""
    known = VERBS[verb]
    end = known.outage or known.absence or known.staleness or known.change
    return End.TARGET if end is End.TARGET else End.SOURCE


def hurt_by(edge: Edge) -> tuple[str, str]:
    """Give the node that an edge hurts, and the one by which it does."""
    return (edge.target, edge.source) if hurt_end(edge.verb) is End.TARGET else (edge.source, edge.target)


@frozen
class Stated:
    """What relations state of the group that an edge stands in."""

    hurt: str
    name: str
    need: int
    places: frozenset[str]


def stated_group(source: str, verb: str, target: str, groups: Sequence[Group]) -> Stated:
    """Say in which group an edge stands: the first that is believed; with all that is said of its places there."""
    first = groups[0]
    same = [group for group in groups if group.name == first.name]
    hurt = target if hurt_end(verb) is End.TARGET else source
    return Stated(
        hurt, first.name, max(1, *(group.need for group in same)), frozenset(each.place for each in same) - {""}
    )


def grouped(edges: Iterable[tuple[Edge, Stated | None]]) -> list[Edge]:
    """Put edges into the groups that are stated of them, and number the places of each by their names.

    A group whose places have names spans the verbs, as a call and its key do; one without
    holds alternatives of one verb.
    """
    listed = list(edges)
    names: dict[tuple[str, str], set[str]] = {}
    for _, stated in listed:
        if stated is not None and stated.places:
            names.setdefault((stated.hurt, stated.name), set()).update(stated.places)
    numbers = {group: {name: index for index, name in enumerate(sorted(several))} for group, several in names.items()}
    return [edge if stated is None else _grouped(edge, stated, numbers) for edge, stated in listed]


def _grouped(edge: Edge, stated: Stated, numbers: Mapping[tuple[str, str], Mapping[str, int]]) -> Edge:
    known = numbers.get((stated.hurt, stated.name))
    name = f"{stated.hurt}|{stated.name}" if known else f"{stated.hurt}|{edge.verb}|{stated.name}"
    places = tuple(sorted(known[place] for place in stated.places)) if known else ()
    return replace(edge, group=EdgeGroup(name, stated.need, 1, places=places))


def sized(edges: Iterable[Edge]) -> list[Edge]:
    """Let every group know how many places it has, and count them without a gap."""
    listed = list(edges)
    numbers: dict[str, set[int]] = {}
    alone: dict[str, int] = {}
    need: dict[str, int] = {}
    for group in (edge.group for edge in listed if edge.group):
        numbers.setdefault(group.id, set()).update(group.places)
        alone[group.id] = alone.get(group.id, 0) + (not group.places)
        need[group.id] = max(need.get(group.id, 1), group.need)
    dense = {
        group: {number: index for index, number in enumerate(sorted(several))} for group, several in numbers.items()
    }

    def resized(group: EdgeGroup) -> EdgeGroup:
        places = tuple(sorted(dense[group.id][number] for number in group.places))
        return replace(group, need=need[group.id], size=len(dense[group.id]) + alone[group.id], places=places)

    return [replace(edge, group=resized(edge.group)) if edge.group else edge for edge in listed]
