"""What only people can settle: nodes from different places that are called alike.

Names never merge. Where two nodes are spelled alike that different connectors or sources
describe, and no platform says that they are two, people are asked, once for all that share
a spelling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from shlex import quote

from opmap.estate import Node, Question
from opmap.facts import Key
from opmap.identity.describing import GENERIC
from opmap.identity.spelling import nearly_equal, normal
from opmap.kinds import State

_GENERAL = {
    **dict.fromkeys(
        (
            "approval system",
            "datastore",
            "feature store",
            "function",
            "identity provider",
            "index",
            "MCP server",
            "model registry",
            "monitoring",
            "queue",
        ),
        GENERIC,
    ),
    "agent": "workflow",
}
"""Kinds, and the more general kind that a less exact document may give the same thing."""

_ALIKE = frozenset(
    {
        *("API", "capability", "cluster", "department", "domain", "host", "model", "person", "pipeline", "process"),
        *(GENERIC, "system", "team", "topic", "vendor", "workflow", *_GENERAL),
    }
)
_MOST_COMPARED = 30
_MOST_LISTED = 12
_MOST_PAIRS = 6

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node that may be one with another, and what tells it from others: two that share a mark are two."""

    node: Node
    form: str
    marks: frozenset[tuple[str, ...]]


def questions(nodes: Iterable[Node], keys: dict[str, Sequence[Key]], settled: set[Pair]) -> list[Question]:
    """Ask about nodes that are called alike, but for the pairs that people have settled."""
    buckets: dict[tuple[str, str], list[Candidate]] = {}
    for node in nodes:
        form = normal(node.name, node.kind) if node.kind in _ALIKE else ""
        if form:
            candidate = Candidate(node, form, _marks(node, keys.get(node.id, ())))
            buckets.setdefault((node.kind, form), []).append(candidate)
    asked = [_question(several, settled, "they are called alike") for several in _families(buckets)]
    asked += [_question(several, settled, "their names differ by a letter") for several in _near(buckets)]
    found = {question.nodes: question for question in reversed(asked) if question is not None}
    return [found[nodes] for nodes in sorted(found)]


def ask(nodes: Sequence[str], reason: str, settled: set[Pair]) -> Question | None:
    """Ask whether nodes are one; None where every pair of them is settled."""
    pairs = [pair for pair in combinations(nodes[:_MOST_LISTED], 2) if frozenset(pair) not in settled]
    if not pairs:
        return None
    more = f", and {len(nodes) - _MOST_LISTED} more" if len(nodes) > _MOST_LISTED else ""
    return Question(tuple(nodes[:_MOST_LISTED]), reason + more, _commands(pairs))


def _families(buckets: dict[tuple[str, str], list[Candidate]]) -> Iterator[list[Candidate]]:
    """Give all of one kind and spelling, with those of the more general kind that are spelled so."""
    joined = set()
    for (kind, form), several in buckets.items():
        general = (_GENERAL.get(kind, ""), form)
        if general in buckets:
            joined.add(general)
            yield [*several, *buckets[general]]
    for place, several in buckets.items():
        if len(several) > 1 and (place not in joined):
            yield several


def _near(buckets: dict[tuple[str, str], list[Candidate]]) -> Iterator[list[Candidate]]:
    forms: dict[str, list[str]] = {}
    for kind, form in buckets:
        forms.setdefault(kind, []).append(form)
    for kind in sorted(forms):
        for together in nearly_equal(forms[kind]):
            yield [candidate for form in together for candidate in buckets[kind, form]]


def _question(several: list[Candidate], settled: set[Pair], reason: str) -> Question | None:
    if len(several) < 2 or all(each.node.state is State.DANGLING for each in several):
        return None
    ordered = sorted(several, key=lambda each: each.node.id)
    compared = ordered[:_MOST_COMPARED]
    pairs = [
        (one.node.id, other.node.id)
        for one, other in combinations(compared, 2)
        if one.marks.isdisjoint(other.marks) and frozenset((one.node.id, other.node.id)) not in settled
    ]
    if not pairs:
        return None
    open_nodes = sorted({node for pair in pairs for node in pair})
    more = f", and {len(ordered) - _MOST_COMPARED} more" if len(ordered) > _MOST_COMPARED else ""
    return Question(tuple(open_nodes[:_MOST_LISTED]), reason + more, _commands(pairs))


def _marks(node: Node, keys: Iterable[Key]) -> frozenset[tuple[str, ...]]:
    """Give what tells a node from others: the platforms that name it, and the documents' source and connector."""
    sources = {evidence.source for evidence in node.evidence}
    platforms = {(key.space,) for key in keys if key.name.partition("/")[0] not in sources and not _only_named(key)}
    return frozenset(platforms | {(evidence.source, evidence.connector) for evidence in node.evidence})


def _only_named(key: Key) -> bool:
    return key.space in {"host", "name", "topic", "app", "webhook", "image"}


def _commands(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(
        f"opmap decide {act} {quote(one)} {quote(other)} --by NAME --because REASON"
        for one, other in pairs[:_MOST_PAIRS]
        for act in ("same", "not-same")
    )
