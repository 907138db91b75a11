"""Tables for what comes often: a place or a key is written once, and then called by its number."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import orjson

from opmap.facts import Attributes, Evidence, Key, Locator, Plain, Ref
from opmap.kinds import Known

_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_bytes(value: Any) -> bytes:
    r"""Write plain data as compact JSON; equal values give equal bytes.

    No fact holds a number that is not finite, and nothing would be written of one. Half a
    character and a number of more than 64 bits are written too, at a tenth of the speed.

    >>> to_bytes(["a", (1, 2.5), None]), to_bytes([2**70, "\ud800"])
    (b'["a",[1,2.5],null]', b'[1180591620717411303424,"\xed\xa0\x80"]')
    """
    try:
        return orjson.dumps(value)
    except TypeError:
        return _written(value).encode("utf-8", "surrogatepass")


def from_bytes(data: bytes, form: str) -> list[Any]:
    """Read what ``to_bytes`` wrote as ``[form, …]``; raise ValueError where it is something else."""
    value = json.loads(data.decode("utf-8", "surrogatepass"))
    if not isinstance(value, list) or value[:1] != [form]:
        msg = f"not {form}"
        raise ValueError(msg)
    return value[1:]


class Writing:
    """The tables of one encoding, as they grow while its rows are written."""

    def __init__(self) -> None:
        self._origins: dict[tuple[str | int | None, ...], int] = {}  # all but the line and the pointer of a place
        self._places: dict[Evidence, int] = {}
        self._refs: dict[Ref, int] = {}
        self._place_rows: list[Any] = []
        self._ref_rows: list[Any] = []

    def place(self, evidence: Evidence) -> int:
        """Give the number of a place."""
        number = self._places.get(evidence)
        if number is None:
            number = self._places[evidence] = len(self._places)
            origin = evidence[:2] + evidence[4:]
            origin_number = self._origins.setdefault(origin, len(self._origins))
            self._place_rows.append((origin_number, evidence[2], evidence[3]))
        return number

    def places(self, evidence: Iterable[Evidence]) -> list[int]:
        """Give the numbers of some places."""
        return [self.place(item) for item in evidence]

    def ref(self, ref: Ref) -> int:
        """Give the number of a key or a locator; what a locator stands within comes before it."""
        number = self._refs.get(ref)
        if number is None:
            row = self._ref_row(ref)
            number = self._refs[ref] = len(self._refs)
            self._ref_rows.append(row)
        return number

    def refs(self, refs: Iterable[Ref]) -> list[int]:
        """Give the numbers of some keys or locators."""
        return [self.ref(item) for item in refs]

    def _ref_row(self, ref: Ref) -> list[Any]:
        if isinstance(ref, Key):
            return [ref.space, ref.name]
        within = None if ref.within is None else self.ref(ref.within)
        return [ref.form, ref.value, ref.scope, within, ref.expects]

    def rows(self) -> list[Any]:
        """Give the tables themselves, to be written beside the rows that use them."""
        return [list(self._origins), self._place_rows, self._ref_rows]


class Tables:
    """The tables of one encoding, as they are read back: each value is made once and shared."""

    def __init__(self, rows: list[Any]) -> None:
        origins, places, refs = rows
        around = [
            ((source, path), (digest, connector, Known(known), *said))
            for source, path, digest, connector, known, *said in origins
        ]
        self.places = [
            Evidence._make((*around[origin][0], line, pointer, *around[origin][1])) for origin, line, pointer in places
        ]
        self.refs: list[Any] = []
        for row in refs:
            self.refs.append(self._ref(row))

    def _ref(self, row: list[Any]) -> Ref:
        if len(row) == 2:
            return Key(row[0], row[1])
        form, value, scope, within, expects = row
        return Locator(form, value, scope, None if within is None else self.refs[within], expects)

    def evidence(self, numbers: list[int]) -> tuple[Evidence, ...]:
        """Give the places with these numbers."""
        return tuple([self.places[number] for number in numbers])

    def named(self, numbers: list[int]) -> tuple[Any, ...]:
        """Give the keys or locators with these numbers."""
        return tuple([self.refs[number] for number in numbers])


def plain_attributes(rows: list[Any]) -> Attributes:
    """Give attributes their tuples back, which JSON made into lists."""
    return tuple([(name, _plain(value)) for name, value in rows]) if rows else ()


def _plain(value: Any) -> Plain:
    return tuple([_plain(item) for item in value]) if isinstance(value, list) else value
