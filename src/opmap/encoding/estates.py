"""An estate as bytes and back: whole, or in parts of which each can be read alone.

A part (some nodes, some edges, what stands beside them) carries its own tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from opmap.encoding.tables import Tables, Writing, from_bytes, plain_attributes, to_bytes
from opmap.estate import Edge, EdgeGroup, Estate, Merge, Node, Outcome, Question, Reference, SourceState
from opmap.facts import Notice
from opmap.kinds import Certainty, State, Strength

_ESTATE, _NODES, _EDGES, _BESIDE, _SOURCES = "estate 1", "nodes 1", "edges 1", "beside 1", "sources 1"


def encode_estate(estate: Estate) -> bytes:
    """Write a whole estate; equal estates give equal bytes."""
    tables = Writing()
    rows = [
        [_node_row(node, tables) for node in estate.nodes],
        [_edge_row(edge, tables) for edge in estate.edges],
        _beside_rows(estate, tables),
        [_source_row(source, tables) for source in estate.sources],
    ]
    return to_bytes([_ESTATE, tables.rows(), *rows])


def decode_estate(data: bytes) -> Estate:
    """Give back exactly the estate that was written; raise ValueError where the bytes are something else."""
    table_rows, nodes, edges, beside, sources = from_bytes(data, _ESTATE)
    tables = Tables(table_rows)
    return Estate(
        tuple([_node(row, tables) for row in nodes]),
        tuple([_edge(row, tables) for row in edges]),
        **_beside(beside, tables),
        sources=tuple([_source(row, tables) for row in sources]),
    )


def encode_nodes(nodes: Iterable[Node]) -> bytes:
    """Write some nodes, so that they can be read alone."""
    tables = Writing()
    rows = [_node_row(node, tables) for node in nodes]
    return to_bytes([_NODES, tables.rows(), rows])


def decode_nodes(data: bytes) -> tuple[Node, ...]:
    """Give back exactly the nodes that were written."""
    table_rows, rows = from_bytes(data, _NODES)
    tables = Tables(table_rows)
    return tuple([_node(row, tables) for row in rows])


def encode_edges(edges: Iterable[Edge]) -> bytes:
    """Write some edges, so that they can be read alone."""
    tables = Writing()
    rows = [_edge_row(edge, tables) for edge in edges]
    return to_bytes([_EDGES, tables.rows(), rows])


def decode_edges(data: bytes) -> tuple[Edge, ...]:
    """Give back exactly the edges that were written."""
    table_rows, rows = from_bytes(data, _EDGES)
    tables = Tables(table_rows)
    return tuple([_edge(row, tables) for row in rows])


def encode_beside(estate: Estate) -> bytes:
    """Write what stands beside nodes and edges: merges, questions, references, notices and the like, but no sources."""
    tables = Writing()
    rows = _beside_rows(estate, tables)
    return to_bytes([_BESIDE, tables.rows(), rows])


def decode_beside(data: bytes) -> Estate:
    """Give back an estate without nodes, edges and sources."""
    table_rows, rows = from_bytes(data, _BESIDE)
    return Estate(**_beside(rows, Tables(table_rows)))


def encode_sources(sources: Iterable[SourceState]) -> bytes:
    """Write the states of sources."""
    tables = Writing()
    rows = [_source_row(source, tables) for source in sources]
    return to_bytes([_SOURCES, tables.rows(), rows])


def decode_sources(data: bytes) -> tuple[SourceState, ...]:
    """Give back exactly the states that were written."""
    table_rows, rows = from_bytes(data, _SOURCES)
    tables = Tables(table_rows)
    return tuple([_source(row, tables) for row in rows])


def _node_row(node: Node, tables: Writing) -> list[Any]:
    return [
        node.id,
        node.kind,
        node.name,
        node.keys,
        node.state,
        tables.places(node.evidence),
        node.environment,
        node.attributes,
        node.unseen_since,
        node.inactive,
    ]


def _node(row: list[Any], tables: Tables) -> Node:
    name_of_node, kind, name, keys, state, evidence, environment, attributes, unseen, inactive = row
    places = tables.evidence(evidence)
    values = plain_attributes(attributes)
    return Node(name_of_node, kind, name, tuple(keys), State(state), places, environment, values, unseen, inactive)


def _edge_row(edge: Edge, tables: Writing) -> list[Any]:
    group = edge.group
    return [
        edge.id,
        edge.source,
        edge.verb,
        edge.target,
        edge.strength,
        edge.presumed,
        edge.certainty,
        tables.places(edge.evidence),
        edge.buffer,
        None if group is None else [group.id, group.need, group.size, group.presumed, list(group.places)],
        edge.attributes,
        edge.unseen_since,
    ]


def _edge(row: list[Any], tables: Tables) -> Edge:
    name, source, verb, target, strength, presumed, certainty, evidence, buffer, group, attributes, unseen = row
    return Edge(
        name,
        source,
        verb,
        target,
        Strength(strength),
        presumed,
        Certainty(certainty),
        tables.evidence(evidence),
        buffer,
        None if group is None else EdgeGroup(group[0], group[1], group[2], group[3], tuple(group[4])),
        plain_attributes(attributes),
        unseen,
    )


def _beside_rows(estate: Estate, tables: Writing) -> list[Any]:
    return [
        [[merge.node, merge.names, merge.reason, tables.places(merge.evidence)] for merge in estate.merges],
        [[question.nodes, question.reason, question.commands] for question in estate.questions],
        [
            [reference.text, reference.outcome, reference.targets, reference.reason, tables.place(reference.evidence)]
            for reference in estate.references
        ],
        _notice_rows(estate.notices, tables),
        estate.waiting,
        estate.renamed,
    ]


def _beside(rows: list[Any], tables: Tables) -> dict[str, Any]:
    merges, questions, references, notices, waiting, renamed = rows
    return {
        "merges": tuple(
            [Merge(node, tuple(names), reason, tables.evidence(places)) for node, names, reason, places in merges]
        ),
        "questions": tuple([Question(tuple(nodes), reason, tuple(commands)) for nodes, reason, commands in questions]),
        "references": tuple(
            [
                Reference(text, Outcome(outcome), tuple(targets), reason, tables.places[place])
                for text, outcome, targets, reason, place in references
            ]
        ),
        "notices": _notices(notices, tables),
        "waiting": tuple(waiting),
        "renamed": tuple([(old, new) for old, new in renamed]),
    }


def _notice_rows(notices: Iterable[Notice], tables: Writing) -> list[Any]:
    return [[notice.reason, tables.place(notice.evidence)] for notice in notices]


def _notices(rows: list[Any], tables: Tables) -> tuple[Notice, ...]:
    return tuple([Notice(reason, tables.places[place]) for reason, place in rows])


def _source_row(source: SourceState, tables: Writing) -> list[Any]:
    return [
        source.name,
        source.root,
        source.commit,
        source.documents,
        source.read,
        _notice_rows(source.unreadable, tables),
        source.not_recognised,
        source.unseen_since,
    ]


def _source(row: list[Any], tables: Tables) -> SourceState:
    name, root, commit, documents, read, unreadable, not_recognised, unseen = row
    return SourceState(name, root, commit, documents, read, _notices(unreadable, tables), not_recognised, unseen)
