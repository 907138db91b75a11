"""The controls that a scenario shows, and those that it could show and lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from opmap.connecting import Control, Field
from opmap_connectors._shared.approving import UNHEARD
from opmap_connectors.make.agreeing import asks_people
from opmap_connectors.make.modules import Module


def controls(root: Field, modules: list[Module], agreed: Collection[str]) -> Iterator[Control]:
    """Give what is shown and what lacks, each once."""
    settings = root["metadata"]["scenario"]
    title = root["name"] if root["name"].is_text else root
    tried = [each for each in modules if each.tried_again(root)]
    yield _by_modules("retries", tried, title, "kept and tried again")
    handled = [each for each in modules if each.acts_on_failure]
    if not handled and settings["dlq"].flag is True:
        yield Control("error path", settings["dlq"].at(), "runs that fail are kept")
    else:
        yield _by_modules("error path", handled, title, "a failure takes a way of its own")
    yield _approval([each for each in modules if asks_people(each)], agreed, title)
    falling = [each for each in modules if each.given["fallbackEnabled"].flag is True]
    agents = [each for each in modules if each.app == "ai-local-agent"]
    if agents:
        yield _by_modules("fallback", falling, agents[0].title, "another model answers when the first does not")
        timed = [each for each in agents if each.given["modelConfig"]["timeout"].text]
        yield _by_modules("time-out", timed, agents[0].title, "the model is not waited for without end")


def _approval(asking: list[Module], agreed: Collection[str], title: Field) -> Control:
    if not asking or agreed:
        return _by_modules("human approval", asking, title, "people are asked")
    return Control("human approval", asking[0].title.at(), UNHEARD, lacking=True)


def _by_modules(name: str, modules: list[Module], title: Field, words: str) -> Control:
    if not modules:
        return Control(name, title.at(), lacking=True)
    return Control(name, modules[0].title.at(), words, steps=tuple(each.name for each in modules))
