"""The controls that a state machine shows, and those that it could show and lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from opmap.connecting import Control, Field
from opmap_connectors._shared.approving import UNHEARD
from opmap_connectors.step_functions.agreeing import asks_people
from opmap_connectors.step_functions.states import State

_A_YEAR = 31_536_000
"""In seconds: the engine ends every run by then, so that a longer limit is none."""


def controls(root: Field, states: list[State], described: list[Field], agreed: Collection[str]) -> Iterator[Control]:
    """Give what is shown and what lacks, each once; what only a template says, where there is one."""
    tasks = [state for state in states if state.type == "Task"]
    place = root["StartAt"]
    yield _by_states("retries", [state for state in tasks if state.tried_again], place, "tried again")
    caught = [state for state in states if state.acts_on_failure]
    yield _by_states("error path", caught, place, "failures take a way of their own")
    limited = [state for state in states if _is_limited(state.place)]
    if (root["TimeoutSeconds"].number or 0) < _A_YEAR and root["TimeoutSeconds"]:
        yield Control("time-out", root["TimeoutSeconds"].at(), f"ends after {root['TimeoutSeconds'].text} seconds")
    else:
        yield _by_states("time-out", limited, place, "ends after a while")
    yield _approval([state for state in tasks if asks_people(state)], agreed, place)
    for given in described:
        yield _logged(given)
        yield _traced(given)


def _is_limited(place: Field) -> bool:
    limit = place["TimeoutSeconds"]
    return bool(place["TimeoutSecondsPath"]) or (bool(limit) and (limit.number or 0) < _A_YEAR)


def _approval(asking: list[State], agreed: Collection[str], place: Field) -> Control:
    if not asking or agreed:
        return _by_states("human approval", asking, place, "waits for an answer")
    return Control("human approval", asking[0].place.at(), UNHEARD, lacking=True)


def _logged(given: Field) -> Control:
    logging = given["Logging"] or given["LoggingConfiguration"]
    level = logging["Level"].text
    shown = bool(level) and level != "OFF"
    return Control("audit log", (logging if shown else given).at(), f"logs {level}" if shown else "", lacking=not shown)


def _traced(given: Field) -> Control:
    tracing = given["Tracing"] or given["TracingConfiguration"]
    on = tracing["Enabled"].flag is True
    return Control("tracing", (tracing if on else given).at(), "traced" if on else "", lacking=not on)


def _by_states(name: str, states: list[State], place: Field, words: str) -> Control:
    if not states:
        return Control(name, place.at(), lacking=True)
    return Control(name, states[0].place.at(), words, steps=tuple(state.name for state in states))
