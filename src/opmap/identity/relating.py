"""Relations between things: both ends resolved, and all that says the same sentence together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from opmap.connecting.selecting import verb_towards
from opmap.estate import Outcome
from opmap.facts import Evidence, Key, Notice, Ref, Relation
from opmap.identity.answers import Answer, Asked
from opmap.identity.combining import BY_ADDRESS, Said
from opmap.identity.order import least_sure
from opmap.identity.resolving import Resolver
from opmap.identity.world import World
from opmap.kinds import Certainty, Known

Sentence = tuple[int, str, int]
"""Source, verb, target: things by number."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
_EFFECT = 5  # the cells of a row of effects
_ITSELF = "a relation of a thing with itself: both of its ends turned out to be one"


class Led(NamedTuple):
    """Where one reference led."""

    text: str
    answer: Answer
    evidence: Evidence


@dataclass
class Related:
    """Every sentence with the relations that say it, each as sure as its ends allow."""

    sentences: dict[Sentence, list[Said]] = field(default_factory=dict)
    led: list[Led] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def add(self, other: Related) -> None:
        """Take in what else was found."""
        for sentence, said in other.sentences.items():
            self.sentences.setdefault(sentence, []).extend(said)
        self.led += other.led
        self.notices += other.notices


def relate(world: World, resolver: Resolver, relations: Iterable[Relation]) -> Related:
    """Find both ends of each relation."""
    related = Related()
    for relation in relations:
        _relate(world, resolver, relation, related)
    return related


def implied(world: World) -> Related:
    """Give what follows from what references name: a table is stored in its system."""
    related = Related()
    for source, mention in world.mentions.items():
        for each in mention.implied if mention.evidence else ():
            ends = world.keys(source)[0], each.verb, world.keys(each.target)[0]
            said = [Said(Relation(*ends, evidence), each.certainty) for evidence in mention.evidence]
            related.sentences[source, each.verb, each.target] = said
    return related


def _relate(world: World, resolver: Resolver, relation: Relation, related: Related) -> None:
    sources = resolver.described(relation.source) or _ask(resolver, relation.source, None, relation, related)
    asker = sources.targets[0] if len(sources.targets) == 1 else None
    targets = resolver.described(relation.target) or _ask(resolver, relation.target, asker, relation, related)
    certainty = least_sure(relation.certainty, sources.certainty, targets.certainty)
    said = Said(relation, certainty)
    by_address = BY_ADDRESS in relation.attributes
    for source in sources.targets:
        for target in targets.targets:
            if source != target:
                verb = _verb(world, target, relation.verb) if by_address else relation.verb
                related.sentences.setdefault((source, verb, target), []).append(said)
            elif relation.evidence.known is Known.DECLARED and certainty is not Certainty.POSSIBLE:
                related.notices.append(Notice(_ITSELF, relation.evidence))
    for thing in (*sources.targets, *targets.targets):
        mention = world.mentions.get(thing)
        if mention is not None:
            mention.evidence.add(relation.evidence)


def _asked(relation: Relation, asker: int | None) -> Asked:
    """Say how a relation uses a reference: with which method, and with which event in the body of its request."""
    if not relation.attributes:
        return Asked(relation.verb, "", asker)
    said = dict(relation.attributes)
    operation = str(said.get("operation", "")).upper()
    method = str(said.get("method", "")).upper() or (operation if operation in _METHODS else "")
    return Asked(relation.verb, method, asker, _event(said.get("effects")))


def _event(rows: object) -> str:
    """Give the event that the body of a request names, as a dispatch of GitHub does; empty where only a run knows."""
    for row in rows if isinstance(rows, tuple) else ():
        if isinstance(row, tuple) and len(row) == _EFFECT and row[2] == "event_type":
            return str(row[3])
    return ""


def _ask(resolver: Resolver, ref: Ref, asker: int | None, relation: Relation, related: Related) -> Answer:
    answer = resolver.answer(ref, _asked(relation, asker))
    if not isinstance(ref, Key) or answer.outcome is not Outcome.RESOLVED:
        related.led.append(Led(str(ref), answer, relation.evidence))
    return answer


def _verb(world: World, target: int, verb: str) -> str:
    """Give the verb that the kind of what answers at an address asks for."""
    kind = world.kind(target)
    return (verb_towards(kind, world.engine(target) if kind == "monitoring" else "") if kind else None) or verb
