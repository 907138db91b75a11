"""Batches on their way: one is written by the server while the next one is being made."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from opmap.graphdb.connection import Connection
from opmap.graphdb.statements import Creation

_NODES, _EDGES = 5_000, 10_000
_UNDERWAY = 2


class Writer:
    """Write rows in batches, each in a managed transaction that is tried again where it may be.

    One transaction at a time: two that tie relationships to the same nodes would wait for
    each other. What goes wrong is raised by the next call, or at the end.
    """

    def __init__(self, connection: Connection, parameters: dict[str, Any]) -> None:
        self._connection = connection
        self.parameters = parameters
        self._waiting: dict[str | Creation, list[Any]] = {}
        self._underway: deque[Future[Any]] = deque()
        self._thread = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        """Be used in a ``with`` statement."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let what is under way end; all is written when no error is raised."""
        try:
            if error is None:
                self.flush()
        finally:
            self._thread.shutdown(wait=True, cancel_futures=True)

    def add(self, statement: str | Creation, row: Any, batch: int = _EDGES) -> None:
        """Write a row with a statement, sooner or later."""
        rows = self._waiting.setdefault(statement, [])
        rows.append(row)
        if len(rows) >= batch:
            self._send(statement)

    def add_node(self, statement: str | Creation, row: Any) -> None:
        """Write a row that is long."""
        self.add(statement, row, _NODES)

    def flush(self) -> None:
        """Wait until all is written."""
        for statement in list(self._waiting):
            self._send(statement)
        while self._underway:
            self._underway.popleft().result()

    def _send(self, statement: str | Creation) -> None:
        rows = self._waiting.pop(statement)
        first, again = (statement, "") if isinstance(statement, str) else statement
        while len(self._underway) >= _UNDERWAY:
            self._underway.popleft().result()
        self._underway.append(
            self._thread.submit(self._connection.write, first, again=again, **self.parameters, rows=rows)
        )
