"""One edge of all that says the same sentence, and the groups that edges stand in."""

from __future__ import annotations

import gc
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.needs import falls, needs
from tests.unit.identity.saying import edge, entity, relation

from opmap.estate import Edge
from opmap.facts import Group, Relation
from opmap.graph import from_estate
from opmap.graph.harm import Harm
from opmap.graph.spreading import spread
from opmap.identity import compile_estate
from opmap.kinds import Certainty, Known, Strength

SHOP, PAY, KEY = "inventory:acme/shop", "inventory:acme/pay", "inventory:acme/key"
THINGS = [entity(each) for each in (SHOP, PAY, KEY)]


def said(*relations: Relation) -> Edge:
    (found,) = compile_estate([*THINGS, *relations]).edges
    return found


def test_all_that_says_one_sentence_is_one_edge_with_all_its_evidence() -> None:
    found = said(
        relation(SHOP, "calls", PAY, line=9), relation(SHOP, "calls", PAY, line=2), relation(SHOP, "calls", PAY, line=2)
    )
    assert [each.line for each in found.evidence] == [2, 9]
    assert (found.strength, found.presumed) == (Strength.HARD, True)


def test_a_stated_strength_goes_before_the_presumed_one() -> None:
    found = said(relation(SHOP, "calls", PAY), relation(SHOP, "calls", PAY, strength=Strength.SOFT, line=2))
    assert (found.strength, found.presumed) == (Strength.SOFT, False)


def test_of_two_stated_strengths_the_one_that_is_believed_holds_and_among_equals_the_harder() -> None:
    soft = relation(SHOP, "calls", PAY, strength=Strength.SOFT, buffer=8.0)
    hard = relation(SHOP, "calls", PAY, strength=Strength.HARD, buffer=2.0, line=2)
    assert (said(soft, hard).strength, said(soft, hard).buffer) == (Strength.HARD, 2.0)
    declared = relation(SHOP, "calls", PAY, strength=Strength.SOFT, buffer=8.0, known=Known.DECLARED)
    assert (said(declared, hard).strength, said(declared, hard).buffer) == (Strength.SOFT, 8.0)


def test_the_surest_statement_counts() -> None:
    found = said(
        relation(SHOP, "calls", PAY, certainty=Certainty.POSSIBLE),
        relation(SHOP, "calls", PAY, certainty=Certainty.PROBABLE, line=2),
    )
    assert found.certainty is Certainty.PROBABLE


def test_attributes_of_one_sentence_are_united() -> None:
    found = said(
        relation(SHOP, "calls", PAY, attributes={"method": "GET"}),
        relation(SHOP, "calls", PAY, attributes={"method": "POST"}, line=2),
    )
    assert dict(found.attributes) == {"method": "GET", "method (also)": ("POST",)}


def test_a_verb_has_the_strength_that_the_vocabulary_presumes() -> None:
    assert said(relation(SHOP, "uses tool", PAY)).strength is Strength.SOFT


@pytest.mark.parametrize(("verb", "hurt"), [("calls", SHOP), ("supports", PAY), ("owned by", SHOP)])
def test_a_group_stands_at_the_hurt_end(verb: str, hurt: str) -> None:
    found = said(relation(SHOP, verb, PAY, group=Group("either", 1)))
    assert found.group is not None
    assert found.group.id == f"{hurt}|{verb}|either"


def test_a_group_counts_its_edges() -> None:
    either = Group("either", 1)
    estate = compile_estate(
        [*THINGS, relation(SHOP, "calls", PAY, group=either), relation(SHOP, "calls", KEY, group=either)]
    )
    assert {(each.group.need, each.group.size) for each in estate.edges if each.group} == {(1, 2)}
    assert len({each.group.id for each in estate.edges if each.group}) == 1


def test_a_call_and_its_key_share_a_place_of_one_group() -> None:
    others = [entity(f"inventory:acme/{each}") for each in ("pay2", "key2", "cash")]

    def alternative(target: str, place: str, verb: str = "calls") -> Relation:
        return relation(SHOP, verb, f"inventory:acme/{target}", group=Group("pay", 1, place))

    estate = compile_estate(
        [
            *THINGS,
            *others,
            alternative("pay", "visa"),
            alternative("key", "visa", "uses credential"),
            alternative("pay2", "amex"),
            alternative("key2", "amex", "uses credential"),
            alternative("key2", "visa", "uses credential"),
            alternative("cash", ""),
        ]
    )
    places = {each.target.rpartition("/")[2]: each.group.places for each in estate.edges if each.group}
    assert places == {"pay": (1,), "key": (1,), "pay2": (0,), "key2": (0, 1), "cash": ()}
    assert {(each.group.id, each.group.size) for each in estate.edges if each.group} == {(f"{SHOP}|pay", 3)}


def test_one_name_at_two_verbs_is_two_groups_where_no_place_has_a_name() -> None:
    either = Group("either", 1)
    facts = [relation(SHOP, verb, target, group=either) for verb in ("calls", "reads") for target in (PAY, KEY)]
    estate = compile_estate([*THINGS, *facts])
    assert {each.group.id for each in estate.edges if each.group} == {f"{SHOP}|calls|either", f"{SHOP}|reads|either"}
    assert {each.group.size for each in estate.edges if each.group} == {2}


def test_an_edge_has_an_id_of_its_ends_and_its_verb() -> None:
    first = edge(compile_estate([*THINGS, relation(SHOP, "calls", PAY)]), SHOP, "calls", PAY)
    again = edge(compile_estate([*THINGS, relation(SHOP, "calls", PAY, line=7)]), SHOP, "calls", PAY)
    other = edge(compile_estate([*THINGS, relation(SHOP, "reads", PAY)]), SHOP, "reads", PAY)
    assert first.id == again.id != other.id


def test_a_relation_with_an_unknown_verb_is_said_and_one_that_is_spelled_otherwise_is_read() -> None:
    estate = compile_estate([*THINGS, relation(SHOP, "runs-on", PAY), relation(SHOP, "loves", PAY)])
    assert [each.verb for each in estate.edges] == ["runs on"]
    assert len(estate.notices) == 1


def test_depends_on_speaks_of_the_relation_that_says_how() -> None:
    found = said(relation(SHOP, "calls", PAY), relation(SHOP, "depends on", PAY, strength=Strength.SOFT, line=5))
    assert (found.verb, found.strength, found.presumed) == ("calls", Strength.SOFT, False)
    assert [each.line for each in found.evidence] == [1, 5]


def test_alternatives_of_depends_on_and_those_of_a_verb_that_says_how_are_two_needs() -> None:
    estate = compile_estate(
        [
            *THINGS,
            *(relation(SHOP, "calls", each, group=Group("either", 1)) for each in (PAY, KEY)),
            *(relation(SHOP, "depends on", each, group=Group("both", 2), line=2) for each in (PAY, KEY)),
        ]
    )
    groups = {(each.verb, each.group.need, each.group.size) for each in estate.edges if each.group}
    assert groups == {("calls", 1, 2), ("depends on", 2, 2)}


def test_what_says_how_joins_the_alternatives_of_depends_on() -> None:
    either = Group("either", 1)
    estate = compile_estate(
        [
            *THINGS,
            relation(SHOP, "calls", PAY),
            relation(SHOP, "reads", PAY),
            *(relation(SHOP, "depends on", each, group=either, line=2) for each in (PAY, KEY)),
        ]
    )
    assert {(each.verb, each.target) for each in estate.edges} == {
        ("calls", PAY),
        ("reads", PAY),
        ("depends on", KEY),
    }
    assert len({each.group.id for each in estate.edges if each.group}) == 1
    assert {each.group.size for each in estate.edges if each.group} == {2}  # a call and a read of one are one place


OTHERS = [f"inventory:acme/o{number}" for number in range(4)]
_some = st.sets(st.sampled_from(OTHERS), max_size=3)
_verbs = st.sampled_from(["calls", "reads", "runs on", "depends on"])


@given(
    st.dictionaries(_verbs, _some),
    st.dictionaries(_verbs, st.tuples(st.sets(st.sampled_from(OTHERS), min_size=2, max_size=4), st.integers(1, 2))),
)
@settings(max_examples=300, deadline=None)
def test_a_node_falls_when_too_few_of_some_stated_need_are_left(
    plain: dict[str, set[str]], either: dict[str, tuple[set[str], int]]
) -> None:
    facts = [relation(SHOP, verb, other) for verb, others in plain.items() for other in others]
    facts += [
        relation(SHOP, verb, other, group=Group("any", so_many))
        for verb, (others, so_many) in either.items()
        for other in others
    ]
    things = [entity(SHOP), *(entity(other, kind="host") for other in OTHERS)]
    graph = from_estate(compile_estate([*things, *facts]))
    stated = needs(plain, either)
    for count in range(1, len(OTHERS) + 1):
        for lost in combinations(OTHERS, count):
            harm = spread(graph.faults, [graph.number[each] for each in lost]).harm[graph.number[SHOP]]
            assert bool(harm & Harm.DOWN) == falls(stated, set(lost)), (lost, stated)


def test_the_collector_is_left_as_it_was() -> None:
    assert gc.isenabled()
    compile_estate(THINGS)
    assert gc.isenabled()
    gc.disable()
    try:
        compile_estate(THINGS)
        assert not gc.isenabled()
    finally:
        gc.enable()
