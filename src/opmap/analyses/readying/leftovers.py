"""What is left of a pilot in something that is switched on: addresses, credentials, models and data for trying out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from opmap.analyses.defining import rows_of
from opmap.analyses.naming import name_of
from opmap.analyses.readying.values import Exceptional, Rule

if TYPE_CHECKING:
    from opmap.analyses.readying.seeing import Seen
    from opmap.facts import Evidence

LOWER = frozenset({"staging", "test", "development"})
_ADDRESSES = {
    "an address of one's own machine": re.compile(
        r"(?:https?://|\b)(?:localhost(?=[:/\s]|$)|127\.0\.0\.1\b|0\.0\.0\.0\b|host\.docker\.internal\b)|\[::1\]",
        re.IGNORECASE,
    ),
    "a tunnel": re.compile(
        r"\bngrok(?:-free)?\.(?:io|app|dev)\b|\bloca\.lt\b|\btrycloudflare\.com\b|\bserveo\.net\b|\blocalhost\.run\b"
        r"|\bdevtunnels\.ms\b|\bapp\.github\.dev\b|\bgitpod\.io\b|\bpinggy\.(?:io|link)\b|\btunnelmole\.(?:net|com)\b",
        re.IGNORECASE,
    ),
    "a test webhook": re.compile(
        r"/webhook-test/|\bwebhook\.site\b|\brequestbin\.|\brequestcatcher\.com\b|\bbeeceptor\.com\b|\bhookbin\.com\b"
        r"|\bhttpbin\.org\b|\bmocky\.io\b|\bmockapi\.io\b|\breqres\.in\b|\bjsonplaceholder\.typicode\.com\b"
        r"|\bpostman-echo\.com\b|/webhook/(?:test|testing|demo|tmp|temp|foo)(?=[/?\s]|$)",
        re.IGNORECASE,
    ),
}
_CREDENTIAL = re.compile(
    r"\b(?:trial|demo|sandbox|playground|poc|pilot|tmp|temp|free tier)\b"
    r"|\btest(?:ing)?\b(?!\s+(?:results?|cent(?:re|er)|lab|drive|reports?))"
    r"|\b(?:personal|private)\b(?!\s+(?:lines?|data|injury|banking|clients?|cloud|link|customers?))"
    r"|^my\b|['’]s\s+(?:\w+\s+)?(?:account|key|token|login)\b|@(?:gmail|hotmail|outlook|yahoo|gmx|icloud)\.",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"(?:[-:@]latest|-preview(?:-[\d-]+)?|-exp(?:erimental)?(?:-\d+)?|-beta|/default \w+ model)$", re.IGNORECASE
)
_DATA = re.compile(
    r"(?:^|[._\-/\s])(?:samples?|dummy|mock|fake|lorem|playground|demo)(?:[_\-\s]?(?:data|rows|set))?(?:[._\-/\s]|$)"
    r"|(?:^|[./])test[_-](?!results?|cases?|reports?|centres?|drives?)|[_-]test$|\(test\)|^copy of\b",
    re.IGNORECASE,
)
_MOST = 3


def leftovers(every: Mapping[int, Seen]) -> Iterator[Exceptional]:
    """Give what is switched on, and not in an environment for trying out, and still holds what a pilot left."""
    for seen in every.values():
        if not seen.active or seen.node.environment in LOWER:
            continue
        found = list(_left(seen))
        if found:
            sorts = sorted({sort for sort, _, _ in found})
            told = list(dict.fromkeys(f"{sort}: {what}" for sort, what, _ in found))
            more = f" and {len(told) - _MOST} more" if len(told) > _MOST else ""
            proof = tuple(dict.fromkeys(one for _, _, several in found for one in several))
            name = name_of(seen.graph, seen.number)
            yield Exceptional(Rule.PILOT, name, "; ".join(told[:_MOST]) + more, proof, ", ".join(sorts))


_Left = tuple[str, str, "tuple[Evidence, ...]"]  # the sort, what it is, where


def _left(seen: Seen) -> Iterator[_Left]:
    yield from _addresses(seen)
    graph = seen.graph
    for verbs, sort, pattern in _CALLED:
        for tie in seen.to(*verbs):
            if pattern.search(graph.names[tie.other]):
                yield sort, graph.names[tie.other], tie.edge.evidence[:1]
    for step, line, *_ in rows_of(seen.node, "sample_data", 2):
        yield "sample data", f"kept at the step {step}", seen.at(line)


_CALLED = (
    (("uses credential",), "a credential for trying out", _CREDENTIAL),
    (("uses model",), "a model without a version", _MODEL),
    (("reads", "writes"), "sample data", _DATA),
)
"""What is told by how it is called."""


def _addresses(seen: Seen) -> Iterator[_Left]:
    """Give one address of each sort."""
    said: set[str] = set()
    for text, where in _texts(seen):
        for sort, pattern in _ADDRESSES.items():
            if sort not in said and pattern.search(text):
                said.add(sort)
                yield sort, _address(text, pattern), where


def _texts(seen: Seen) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    """Give what its running steps and relations say of addresses."""
    for step in seen.steps:
        if step.runs:
            yield step.does, step.evidence
    for tie in seen.to("calls", "uses tool", "starts", "reads", "writes", "depends on"):
        yield seen.graph.names[tie.other], tie.edge.evidence[:1]


def _address(text: str, pattern: re.Pattern[str]) -> str:
    """Give the word that an address stands in."""
    return next((word for word in text.split() if pattern.search(word)), text)[:80].rstrip(";,")
