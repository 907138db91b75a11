"""Availability and the five measures of importance are those of scram, in the six digits that it prints."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest
from tests.scram.models import model
from tests.scram.scram import ask

from opmap.analyses.availability import importance
from opmap.analyses.counting import Outcome
from opmap.graph.chances import chance_of
from opmap.reports.openpsa import as_open_psa

pytestmark = pytest.mark.scram
TOP = Outcome((0,), 1, 1.0, assumed=True, stand_in=False)
MEASURES = ("MIF", "CIF", "DIF", "RAW", "RRW")
EVERY = 30
"""Scram tells the importance only of what stands in the cut sets that it lists: of no more things than that."""


@pytest.mark.parametrize("seed", range(50))
def test_scram_computes_the_same_chance_and_the_same_importance(seed: int, tmp_path: Path) -> None:
    graph = model(seed)
    rng = Random(seed)
    chances = np.array([round(10 ** rng.uniform(-3, -0.5), 6) for _ in range(len(graph))])
    model_text = as_open_psa(graph, [TOP], dict(enumerate(chances.tolist())))
    (told,) = ask(model_text, tmp_path, order=EVERY, chances=True).values()
    found = chance_of(graph.faults, int(graph.faults.running[0]), chances)
    assert found.exact
    assert told.probability == pytest.approx(found.down, rel=6e-6)
    mine = {graph.ids[node]: place for place, node in enumerate(found.nodes.tolist())}
    assert {one for one, place in mine.items() if found.birnbaum[place] > 0} == {
        name for name, measured in told.importance.items() if measured["MIF"] > 0
    }
    for name, measured in told.importance.items():
        birnbaum = float(found.birnbaum[mine[name]])
        chance = float(chances[graph.number[name]])
        computed = dict(zip(MEASURES, importance(found.down, chance, birnbaum), strict=True))
        for measure in MEASURES:
            if birnbaum and computed[measure] is not None:
                assert measured[measure] == pytest.approx(computed[measure], rel=2e-5), (name, measure)
