from __future__ import annotations

import re

from hypothesis import given
from tests import strategies

from opmap.estate import Estate
from opmap.graphdb.columns import edge_row, node_row, safe
from opmap.graphdb.rows import Statement, edge_body, edge_of, hash_of, node_body, node_of, said_in, statements_in


@given(strategies.estates())
def test_elements_come_back_as_they_were_written(estate: Estate) -> None:
    for node in estate.nodes:
        assert node_of(node.id, node_body(node)) == node
    for edge in estate.edges:
        assert edge_of(edge.id, (edge.source, edge.verb, edge.target), edge_body(edge)) == edge


@given(strategies.estates())
def test_statements_come_back_as_they_were_written(estate: Estate) -> None:
    several = [
        Statement(("acme", f"voice {number}"), bool(number % 2), node_body(node))
        for number, node in enumerate(estate.nodes, 1)
    ]
    assert list(statements_in(said_in(several))) == several if several else True


@given(strategies.estates())
def test_equal_elements_have_equal_hashes_and_others_have_not(estate: Estate) -> None:
    bodies = [node_body(node) for node in estate.nodes]
    hashes = [hash_of(said_in([Statement(("acme",), seen=True, body=body)])) for body in bodies]
    assert len(set(hashes)) == len(set(bodies))


@given(strategies.estates())
def test_columns_hold_only_what_a_database_takes(estate: Estate) -> None:
    rows = [node_row(node, ("acme",), b"") for node in estate.nodes]
    rows += [edge_row(edge, ("acme",), b"") for edge in estate.edges]
    for row in rows:
        for value in row:
            _takes(value)


def _takes(value) -> None:
    if isinstance(value, dict):
        for name, item in value.items():
            assert re.fullmatch(r"attribute_\w*|buffer_hours|group\w*|unseen_since", name)
            _takes(item)
    elif isinstance(value, list):
        assert len({type(item) for item in value}) < 2
        for item in value:
            _takes(item)
    elif isinstance(value, str):
        value.encode()
    elif isinstance(value, int):
        assert -(2**63) <= value < 2**63
    else:
        assert value is None or isinstance(value, float | bytes)


def test_what_is_no_character_is_replaced_in_what_people_read() -> None:
    assert safe("a\udcff") == "a?"
    assert safe("ä") == "ä"
