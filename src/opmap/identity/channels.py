"""Subscriptions with wildcards: who publishes to a topic publishes to each pattern of the same broker that takes it in.

MQTT writes ``plant/+/temp`` and ``plant/#``, the topic exchanges of AMQP ``claims.*.paid`` and ``claims.#``.
A pattern is a topic of its own in the graph: the set of all that its listeners are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from opmap.facts import Locator, Ref, Relation
from opmap.frozen import frozen
from opmap.identity.answers import Asked
from opmap.identity.order import least_sure
from opmap.identity.resolving import Resolver
from opmap.kinds import Certainty

T = TypeVar("T")
Place = tuple[str, int | str]
"""Where a topic is known: in a broker, or where none is named, in a scope."""

_LISTENING = frozenset({"consumes", "starts", "reads"})
_INSIDE = Asked("stored in")
_MOST_WORDS = 60


@frozen
class Syntax:
    """How a sort of broker writes its patterns."""

    between: str  # words
    one: str  # any one word
    rest: str  # any number of words, none included
    hidden: str = ""  # what a topic begins with that no wildcard at the beginning takes in


MQTT = Syntax("/", "+", "#", "$")
AMQP = Syntax(".", "*", "#")


def syntax_of(text: str) -> Syntax | None:
    """Say in which syntax a topic is a pattern; None where it is the name of one.

    >>> syntax_of("plant/+/temp") is MQTT, syntax_of("claims.#") is AMQP, syntax_of("claims.paid")
    (True, True, None)
    """
    for syntax in (MQTT, AMQP):
        if not {syntax.one, syntax.rest}.isdisjoint(text.split(syntax.between)):
            return syntax
    return None


def taken_in(resolver: Resolver, relations: Iterable[Relation]) -> Iterator[Relation]:
    """Give, for each relation that publishes to a topic, one to each pattern that takes it in."""
    stated = list(relations)
    patterns = _Patterns(resolver)
    for relation in stated:
        if relation.verb in _LISTENING:
            patterns.note(relation.source)
            patterns.note(relation.target)
    for relation in stated if patterns.any else ():
        if relation.verb == "publishes" and isinstance(relation.target, Locator) and relation.target.form == "topic":
            for pattern in patterns.taking(relation.target):
                sure = Certainty.CERTAIN if pattern.within is not None else Certainty.PROBABLE
                yield replace(relation, target=pattern, certainty=least_sure(relation.certainty, sure))


@dataclass(slots=True)
class Word(Generic[T]):
    """A word of some patterns: the words that may follow it, and the patterns that end with it."""

    below: dict[str, Word[T]] = field(default_factory=dict)
    ending: dict[T, None] = field(default_factory=dict)

    def grow(self, words: list[str], pattern: T) -> None:
        """Put in a pattern, word by word."""
        step = self
        for word in words:
            step = step.below.setdefault(word, Word())
        step.ending[pattern] = None


class _Patterns:
    """The patterns that somebody listens to, word by word, so that no topic is compared with all of them."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._trees: dict[Place, dict[Syntax, Word[Locator]]] = {}
        self._places: dict[tuple[Ref | None, str], Place] = {}

    @property
    def any(self) -> bool:
        """Say whether there is a pattern at all."""
        return bool(self._trees)

    def note(self, ref: Ref) -> None:
        """Note what is listened to, where it is a pattern."""
        if not isinstance(ref, Locator) or ref.form != "topic":
            return
        syntax = syntax_of(ref.value)
        words = ref.value.split(syntax.between) if syntax else []
        if syntax and len(words) <= _MOST_WORDS:
            self._trees.setdefault(self._place(ref), {}).setdefault(syntax, Word()).grow(words, ref)

    def taking(self, topic: Locator) -> list[Locator]:
        """Give the patterns that take in a topic."""
        found: dict[Locator, None] = {}
        for syntax, top in self._trees.get(self._place(topic), {}).items():
            words = topic.value.split(syntax.between)
            for end in matching(top, words, syntax) if len(words) <= _MOST_WORDS else ():
                found |= end
        return sorted(found, key=lambda each: each.value)

    def _place(self, topic: Locator) -> Place:
        asked = (topic.within, topic.scope if topic.within is None else "")
        if asked not in self._places:
            self._places[asked] = self._found(topic)
        return self._places[asked]

    def _found(self, topic: Locator) -> Place:
        if topic.within is None:
            return "scope", topic.scope
        brokers = self._resolver.answer(topic.within, _INSIDE).targets
        return ("broker", brokers[0]) if len(brokers) == 1 else ("unknown", repr(topic.within))


def matching(top: Word[T], words: list[str], syntax: Syntax) -> list[dict[T, None]]:
    """Walk the tree of patterns along the words of a topic; each of its steps is seen once at each word."""
    found: list[dict[T, None]] = []
    seen: set[tuple[int, int]] = set()
    waiting = [(top, 0)]
    while waiting:
        step, place = waiting.pop()
        if (id(step), place) in seen:
            continue
        seen.add((id(step), place))
        if place == len(words) and step.ending:
            found.append(step.ending)
        hides = bool(syntax.hidden) and step is top and words[0].startswith(syntax.hidden)
        rest = None if hides else step.below.get(syntax.rest)
        if rest is not None:
            waiting += [(rest, later) for later in range(place, len(words) + 1)]
        if place < len(words):
            one = None if hides else step.below.get(syntax.one)
            waiting += [(each, place + 1) for each in (step.below.get(words[place]), one) if each is not None]
    return found
