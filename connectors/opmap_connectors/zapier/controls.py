"""The controls that a zap shows, and those that it could show and lacks.

What Zapier does with a run that fails (replays, mails, error handlers) stands in the account
and in no export: of retries and error paths nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from opmap.connecting import Control, Effect, Key
from opmap_connectors._shared.approving import UNHEARD, Ways, approved
from opmap_connectors.zapier.exports import Zap
from opmap_connectors.zapier.guarding import agreement
from opmap_connectors.zapier.steps import Node

_ASKING = frozenset({"humanintheloop", "approval", "approvals", "approvalbyzapier"})
_WORDS = re.compile(r"approv|collect_data|request_review", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_COLLECTING = re.compile(r"collect", re.IGNORECASE)
_REFUSED = re.compile(r"declin|reject|time_?out|expir", re.IGNORECASE)
_WHO = ("approver", "approvers", "reviewer", "reviewers", "assignee", "assignees", "to", "email")

_Place = tuple[str, bool | None]
"""A step by its id, before it ran, after it, or stopped by it."""


def controls(home: Zap, nodes: list[Node], agreed: Collection[str]) -> Iterator[Control]:
    """Say whether people are asked, and something waits until they agree."""
    title = (home.root["title"] if home.root["title"].is_text else home.root).at()
    asked = [node for node in nodes if asks_people(node)]
    names = tuple(node.name for node in asked)
    at = asked[0].title.at() if asked else title
    words = ("people are asked" if agreed else UNHEARD) if asked else ""
    yield Control("human approval", at, words, lacking=not agreed, steps=names)


def agreed_in(nodes: list[Node]) -> tuple[str, ...]:
    """Name the steps that run only after people agreed.

    Each step hangs on one other. A request that may be declined and goes on, as one that only collects
    answers does, keeps nothing back but what a filter on its answer does.
    """
    asking = {node.id: node for node in nodes if asks_people(node)}
    if not asking:
        return ()
    onwards: dict[_Place, list[_Place]] = {}
    decisions: dict[_Place, dict[_Place, bool | None]] = {}
    for node in nodes:
        onwards.setdefault((node.parent, True), []).append((node.id, False))
        onwards.setdefault((node.id, False), []).append((node.id, True))
        if (told := agreement(node, asking)) is not None:
            decisions[node.id, False] = {(node.id, True): told[0]}
            if told[0] is not True:
                decisions[node.id, False][node.id, None] = None if told[0] is None else not told[0]
    holding: set[_Place] = {(each, False) for each, node in asking.items() if _holds(node)}
    starts: list[_Place] = [(node.id, False) for node in nodes if node.first]
    asked: set[_Place] = {(each, False) for each in asking if (each, False) not in holding}
    found = approved(Ways(starts, onwards), holding, asked, decisions)
    return tuple(node.name for node in nodes if (node.id, False) in found)


def _holds(node: Node) -> bool:
    """Say whether the zap stops where nobody agrees, as it does unless it is told to go on."""
    told = (each.text for name, each in node.given.items() if _REFUSED.search(name))
    return not _COLLECTING.search(node.action) and not any("continue" in each.casefold() for each in told)


def asks_people(node: Node) -> bool:
    """Say whether the zap waits there until a person has answered."""
    return node.app in _ASKING or (node.app in {"interfaces", "zapierinterfaces"} and bool(_WORDS.search(node.action)))


def approvals(nodes: list[Node]) -> Iterator[Effect]:
    """Give the people whom a step waits for, where it names them."""
    for node in (node for node in nodes if asks_people(node)):
        for place in (each for name in _WHO for each in node.given[name].each()):
            for address in _MAIL.findall(place.text[:2000]):
                yield Effect("approved by", Key("person", address.casefold()), place.at(), node.name)
