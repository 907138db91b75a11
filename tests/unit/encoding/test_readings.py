from __future__ import annotations

import pytest
from hypothesis import given
from tests import strategies

from opmap.encoding import decode_readings, encode_readings
from opmap.facts import Entity, Evidence, Key, Locator, Reading, Relation

EVIDENCE = Evidence("acme", "a/b.yaml", 3, "/services/web", "0f" * 16, "compose")


@given(strategies.readings)
def test_readings_come_back_exactly_as_they_were(readings: list[Reading]) -> None:
    assert repr(decode_readings(encode_readings(readings))) == repr(readings)


@given(strategies.readings)
def test_equal_readings_give_equal_bytes(readings: list[Reading]) -> None:
    data = encode_readings(readings)
    assert encode_readings(decode_readings(data)) == data


@pytest.mark.parametrize(("one", "other"), [(1, 1.0), (1, True), (0, False), ((1,), (True,)), (0.0, -0.0)])
def test_values_that_python_calls_equal_stay_what_they_are(one: object, other: object) -> None:
    keys = (Key("k8s", "a"),)
    readings = [Entity("service", "a", keys, EVIDENCE, attributes=(("x", value),)) for value in (one, other)]
    decoded = decode_readings(encode_readings(list(readings)))
    assert repr(decoded) == repr(readings)


def test_text_that_no_unicode_allows_comes_back_as_it_was() -> None:
    readings: list[Reading] = [Entity("service", "\ud800 \udc00\ud800\udc00 \0", (Key("a", "b"),), EVIDENCE)]
    assert decode_readings(encode_readings(readings)) == readings


def test_a_key_whose_space_holds_a_colon_stays_that_key() -> None:
    readings: list[Reading] = [Relation(Key("a:b", "c"), "calls", Key("a", "b:c"), EVIDENCE)]
    assert decode_readings(encode_readings(readings)) == readings


def test_what_a_locator_stands_within_is_written_once() -> None:
    crm = Key("inventory", "a-system-with-a-long-name")
    readings: list[Reading] = [
        Relation(Key("n8n", "1"), "reads", Locator("object", f"Object{number}", within=crm), EVIDENCE)
        for number in range(9)
    ]
    data = encode_readings(readings)
    assert data.count(b"a-system-with-a-long-name") == 1
    assert decode_readings(data) == readings


@pytest.mark.parametrize("data", [b"", b"{}", b"[1,2]", b'["readings 0",[],[]]', b"\xff", b"null"])
def test_bytes_that_are_no_readings_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json, Unicode and our own are all of this kind
        decode_readings(data)
