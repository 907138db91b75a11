from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.scanning.trees import lay_out, outcomes

from opmap.scanning.paths import on_disk, written

on_posix = pytest.mark.skipif(os.name != "posix", reason="only there a file may be called that")
odd_names = st.lists(st.sampled_from(["\n", "%", "0", "A", "2", "5", "8", "\udcff", "\udc0a", "ü", "e\u0301", "\x85"]))


@given(odd_names.map("".join) | st.text(st.characters(exclude_categories=["Cs"])))
def test_a_name_comes_back_from_how_it_is_written(name: str) -> None:
    shown = written(name)
    if "\udc0a" not in name:  # no name of a file: a byte below 128 is text
        assert on_disk(shown) == name
    assert shown.isprintable() or not any(character in shown for character in "\n\r\t\x00\x85")


@given(st.lists(odd_names.map("".join), unique=True, min_size=2, max_size=2))
def test_two_names_are_never_written_alike(names: list[str]) -> None:
    one, other = names
    if "\udc0a" not in one + other:
        assert written(one) != written(other)


def test_an_ordinary_name_is_written_as_it_is() -> None:
    for name in ("claims intake (1).yaml", "100%.csv", "report%20final.csv", "überblick.yaml", ".env"):
        assert written(name) == name


@on_posix
def test_a_file_with_a_line_break_in_its_name_is_read_and_named_on_one_line(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a\nb.json": '{"card": "x"}'})
    assert outcomes(tmp_path) == {"a%0Ab.json": "read"}


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be no text")
def test_a_file_whose_name_is_no_text_is_read_and_named(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.json"))).write_text('{"card": "x"}')
    assert outcomes(tmp_path) == {"caf%E9.json": "read"}
