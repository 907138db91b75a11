"""What was not seen lately: nodes and edges of which all evidence stands in documents that could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from opmap.estate import Edge, Node
from opmap.facts import Evidence

Unseen = Mapping[tuple[str, str], str]
"""(source, path) -> since when it is not seen, such as ``snapshot 12``; an empty path stands for the whole source."""

_NUMBER = re.compile(r"[0-9]+")


def aged_nodes(nodes: Iterable[Node], unseen: Unseen) -> tuple[Node, ...]:
    """Mark the nodes that were not seen lately."""
    return tuple(
        replace(node, unseen_since=since) if (since := unseen_since(node.evidence, unseen)) else node for node in nodes
    )


def aged_edges(edges: Iterable[Edge], unseen: Unseen) -> tuple[Edge, ...]:
    """Mark the edges that were not seen lately."""
    return tuple(
        replace(edge, unseen_since=since) if (since := unseen_since(edge.evidence, unseen)) else edge for edge in edges
    )


def unseen_since(evidence: Iterable[Evidence], unseen: Unseen) -> str:
    """Give since when none of this evidence was seen, the latest; empty where some of it is seen.

    >>> place = Evidence("acme", "flows/a.json", 1, "", "", "n8n")
    >>> unseen_since([place], {("acme", ""): "snapshot 9"}), unseen_since([place], {})
    ('snapshot 9', '')
    """
    if not unseen:
        return ""
    since = [unseen.get((each.source, each.path)) or unseen.get((each.source, ""), "") for each in evidence]
    return max(since, key=_when) if since and all(since) else ""


def _when(since: str) -> tuple[int, str]:
    number = _NUMBER.search(since)
    return int(number.group()) if number else 0, since
