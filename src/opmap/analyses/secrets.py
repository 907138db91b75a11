"""Secrets that stand in several places: whoever changes one of them has to change them all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opmap.frozen import frozen

if TYPE_CHECKING:
    from opmap.graph import Graph


@dataclass(frozen=True, slots=True, order=True)
class SecretAt:
    """A place where a secret stands, and what it is called there."""

    source: str
    path: str
    line: int  # 0 where it is not known
    name: str
    kind: str

    @property
    def where(self) -> str:
        """Give file and line."""
        return f"{self.source}/{self.path}:{self.line}" if self.line else f"{self.source}/{self.path}"


@frozen
class SameSecret:
    """One secret, and all places that hold it; never what it is."""

    places: tuple[SecretAt, ...]


@frozen
class SharedHere:
    """A secret of one node that stands elsewhere too."""

    here: SecretAt
    elsewhere: tuple[SecretAt, ...]


def shared_by(graph: Graph, number: int, secrets: Iterable[SameSecret]) -> tuple[SharedHere, ...]:
    """Give the secrets in the lines that describe a node, and where else they stand."""
    secrets = tuple(secrets)
    if not secrets:
        return ()
    lines = _lines(graph, {(place.source, place.path) for same in secrets for place in same.places})
    found = []
    for same in secrets:
        own = [place for place in same.places if number in _described_at(lines, place)]
        found += [SharedHere(here, tuple(other for other in same.places if other != here)) for here in own]
    return tuple(found)


_NAMED_WITHIN = frozenset({"credential", "file", "team", "person", "system"})
_Lines = dict[tuple[str, str], list[tuple[int, int, bool]]]
"""By document: the lines, who is described there, and whether a description begins there."""


def _lines(graph: Graph, documents: set[tuple[str, str]]) -> _Lines:
    """Give, for each of some documents, the lines on which something is described, and which node that is."""
    lines: _Lines = {document: [] for document in documents}
    for number, node in enumerate(graph.details.estate().nodes):
        for one in node.evidence:
            document = (one.source, one.path)
            if document in lines:
                lines[document].append((one.line or 0, number, node.kind not in _NAMED_WITHIN))
    return lines


def _described_at(lines: _Lines, place: SecretAt) -> set[int]:
    """Give the nodes of which a place speaks: those named on its own line, and what was last begun above it."""
    here = lines[place.source, place.path]
    nearest = max((line for line, _, begins in here if begins and line <= place.line), default=-1)
    return {number for line, number, begins in here if line == place.line or (begins and line == nearest)}
