"""How far answers move a ranking, beside the plainest way to say so; and one truth for all who ask."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from tests.building import graph_of, node
from tests.rankable import rankable

from opmap.analyses.asking import asking
from opmap.analyses.learning import tried_inputs, worth_of_inputs
from opmap.analyses.losses import Appraisal, appraise
from opmap.analyses.ranking import ranking
from opmap.analyses.weighing import Weighing, spread_over
from opmap.estate import Estate
from opmap.graph import Graph, from_estate

_INPUTS = {"fails", "repair", "value", "tolerance", "counts"}


def moved(found: Appraisal, place: int, factor: float) -> tuple[float, int]:
    """Say how far a ranking moves when one loss changes, by ranking all of it anew; and where that node stands."""
    after = found.losses.copy()
    after[place] *= factor
    order = sorted(range(len(after)), key=lambda one: -after[one])
    now = {one: at for at, one in enumerate(order, 1)}
    return sum(abs(1 / now[one] - 1 / (one + 1)) for one in now) / 2, now[place]


@given(rankable())
def test_a_node_moves_as_far_as_when_all_is_ranked_anew(estate: Estate) -> None:
    found = appraise(from_estate(estate))
    for place, number in enumerate(found.numbers.tolist()):
        used = float(found.supposed.fails[place])
        tried = spread_over(used / 3, used * 3)
        weighing = Weighing(found)
        now = weighing.lost(place, *weighing.habits(number))
        factors = [weighing.lost(place, fails, weighing.habits(number)[1]) / now for fails in tried]
        if any(np.isclose(found.losses[place] * one, found.losses, rtol=1e-9).any() for one in factors):
            continue  # nobody can say of equals which comes first
        expected = [moved(found, place, one) for one in factors]
        weight = weighing.fails(number, used / 3, used * 3)
        assert weight.moves == pytest.approx(sum(far for far, _ in expected) / len(expected))
        places = [place + 1, *(at for _, at in expected)]
        assert (weight.now, weight.best, weight.worst) == (place + 1, min(places), max(places))


@given(rankable())
def test_what_a_ranking_would_learn_is_what_people_are_asked_in_that_order(estate: Estate) -> None:
    graph = from_estate(estate)
    asked = [(one.node.id, one.fact) for one in asking(graph).questions if one.fact in _INPUTS]
    assert asked == [(one.node.id, one.fact) for one in worth_of_inputs(graph)]
    assert [(one.node.id, one.fact) for one in ranking(graph).learn] == asked[:10]


def all_alike() -> Graph:
    habits = {"repair_hours": 4}
    nodes = {name: node(name, incidents_per_year=often, **habits) for often, name in enumerate("abc", 1)}
    nodes["shop"] = node("shop", incidents_per_year=5, **habits)
    nodes["selling"] = node("selling", "capability", value=5)
    return graph_of("shop supports selling", "shop calls a", "shop calls b", "shop calls c", nodes=nodes)


def test_a_tolerance_that_scales_all_losses_alike_is_neither_learnt_nor_asked() -> None:
    graph = all_alike()
    assert tried_inputs(graph, appraise(graph)) == []
    assert ranking(graph).learn == ()
    assert "tolerance" not in {one.fact for one in asking(graph).questions}
