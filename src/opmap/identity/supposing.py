"""An estate as it would be: decisions that nobody took, replicas that are not there, or are there no more.

Decisions are applied by the same hands as those that people took, so that what is supposed
and what is decided come out alike. Groups that were merely presumed are left off, since
they follow anew from what is then there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from opmap.decisions import Decision
from opmap.estate import REPLICA, Edge, EdgeGroup, Estate, Node
from opmap.facts import Evidence
from opmap.frozen import frozen
from opmap.identity.combining import Ends, edge_id
from opmap.identity.deciding import decide
from opmap.identity.desk import Desk
from opmap.identity.grouping import hurt_by, sized
from opmap.kinds import VERBS, Certainty, Known, State, Strength

_SUPPOSED = Evidence("scenario", "supposed", None, "", "", "decisions", Known.DECIDED)


@frozen
class Supposition(Decision):
    """A decision that nobody took."""

    @property
    def evidence(self) -> Evidence:
        """Give no person as its evidence, but that it was supposed."""
        return _SUPPOSED


def supposed(estate: Estate, decisions: Iterable[Decision]) -> Estate:
    """Give the estate as it would be if somebody decided so; what is one thing, and what two, stays as it is."""
    desk = Desk(
        {node.id: node for node in estate.nodes},
        {(edge.source, edge.verb, edge.target): edge for edge in _stated(estate.edges)},
        dict(estate.renamed),
        {},
    )
    decide(desk, decisions)
    return _with(estate, desk.nodes.values(), desk.edges.values())


def with_strength(estate: Estate, ends: Ends, strength: Strength, buffer: float) -> Estate:
    """Give the estate with one sentence as hard as is stated, felt after so many hours; all others stay as they are."""
    return replace(
        estate,
        edges=tuple(
            replace(edge, strength=strength, presumed=False, buffer=buffer)
            if (edge.source, edge.verb, edge.target) == ends
            else edge
            for edge in estate.edges
        ),
    )


def with_replica(estate: Estate, node_id: str) -> Estate:
    """Give the estate with a second one beside a node: it needs what the first needs, and stands in for it."""
    found = {node.id: node for node in estate.nodes}
    copy = _replica_of(found[node_id], found)
    edges: list[Edge] = []
    for edge in _stated(estate.edges):
        if node_id not in (edge.source, edge.target) or edge.source == edge.target:
            edges.append(edge)
        elif not _leans_on(edge, node_id):
            own = replace(edge.group, id=f"{edge.group.id}|{copy.id}") if edge.group else None
            edges += [edge, replace(_at_copy(edge, node_id, copy.id), group=own)]
        else:
            edges += _alternatives(edge, _at_copy(edge, node_id, copy.id))
    return _with(estate, [*estate.nodes, copy], _in_the_copys_places(edges, node_id, copy.id))


def without_replica(estate: Estate, node_id: str) -> Estate:
    """Give the estate without a node; what stood or fell with it in its places goes with it.

    What is merely possible holds up no place, and takes none with it.
    """
    gone: dict[str, set[int]] = {}
    for edge in estate.edges:
        if edge.group and edge.certainty is not Certainty.POSSIBLE and _leans_on(edge, node_id):
            gone.setdefault(edge.group.id, set()).update(edge.group.places)
    kept = [edge for edge in estate.edges if node_id not in (edge.source, edge.target)]
    edges = [left for edge in _stated(kept) for left in _without_places(edge, gone)]
    return _with(estate, [node for node in estate.nodes if node.id != node_id], edges)


def lost_without(estate: Estate, node_id: str) -> list[str]:
    """Give the nodes that need one node and would have too few alternatives without it.

    What is merely possible stands in for nothing, and neither does a mere name beside what is more than one.
    """
    believed = [edge for edge in estate.edges if edge.certainty is not Certainty.POSSIBLE]
    nowhere = {node.id for node in estate.nodes if node.state is State.DANGLING}
    members: dict[str, list[Edge]] = {}
    for edge in believed:
        if edge.group:
            members.setdefault(edge.group.id, []).append(edge)
    for group, edges in members.items():
        members[group] = [edge for edge in edges if not {edge.source, edge.target} & nowhere] or edges
    found = []
    for edge in believed:
        if edge.source == edge.target or not _leans_on(edge, node_id):
            continue
        if edge.group is None or _places_left(members[edge.group.id], node_id) < edge.group.need:
            found.append(hurt_by(edge)[0])
    return sorted(set(found))


def _places_left(edges: Sequence[Edge], node_id: str) -> int:
    """Count the places of a group that do without a node."""
    lost = {place for edge in edges if edge.group and _leans_on(edge, node_id) for place in edge.group.places}
    named = {place for edge in edges if edge.group for place in edge.group.places}
    alone = sum(not edge.group.places and not _leans_on(edge, node_id) for edge in edges if edge.group)
    return len(named - lost) + alone


def _leans_on(edge: Edge, node_id: str) -> bool:
    """Say whether a failure or an absence of the node hurts the other end."""
    verb = VERBS[edge.verb]
    return bool(verb.outage or verb.absence) and hurt_by(edge)[1] == node_id


def _stated(edges: Iterable[Edge]) -> Iterator[Edge]:
    for edge in edges:
        yield replace(edge, group=None) if edge.group and edge.group.presumed else edge


def _with(estate: Estate, nodes: Iterable[Node], edges: Iterable[Edge]) -> Estate:
    return replace(
        estate,
        nodes=tuple(sorted(nodes, key=lambda node: node.id)),
        edges=tuple(sorted(sized(edges), key=lambda edge: (edge.source, edge.target, edge.verb))),
    )


def _replica_of(node: Node, known: Iterable[str]) -> Node:
    number = 1
    while (identity := f"{node.id}{REPLICA}{number}") in known:
        number += 1
    name = f"{node.name} (replica)" if number == 1 else f"{node.name} (replica {number})"
    return replace(node, id=identity, keys=(identity,), name=name, evidence=(_SUPPOSED,))


def _at_copy(edge: Edge, node_id: str, copy: str) -> Edge:
    source = copy if edge.source == node_id else edge.source
    target = copy if edge.target == node_id else edge.target
    return replace(
        edge, id=edge_id(source, edge.verb, target), source=source, target=target, evidence=(_SUPPOSED,), group=None
    )


def _alternatives(edge: Edge, copy: Edge) -> list[Edge]:
    """Let either of two edges do: in the group that is there, or in one of their own."""
    group = edge.group
    if group:
        return [edge, replace(copy, group=group)]
    if VERBS[edge.verb].alternatives:  # which are presumed to stand in for each other, as their siblings are
        return [edge, copy]
    group = EdgeGroup(f"{edge.id}|or its replica", need=1, size=2)
    return [replace(edge, group=group), replace(copy, group=group)]


def _in_the_copys_places(edges: list[Edge], node_id: str, copy: str) -> list[Edge]:
    """Give the copy places of its own in groups that name theirs, with all that else stands in them."""
    highest: dict[str, int] = {}
    moved: dict[str, dict[int, int]] = {}
    for edge in edges:
        if edge.group and edge.group.places:
            highest[edge.group.id] = max(highest.get(edge.group.id, 0), *edge.group.places)
    for edge in edges:
        if edge.group and edge.group.places and copy in (edge.source, edge.target) and _leans_on(edge, copy):
            several = moved.setdefault(edge.group.id, {})
            for place in edge.group.places:
                several.setdefault(place, highest[edge.group.id] + 1 + len(several))
    return [_moved(edge, moved.get(edge.group.id, {}), node_id, copy) if edge.group else edge for edge in edges]


def _moved(edge: Edge, places: dict[int, int], node_id: str, copy: str) -> Edge:
    assert edge.group is not None
    new = tuple(places[place] for place in edge.group.places if place in places)
    if not new or _leans_on(edge, node_id):
        return edge
    old = () if _leans_on(edge, copy) else edge.group.places
    return replace(edge, group=replace(edge.group, places=tuple(sorted((*old, *new)))))


def _without_places(edge: Edge, gone: dict[str, set[int]]) -> Iterator[Edge]:
    """Take places from an edge that are there no more; one that stood in nothing else is dropped."""
    if not edge.group or not edge.group.places:
        yield edge
        return
    left = tuple(place for place in edge.group.places if place not in gone.get(edge.group.id, ()))
    if left:
        yield replace(edge, group=replace(edge.group, places=left))
