"""The controls that a zap shows, and those that it could show and lacks.

What Zapier does with a run that fails (replays, mails, error handlers) stands in the account
and in no export: of retries and error paths nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Control, Effect, Key
from opmap_connectors.zapier.exports import Zap
from opmap_connectors.zapier.steps import Node

_ASKING = frozenset({"humanintheloop", "approval", "approvals", "approvalbyzapier"})
_WORDS = re.compile(r"approv|collect_data|request_review", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WHO = ("approver", "approvers", "reviewer", "reviewers", "assignee", "assignees", "to", "email")


def controls(home: Zap, nodes: list[Node]) -> Iterator[Control]:
    """Say whether people are asked."""
    title = (home.root["title"] if home.root["title"].is_text else home.root).at()
    asked = [node for node in nodes if asks_people(node)]
    names = tuple(node.name for node in asked)
    at = asked[0].title.at() if asked else title
    yield Control("human approval", at, "people are asked" if asked else "", lacking=not asked, steps=names)


def asks_people(node: Node) -> bool:
    """Say whether the zap waits there until a person has answered."""
    return node.app in _ASKING or (node.app in {"interfaces", "zapierinterfaces"} and bool(_WORDS.search(node.action)))


def approvals(nodes: list[Node]) -> Iterator[Effect]:
    """Give the people whom a step waits for, where it names them."""
    for node in (node for node in nodes if asks_people(node)):
        for place in (each for name in _WHO for each in node.given[name].each()):
            for address in _MAIL.findall(place.text[:2000]):
                yield Effect("approved by", Key("person", address.casefold()), place.at(), node.name)
