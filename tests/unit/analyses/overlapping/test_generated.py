"""Precision and recall on generated files of five engines, whose truth is written before they are read."""

from __future__ import annotations

import json

import pytest
from tests.generated.overlaps import RELATIONS, pairs_found, write_overlaps

from opmap import app
from opmap.analyses.overlapping import overlapping

LEAST = 0.95


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("overlaps")
    truth = write_overlaps(folder / "org", 500, seed=3)
    app.scan([folder / "org"], store_path=folder / "opmap.db", workers=1)
    assert json.loads((folder / "org-truth.json").read_text()).keys() == truth.keys()
    return truth, pairs_found(overlapping(app.open_graph(folder / "opmap.db")).overlaps)


@pytest.mark.parametrize("relation", RELATIONS)
def test_what_is_planted_is_found_and_look_alikes_are_not(told, relation: str) -> None:
    truth, said = told[0][relation], told[1][relation]
    right = len(truth & said)
    assert truth
    assert right >= LEAST * len(said), sorted(said - truth)[:5]
    assert right >= LEAST * len(truth), sorted(truth - said)[:5]
