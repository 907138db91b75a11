"""A graph without the names of people, so that a map of it can be mailed to anybody."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from opmap.graph import from_estate

if TYPE_CHECKING:
    from collections.abc import Callable

    from opmap.estate import Edge, Node, SourceState
    from opmap.facts import Attributes, Evidence
    from opmap.graph import Graph

_SHORTEST = 5
_WORD = re.compile(r"\w+")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def without_people(graph: Graph) -> Graph:
    """Call people by numbers: their nodes, and their names and mail addresses wherever else they stand."""
    estate = graph.details.estate()
    people = [node for node in estate.nodes if node.kind == "person"]
    ids = {node.id: f"person:{number}" for number, node in enumerate(people, 1)}
    names = {node.name: f"Person {number}" for number, node in enumerate(people, 1)}
    said = _saying(names)
    veiled = replace(
        estate,
        nodes=tuple(_node(node, ids, names, said) for node in estate.nodes),
        edges=tuple(_edge(edge, ids, said) for edge in estate.edges),
        references=tuple(
            replace(one, text=said(one.text), evidence=_place(one.evidence, said)) for one in estate.references
        ),
        notices=tuple(
            replace(one, reason=said(one.reason), evidence=_place(one.evidence, said)) for one in estate.notices
        ),
        sources=tuple(_source(one, said) for one in estate.sources),
        questions=tuple(
            replace(one, nodes=tuple(ids.get(node, said(node)) for node in one.nodes), reason=said(one.reason))
            for one in estate.questions
        ),
    )
    shown = from_estate(veiled)
    return replace(shown, snapshot=graph.snapshot, content=graph.content, overrides=graph.overrides, today=graph.today)


def _saying(names: dict[str, str]) -> Callable[[str], str]:
    """Give a function that says a text without the names of people; very short ones could be words."""
    starts: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if len(name) >= _SHORTEST and (word := _WORD.search(name)) and word.start() == 0:
            starts.setdefault(word[0], []).append(name)

    def said(text: str) -> str:
        parts, done = [], 0
        for word in _WORD.finditer(text):
            name = next((one for one in starts.get(word[0], ()) if text.startswith(one, word.start())), None)
            if name is not None and word.start() >= done:
                parts += [text[done : word.start()], names[name]]
                done = word.start() + len(name)
        named = "".join([*parts, text[done:]])
        return _MAIL.sub("(mail address)", named) if "@" in named else named

    return said


def _source(source: SourceState, said: Callable[[str], str]) -> SourceState:
    unreadable = tuple(
        replace(one, reason=said(one.reason), evidence=_place(one.evidence, said)) for one in source.unreadable
    )
    return replace(source, name=said(source.name), unreadable=unreadable)


def _node(node: Node, ids: dict[str, str], names: dict[str, str], said: Callable[[str], str]) -> Node:
    if node.id in ids:
        kept = tuple((name, value) for name, value in node.attributes if name == "left")
        return replace(node, id=ids[node.id], name=names[node.name], keys=(ids[node.id],), attributes=kept)
    evidence = tuple(_place(one, said) for one in node.evidence)
    return replace(node, name=said(node.name), attributes=_attributes(node.attributes, said), evidence=evidence)


def _edge(edge: Edge, ids: dict[str, str], said: Callable[[str], str]) -> Edge:
    source, target = ids.get(edge.source, edge.source), ids.get(edge.target, edge.target)
    identity = edge.id if (source, target) == (edge.source, edge.target) else f"{source}|{edge.verb}|{target}"
    evidence = tuple(_place(one, said) for one in edge.evidence)
    attributes = _attributes(edge.attributes, said)
    return replace(edge, id=identity, source=source, target=target, evidence=evidence, attributes=attributes)


def _place(evidence: Evidence, said: Callable[[str], str]) -> Evidence:
    person = "somebody" if evidence.person else ""
    return evidence._replace(path=said(evidence.path), person=person, reason=said(evidence.reason))


def _attributes(attributes: Attributes, said: Callable[[str], str]) -> Attributes:
    def plainly(value: Any) -> Any:
        if isinstance(value, str):
            return said(value)
        return tuple(map(plainly, value)) if isinstance(value, tuple) else value

    return tuple((name, plainly(value)) for name, value in attributes)
