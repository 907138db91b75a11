"""Why names met, and what about names is left to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from opmap.decisions import Decision
from opmap.estate import Merge, Question
from opmap.facts import Entity
from opmap.identity.asking import Pair, ask, questions
from opmap.identity.desk import Desk
from opmap.identity.finishing import Finished
from opmap.identity.merging import Bond
from opmap.identity.order import documented, in_order
from opmap.identity.world import World

_MOST_KEYS = 3


def merges(world: World, finished: Finished) -> tuple[Merge, ...]:
    """Give every node that was made of what several documents describe, or that other names led to."""
    bonds: dict[int, list[Bond]] = {}
    for bond in world.things.bonds:
        bonds.setdefault(world.things.names.thing(bond.key), []).append(bond)
    found = []
    for thing in finished.ids:
        several = bonds.get(thing, [])
        entities = [entity for entity in world.things.about.get(thing, ()) if not entity.mentioned]
        if (several and len(finished.keys[thing]) > 1) or len({documented(entity) for entity in entities}) > 1:
            found.append(_merge(world, finished, thing, several))
    return tuple(sorted(found, key=lambda merge: merge.node))


def asked(desk: Desk, world: World, finished: Finished, decisions: Iterable[Decision]) -> tuple[Question, ...]:
    """Give the questions about nodes that may be one, but for those that people have answered."""
    settled = _settled(desk, decisions)
    ids, names = finished.ids, world.things.names
    by_name = questions(desk.nodes.values(), {node: finished.keys[thing] for thing, node in ids.items()}, settled)
    by_link = []
    for link, homes in world.things.linked.unclear:
        nodes = sorted({ids[names.thing(home)] for home in homes})
        question = ask(nodes, f"they carry the same name, {link}, and several of one connector do", settled)
        by_link += [question] if question else []
    return tuple(sorted({*by_name, *by_link}, key=lambda question: (question.nodes, question.reason)))


def _merge(world: World, finished: Finished, thing: int, bonds: list[Bond]) -> Merge:
    entities = world.things.about.get(thing, [])
    profile = world.profiles.get(thing)
    reasons = [*_shared_keys(entities), *sorted({bond.reason for bond in bonds})]
    if profile and profile.disputed:
        reasons.append(profile.disputed)
    describing = [entity.evidence for entity in entities if not entity.mentioned]
    evidence = [
        *(describing or [entity.evidence for entity in entities]),
        *(each for bond in bonds for each in bond.evidence),
    ]
    keys = tuple(map(str, finished.keys[thing]))
    return Merge(finished.ids[thing], keys, "; ".join(reasons), in_order(evidence))


def _shared_keys(entities: list[Entity]) -> list[str]:
    """Say which keys several documents carry."""
    documents = {(key, documented(entity)) for entity in entities if not entity.mentioned for key in entity.keys}
    counted = Counter(key for key, _ in documents)
    shared = [str(key) for key in sorted(counted) if counted[key] > 1]
    if not shared:
        return []
    more = f" and {len(shared) - _MOST_KEYS} more" if len(shared) > _MOST_KEYS else ""
    return [f"several documents carry {', '.join(shared[:_MOST_KEYS])}{more}"]


def _settled(desk: Desk, decisions: Iterable[Decision]) -> set[Pair]:
    found: set[Pair] = set()
    for decision in decisions:
        if decision.act in {"same", "not-same"}:
            subject = desk.find(decision.subject)
            others = (desk.find(text) for text in decision.objects)
            found |= {frozenset((subject, other)) for other in others if subject and other}
    return found
