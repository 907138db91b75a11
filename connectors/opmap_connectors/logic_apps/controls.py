"""The controls that a flow shows, and those that it could show and lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from opmap.connecting import Control, Field
from opmap_connectors._shared.approving import UNHEARD
from opmap_connectors.logic_apps.actions import Action
from opmap_connectors.logic_apps.approvals import asks_people
from opmap_connectors.logic_apps.flow import Flow

_OUTSIDE = ("http", "apiconnection", "openapiconnection", "serviceprovider", "function", "apimanagement", "workflow")


def controls(flow: Flow, actions: list[Action], agreed: Collection[str]) -> Iterator[Control]:
    """Give what is shown and what lacks, each once."""
    yield from _tried_again(actions)
    yield _told(flow, actions)
    yield _approval([each for each in actions if asks_people(each)], agreed, flow.title)
    limited = [each for each in actions if each.place["limit"]["timeout"].text]
    yield _by_actions("time-out", limited, flow.title, "ends after a while")
    models = [each.given["parameters"]["agentModelSettings"] for each in actions if each.type == "agent"]
    for settings in models[:1]:
        version = settings["deploymentModelProperties"]["version"]
        yield Control("pinned model", (version or settings).at(), version.text, lacking=not version.text)


def _tried_again(actions: list[Action]) -> Iterator[Control]:
    """Say whether what fails is tried again: the engine does it four times, unless it is told not to."""
    outside = [each for each in actions if each.type.startswith(_OUTSIDE)]
    tried = [each for each in outside if _tries_again(_policy(each))]
    if not outside:
        return
    if not tried:
        yield Control("retries", _policy(outside[0]).at(), lacking=True)
        return
    stated = [each for each in tried if _policy(each)["type"].text]
    if stated:
        count = _policy(stated[0])["count"].text
        words = f"tried {count} times" if count else "tried again"
        yield Control("retries", _policy(stated[0]).at(), words, steps=tuple(each.name for each in stated))
    else:
        words = "tried 4 times, which the engine does by itself"
        yield Control("retries", tried[0].title.at(), words, steps=tuple(each.name for each in tried))


def _tries_again(policy: Field) -> bool:
    return policy["type"].text.casefold() != "none" and policy["count"].number != 0


def _policy(action: Action) -> Field:
    return action.given["retryPolicy"]


def _told(flow: Flow, actions: list[Action]) -> Control:
    taking = [each for each in actions if each.after_failure and each.does]
    handling = [each for each in taking if each.handling]
    caught = [each for each in actions if each.tolerant] if taking else []
    alert = flow.root["metadata"]["failureAlertSubscription"]
    if not (handling or caught) and alert.flag is True:
        return Control("error path", alert.at(), "its owner is told of failures by mail")
    return _by_actions("error path", handling or caught, flow.title, "a failure takes a way of its own")


def _approval(asking: list[Action], agreed: Collection[str], title: Field) -> Control:
    if not asking or agreed:
        return _by_actions("human approval", asking, title, "people are asked")
    return Control("human approval", asking[0].title.at(), UNHEARD, lacking=True)


def _by_actions(name: str, actions: list[Action], title: Field, words: str) -> Control:
    if not actions:
        return Control(name, title.at(), lacking=True)
    return Control(name, actions[0].title.at(), words, steps=tuple(each.name for each in actions))
