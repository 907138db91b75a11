"""The controls that a state machine shows, and those that it could show and lacks."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Control, Field
from opmap_connectors.step_functions.integrations import asked
from opmap_connectors.step_functions.states import State

_TELLING = frozenset({"sns", "ses", "sesv2", "lambda", "sqs", "http"})


def controls(root: Field, states: list[State], described: list[Field]) -> Iterator[Control]:
    """Give what is shown and what lacks, each once; what only a template says, where there is one."""
    tasks = [state for state in states if state.type == "Task"]
    place = root["StartAt"]
    yield _by_states("retries", [state for state in tasks if state.tried_again], place, "tried again")
    caught = [state for state in states if state.place["Catch"].value]
    yield _by_states("error path", caught, place, "failures take a way of their own")
    limited = [state for state in states if state.place["TimeoutSeconds"] or state.place["TimeoutSecondsPath"]]
    if root["TimeoutSeconds"]:
        yield Control("time-out", root["TimeoutSeconds"].at(), f"ends after {root['TimeoutSeconds'].text} seconds")
    else:
        yield _by_states("time-out", limited, place, "ends after a while")
    waiting = [state for state in tasks if _waits_for_an_answer(state)]
    yield _by_states("human approval", waiting, place, "waits for an answer")
    for given in described:
        yield _logged(given)
        yield _traced(given)


def _waits_for_an_answer(state: State) -> bool:
    """Say whether it waits for an answer, or leaves the task to whoever takes it up."""
    resource = state.place["Resource"].text
    known = asked(resource)
    return ":activity:" in resource or (known is not None and known.token and known.service in _TELLING)


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
