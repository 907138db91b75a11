"""The single and the double faults of generated graphs are as many as scram finds in what opmap exports."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scram.models import model
from tests.scram.scram import ask

from opmap.analyses.counting import Outcome
from opmap.graph.faults import double_faults, single_faults
from opmap.graph.harm import Harm
from opmap.reports.openpsa import as_open_psa

pytestmark = pytest.mark.scram
TOP = Outcome((0,), 1, 1.0, assumed=True, stand_in=False)


@pytest.mark.parametrize("seed", range(50))
def test_scram_counts_as_many_single_and_double_faults(seed: int, tmp_path: Path) -> None:
    graph = model(seed)
    (told,) = ask(as_open_psa(graph, [TOP]), tmp_path).values()
    single = single_faults(graph.faults, [0], Harm.IDLE)[0]
    double = double_faults(graph.faults, 0, Harm.IDLE)
    assert (*told.orders, 0, 0)[:2] == (len(single), sum(map(len, double)))


def test_the_models_hold_what_is_to_be_counted() -> None:
    graphs = [model(seed) for seed in range(50)]
    with_pairs = [graph for graph in graphs if double_faults(graph.faults, 0, Harm.IDLE)]
    with_circles = [graph for graph in graphs if len(graph.faults.core.loops)]
    assert len(with_pairs) > 30
    assert len(with_circles) > 10
