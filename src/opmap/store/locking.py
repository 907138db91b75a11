"""A lock that a killed process cannot leave behind."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from opmap.errors import BrokenStore, StoreBusy
from opmap.store.connection import patiently

_AT_ONCE = 0.5
"""Seconds of waiting that nobody needs to be told of."""


@contextmanager
def alone(store: Path, seconds: float, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Be the only one who changes a store: wait until nobody else does, and keep all others waiting.

    The lock is an empty SQLite file beside the store, held exclusively: the operating
    system lets go of it when the process ends, however it ends, on every platform.
    ``waiting`` is called once where somebody does. Raise StoreBusy when the store is not
    free after so many seconds.
    """
    beside = store.with_name(f"{store.name}.lock")
    try:
        lock = sqlite3.connect(beside, timeout=0, isolation_level=None)
    except sqlite3.DatabaseError as error:
        reason = f"the lock beside it, {beside.name}, cannot be opened"
        raise BrokenStore(store, reason, "Look at the permissions of its folder") from error
    with closing(lock):
        try:
            patiently(store, lambda: lock.execute("BEGIN EXCLUSIVE"), min(seconds, _AT_ONCE))
        except StoreBusy:
            waiting()
            patiently(store, lambda: lock.execute("BEGIN EXCLUSIVE"), seconds)
        yield
