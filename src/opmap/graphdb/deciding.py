"""Decisions on their way to the database and back: append-only there as well, and taken back for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

from opmap.decisions import Decision
from opmap.graphdb.columns import safe


def rows_of(decisions: Iterable[Decision]) -> dict[str, list[Any]]:
    """Give the rows that write decisions, by their keys."""
    times: Counter[str] = Counter()
    rows = {}
    for one in decisions:
        told = repr((one.act, one.subject, one.objects, one.value, one.by, one.because, one.time))
        times[told] += 1
        key = blake2b(f"{told}{times[told]}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        words = [safe(word) for word in (one.value, one.by, one.because, one.time)]
        rows[key] = [key, one.number, one.act, safe(one.subject), [*map(safe, one.objects)], *words, one.undone]
    return rows


def new_rows(decisions: Iterable[Decision], known: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Give the rows of decisions that the database does not know, or does not know to be undone."""
    undone = {row[0]: bool(row[-1]) for row in known}
    return [row for key, row in rows_of(decisions).items() if key not in undone or (row[-1] and not undone[key])]


def decisions_in(rows: Iterable[Sequence[Any]]) -> list[Decision]:
    """Read decisions."""
    return [
        Decision(number, act, subject, tuple(objects), value, by, because, time, undone)
        for _, number, act, subject, objects, value, by, because, time, undone in rows
    ]
