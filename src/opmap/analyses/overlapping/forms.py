"""The canonical form of an automation: what starts it, what it takes in, what it changes, in which steps.

Two automations of different engines that do the same have the same form, but for their names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from opmap.analyses.overlapping.acts import INCREMENT, Act
from opmap.analyses.overlapping.clocks import Clock, can_meet
from opmap.analyses.overlapping.scopes import Meeting, Scope, meeting
from opmap.frozen import frozen

NO_EDGE = -1


@frozen
class Trigger:
    """One way in which an automation is started."""

    how: str
    source: str  # the same for triggers by the same happening
    scope: Scope  # which of the happenings
    clock: Clock | None = None  # of a schedule
    heard: frozenset[Act] = frozenset()  # which changes it hears of; none: any
    columns: frozenset[str] = frozenset()  # the attributes whose change alone it hears of; none: any
    data: frozenset[int] = frozenset()  # nodes whose change or message starts it
    alert: str = ""  # what is alerted, where it is an alert
    words: str = ""
    edge: int = NO_EDGE
    step: str = ""  # where it enters; empty: it starts all there is

    @property
    def sign(self) -> tuple[object, ...]:
        """Give what two triggers share exactly when they are one."""
        return self.how, self.source, self.scope.limits, self.scope.words if self.scope.opaque else ""


@frozen
class Read:
    """Something that an automation takes in."""

    target: int
    scope: Scope
    where: str
    edge: int


@frozen
class Write:
    """Something that an automation changes."""

    target: int
    act: Act
    operation: str
    sets: tuple[tuple[str, str], ...]  # attribute and constant; empty where only a run knows
    scope: Scope
    where: str
    edge: int
    step: str = ""

    @property
    def sign(self) -> tuple[object, ...]:
        """Give what two writes share exactly when they do the same."""
        return self.target, self.act, tuple(sorted((name.casefold(), value) for name, value in self.sets)), self.where

    @property
    def is_stated(self) -> bool:
        """Say whether the file says which attributes it changes, and to what: doing it twice changes nothing more."""
        stated = self.sets and all(value and not value.startswith(INCREMENT) for _, value in self.sets)
        return self.act is Act.DELETE or (self.act is Act.SET and bool(stated))


@frozen
class Sending:
    """Another automation, or an operation, that is set going or asked."""

    target: int
    event: str
    edge: int


@dataclass(frozen=True)
class Form:
    """One automation."""

    node: int
    triggers: tuple[Trigger, ...]
    guard: Scope
    reads: tuple[Read, ...]
    writes: tuple[Write, ...]
    sendings: tuple[Sending, ...]
    acts_on: frozenset[int]  # what it changes, asks for a change or sets going, messages to people aside
    shingles: frozenset[str]
    restarted_by: tuple[str, ...] = ()  # the steps that start the automation itself
    branches: bool = False  # a step decides which of the others run

    @cached_property
    def started(self) -> frozenset[tuple[object, ...]]:
        """Give what it is started by, apart from people and other automations."""
        return frozenset(each.sign for each in self.triggers if each.how not in ("person", "call"))

    @property
    def entrances(self) -> int:
        """Count the ways in; which of several leads to which step, nobody knows."""
        steps = {each.step for each in self.triggers if each.step}
        return max(len(steps), sum(bool(each.data) for each in self.triggers))

    @cached_property
    def effect(self) -> frozenset[tuple[object, ...]]:
        """Give all that it changes."""
        return frozenset(each.sign for each in self.writes)

    @cached_property
    def constants(self) -> dict[tuple[int, str], set[str]]:
        """Give to what it sets which attribute, where the file says it; however its engine spells the attribute."""
        found: dict[tuple[int, str], set[str]] = {}
        for write in self.writes:
            for name, value in write.sets if write.act is Act.SET else ():
                if value:
                    found.setdefault((write.target, name.casefold()), set()).add(value)
        return found

    @cached_property
    def judged_by(self) -> tuple[object, ...]:
        """Give all that decides when it runs, and on what; copies share it."""
        return frozenset(each.sign for each in self.triggers), self.guard

    @cached_property
    def sources(self) -> frozenset[tuple[int, str]]:
        """Give where its data comes from; of a service, the path there."""
        read = {(each.target, each.where if each.where.startswith("/") else "") for each in self.reads}
        return frozenset(read | {(data, "") for each in self.triggers for data in each.data})


def can_be_at_work_together(one: Form, other: Form) -> bool:
    """Say whether the two can run at one time: not where both are started by schedules alone that never meet."""
    if not one.triggers or not other.triggers:
        return True
    return any(_can_meet(mine, theirs) for mine in one.triggers for theirs in other.triggers)


def _can_meet(one: Trigger, other: Trigger) -> bool:
    return one.clock is None or other.clock is None or can_meet(one.clock, other.clock)


def meets(one: Form, mine: Scope, other: Form, theirs: Scope) -> Meeting:
    """Say whether what two automations are limited to can be the same thing.

    A row that only a run chooses is one of those that start the run: where both are started
    by the same happenings and no two filters meet, the rows do not meet either.
    """
    found = meeting(mine, theirs)
    if found is not Meeting.MAYBE:
        return found
    pairs = [(each, another) for each in one.triggers for another in other.triggers]
    apart = bool(pairs) and all(_never_hears_the_same(one, each, other, another) for each, another in pairs)
    return Meeting.NEVER if apart else found


def _never_hears_the_same(one: Form, mine: Trigger, other: Form, theirs: Trigger) -> bool:
    same = mine.how == theirs.how and mine.source == theirs.source and mine.clock is None
    both = (mine.scope.and_also(one.guard), theirs.scope.and_also(other.guard))
    return same and meeting(*both) is Meeting.NEVER
