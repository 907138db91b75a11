"""Event buses: which events a rule takes from a bus, and which a task puts on it.

Events of one source and one type are a stream of their own, so that a rule is started by those
who send what it waits for, and by no others of the same bus.
"""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Entity, Field, Key, Set, short_name
from opmap_connectors._shared.setting import told
from opmap_connectors.step_functions.meaning import Scope, Target

_NAMES = ("source", "detail-type")
_ANY = "*"  # what the pattern says otherwise than by a list of constants
_DEEPEST = 4
_MOST = 10


def bus_of(place: Field, near: Field, scope: Scope) -> Target:
    """Give the bus that is named; where none is, the account's own."""
    if place:
        return scope.target(place, "topic")
    key = Key("aws", f"{scope.instance}/topic/default")
    return Target(key, "default", (Entity("topic", "default", (key,), near.at(), mentioned=True),))


def stream_waited_for(pattern: Field, bus: Target, scope: Scope) -> Target | None:
    """Give the stream that a rule waits for; None where it waits for several, or for any."""
    source, kind = ([_constant(each) for each in pattern[name].each()] for name in _NAMES)
    return _stream(source[0], kind[0], bus, scope, pattern) if len(source) == len(kind) == 1 else None


def stream_put(entry: Field, bus: Target, scope: Scope) -> Target | None:
    """Give the stream that an entry is put on; None where only a run knows."""
    return _stream(entry["Source"].text, entry["DetailType"].text, bus, scope, entry)


def _stream(source: str, kind: str, bus: Target, scope: Scope, place: Field) -> Target | None:
    if not source or not kind or {"$", "{", _ANY} & {*source, *kind} or not isinstance(bus.ref, Key):
        return None
    key = Key("aws", f"{scope.instance}/events/{bus.name}/{source}/{kind}"[:300])
    entity = Entity("topic", short_name(f"{kind} of {source}"), (key,), place.at(), mentioned=True)
    return Target(key, entity.name, (entity,))


def filter_of(pattern: Field, *, in_stream: bool) -> str:
    """Give which events a rule waits for: of a stream, what else it asks of them."""
    limits = [] if in_stream else [(name, pattern[name]) for name in _NAMES if pattern[name]]
    limits += _inside(pattern["detail"], "", _DEEPEST)
    said = (f"{name}: {', '.join(_constant(each) for each in place.each()) or _ANY}" for name, place in limits[:_MOST])
    return "; ".join(said)[:300]


def _inside(place: Field, path: str, deepest: int) -> Iterator[tuple[str, Field]]:
    for name, inner in place.items() if deepest else ():
        named = f"{path}-{name}" if path else name
        if inner.is_mapping:
            yield from _inside(inner, named, deepest - 1)
        else:
            yield named, inner


def _constant(place: Field) -> str:
    return place.text or _ANY


def said_of(entry: Field) -> tuple[Set, ...]:
    """Give what an event says, as far as it is written down."""
    return told((name, value.value) for name, value in entry["Detail"].items())
