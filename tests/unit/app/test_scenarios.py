from __future__ import annotations

from pathlib import Path

import pytest

from opmap.app.scenarios import Scenario, read_scenarios
from opmap.errors import BadScenario, Unreadable

WHOLE = """\
what-if: 1
scenarios:
  - name: Stripe is gone
    fail: [Stripe, "kind:model"]
    expect: {falls: [selling], not single: adyen}
  - add: replica of payments
    remove: [checkout calls payments]
"""


def read(folder: Path, text: str) -> list[Scenario]:
    (folder / "what-if.yaml").write_text(text, encoding="utf-8")
    return read_scenarios(folder / "what-if.yaml")


def test_a_file_holds_scenarios_in_order(tmp_path: Path) -> None:
    one, other = read(tmp_path, WHOLE)
    assert (one.name, one.fail, one.place) == ("Stripe is gone", ("Stripe", "kind:model"), "what-if.yaml:3")
    assert one.expect == (("falls", "selling"), ("not single", "adyen"))
    assert (other.name, other.add, other.remove) == (
        "scenario 2",
        ("replica of payments",),
        ("checkout calls payments",),
    )


WRONG = {
    "[1, 2]": ["what-if.yaml:1: a file of scenarios begins with what-if: 1"],
    "opmap: 1": ["what-if.yaml:1: a file of scenarios begins with what-if: 1"],
    "what-if: 2\nscenarios: [{fail: a}]": ["what-if.yaml:1: this opmap reads version 1, not 2"],
    "what-if: 1": ["what-if.yaml:1: scenarios is a list of one scenario or more"],
    "what-if: 1\nscenario:\n  - {fail: a}": [
        'what-if.yaml:2: no field is called "scenario"; did you mean scenarios?',
        "what-if.yaml:1: scenarios is a list of one scenario or more",
    ],
    "what-if: 1\nscenarios:\n  - web\n": ["what-if.yaml:3: a scenario has fields: name, fail, add, remove, expect"],
    "what-if: 1\nscenarios:\n  - name: a\n    fial: web\n": [
        'what-if.yaml:4: no field is called "fial"; did you mean fail?'
    ],
    "what-if: 1\nscenarios:\n  - name: a\n": ["what-if.yaml:3: it supposes nothing: say what to fail, add or remove"],
    "what-if: 1\nscenarios:\n  - fail:\n      - web: 1\n": [
        "what-if.yaml:4: fail is a list of texts; put quotes round a text with a colon in it"
    ],
    "what-if: 1\nscenarios:\n  - fail: a\n    expect: {dies: [b]}\n": [
        'what-if.yaml:4: no field is called "dies"; fields are falls, stays, single, not single'
    ],
    "what-if: 1\nscenarios:\n  - {name: a, fail: b}\n  - {name: a, fail: c}\n": [
        'what-if.yaml:4: two scenarios are called "a"'
    ],
    "what-if: 1\nscenarios: [{fail: a}]\n---\nwhat-if: 1\n": [
        "what-if.yaml: it holds 2 YAML documents; put all scenarios into one"
    ],
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_said_with_line_and_field(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadScenario) as caught:
        read(tmp_path, text)
    for sentence in WRONG[text]:
        assert sentence in caught.value.problems


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadScenario) as caught:
        read(tmp_path, "what-if: 1\nscenarios:\n  - {name: a, fial: b}\n  - 3\n")
    assert str(caught.value).startswith("This cannot be supposed, for 2 reasons:\n  what-if.yaml:3: ")


@pytest.mark.parametrize("data", [b"what-if: [1", b"\xff\xfe\x00", b"a: &a [*a, *a]\nb: *c"])
def test_what_is_no_yaml_is_unreadable(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "what-if.yaml").write_bytes(data)
    with pytest.raises((Unreadable, BadScenario)):
        read_scenarios(tmp_path / "what-if.yaml")
