"""Small estates written as sentences: ``graph_of("web calls cart", "cart stored in redis", redis="datastore")``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opmap.estate import Edge, EdgeGroup, Estate, Node
from opmap.facts import Evidence, attributes
from opmap.graph import Graph, from_estate
from opmap.kinds import VERBS, Certainty, State, Strength

_LONGEST_FIRST = sorted(VERBS, key=len, reverse=True)


def place(path: str = "file.yaml", line: int = 1) -> Evidence:
    """Make evidence."""
    return Evidence("source", path, line, "", "0" * 32, "test")


def node(name: str, kind: str = "service", state: State = State.KNOWN, **more: Any) -> Node:
    """Make a node; what Node does not know becomes an attribute."""
    fields = {key: more.pop(key) for key in ("environment", "inactive", "unseen_since", "evidence") if key in more}
    label = more.pop("label", name)
    fields.setdefault("evidence", (place(),))
    return Node(name, kind, label, (name,), state, attributes=attributes(more), **fields)


def edge(sentence: str, **more: Any) -> Edge:
    """Make an edge of a sentence, presumed hard and certain unless more is said."""
    source, verb, target = _parsed(sentence)
    strength = more.pop("strength", None)
    group = more.pop("group", None)
    said = more.pop("attributes", {})
    return Edge(
        id=f"{source}|{verb}|{target}",
        source=source,
        verb=verb,
        target=target,
        strength=Strength(strength) if strength else VERBS[verb].strength,
        presumed=strength is None,
        certainty=Certainty(more.pop("certainty", "certain")),
        evidence=more.pop("evidence", (place(),)),
        group=EdgeGroup(*group) if group else None,
        attributes=attributes(said),
        **more,
    )


def _parsed(sentence: str) -> tuple[str, str, str]:
    for verb in _LONGEST_FIRST:
        source, found, target = sentence.partition(f" {verb} ")
        if found:
            return source, verb, target
    msg = f"no verb in {sentence!r}"
    raise ValueError(msg)


def estate_of(*sentences: str | Edge, nodes: Mapping[str, Node] | None = None, **kinds: str) -> Estate:
    """Make an estate of sentences; nodes are services unless their kind is named."""
    edges = [edge(one) if isinstance(one, str) else one for one in sentences]
    given = dict(nodes or {})
    names = sorted({end for one in edges for end in (one.source, one.target)} | given.keys() | kinds.keys())
    made = tuple(given.get(name) or node(name, kinds.get(name, "service")) for name in names)
    return Estate(made, tuple(sorted(edges, key=lambda one: one.id)))


def graph_of(*sentences: str | Edge, nodes: Mapping[str, Node] | None = None, **kinds: str) -> Graph:
    """Make a graph of sentences."""
    return from_estate(estate_of(*sentences, nodes=nodes, **kinds))
