"""What people decided: only ever added to. To take a decision back is a row of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from opmap.decisions import Decision
from opmap.errors import BadDecision
from opmap.store.connection import Connection

UNDO = "undo"


def listed(connection: Connection, upto: int | None = None) -> list[Decision]:
    """Give all decisions in the order in which they were taken, those that were taken back marked as undone.

    With ``upto``, give them as they stood when the row with that number was the last.
    """
    rows = connection.rows(
        "SELECT number, act, subject, objects, value, by, because, time,"
        " EXISTS (SELECT 1 FROM decisions AS later WHERE later.undoes = decisions.number AND later.number <= :upto)"
        " FROM decisions WHERE undoes IS NULL AND number <= :upto ORDER BY number",
        {"upto": last(connection) if upto is None else upto},
    )
    return [
        Decision(number, act, subject, tuple(json.loads(objects)), value, by, because, time, bool(undone))
        for number, act, subject, objects, value, by, because, time, undone in rows
    ]


def last(connection: Connection) -> int:
    """Give the number of the last row; 0 where nobody has decided anything."""
    return int(connection.value("SELECT max(number) FROM decisions") or 0)


def add(connection: Connection, decisions: Sequence[Decision]) -> list[Decision]:
    """Write decisions down, all of them or none; give them with their numbers."""
    numbered = []
    with connection.writing():
        for decision in decisions:
            number = _add(connection, decision, None)
            numbered.append(replace(decision, number=number, undone=False))
    return numbered


def undo(connection: Connection, number: int, *, by: str, because: str, time: str) -> Decision:
    """Take a decision back; raise BadDecision where there is none with that number, or none any more."""
    with connection.writing():
        found = next((decision for decision in listed(connection) if decision.number == number), None)
        if found is None:
            raise BadDecision(f"there is no decision {number}", "List them with: opmap decisions")
        if found.undone:
            raise BadDecision(f"decision {number} was taken back already", "To hold it again, decide it again")
        _add(connection, Decision(0, UNDO, found.subject, (), "", by, because, time), number)
    return replace(found, undone=True)


def _add(connection: Connection, decision: Decision, undoes: int | None) -> int:
    objects = json.dumps(decision.objects, ensure_ascii=False)
    said = (decision.act, decision.subject, objects, decision.value, decision.by, decision.because, decision.time)
    connection.execute(
        "INSERT INTO decisions (act, subject, objects, value, by, because, time, undoes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*said, undoes),
    )
    return last(connection)
