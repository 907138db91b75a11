"""What scram counts and computes of a fault tree, opmap answers of the same file once it is imported."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.scram.scram import ask
from typer.testing import CliRunner

from opmap.cli import command_line

pytestmark = pytest.mark.scram
EVERY = 12
"""Scram tells the importance only of what stands in the cut sets that it lists: of no more things than that."""


def written(seed: int) -> str:
    """Write a model with nested formulas, house events and several gates."""
    rng = Random(seed)
    events = [f"e{number}" for number in range(rng.randint(4, 9))]
    gates: list[tuple[str, str]] = []

    def named() -> str:
        if rng.random() < 0.06:
            return f'<house-event name="{rng.choice(["on", "off"])}"/>'
        if gates and rng.random() < 0.25:
            return f'<gate name="{rng.choice(gates)[0]}"/>'
        return f'<basic-event name="{rng.choice(events)}"/>'

    def formula(depth: int) -> str:
        count = rng.randint(2, 4)
        inner = {formula(depth + 1) if depth < 2 and rng.random() < 0.3 else named() for _ in range(count)}
        word = rng.choice(["or", "and", "atleast"] if len(inner) > 2 else ["or", "and", "and"])
        if word == "or":  # with what always fails in it, it would be no question
            inner = {one.replace('"on"', '"off"') for one in inner}
        several = sorted(inner)
        if len(several) < 2:
            return several[0]
        word = "and" if word == "atleast" and len(several) < 3 else word
        least = f' min="{rng.randint(2, len(several) - 1)}"' if word == "atleast" else ""
        return f"<{word}{least}>{''.join(several)}</{word}>"

    for number in range(rng.randint(2, 6)):
        gates += [(f"g{number}", formula(0))]
    top = "<and>" + "".join(f'<gate name="{name}"/>' for name, _ in gates) + "</and>"
    top = top.replace("and>", "or>") if rng.random() < 0.5 else top
    defined = "".join(f'<define-gate name="{name}">{text}</define-gate>' for name, text in [*gates, ("top", top)])
    chances = [round(10 ** rng.uniform(-4, -0.3), 6) for _ in events]
    basic = "".join(
        f'<define-basic-event name="{one}"><float value="{chance}"/></define-basic-event>'
        for one, chance in zip(events, chances, strict=True)
    )
    houses = "".join(
        f'<define-house-event name="{name}"><constant value="{value}"/></define-house-event>'
        for name, value in (("on", "true"), ("off", "false"))
    )
    tree = f'<define-fault-tree name="t">{defined}{houses}</define-fault-tree>'
    return f'<?xml version="1.0"?>\n<opsa-mef>\n{tree}\n<model-data>\n{basic}\n</model-data>\n</opsa-mef>\n'


@pytest.mark.parametrize("seed", range(25))
def test_an_imported_model_has_as_many_single_and_double_faults(seed: int, tmp_path: Path) -> None:
    told = ask(written(seed), tmp_path)["top"]
    imported(tmp_path)
    answer = answered(tmp_path, "spof", "top", "--pairs")
    assert (*told.orders, 0, 0)[:2] == (answer["single"], answer["pairs"])


@pytest.mark.parametrize("seed", range(25))
def test_an_imported_model_is_available_and_its_parts_matter_as_scram_says(seed: int, tmp_path: Path) -> None:
    told = ask(written(seed), tmp_path, order=EVERY, chances=True)["top"]
    imported(tmp_path)
    answer = answered(tmp_path, "availability", "top", "--importance")
    assert answer["exact"]
    down = 0.0 if answer["available"] is None else 1 - answer["available"]  # a constant top rests on nothing
    assert down == pytest.approx(told.probability or 0, rel=6e-6)
    parts = {one["node"]["name"]: one for one in answer["parts"]}
    assert parts.keys() == {name for name, measured in told.importance.items() if measured["MIF"] > 0}
    for name, part in parts.items():
        assert part["birnbaum"] == pytest.approx(told.importance[name]["MIF"], rel=2e-5)
        assert part["stated"]


def imported(folder: Path) -> None:
    """Import the model that scram was asked about."""
    model, store = str(folder / "model.xml"), str(folder / "opmap.db")
    done = CliRunner().invoke(command_line(), ["import", model, "--format", "open-psa", "--store", store])
    assert done.exit_code == 0, done.output


def answered(folder: Path, *question: str) -> dict[str, Any]:
    """Give what a command answers of the imported map."""
    store = str(folder / "opmap.db")
    done = CliRunner().invoke(command_line(), [*question, "--format", "json", "--store", store])
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_the_models_hold_what_is_to_be_counted(tmp_path: Path) -> None:
    found = [ask(written(seed), tmp_path)["top"].orders for seed in range(25)]
    assert sum(len(orders) > 1 and orders[1] > 0 for orders in found) >= 10
