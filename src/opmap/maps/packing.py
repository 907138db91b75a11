"""Columns of numbers and texts, packed for a page: many small values in few bytes, read there without parsing.

A number column is written as its differences where that is smaller, and as the bytes of one
significance after the other, so that compression finds what repeats. Texts in which the same
words come again and again are written as numbers of words, and stay so in the memory of the
page until somebody asks for one. A pack is compressed as a whole, and stands in the page as base64.
"""

from __future__ import annotations

import gzip
import json
import struct
import zlib
from base64 import b64encode
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

PLAIN, SIGNED, DIFFERENCES = 0, 1, 2
_BREAKS = str.maketrans("\n\r", "  ")


def packed(
    identity: str,
    numbers: Mapping[str, Iterable[int]],
    texts: Mapping[str, Iterable[str]],
    worded: Mapping[str, Iterable[str]] | None = None,
) -> Markup:
    """Give a block of a page with these columns; `worded` are texts that repeat their words."""
    header: dict[str, list[int | str]] = {}
    bodies: list[bytes] = []
    for name, values in numbers.items():
        column = np.fromiter(values, np.int64) if not isinstance(values, np.ndarray) else values.astype(np.int64)
        how, width, body = _smallest(column)
        header[name] = [how, width, len(column)]
        bodies.append(body)
    for name, lines in texts.items():
        bodies.append(_text(lines))
        header[name] = ["text", 1, len(bodies[-1])]
    for name, lines in (worded or {}).items():
        words, body = _words(lines)
        bodies += [words, body]
        header |= {f"{name}.words": ["text", 1, len(words)], name: ["words", 1, len(body)]}
    head = json.dumps(header, separators=(",", ":")).encode()
    whole = gzip.compress(b"".join([struct.pack("<I", len(head)), head, *bodies]), 7, mtime=0)
    return Markup('<script type="application/octet-stream" id="{}">{}</script>').format(
        identity, b64encode(whole).decode()
    )


def _text(lines: Iterable[str]) -> bytes:
    return "\n".join(line.translate(_BREAKS) for line in lines).encode(errors="replace")


def _words(lines: Iterable[str]) -> tuple[bytes, bytes]:
    """Give the words of lines, the most frequent first, and the lines as numbers of words with a 0 between them."""
    split = [line.translate(_BREAKS).split(" ") for line in lines]
    counts = Counter(chain.from_iterable(split))
    order = sorted(counts, key=lambda word: (-counts[word], word))
    codes = {word: _code(number) for number, word in enumerate(order, 1)}
    return _text(order), b"\0".join(b"".join(map(codes.__getitem__, words)) for words in split)


def _code(number: int) -> bytes:
    """Give a number in seven bits a byte, the lowest first; all bytes but the last one say that more follow."""
    if number < 128:
        return bytes([number])
    return bytes([number & 127 | 128]) + _code(number >> 7)


def _smallest(column: NDArray[np.int64]) -> tuple[int, int, bytes]:
    """Give how a column is written shortest: how, in how many bytes each, and those."""
    tried = [(DIFFERENCES, _planes(_unsigned(np.diff(column, prepend=0))))]
    if len(column) and column.min() < 0:
        tried.append((SIGNED, _planes(_unsigned(column))))
    else:
        tried.append((PLAIN, _planes(column)))
    how, (width, body) = min(tried, key=lambda one: (len(zlib.compress(one[1][1], 6)), -one[0]))
    return how, width, body


def _unsigned(column: NDArray[np.int64]) -> NDArray[np.int64]:
    """Fold negative numbers between the others: 0, -1, 1, -2, 2 become 0, 1, 2, 3, 4."""
    folded: NDArray[np.int64] = np.where(column < 0, -2 * column - 1, 2 * column)
    return folded


def _planes(column: NDArray[np.int64]) -> tuple[int, bytes]:
    most = int(column.max()) if len(column) else 0
    width = max(1, -(-most.bit_length() // 8))
    return width, b"".join(((column >> 8 * plane) & 255).astype(np.uint8).tobytes() for plane in range(width))
