"""The entities and relations of an automation: the same sentences, whichever engine runs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opmap.automations.settling import settled
from opmap.automations.values import Automation, Effect, Starter
from opmap.facts import Attributes, Entity, Evidence, Group, Key, Plain, Reading, Relation, attributes
from opmap.kinds import VERBS, End, Strength
from opmap.secrecy import may_be_random

_BESIDE = frozenset({"stored in", "depends on"})  # what is said of the systems that steps use, not of the automation


def expanded(statements: Iterable[Reading | Automation]) -> Iterator[Reading]:
    """Put what follows from an automation in its place; give all other readings as they are."""
    for statement in statements:
        if isinstance(statement, Automation):
            yield from readings(statement)
        else:
            yield statement


def readings(automation: Automation) -> Iterator[Reading]:
    """Give an automation and all that it says of others, each statement once."""
    said: set[object] = set()
    for reading in _readings(automation):
        statement = _statement(reading)
        if statement not in said:
            said.add(statement)
            yield reading


def _statement(reading: Reading) -> object:
    """Tell statements apart: what is only mentioned is said once, by whichever step comes first."""
    if isinstance(reading, Entity) and reading.mentioned:
        return reading.kind, reading.keys
    if isinstance(reading, Relation) and reading.verb in _BESIDE and not reading.attributes:
        return reading.source, reading.verb, reading.target
    return reading


def _readings(automation: Automation) -> Iterator[Reading]:
    yield _described(automation)
    yield from automation.beside
    yield from _started(automation)
    for effect in settled(automation.effects):
        yield _relation(automation.key, effect)


def _described(automation: Automation) -> Entity:
    more = attributes(
        approved_steps=sorted(automation.approved) or None,
        controls=[
            (each.name, "lacking" if each.lacking else "shown", each.words, _place(each.evidence, automation))
            for each in automation.controls
        ],
        guard=automation.guard,
        restarted_by=_restarting(automation) or None,
        open_steps=_open(automation) or None,
        starters=[(each.how.value, each.words, each.filter, each.step) for each in automation.starters],
        steps=[(each.name, each.type, each.words, _place(each.evidence, automation)) for each in automation.steps],
    )
    return Entity(
        automation.kind,
        automation.name,
        automation.keys,
        automation.evidence,
        automation.addresses,
        attributes=_joined(automation.attributes, more),
        environment=automation.environment,
        inactive=automation.inactive,
    )


def _restarting(automation: Automation) -> list[str]:
    """Name the steps that start the automation itself: no relation leads from a thing to itself."""
    own = [each.step for each in automation.effects if each.verb == "starts" and each.target in automation.keys]
    return sorted(set(own))


def _open(automation: Automation) -> list[str]:
    """Name the steps that may write anything, because only a run knows what they do."""
    return sorted(
        {one.name for one in automation.steps if one.open} | {one.step for one in automation.effects if one.open}
    )


def _place(evidence: Evidence, automation: Automation) -> int | str | None:
    """Give the line of a part; with its file, where the definition is spread over several."""
    if evidence.path == automation.evidence.path:
        return evidence.line
    return f"{evidence.path}:{evidence.line or 1}"


def _joined(one: Attributes, other: Attributes) -> Attributes:
    return tuple(sorted({**dict(one), **dict(other)}.items()))


def _started(automation: Automation) -> Iterator[Reading]:
    """Give every starter, and that it starts the automation.

    Data starts it only together with what watches it: both are one place of a group. A path is exposed
    by the automation as well, so that whoever calls it needs the automation.
    """
    together = any(each.data is not None for each in automation.starters)
    for starter in automation.starters:
        if starter.entity is None:
            continue
        key, said = starter.entity.keys[0], _steps(starter.step)
        yield starter.entity
        group = Group("starters", 1, starter.step or starter.words) if together else None
        for source in (starter.data, key) if starter.data is not None else (key,):
            yield Relation(source, "starts", automation.key, starter.evidence, group=group, attributes=said)
        yield from _exposed(automation, starter, key)
        for need in starter.needs:
            yield _relation(key, need)


def _exposed(automation: Automation, starter: Starter, key: Key) -> Iterator[Relation]:
    if starter.entity is not None and starter.entity.kind in ("operation", "MCP server"):
        yield Relation(automation.key, "exposes", key, starter.evidence, attributes=_steps(starter.step))


def _shown(value: str) -> str:
    """Give what an attribute is set to, and nothing where it may be a secret whatever the attribute is called."""
    return "" if may_be_random(value) else value


def _relation(source: Key, effect: Effect) -> Relation:
    hurts_source = VERBS[effect.verb].outage is End.SOURCE
    rows: list[Plain] = [
        (effect.step, effect.operation, each.attribute, _shown(each.value), effect.where) for each in effect.sets
    ]
    if not rows and effect.where:
        rows.append((effect.step, effect.operation, "", "", effect.where))
    more = attributes(effects=rows, operation=effect.operation, steps=[effect.step] if effect.step else None)
    return Relation(
        source,
        effect.verb,
        effect.target,
        effect.evidence,
        strength=Strength.SOFT if effect.soft and hurts_source else None,
        certainty=effect.certainty,
        group=effect.group,
        attributes=_joined(effect.attributes, more),
    )


def _steps(name: str) -> Attributes:
    return attributes(steps=[name] if name else None)
