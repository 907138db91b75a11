"""What opmap wrote itself adds nothing where the nodes are, and is a model like any other where they are not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.identity.saying import entity, relation

from opmap.facts import Entity, Reading
from opmap.identity import compile_estate
from opmap.identity.echoing import ECHO

ESTATE = [entity("compose:shop/web"), entity("compose:shop/db", kind="datastore"), entity("inventory:shop/sell")]
IDS = [f"{each.keys[0]}" for each in ESTATE]


def tree(*ids: str, place: str = "tree/tree.xml") -> list[Reading]:
    events = [
        entity(f"open-psa:{place}/{number}", kind="host", place=place, attributes={"opmap_id": one})
        for number, one in enumerate(ids)
    ]
    top = entity(f"open-psa:{place}/top", kind="capability", place=place)
    needs = [relation(str(top.keys[0]), "depends on", str(one.keys[0]), place=place) for one in events]
    return [top, *events, *needs]


def test_a_tree_of_nodes_that_are_there_adds_nothing_and_says_so() -> None:
    plain, with_it = compile_estate(ESTATE), compile_estate([*ESTATE, *tree(*IDS)])
    assert (with_it.nodes, with_it.edges) == (plain.nodes, plain.edges)
    assert [(notice.reason, notice.evidence.path) for notice in with_it.notices] == [(ECHO, "tree.xml")]


def test_a_tree_alone_is_a_model_like_any_other() -> None:
    estate = compile_estate(tree(*IDS))
    assert len(estate.nodes) == 4
    assert estate.notices == ()


def test_a_tree_of_another_map_stays_though_a_vendor_is_in_both() -> None:
    estate = compile_estate([*ESTATE, *tree(IDS[0], "k8s:far/a", "k8s:far/b", "k8s:far/c")])
    assert len(estate.nodes) == len(ESTATE) + 5


def test_a_tree_of_a_map_that_has_lost_a_few_nodes_since_is_still_its_own() -> None:
    assert len(compile_estate([*ESTATE, *tree(*IDS, "compose:shop/gone")]).nodes) == len(ESTATE)


def test_two_trees_do_not_keep_each_other_out() -> None:
    assert len(compile_estate([*tree(*IDS), *tree(*IDS, place="tree/again.xml")]).nodes) == 8


@given(st.permutations([*ESTATE, *tree(*IDS)]))
def test_the_order_of_documents_does_not_matter(readings: list[Reading]) -> None:
    assert compile_estate(readings) == compile_estate([*ESTATE, *tree(*IDS)])


def test_no_other_format_can_keep_its_document_out() -> None:
    claims = [entity("sheet:x.csv#1", place="acme/x.csv", attributes={"opmap_id": IDS[0]})]
    assert len(compile_estate([*ESTATE, *claims]).nodes) == len(ESTATE) + 1
    assert all(isinstance(one, Entity) for one in claims)
