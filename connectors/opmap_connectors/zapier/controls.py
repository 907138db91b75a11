"""The controls that a zap shows, and those that it could show and lacks.

What Zapier does with a run that fails (replays, mails, error handlers) stands in the account
and in no export: of retries and error paths nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from opmap.connecting import Control, Effect, Key
from opmap_connectors._shared.approving import UNHEARD
from opmap_connectors.zapier.agreeing import asks_people
from opmap_connectors.zapier.exports import Zap
from opmap_connectors.zapier.steps import Node

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WHO = ("approver", "approvers", "reviewer", "reviewers", "assignee", "assignees", "to", "email")


def controls(home: Zap, nodes: list[Node], agreed: Collection[str]) -> Iterator[Control]:
    """Say whether people are asked, and something waits until they agree."""
    title = (home.root["title"] if home.root["title"].is_text else home.root).at()
    asked = [node for node in nodes if asks_people(node)]
    names = tuple(node.name for node in asked)
    at = asked[0].title.at() if asked else title
    words = ("people are asked" if agreed else UNHEARD) if asked else ""
    yield Control("human approval", at, words, lacking=not agreed, steps=names)


def approvals(nodes: list[Node]) -> Iterator[Effect]:
    """Give the people whom a step waits for, where it names them."""
    for node in (node for node in nodes if asks_people(node)):
        for place in (each for name in _WHO for each in node.given[name].each()):
            for address in _MAIL.findall(place.text[:2000]):
                yield Effect("approved by", Key("person", address.casefold()), place.at(), node.name)
