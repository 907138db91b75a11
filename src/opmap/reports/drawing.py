"""The graph in the formats of other programs: GraphML, DOT, Mermaid, and CSV of its edges."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from opmap.kinds import KINDS
from opmap.reports.safety import cell, plain

if TYPE_CHECKING:
    from opmap.graph import Graph

_SHAPES = {"hexagon": "hexagon", "diamond": "diamond", "box": "box", "star": "star", "cylinder": "cylinder"}
_SHAPES |= {"square": "square", "triangle": "triangle", "circle": "ellipse"}
_MERMAID = {"hexagon": ("{{", "}}"), "diamond": ("{", "}"), "cylinder": ("[(", ")]"), "circle": ("((", "))")}

_EDGE_COLUMNS = (
    *("source", "source kind", "source name", "verb", "target", "target kind", "target name"),
    *("strength", "presumed", "certainty", "where"),
)


def as_graphml(graph: Graph) -> str:
    """Give the graph as GraphML, which Gephi, yEd and networkx read."""
    node_keys = ("kind", "name", "environment", "state")
    edge_keys = ("verb", "strength", "certainty", "presumed")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    lines += [f'<key id="{key}" for="node" attr.name="{key}" attr.type="string"/>' for key in node_keys]
    lines += [f'<key id="{key}" for="edge" attr.name="{key}" attr.type="string"/>' for key in edge_keys]
    lines.append('<graph edgedefault="directed">')
    for number, name in enumerate(graph.ids):
        values = (graph.kind_of(number), graph.names[number], graph.environments[number], graph.state_of(number).value)
        lines.append(f"<node id={quoteattr(plain(name))}>{_data(node_keys, values)}</node>")
    for number in range(len(graph.source)):
        edge = graph.details.edge(number)
        ends = f"source={quoteattr(plain(edge.source))} target={quoteattr(plain(edge.target))}"
        values = (edge.verb, edge.strength.value, edge.certainty.value, str(edge.presumed).lower())
        lines.append(f"<edge id={quoteattr(edge.id)} {ends}>{_data(edge_keys, values)}</edge>")
    return "\n".join([*lines, "</graph>", "</graphml>", ""])


def _data(keys: tuple[str, ...], values: tuple[str, ...]) -> str:
    return "".join(
        f'<data key="{key}">{escape(plain(value))}</data>' for key, value in zip(keys, values, strict=True) if value
    )


def as_dot(graph: Graph) -> str:
    """Give the graph as DOT, which Graphviz draws."""
    lines = ["digraph opmap {", '  node [fontname="sans-serif"];']
    for number, name in enumerate(graph.ids):
        kind = KINDS[graph.kind_of(number)]
        shape = _SHAPES[kind.shape]
        lines.append(f'  {_dot(name)} [label={_dot(graph.names[number])}, shape={shape}, color="{kind.colour}"];')
    for number in range(len(graph.source)):
        source, target = graph.ids[graph.source[number]], graph.ids[graph.target[number]]
        style = ' style="dashed"' if graph.strength[number] else ""
        lines.append(f"  {_dot(source)} -> {_dot(target)} [label={_dot(graph.verb_of(number))}{style}];")
    return "\n".join([*lines, "}", ""])


def _dot(text: str) -> str:
    return '"' + plain(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def as_mermaid(graph: Graph) -> str:
    """Give the graph as a Mermaid flowchart, which many Markdown viewers draw."""
    lines = ["flowchart TD"]
    for number, name in enumerate(graph.names):
        opening, closing = _MERMAID.get(KINDS[graph.kind_of(number)].shape, ("[", "]"))
        lines.append(f'  n{number}{opening}"{_mermaid(name)}"{closing}')
    for number in range(len(graph.source)):
        arrow = "-.->" if graph.strength[number] else "-->"
        lines.append(f"  n{graph.source[number]} {arrow}|{graph.verb_of(number)}| n{graph.target[number]}")
    return "\n".join([*lines, ""])


def _mermaid(text: str) -> str:
    """Write every character that Mermaid or HTML might act on as an entity code."""
    return "".join(one if one.isalnum() or one in " .,:/_-@()" else f"#{ord(one)};" for one in plain(text))


def as_csv(graph: Graph) -> str:
    """Give the edges as CSV: one relation a row, with the place that shows it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_EDGE_COLUMNS)
    for number in range(len(graph.source)):
        edge = graph.details.edge(number)
        source, target = int(graph.source[number]), int(graph.target[number])
        row = (
            *(edge.source, graph.kind_of(source), graph.names[source], edge.verb),
            *(edge.target, graph.kind_of(target), graph.names[target]),
            *(edge.strength.value, "yes" if edge.presumed else "no", edge.certainty.value),
            edge.evidence[0].place if edge.evidence else "",
        )
        writer.writerow([cell(value) for value in row])
    return out.getvalue()
