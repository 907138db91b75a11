"""The states of a machine, those inside parallel branches and maps too, and where they lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opmap.connecting import Field, short_name

_DEEPEST = 20
_MOST = 5000
_ANY_ERROR = frozenset({"States.ALL", "States.TaskFailed"})


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """One state, and its neighbours by name."""

    name: str
    place: Field
    beside: Field  # the mapping of states that it stands in
    never: bool = False  # no run comes by

    @property
    def type(self) -> str:
        """Give its type."""
        return self.place["Type"].text

    @property
    def given(self) -> Field:
        """Give what it hands to the service that it asks, in either query language."""
        return self.place["Arguments"] or self.place["Parameters"]

    def parameter(self, *names: str) -> Field:
        """Give the first of some parameters that is there, whether fixed or taken from the input."""
        spelled = [spelling for name in names for spelling in (name, f"{name}.$")]
        return next((self.given[name] for name in spelled if self.given[name]), self.given[names[0]])

    @property
    def tried_again(self) -> bool:
        """Say whether it is tried again when it fails: three times where nothing is said, never where nought is."""
        return any(retrier["MaxAttempts"].number != 0 for retrier in self.place["Retry"].list())

    @property
    def handled(self) -> bool:
        """Say whether the machine goes on when it fails: any error is caught, and what follows is no failure."""
        for catch in self.place["Catch"].list():
            caught = {error.text for error in catch["ErrorEquals"].list()}
            if caught & _ANY_ERROR and not _fails(catch["Next"].text, self.beside):
                return True
        return False

    @property
    def acts_on_failure(self) -> bool:
        """Say whether something is done when it fails: a way for failures comes by a task before it ends."""
        return any(_does(catch["Next"].text, self.beside) for catch in self.place["Catch"].list())


def _does(name: str, states: Field) -> bool:
    """Say whether a run that comes to a state may come to a task from there, also inside a branch or a map."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop()
        if here in seen or not states[here].is_mapping:
            continue
        seen.add(here)
        if states[here]["Type"].text == "Task":
            return True
        inner = (each["States"] for each in _inner(states[here]))
        if any(_does(each, inside) for inside in inner for each, _ in inside.items()):
            return True
        waiting += [place.text for place in _onwards(states[here])]
    return False


def _fails(name: str, states: Field) -> bool:
    """Say whether a state leads to failure whatever happens: it does, or its one successor does."""
    seen: set[str] = set()
    while name and name not in seen:
        seen.add(name)
        if states[name]["Type"].text == "Fail":
            return True
        name = states[name]["Next"].text
    return False


def states_of(machine: Field) -> list[State]:
    """Give every state of a machine as a run comes by: what is never reached comes last."""
    found: list[State] = []
    waiting = [(machine, 0, False)]
    while waiting and len(found) < _MOST:
        here, depth, never = waiting.pop()
        for state in _in_order(here, never=never):
            found.append(state)
            waiting += [(inner, depth + 1, state.never) for inner in _inner(state.place)] if depth < _DEEPEST else []
    return found


def _in_order(machine: Field, *, never: bool) -> Iterator[State]:
    states = machine["States"]
    seen: dict[str, None] = {}
    waiting = [machine["StartAt"].text]
    while waiting:
        name = waiting.pop(0)
        if name not in seen and states[name].is_mapping:
            seen[name] = None
            waiting += [place.text for place in _onwards(states[name])]
    others = sorted(name for name, place in states.items() if name not in seen and place.is_mapping)
    yield from (State(short_name(name), states[name], states, never) for name in seen)
    yield from (State(short_name(name), states[name], states, never or bool(seen)) for name in others)


def _onwards(place: Field) -> list[Field]:
    """Give the places that say where a state leads."""
    further = [each["Next"] for name in ("Choices", "Catch") for each in place[name].list()]
    return [found for found in (place["Next"], place["Default"], *further) if found.is_text]


def _inner(place: Field) -> Iterator[Field]:
    yield from place["Branches"].list()
    yield from (place[name] for name in ("Iterator", "ItemProcessor") if place[name])


def broken_links(machine: Field) -> Iterator[Field]:
    """Give the places that lead to a state which is not there."""
    for state in states_of(machine):
        yield from (place for place in _onwards(state.place) if place.text not in state.beside)
