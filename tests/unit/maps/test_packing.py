"""Columns of a page are read back as they were."""

from __future__ import annotations

import gzip
import json
import re
import struct
from base64 import b64decode

from hypothesis import given
from hypothesis import strategies as st

from opmap.maps.packing import packed

LINE = st.lists(st.sampled_from(["a", "", "the", "é\u2028", "<b>", *map(str, range(200))]), max_size=9).map(" ".join)


def unpacked(block: str) -> dict[str, tuple[str, bytes]]:
    """Take a block apart: of each column how it is written, and its bytes."""
    whole = gzip.decompress(b64decode(re.search(r">([^<]*)<", block)[1]))
    (length,) = struct.unpack("<I", whole[:4])
    found, at = {}, 4 + length
    for name, (how, width, count) in json.loads(whole[4:at]).items():
        found[name] = (how, whole[at : at + width * count])
        at += width * count
    return found


def words_of(body: bytes, words: list[str]) -> str:
    """Read one line, bit by bit."""
    said, number, place = [], 0, 1
    for byte in body:
        number += place * (byte % 128)
        place *= 128
        if byte < 128:
            said.append(words[number - 1])
            number, place = 0, 1
    return " ".join(said)


@given(lines=st.lists(LINE, min_size=1, max_size=300))
def test_texts_of_words_are_read_back_as_they_were(lines):
    columns = unpacked(packed("x", {}, {}, {"said": lines}))
    words = columns["said.words"][1].decode().split("\n")
    assert [words_of(body, words) for body in columns["said"][1].split(b"\0")] == lines


def test_words_that_come_often_take_one_byte():
    columns = unpacked(packed("x", {}, {}, {"said": ["of the " * 9] * 3 + [f"rare{at}" for at in range(300)]}))
    assert columns["said.words"][1].startswith(b"of\nthe\n")
    assert len(columns["said"][1].split(b"\0")[0]) == 19
