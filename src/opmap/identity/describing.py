"""What a thing is, from all that is said of it: kind, name, environment and attributes.

What describes it goes before what mentions it; a specific kind before `service`; and where
statements disagree the first is believed and the others are kept beside it, as
``tier (also)`` beside ``tier``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opmap.facts import Attributes, Entity, Plain
from opmap.frozen import frozen
from opmap.kinds import KINDS, kind_called

GENERIC = "service"
ALSO = " (also)"


@frozen
class Profile:
    """What a thing is."""

    kind: str
    name: str
    described: bool  # a document describes it; else it is only mentioned
    environment: str = ""
    attributes: Attributes = ()
    inactive: bool = False
    disputed: str = ""  # half a sentence, where descriptions disagree about the kind


def profile(entities: Sequence[Entity]) -> Profile:
    """Say what a thing is; the entities stand in the order in which they are believed, and there is at least one."""
    first = entities[0]
    if len(entities) == 1:
        described = not first.mentioned
        inactive = described and first.inactive
        return Profile(
            known_kind(first.kind), first.name, described, first.environment, first.attributes, inactive=inactive
        )
    describing = [entity for entity in entities if not entity.mentioned]
    kinds = list(dict.fromkeys(known_kind(entity.kind) for entity in describing or entities))
    specific = [kind for kind in kinds if kind != GENERIC]
    kind = specific[0] if specific else kinds[0]
    environment = next((entity.environment for entity in entities if entity.environment), "")
    return Profile(
        kind,
        first.name,
        bool(describing),
        environment,
        blended([*(entity.attributes for entity in entities), *_environments(entities, environment)]),
        inactive=bool(describing) and all(entity.inactive for entity in describing),
        disputed=_disputed(specific) if describing else "",
    )


def known_kind(kind: str) -> str:
    """Give a kind of the vocabulary; what is none is taken for a service."""
    if kind in KINDS:
        return kind
    found = kind_called(kind)
    return found.name if found else GENERIC


def blended(statements: Iterable[Attributes], *, rows: bool = False) -> Attributes:
    """Put attributes together, those that are believed first in front.

    Lists are united, and where asked tables of rows too. Of two values the first stays, the other is kept beside it.

    >>> blended([(("data", ("personal",)), ("tier", "1")), (("data", ("health",)), ("tier", "2"))])
    (('data', ('personal', 'health')), ('tier', '1'), ('tier (also)', ('2',)))
    """
    values: dict[str, Plain] = {}
    others: dict[str, list[Plain]] = {}
    for attributes in statements:
        for name, value in attributes:
            known = values.setdefault(name, value)
            if known == value:
                continue
            if isinstance(known, tuple) and isinstance(value, tuple) and _unite(_columns(known), _columns(value), rows):
                values[name] = tuple(dict.fromkeys((*known, *value)))
            elif value not in others.setdefault(name, []):
                others[name].append(value)
    for name, several in others.items():
        values[name + ALSO] = tuple(several)
    return tuple(sorted(values.items(), key=lambda pair: pair[0]))


_NAMED = 2  # columns of a mapping: names, and their values


def _columns(value: tuple[Plain, ...]) -> int:
    """Say how many columns the rows of a table have; none where it is a plain list."""
    found = {len(item) if isinstance(item, tuple) else 0 for item in value}
    return found.pop() if len(found) == 1 else _NAMED


def _unite(one: int, other: int, rows: bool) -> bool:  # noqa: FBT001 - as it was asked
    return one == other and (one == 0 or (rows and one != _NAMED))


def _environments(entities: Iterable[Entity], chosen: str) -> list[Attributes]:
    others = dict.fromkeys(entity.environment for entity in entities if entity.environment not in ("", chosen))
    return [(("environment" + ALSO, tuple(others)),)] if others else []


def _disputed(kinds: list[str]) -> str:
    if len(kinds) < 2:
        return ""
    return f"said to be {', '.join(kinds[:-1])} and {kinds[-1]}: taken for {kinds[0]}"
