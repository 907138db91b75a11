"""The same facts in any order, and said twice, give an equal estate."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.identity.saying import entity
from tests.unit.identity.strategies import decisions, entities, readings

from opmap.decisions import Decision
from opmap.encoding import content_hash
from opmap.facts import Entity, Reading
from opmap.identity import compile_estate, load_catalogue

CATALOGUE = load_catalogue(
    [
        entity(
            "product:crm", name="CRM", place="vendors/crm.yaml", addresses=["host=*.acme.example", "node type=n8n:crm"]
        ),
        entity("vendor:openai", kind="vendor", place="vendors/ai.yaml"),
        entity("product:openai", place="vendors/ai.yaml", addresses=["model=openai/*"]),
    ]
)


@settings(max_examples=150)
@given(readings, decisions, st.randoms())
def test_shuffled_readings_and_decisions_give_an_equal_estate(
    found: list[Reading], said: list[Decision], random: st.RandomNumberGenerator
) -> None:
    first = compile_estate(found, decisions=said, catalogue=CATALOGUE)
    random.shuffle(found)
    random.shuffle(said)
    second = compile_estate(found, decisions=said, catalogue=CATALOGUE)
    assert second == first
    assert content_hash(second) == content_hash(first)


@settings(max_examples=50)
@given(readings, decisions)
def test_readings_that_come_twice_say_nothing_more(found: list[Reading], said: list[Decision]) -> None:
    assert compile_estate([*found, *found], decisions=said) == compile_estate(found, decisions=said)


@settings(max_examples=100)
@given(readings, decisions)
def test_every_edge_joins_two_nodes_and_everything_has_evidence(found: list[Reading], said: list[Decision]) -> None:
    estate = compile_estate(found, decisions=said, catalogue=CATALOGUE)
    ids = [node.id for node in estate.nodes]
    assert ids == sorted(set(ids))
    assert all(edge.source in ids and edge.target in ids and edge.source != edge.target for edge in estate.edges)
    assert all(each.evidence for each in (*estate.nodes, *estate.edges, *estate.merges))
    assert all(target in ids for reference in estate.references for target in reference.targets)
    assert all(node in ids for question in estate.questions for node in question.nodes)
    assert {merge.node for merge in estate.merges} <= set(ids)
    assert {new for _, new in estate.renamed} <= set(ids)
    assert not {old for old, _ in estate.renamed} & set(ids)


@given(st.lists(entities, max_size=8))
def test_a_thing_is_known_exactly_where_something_describes_it(found: list[Entity]) -> None:
    estate = compile_estate(found)
    described = {str(each.keys[0]) for each in found if not each.mentioned}
    for node in estate.nodes:
        assert (node.state == "known") == bool(described & set(node.keys))
