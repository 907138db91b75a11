"""A graph as one piece of bytes, and back: what a question needs, loaded in milliseconds.

Layout: the length of a JSON header (8 bytes, little-endian), the header, then the
columns one after the other. Text columns are one UTF-8 text and the places where each
value ends.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

import numpy as np

from opmap.graph.arrays import distinct
from opmap.graph.model import Details, Graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

_VERSION = 2
_TEXTS = ("ids", "names", "environments")
_COLUMNS = {
    "kind": "|u1",
    "state": "|u1",
    "inactive": "|b1",
    "role": "|u1",
    "value": "<f4",
    "counts": "|i1",
    "published": "|b1",
    "source": "<i4",
    "target": "<i4",
    "verb": "|u1",
    "strength": "|u1",
    "presumed": "|b1",
    "certainty": "|u1",
    "buffer": "<f4",
    "group": "<i4",
    "group_need": "<i4",
    "group_presumed": "|b1",
    "place_edge": "<i4",
    "place": "<i4",
    "node_since": "<u2",
    "edge_since": "<u2",
}


class Texts(Sequence[str]):
    """Many short texts in one piece, each made when asked for."""

    def __init__(self, ends: NDArray[np.int64], data: bytes) -> None:
        self._ends = ends
        self._data = data

    def __len__(self) -> int:
        """Count the texts."""
        return len(self._ends)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        """Give one text, or several."""
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        index = range(len(self))[index]
        start = int(self._ends[index - 1]) if index else 0
        return self._data[start : int(self._ends[index])].decode()

    def __iter__(self) -> Iterator[str]:
        """Give all texts in order."""
        whole = self._data.decode() if self._data.isascii() else None  # one piece to cut is faster than many to decode
        start = 0
        for end in self._ends.tolist():
            yield self._data[start:end].decode() if whole is None else whole[start:end]
            start = end

    def spelled(self, text: str) -> list[int]:
        """Give the places of the texts that are this one, however they are capitalised."""
        wanted = text.casefold()
        sizes = np.diff(self._ends, prepend=0)
        letters = np.frombuffer(self._data, np.uint8)
        strange = distinct(np.searchsorted(self._ends, np.flatnonzero(letters > 127), side="right")).tolist()
        found = [place for place in strange if self[place].casefold() == wanted]
        if not wanted.isascii() or not wanted:
            return found if wanted else np.flatnonzero(sizes == 0).tolist()
        alike = np.flatnonzero(sizes == len(wanted))
        start = self._ends[alike] - len(wanted)
        for offset, code in enumerate(wanted.encode()):
            here = letters[start + offset]
            same = (here == code) | ((here == code - 32) if 97 <= code <= 122 else False)
            alike, start = alike[same], start[same]
        return sorted({*found, *alike.tolist()})

    def __eq__(self, other: object) -> bool:
        """Compare text by text."""
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        """Hash the whole."""
        return hash((self._data, self._ends.tobytes()))


def pack(graph: Graph) -> bytes:
    """Put a graph into bytes; its details stay where they are."""
    pieces: list[bytes] = []
    sizes: dict[str, int] = {}

    def add(name: str, data: bytes) -> None:
        pieces.append(data)
        sizes[name] = len(data)

    for name in _TEXTS:
        encoded = [text.encode(errors="replace") for text in getattr(graph, name)]
        add(f"{name}.ends", np.cumsum([len(text) for text in encoded], dtype="<i8").tobytes())
        add(name, b"".join(encoded))
    for name, form in _COLUMNS.items():
        add(name, np.ascontiguousarray(getattr(graph, name)).astype(form, copy=False).tobytes())
    add("alone", np.fromiter(map(graph.is_alone, range(len(graph))), "|b1", len(graph)).tobytes())
    said = {"content": graph.content, "snapshot": graph.snapshot, "sinces": graph.sinces, "left": [*graph.left.items()]}
    header = json.dumps({"version": _VERSION, **said, "sizes": sizes}).encode()
    return b"".join([len(header).to_bytes(8, "little"), header, *pieces])


def unpack(data: bytes, details: Details) -> Graph:
    """Take a graph out of the bytes that `pack` made."""
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    place = 8 + length
    found: dict[str, memoryview[int]] = {}
    view = memoryview(data)
    for name, size in header["sizes"].items():
        found[name] = view[place : place + size]
        place += size
    texts = {name: Texts(np.frombuffer(found[f"{name}.ends"], "<i8"), bytes(found[name])) for name in _TEXTS}
    columns = {name: np.frombuffer(found[name], form) for name, form in _COLUMNS.items()}
    alone = np.frombuffer(found["alone"], "|b1") if "alone" in found else None  # not counted by an earlier opmap
    said = {"snapshot": header["snapshot"], "content": header["content"], "details": details}
    said["sinces"], said["left"] = tuple(header["sinces"]), dict(header["left"])
    return Graph(**texts, **columns, **said, alone=alone)  # type: ignore[arg-type]
