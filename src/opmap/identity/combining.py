"""One edge of all that says the same sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

from opmap.estate import Edge, EdgeGroup
from opmap.facts import Attributes, Group, Relation
from opmap.identity.describing import blended
from opmap.identity.order import BELIEVED, SURENESS, in_order, place
from opmap.kinds import VERBS, Certainty, End, Strength

BY_ADDRESS = ("verb_by", "address")
"""The attribute of a relation whose verb follows from the kind of what answers at its address."""


def edge_id(source: str, verb: str, target: str) -> str:
    """Give the id of an edge: a pure function of its ends and its verb."""
    return blake2b(f"{source}|{verb}|{target}".encode(), digest_size=8).hexdigest()


def hurt_end(verb: str) -> End:
    """Say which end of a sentence is hurt when the other fails, in the first way that it can."""
    known = VERBS[verb]
    end = known.outage or known.absence or known.staleness or known.change
    return End.TARGET if end is End.TARGET else End.SOURCE


def hurt_by(edge: Edge) -> tuple[str, str]:
    """Give the node that an edge hurts, and the one by which it does."""
    return (edge.target, edge.source) if hurt_end(edge.verb) is End.TARGET else (edge.source, edge.target)


class Said(NamedTuple):
    """A relation, as sure as its ends allow."""

    relation: Relation
    certainty: Certainty


def combined(source: str, verb: str, target: str, said: Sequence[Said]) -> Edge:
    """Make one edge of relations that say the same sentence.

    A stated strength goes before the one that the verb presumes. Where statements differ,
    those that are believed first decide, and among these the harder and the earlier outage.
    """
    if len(said) == 1:
        return _single(source, verb, target, said[0])
    relations = sorted((each.relation for each in said), key=_belief)
    strength, presumed = _strength(verb, relations)
    return Edge(
        edge_id(source, verb, target),
        source,
        verb,
        target,
        strength,
        presumed,
        min((each.certainty for each in said), key=SURENESS.__getitem__),
        in_order(relation.evidence for relation in relations),
        _buffer(relations),
        _group(source, verb, target, relations),
        blended(_attributes(relation) for relation in relations),
    )


def _single(source: str, verb: str, target: str, said: Said) -> Edge:
    """Make an edge of one relation: by far the most have only one."""
    relation, certainty = said
    return Edge(
        edge_id(source, verb, target),
        source,
        verb,
        target,
        relation.strength or VERBS[verb].strength,
        relation.strength is None,
        certainty,
        (relation.evidence,),
        relation.buffer or 0.0,
        _group(source, verb, target, (relation,)) if relation.group else None,
        _attributes(relation),
    )


def _attributes(relation: Relation) -> Attributes:
    """Give what a relation says of itself, less how its verb was found."""
    if BY_ADDRESS not in relation.attributes:
        return relation.attributes
    return tuple(pair for pair in relation.attributes if pair != BY_ADDRESS)


def sized(edges: Iterable[Edge]) -> list[Edge]:
    """Give edges whose groups know how many they are; no group needs more than it has."""
    listed = list(edges)
    size: dict[str, int] = {}
    need: dict[str, int] = {}
    for edge in listed:
        if edge.group:
            size[edge.group.id] = size.get(edge.group.id, 0) + 1
            need[edge.group.id] = max(need.get(edge.group.id, 1), edge.group.need)
    return [replace(edge, group=_sized(edge.group, need, size)) if edge.group else edge for edge in listed]


def _sized(group: EdgeGroup, need: dict[str, int], size: dict[str, int]) -> EdgeGroup:
    return EdgeGroup(group.id, min(need[group.id], size[group.id]), size[group.id], group.presumed)


def _belief(relation: Relation) -> tuple[object, ...]:
    return BELIEVED[relation.evidence.known], *place(relation.evidence), repr(relation)


def _strength(verb: str, relations: Sequence[Relation]) -> tuple[Strength, bool]:
    stated = [relation for relation in relations if relation.strength is not None]
    best = min((BELIEVED[relation.evidence.known] for relation in stated), default=None)
    if best is None:
        return VERBS[verb].strength, True
    said = {relation.strength for relation in stated if BELIEVED[relation.evidence.known] == best}
    return Strength.SOFT if said == {Strength.SOFT} else Strength.HARD, False


def _buffer(relations: Sequence[Relation]) -> float:
    stated = [relation for relation in relations if relation.buffer is not None]
    best = min((BELIEVED[relation.evidence.known] for relation in stated), default=None)
    return min(
        (relation.buffer or 0.0 for relation in stated if BELIEVED[relation.evidence.known] == best), default=0.0
    )


def _group(source: str, verb: str, target: str, relations: Sequence[Relation]) -> EdgeGroup | None:
    stated = [relation.group for relation in relations if relation.group is not None]
    if not stated:
        return None
    first: Group = stated[0]
    need = max(group.need for group in stated if group.name == first.name)
    hurt = target if hurt_end(verb) is End.TARGET else source
    return EdgeGroup(f"{hurt}|{verb}|{first.name}", max(need, 1), 1)
