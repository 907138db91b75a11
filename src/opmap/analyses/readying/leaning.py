"""Production that leans on something lower: staging, test, development, as a file says it or an address is called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from opmap.analyses.naming import name_of
from opmap.analyses.readying.leftovers import LOWER
from opmap.analyses.readying.systems import within
from opmap.analyses.readying.values import Exceptional, Rule

if TYPE_CHECKING:
    from opmap.analyses.readying.seeing import Seen
    from opmap.facts import Evidence

_CALLED_HOST = re.compile(r"(?:[a-z]+://)?((?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*)(?::\d+)?(?:/.*)?", re.IGNORECASE)
_HOST = re.compile(r"https?://([^/\s:{}]+)", re.IGNORECASE)
_LOWER_HOST = re.compile(
    r"(?:^|[.-])(staging|stage|stg|uat|preprod|test|testing|dev|develop|qa|sandbox)(?=[.-]|\d*\.)", re.IGNORECASE
)
_NOT_NEEDING = frozenset({"deploys", "owned by", "part of", "supports", "monitored by", "exposes"})
"""What a pipeline deploys to staging, or who owns it, makes production lean on nothing."""
_MOST = 3


def leaning_lower(every: Mapping[int, Seen]) -> Iterator[Exceptional]:
    """Give the automations of production that need something which is not."""
    for seen in every.values():
        if not seen.active or seen.node.environment != "production":
            continue
        found = dict.fromkeys((*_stated(seen), *_named(seen), *_called(seen)))
        if found:
            words = list(dict.fromkeys(words for words, _ in found))
            proof = tuple(dict.fromkeys(one for _, several in found for one in several))
            more = f" and {len(words) - _MOST} more" if len(words) > _MOST else ""
            because = f"it leans on {', '.join(words[:_MOST])}{more}"
            yield Exceptional(Rule.STAGING, name_of(seen.graph, seen.number), because, proof)


_Lower = tuple[str, "tuple[Evidence, ...]"]


def _stated(seen: Seen) -> Iterator[_Lower]:
    """Give what it needs, or what that is kept in, and a file puts into a lower environment."""
    graph = seen.graph
    for tie in seen.ties:
        if tie.verb in _NOT_NEEDING:
            continue
        for number in (tie.other, *within(graph, tie.other)):
            if graph.environments[number] in LOWER:
                yield f"{graph.names[number]} ({graph.environments[number]})", tie.edge.evidence[:1]
                break


def _named(seen: Seen) -> Iterator[_Lower]:
    """Give the hosts it needs that are called like those of a lower environment, whichever engine names them."""
    graph = seen.graph
    for tie in seen.ties:
        if tie.verb in _NOT_NEEDING:
            continue
        for number in (tie.other, *within(graph, tie.other)):
            found = _CALLED_HOST.fullmatch(graph.names[number])
            if found and not graph.environments[number] and _LOWER_HOST.search(found[1]):
                yield f"{found[1]} (by its name)", tie.edge.evidence[:1]
                break


def _called(seen: Seen) -> Iterator[_Lower]:
    """Give the hosts called like those of a lower environment in the words of a step: such as its code only names."""
    for step in seen.steps:
        found = _HOST.search(step.does) if step.runs else None
        if found and _LOWER_HOST.search(found[1]):
            yield f"{found[1]} (by its name)", step.evidence
