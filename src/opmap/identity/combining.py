"""One edge of all that says the same sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

from opmap.estate import Edge
from opmap.facts import Attributes, Relation
from opmap.identity.describing import blended
from opmap.identity.grouping import Stated, grouped, stated_group
from opmap.identity.order import BELIEVED, SURENESS, in_order, place
from opmap.kinds import VERBS, Certainty, Effect, End, Strength

UNKNOWN_NATURE = "depends on"
_NAMING = {
    name
    for name, verb in VERBS.items()
    if name != UNKNOWN_NATURE and verb.outage is End.SOURCE and verb.effect is Effect.DOWN
}
"""Verbs that say how a thing depends on another."""
BY_ADDRESS = ("verb_by", "address")
"""The attribute of a relation whose verb follows from the kind of what answers at its address."""


def edge_id(source: str, verb: str, target: str) -> str:
    """Give the id of an edge: a pure function of its ends and its verb."""
    return blake2b(f"{source}|{verb}|{target}".encode(), digest_size=8).hexdigest()


Ends = tuple[str, str, str]
"""Source, verb, target: node ids."""


class Said(NamedTuple):
    """A relation, as sure as its ends allow."""

    relation: Relation
    certainty: Certainty


def edges_of(sentences: Iterable[tuple[Ends, Sequence[Said]]]) -> dict[Ends, Edge]:
    """Make one edge of each sentence, in the groups that the relations state."""
    found, joined = _as_one(dict(sentences))
    made = [
        _alone(*ends, said[0])
        if len(said) == 1
        else (combined(*ends, said), joined.get(ends) or _stated_group(ends, said))
        for ends, said in found.items()
    ]
    return {(edge.source, edge.verb, edge.target): edge for edge in grouped(made)}


def _as_one(sentences: dict[Ends, Sequence[Said]]) -> tuple[dict[Ends, Sequence[Said]], dict[Ends, Stated]]:
    """Let *depends on* speak of the relations that say how; give with them the groups that they join by it.

    It says that the nature of a dependency is unknown. Where the same ends are joined by a
    verb that names it, both speak of one dependency, with one strength and one group. Where
    each is in a group of its own they are two needs, and both stay.
    """
    open_ends = {(source, target) for source, verb, target in sentences if verb == UNKNOWN_NATURE}
    known: dict[tuple[str, str], list[Ends]] = {}
    for source, verb, target in sentences if open_ends else ():
        if verb in _NAMING and (source, target) in open_ends:
            known.setdefault((source, target), []).append((source, verb, target))
    found, joined = dict(sentences), {}
    vague_groups = _VagueGroups(sentences, {source for source, _ in known})
    for (source, target), precise in known.items():
        ends = source, UNKNOWN_NATURE, target
        stated = vague_groups.stated.get(ends)
        if stated is not None and not vague_groups.may_be_joined(stated, precise):
            continue
        vague = found.pop(ends)
        found.update({each: [*found[each], *vague] for each in precise})
        if stated is not None and not stated.places:  # whose name is of that verb alone, and whose places have none
            whole = replace(stated, name=f"{UNKNOWN_NATURE}|{stated.name}", places=frozenset({target}))
            joined.update(dict.fromkeys(precise, whole))
    return found, joined


class _VagueGroups:
    """The groups that are stated of what some nodes *depend on*, and what else they need."""

    def __init__(self, sentences: Mapping[Ends, Sequence[Said]], sources: set[str]) -> None:
        self.stated: dict[Ends, Stated] = {}
        self._members: dict[tuple[str, str], set[str]] = {}
        self._group: dict[Ends, Stated | None] = {}
        self._alternatives: dict[tuple[str, str], set[str]] = {}
        for ends, said in sentences.items() if sources else ():
            if ends[0] in sources:
                self._take(ends, _stated_group(ends, said))

    def _take(self, ends: Ends, stated: Stated | None) -> None:
        source, verb, target = ends
        self._group[ends] = stated
        if verb == UNKNOWN_NATURE and stated is not None:
            self.stated[ends] = stated
            self._members.setdefault((source, stated.name), set()).add(target)
        elif stated is None and VERBS[verb].alternatives:
            self._alternatives.setdefault((source, verb), set()).add(target)

    def may_be_joined(self, stated: Stated, precise: Iterable[Ends]) -> bool:
        """Say whether relations are in no other group, nor presumed to be in one with what stands outside of this."""
        members = self._members[stated.hurt, stated.name]
        return all(
            self._alternatives.get((source, verb), set()) <= members
            if (other := self._group[source, verb, target]) is None
            else bool(stated.places) and other.places and other.name == stated.name
            for source, verb, target in precise
        )


def _stated_group(ends: Ends, said: Sequence[Said]) -> Stated | None:
    stated = [each.relation for each in said if each.relation.group is not None]
    if not stated:
        return None
    groups = [relation.group for relation in sorted(stated, key=_belief) if relation.group is not None]
    return stated_group(*ends, groups)


def combined(source: str, verb: str, target: str, said: Sequence[Said]) -> Edge:
    """Make one edge of relations that say the same sentence.

    A stated strength goes before the one that the verb presumes. Where statements differ,
    those that are believed first decide, and among these the harder and the earlier outage.
    """
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
        attributes=blended((_attributes(relation) for relation in relations), rows=True),
    )


def _alone(source: str, verb: str, target: str, said: Said) -> tuple[Edge, Stated | None]:
    """Make an edge of one relation, with its group: by far the most have only one."""
    relation, certainty = said
    made = Edge(
        edge_id(source, verb, target),
        source,
        verb,
        target,
        relation.strength or VERBS[verb].strength,
        relation.strength is None,
        certainty,
        (relation.evidence,),
        relation.buffer or 0.0,
        attributes=_attributes(relation),
    )
    return made, None if relation.group is None else stated_group(source, verb, target, [relation.group])


def _attributes(relation: Relation) -> Attributes:
    """Give what a relation says of itself, less how its verb was found."""
    if BY_ADDRESS not in relation.attributes:
        return relation.attributes
    return tuple(pair for pair in relation.attributes if pair != BY_ADDRESS)


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
