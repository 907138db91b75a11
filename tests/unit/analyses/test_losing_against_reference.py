"""What falls together, shares of value, and what is single meanwhile equal the plain definitions on random maps."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.organisations import random_estate
from tests.reference.together import holders, lost_outcomes, share, single_faults

from opmap.analyses.concentrating import concentrating, shares_of
from opmap.analyses.counting import outcomes
from opmap.analyses.playing import lost_with, meanwhile
from opmap.graph import from_estate

CHANCE = st.randoms(use_true_random=False)


@given(CHANCE)
@settings(max_examples=150, deadline=None)
def test_the_share_that_falls_with_a_holder_is_what_falls_when_all_it_holds_fails(rng: Random) -> None:
    graph = from_estate(random_estate(rng))
    held = holders(graph)
    expected = {name: pytest.approx(share(graph, nodes)) for name, nodes in held.items()}
    assert shares_of(graph, list(held)) == expected or not sum(
        one.value for one in lost_outcomes(graph, range(len(graph)))
    )
    found = concentrating(graph, collapse=False)
    listed = {one.node.id if one.node else one.name: one for one in found.found}
    assert listed.keys() == {name for name, nodes in held.items() if name != "production" and share(graph, nodes)}
    for name, one in listed.items():
        assert one.share == expected[name]
        whole = {graph.ids[node]: each.node for each in outcomes(graph) for node in each.nodes}  # named by any of it
        assert sorted(whole[each.outcome.id] for each in one.falls) == sorted(
            each.node for each in lost_outcomes(graph, held[name])
        )


@given(CHANCE)
@settings(max_examples=60, deadline=None)
def test_what_falls_with_several_and_what_is_single_meanwhile(rng: Random) -> None:
    graph = from_estate(random_estate(rng, most=7))
    failing = sorted(rng.sample(range(len(graph)), rng.randint(1, 2)))
    assert {one.id for one in lost_with(graph, failing)} == {
        graph.ids[one.node] for one in lost_outcomes(graph, failing)
    }
    found = {
        (graph.number[one.node.id], graph.number[each.id])
        for one in meanwhile(graph, failing)
        for each in one.takes_down
    }
    assert found == single_faults(graph, failing)
