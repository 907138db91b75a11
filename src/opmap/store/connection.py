"""The one door to SQLite: patient with other processes, plain about what is wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeAlias, TypeVar

from opmap.errors import BrokenStore, StoreBusy

_Given = TypeVar("_Given")
Values: TypeAlias = "Sequence[Any] | Mapping[str, Any]"
"""What stands for the question marks, or the names, of a statement."""

_PATIENCE = 60.0
"""Seconds that a writer waits for another one; a transaction takes well under one."""
_PAGE = 8192
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Connection:
    """An open SQLite file."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        address = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
        with self._plainly():
            self._sqlite = sqlite3.connect(address, timeout=0, isolation_level=None, uri=True)
        try:
            self._prepare()
        except BaseException:
            self._sqlite.close()
            raise

    def _prepare(self) -> None:
        self.execute(f"PRAGMA page_size = {_PAGE}")
        self.execute("PRAGMA foreign_keys = ON")
        # A decision that somebody was thanked for must survive the power going off as well.
        self.execute("PRAGMA synchronous = FULL")
        if self.value("PRAGMA journal_mode") != "wal":
            self.value("PRAGMA journal_mode = WAL")

    def execute(self, statement: str, values: Values = ()) -> sqlite3.Cursor:
        """Run one statement; raise StoreBusy or BrokenStore where it cannot be."""
        with self._plainly():
            return patiently(self.path, lambda: self._sqlite.execute(statement, values))

    def execute_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        with self._plainly():
            self._sqlite.executemany(statement, rows)

    def rows(self, statement: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Give all rows of an answer."""
        with self._plainly():
            return patiently(self.path, lambda: self._sqlite.execute(statement, values).fetchall())

    def row(self, statement: str, values: Values = ()) -> tuple[Any, ...] | None:
        """Give the first row of an answer; None where there is none."""
        found = self.rows(statement, values)
        return found[0] if found else None

    def value(self, statement: str, values: Values = ()) -> Any:
        """Give the first value of the first row; None where there is none."""
        found = self.row(statement, values)
        return found[0] if found else None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Do all that is written inside whole or not at all; inside another one, be a part of it."""
        if self._is_inside():
            yield
            return
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self._is_inside():
                self._sqlite.execute("ROLLBACK")
            raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one state of the store in everything that is read inside, whatever others write meanwhile."""
        if self._is_inside():
            yield
            return
        self.execute("BEGIN")
        try:
            yield
        finally:
            self.execute("ROLLBACK")

    def _is_inside(self) -> bool:
        return self._sqlite.in_transaction

    def close(self) -> None:
        """Let the file go."""
        self._sqlite.close()

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Say what is wrong with the file in a sentence."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in _DAMAGED:
                raise BrokenStore(self.path, "it is damaged, or no store at all") from error
            if code == sqlite3.SQLITE_CANTOPEN:
                raise BrokenStore(self.path, "it cannot be opened", "Look at the permissions of its folder") from error
            if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY}:
                raise BrokenStore(self.path, f"it cannot be written ({error})", "Nothing was changed") from error
            raise


def patiently(path: Path, action: Callable[[], _Given], seconds: float = _PATIENCE) -> _Given:
    """Do what another process may be in the way of, again and again; raise StoreBusy when it stays there.

    SQLite could wait by itself, but not be interrupted by Ctrl-C while it does.
    """
    start = monotonic()
    pause = 0.002
    while True:
        try:
            return action()
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _BUSY:
                raise
        if monotonic() - start > seconds:
            raise StoreBusy(path, seconds)
        sleep(pause)
        pause = min(pause * 2, 0.1)
