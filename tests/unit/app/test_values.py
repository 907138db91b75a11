from __future__ import annotations

import pytest

from opmap.app.values import act_called, check_objects, check_said, plain, value_of
from opmap.decisions import ACTS
from opmap.errors import BadDecision


@pytest.mark.parametrize(
    ("act", "text", "kept"),
    [
        ("own", " deputy ", "deputy"),
        ("depends", "", "depends on"),
        ("depends", "USES_CREDENTIAL", "uses credential"),
        ("not-depends", "", ""),
        ("not-depends", "calls", "calls"),
        ("redundant", "1 of 2", "1"),
        ("redundant", "", "1"),
        ("redundant", "2", "2"),
        ("strength", "Soft", "soft"),
        ("strength", "30 min", "30m"),
        ("strength", "2d", "48h"),
        ("criticality", "Most critical", "critical"),
        ("value", "2.50", "2.5"),
        ("fails", "0.05", "0.05"),
        ("tolerance", "4h", "4h"),
        ("repair", "1w", "168h"),
        ("environment", "prod", "production"),
        ("counts", "No", "no"),
        ("accept", "2999-03-31", "2999-03-31"),
        ("note", "ask\nBen", "ask Ben"),
        ("same", "", ""),
        ("capability", "", ""),
    ],
)
def test_a_value_is_kept_in_one_spelling(act: str, text: str, kept: str) -> None:
    assert value_of(act, text, 2) == kept
    assert value_of(act, kept, 2) == kept


@pytest.mark.parametrize(
    ("act", "text", "sentence"),
    [
        ("depends", "cals", "'cals' is no verb. Did you mean calls?"),
        ("redundant", "3", "'3' is not how many of 2 suffice. Give a number from 1 to 2"),
        ("redundant", "0", "not how many of 2 suffice"),
        ("redundant", "²", "not how many of 2 suffice"),
        ("strength", "very", "Give soft, hard, or the time until an outage is felt"),
        ("tolerance", "soon", "'soon' is no duration. Give a duration such as 30m"),
        ("tolerance", "-4h", "no duration"),
        ("tolerance", "0h", "a tolerance of 0h is none. Give 1m"),
        ("repair", "0.4m", "a repair of 0.4m is none. Give 1m"),
        ("criticality", "pink", "Give one of critical, high, medium, low"),
        ("value", "0", "nothing that counts is worth 0. Of what does not count say so"),
        ("value", "-1", "Give a number above 0"),
        ("value", "nan", "Give a number above 0"),
        ("value", "1e300", "Give a number above 0"),
        ("fails", "0", "nothing fails 0 times a year. Give a number above 0"),
        ("fails", "often", "'often' is no value"),
        ("environment", "moon", "Give one of production, staging, test, development"),
        ("counts", "perhaps", "neither yes nor no"),
        ("accept", "31.3.2027", "a date such as 2027-03-31"),
        ("accept", "2001-01-01", "2001-01-01 is past"),
        ("note", " ", "the remark is empty"),
        ("same", "yes", "same takes no value"),
        ("note", "x" * 3000, "a text has 3000 characters"),
        ("note", "use AKIA" + "ABCDEFGHIJKLMNOP", "looks like a secret"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_with_what_would(act: str, text: str, sentence: str) -> None:
    with pytest.raises(BadDecision) as refused:
        value_of(act, text, 2)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_every_act_is_understood_however_it_is_spelled(act: str) -> None:
    assert act_called(act.upper().replace("-", "_")) == act


def test_an_act_that_does_not_exist_gets_the_nearest() -> None:
    with pytest.raises(BadDecision, match=r"Did you mean own\?"):
        act_called("owm")
    with pytest.raises(BadDecision, match="There are: own, depends"):
        act_called("zzzzzz")


@pytest.mark.parametrize(
    ("act", "count"), [("own", 0), ("same", 0), ("redundant", 1), ("value", 1), ("note", 2), ("own", 2000)]
)
def test_a_decision_names_as_many_nodes_as_it_is_about(act: str, count: int) -> None:
    with pytest.raises(BadDecision):
        check_objects(act, count)


@pytest.mark.parametrize(
    ("act", "count"), [("own", 1), ("same", 1), ("redundant", 2), ("value", 0), ("accept", 0), ("accept", 1)]
)
def test_a_decision_about_the_right_number_of_nodes_passes(act: str, count: int) -> None:
    check_objects(act, count)


def test_nothing_is_decided_by_nobody() -> None:
    with pytest.raises(BadDecision, match="--by NAME"):
        check_said("own", "", "because")
    with pytest.raises(BadDecision, match="--because REASON"):
        check_said("accept", "Ana", "")
    check_said("own", "Ana", "")


def test_what_people_write_stays_on_one_line_without_control_characters() -> None:
    assert plain("Ana\n\x1b[31m  Lopez\u202e") == "Ana [31m Lopez"
