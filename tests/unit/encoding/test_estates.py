from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from tests import strategies

from opmap.encoding import (
    content_hash,
    content_of,
    decode_beside,
    decode_edges,
    decode_estate,
    decode_nodes,
    decode_sources,
    encode_estate,
    encode_sources,
    parts_of,
)
from opmap.estate import Estate, Merge, Node, Outcome, Question, Reference, SourceState
from opmap.facts import Evidence, Notice
from opmap.kinds import State

PLACE = Evidence("acme", "a.yaml", 3, "", "0f" * 16, "compose")


@given(strategies.estates())
def test_an_estate_comes_back_exactly_as_it_was(estate: Estate) -> None:
    assert repr(decode_estate(encode_estate(estate))) == repr(estate)


@given(strategies.estates())
def test_the_parts_of_an_estate_hold_all_of_it(estate: Estate) -> None:
    nodes, edges, beside = [], [], []
    for part in parts_of(estate):
        {"nodes": nodes, "edges": edges, "beside": beside}[part.role].append(part)
    whole = decode_beside(beside[0].data)
    whole = replace(
        whole,
        nodes=tuple(node for part in nodes for node in decode_nodes(part.data)),
        edges=tuple(edge for part in edges for edge in decode_edges(part.data)),
        sources=decode_sources(encode_sources(estate.sources)),
    )
    assert repr(whole) == repr(estate)


@given(strategies.estates())
def test_the_hash_follows_from_the_parts(estate: Estate) -> None:
    assert content_of([part.digest for part in parts_of(estate)], estate.sources) == content_hash(estate)


@given(strategies.estates())
def test_where_a_source_lies_and_at_which_commit_is_no_content(estate: Estate) -> None:
    moved = tuple(
        replace(source, root="/elsewhere", commit="1f0c", documents=7, read=7, not_recognised=1)
        for source in estate.sources
    )
    assert content_hash(replace(estate, sources=moved)) == content_hash(estate)


def test_a_broken_file_that_is_edited_and_stays_as_broken_is_the_same_content() -> None:
    broken = [SourceState("acme", "", unreadable=(Notice("not JSON", PLACE._replace(digest=each)),)) for each in "ab"]
    assert len({content_hash(Estate(sources=(source,))) for source in broken}) == 1


def _node(number: int) -> Node:
    name = f"inventory:acme/{number:05}"
    return Node(name, "service", name, (name,), State.KNOWN, (PLACE,))


@pytest.mark.parametrize(
    "change",
    [
        {"nodes": (_node(1), _node(2))},
        {"merges": (Merge("n", ("a", "b"), "one key", (PLACE,)),)},
        {"questions": (Question(("a", "b"), "near names", ()),)},
        {"references": (Reference("db", Outcome.DANGLING, ("host:db",), "nothing answers", PLACE),)},
        {"notices": (Notice("a key stands twice", PLACE),)},
        {"waiting": (4,)},
        {"renamed": (("a", "b"),)},
        {"sources": (SourceState("acme", "/srv", unreadable=(Notice("not JSON", PLACE),)),)},
        {"sources": (SourceState("acme", "/srv", unseen_since="snapshot 3"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_an_answer_can_show_is_content(change: dict[str, object]) -> None:
    before = Estate(nodes=(_node(1),))
    assert content_hash(replace(before, **change)) != content_hash(before)


def test_a_node_that_comes_leaves_nearly_all_parts_as_they_are() -> None:
    many = [_node(number) for number in range(0, 20_000, 2)]
    before = {part.digest for part in parts_of(Estate(nodes=tuple(many)))}
    for new in (1, 9_001, 19_999):
        nodes = tuple(sorted([*many, _node(new)], key=lambda node: node.id))
        after = {part.digest for part in parts_of(Estate(nodes=nodes))}
        assert len(before) > 20
        assert len(after - before) <= 2


def test_bytes_that_are_no_estate_are_refused() -> None:
    with pytest.raises(ValueError, match="not estate 1"):
        decode_estate(encode_sources(()))
