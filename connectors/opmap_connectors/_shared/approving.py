"""Which steps run only after people agreed: every way to them passes an approval, and a refusal closes it.

An approval *holds* where nothing goes on until somebody agrees. Where the run goes on with
whatever was answered, it only *asks*: what counts then is the decision behind it that looks
at the answer, and of that the ways which an agreement takes.

>>> ways = Ways(["start"], {"start": ["ask", "log"], "ask": ["pay", "tell"]})
>>> sorted(approved(ways, holding={"ask"}))
['pay', 'tell']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

N = TypeVar("N", bound=Hashable)

Answer = bool | None
"""What words or a condition ask for: that somebody agreed, that somebody refused, or neither."""

UNHEARD = "people are asked, and nothing is seen to wait until they agree"
"""What is said where an approval keeps nothing back."""

_NO = re.compile(
    r"reject|declin|den(?:y|ied)|refus|disapprov|unapprov|cancel|abort|\b(?:no|not|false|nein|non|0)\b|ablehn|abgelehnt",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"[\W\d_]*|\s*(?:null|nil|undefined|empty|pending|waiting|open)\s*", re.IGNORECASE)
_YES = re.compile(
    r"approv|accept|confirm|allow|agree|grant|authori[sz]|genehm|freige[gb]|\b(?:yes|ok|okay|true|ja|oui|1)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ways(Generic[N]):
    """Where a run begins, where each step leads, and which steps wait for all that leads to them."""

    starts: Collection[N]
    onwards: Mapping[N, Iterable[N]]
    joins: Container[N] = frozenset()

    def behind(self, gates: Container[N]) -> set[N]:
        """Give what no run reaches without passing one of some gates; these themselves stand before it."""
        return self.reached() - self.reached(gates)

    def reached(self, closed: Container[N] = frozenset()) -> set[N]:
        """Give what a run reaches that passes none of what is closed."""
        everywhere = _led_to(self.starts, self.onwards)
        left = self._awaited(everywhere)
        seen, waiting = set(self.starts), list(self.starts)
        while waiting:
            here = waiting.pop()
            if here in closed:
                continue
            for after in dict.fromkeys(self.onwards.get(here, ())):
                left[after] = left.get(after, 1) - 1
                if after not in seen and left[after] <= 0:
                    seen.add(after)
                    waiting.append(after)
        return seen

    def anyway(self, places: Collection[N]) -> set[N]:
        """Give what is reached from each of some places, so that it matters not which of them a run takes."""
        return set.intersection(*(_led_to([place], self.onwards) for place in places)) if places else set()

    def _awaited(self, everywhere: set[N]) -> dict[N, int]:
        """Give how many ways each step waits for: all of a join's, but of one in a circle any, as of other steps."""
        before: dict[N, int] = {}
        for here in everywhere:
            for after in dict.fromkeys(self.onwards.get(here, ())):
                before[after] = before.get(after, 0) + 1
        left = dict(before)
        ready = [here for here in everywhere if not left.get(here)]
        straight: set[N] = set()
        while ready:
            here = ready.pop()
            straight.add(here)
            for after in dict.fromkeys(self.onwards.get(here, ())):
                left[after] -= 1
                if not left[after]:
                    ready.append(after)
        return {here: count if here in self.joins and here in straight else 1 for here, count in before.items()}


def _led_to(starts: Iterable[N], onwards: Mapping[N, Iterable[N]]) -> set[N]:
    seen, waiting = set(starts), list(starts)
    while waiting:
        for after in onwards.get(waiting.pop(), ()):
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return seen


def approved(
    ways: Ways[N],
    holding: Collection[N] = (),
    asking: Collection[N] = (),
    decisions: Mapping[N, Mapping[N, Answer]] | None = None,
) -> set[N]:
    """Give the steps that run only after people agreed.

    A decision has its outputs as steps of their own, each with whether an agreement takes it;
    None where its words do not say. One that is not behind an approval decides something else.
    """
    if not holding and not asking:
        return set()
    asked = {*holding, *asking}
    behind = ways.behind(asked)
    gates = set(holding)
    for place, outputs in (decisions or {}).items():
        if place in behind or place in asked:
            gates |= _agreeing(outputs)
    return ways.behind(gates) if gates else set()


def _agreeing(outputs: Mapping[N, Answer]) -> set[N]:
    """Give the outputs that an agreement alone takes; none where no output's words tell: a refusal may take any."""
    if True in outputs.values():
        return {place for place, agrees in outputs.items() if agrees}
    return {place for place, agrees in outputs.items() if agrees is None} if False in outputs.values() else set()


def agrees(words: str) -> Answer:
    """Say whether words mean that somebody agreed, or refused; None where they mean neither.

    >>> agrees("Approve"), agrees("not approved"), agrees("later")
    (True, False, None)
    """
    if _NO.search(words):
        return False
    return True if _YES.search(words) else None


def opposite(told: Answer) -> Answer:
    """Say of the other way whether an agreement takes it; what is not known of one is not known of the other."""
    return None if told is None else not told


def of_all(told: Collection[Answer]) -> Answer:
    """Say what several conditions ask for that must all hold: one that asks for an agreement is enough."""
    if True in told:
        return True
    return False if told and all(each is False for each in told) else None


def of_any(told: Collection[Answer]) -> Answer:
    """Say what several conditions ask for of which one must hold: one that asks for a refusal is enough.

    >>> of_all([True, None]), of_any([True, None]), of_all([False, None]), of_any([False, None])
    (True, None, None, False)
    """
    return opposite(of_all([opposite(each) for each in told]))


def asked_for(answer: str) -> Answer:
    """Say what it means that one answer is asked for: an agreement, but for a refusal; None where any would do.

    >>> asked_for("Ship it"), asked_for("Reject"), asked_for(""), asked_for("null")
    (True, False, None, None)
    """
    said = agrees(answer)
    return None if said is None and _NOTHING.fullmatch(answer) else said is not False
