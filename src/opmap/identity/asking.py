"""What only people can settle: nodes from different places that are called alike.

Names never merge. Where two nodes are spelled alike that different connectors or sources
describe, and no platform says that they are two, people are asked, once for all that share
a spelling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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

_MERE_NAMES = frozenset({"app", "host", "image", "name", "topic", "webhook"})

Pair = frozenset[str]
Spelling = tuple[str, str]
"""A kind and the form that spellings of one name share."""


def questions(nodes: Iterable[Node], keys: Mapping[str, Sequence[Key]], settled: set[Pair]) -> list[Question]:
    """Ask about nodes that are called alike, but for the pairs that people have settled."""
    buckets: dict[Spelling, list[Node]] = {}
    for node in nodes:
        form = normal(node.name, node.kind) if node.kind in _ALIKE else ""
        if form:
            buckets.setdefault((node.kind, form), []).append(node)
    marks = _Marks(keys)
    asked = [_question(several, marks, settled, "they are called alike") for several in _families(buckets)]
    asked += [_question(several, marks, settled, "their names differ by a letter") for several in _near(buckets)]
    found = {question.nodes: question for question in reversed(asked) if question is not None}
    return [found[nodes] for nodes in sorted(found)]


def ask(nodes: Sequence[str], reason: str, settled: set[Pair]) -> Question | None:
    """Ask whether nodes are one; None where every pair of them is settled."""
    pairs = [pair for pair in combinations(nodes[:_MOST_LISTED], 2) if frozenset(pair) not in settled]
    if not pairs:
        return None
    return Question(tuple(nodes[:_MOST_LISTED]), reason + _and_more(len(nodes), _MOST_LISTED), _commands(pairs))


class _Marks:
    """What tells a node from others: the platforms that name it, and the documents' source and connector."""

    def __init__(self, keys: Mapping[str, Sequence[Key]]) -> None:
        self._keys = keys
        self._known: dict[str, frozenset[tuple[str, ...]]] = {}

    def of(self, node: Node) -> frozenset[tuple[str, ...]]:
        """Give the marks of a node; two that share one are two things."""
        if node.id not in self._known:
            documents = {(evidence.source, evidence.connector) for evidence in node.evidence}
            sources = {source for source, _ in documents}
            platforms = {(key.space,) for key in self._keys.get(node.id, ()) if _is_platform(key, sources)}
            self._known[node.id] = frozenset(platforms | documents)
        return self._known[node.id]


def _families(buckets: Mapping[Spelling, list[Node]]) -> Iterator[list[Node]]:
    """Give all of one kind and spelling, with those of the more general kind that are spelled so."""
    joined = set()
    for (kind, form), several in buckets.items():
        general = (_GENERAL.get(kind, ""), form)
        if general in buckets:
            joined.add(general)
            yield [*several, *buckets[general]]
    for spelling, several in buckets.items():
        if len(several) > 1 and spelling not in joined:
            yield several


def _near(buckets: Mapping[Spelling, list[Node]]) -> Iterator[list[Node]]:
    forms: dict[str, list[str]] = {}
    for kind, form in buckets:
        forms.setdefault(kind, []).append(form)
    for kind in sorted(forms):
        for together in nearly_equal(forms[kind]):
            yield [node for form in together for node in buckets[kind, form]]


def _question(several: list[Node], marks: _Marks, settled: set[Pair], reason: str) -> Question | None:
    if len(several) < 2 or all(node.state is State.DANGLING for node in several):
        return None
    pairs = [
        (one.id, other.id)
        for one, other in combinations(_compared(several, marks), 2)
        if marks.of(one).isdisjoint(marks.of(other)) and frozenset((one.id, other.id)) not in settled
    ]
    if not pairs:
        return None
    open_nodes = sorted({node for pair in pairs for node in pair})
    more = _and_more(len(several), _MOST_COMPARED)
    return Question(tuple(open_nodes[:_MOST_LISTED]), reason + more, _commands(sorted(pairs)))


def _compared(several: list[Node], marks: _Marks) -> list[Node]:
    """Choose which of many to compare: one from each place first."""
    ordered = sorted(several, key=lambda node: node.id)
    if len(ordered) <= _MOST_COMPARED:
        return ordered
    firsts = {marks.of(node): node.id for node in reversed(ordered)}
    return sorted(ordered, key=lambda node: firsts[marks.of(node)] != node.id)[:_MOST_COMPARED]


def _and_more(count: int, most: int) -> str:
    return f", and {count - most} more" if count > most else ""


def _is_platform(key: Key, sources: set[str]) -> bool:
    """Say whether a platform gave a key; not where its scope is only that of its source, nor where it is a name."""
    return key.name.partition("/")[0] not in sources and key.space not in _MERE_NAMES


def _commands(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(
        f"opmap decide {act} {quote(one)} {quote(other)} --by NAME --because REASON"
        for one, other in pairs[:_MOST_PAIRS]
        for act in ("same", "not-same")
    )
