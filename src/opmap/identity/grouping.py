"""Groups: any so many of some alternatives suffice, at one hurt end.

An alternative is a *place*. An edge that names none is a place of its own; edges that name
one place stand and fall together, as a call and the key that opens it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from opmap.estate import Edge, EdgeGroup
from opmap.facts import Group, Relation
from opmap.kinds import VERBS, End


def hurt_end(verb: str) -> End:
    """Say which end of a sentence is hurt when the other fails, in the first way that it can."""
    known = VERBS[verb]
    end = known.outage or known.absence or known.staleness or known.change
    return End.TARGET if end is End.TARGET else End.SOURCE


def hurt_by(edge: Edge) -> tuple[str, str]:
    """Give the node that an edge hurts, and the one by which it does."""
    return (edge.target, edge.source) if hurt_end(edge.verb) is End.TARGET else (edge.source, edge.target)


def group_of(
    source: str, verb: str, target: str, relations: Sequence[Relation]
) -> tuple[EdgeGroup, frozenset[str]] | None:
    """Give the group that relations state, the first that is believed, with the names of the edge's places in it."""
    stated = [relation.group for relation in relations if relation.group is not None]
    if not stated:
        return None
    first: Group = stated[0]
    same = [group for group in stated if group.name == first.name]
    hurt = target if hurt_end(verb) is End.TARGET else source
    group = EdgeGroup(f"{hurt}|{verb}|{first.name}", max(1, *(each.need for each in same)), 1)
    return group, frozenset(each.place for each in same if each.place)


def placed(edges: Iterable[Edge], names: Mapping[str, frozenset[str]]) -> list[Edge]:
    """Give numbers to the places of each group, by the names that its edges (told by their ids) give to them."""
    listed = list(edges)
    places: dict[str, set[str]] = {}
    for edge in listed:
        if edge.group and edge.id in names:
            places.setdefault(edge.group.id, set()).update(names[edge.id])
    number = {group: {name: index for index, name in enumerate(sorted(several))} for group, several in places.items()}
    return [
        _placed(edge, edge.group, number, names[edge.id]) if edge.group and names.get(edge.id) else edge
        for edge in listed
    ]


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


def _placed(edge: Edge, group: EdgeGroup, number: Mapping[str, Mapping[str, int]], names: frozenset[str]) -> Edge:
    return replace(edge, group=replace(group, places=tuple(sorted(number[group.id][name] for name in names))))
