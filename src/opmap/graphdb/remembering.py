"""What the database remembers of the pushes before: what stands beside the map, decisions, and who said what last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from opmap.graphdb import statements as text
from opmap.graphdb.beside import Voices, key_of
from opmap.graphdb.deciding import rows_of
from opmap.graphdb.voices import held_by, plain_voice, voice_of

if TYPE_CHECKING:
    from opmap.estate import Estate
    from opmap.graphdb.connection import Connection
    from opmap.graphdb.parcels import Parcel


def voices_at(connection: Connection, push: int) -> list[Voices]:
    """Give what was said beside nodes and edges, as it stands at a push."""
    rows = connection.read(text.FIND_VOICES, estate=connection.address.estate, at=push)
    return [
        Voices(key, tuple(sources), number, content, tuple(parts), known or "", held or "")
        for key, sources, number, content, parts, known, held in rows
    ]


def decisions_at(connection: Connection, push: int) -> list[list[Any]]:
    """Give the rows of the decisions that are known at a push."""
    return connection.read(text.FIND_DECISIONS, estate=connection.address.estate, at=push)


def said_last(connection: Connection, push: int, parcel: Parcel) -> Voices | None:
    """Give what was said, as it stands at a push, for the very sources of a parcel."""
    mine = key_of(plain_voice(source.name) for source in parcel.sources)
    return next((one for one in voices_at(connection, push) if one.key == mine), None)


def otherwise_since(connection: Connection, last: Voices, parcel: Parcel) -> tuple[Estate, Estate] | None:
    """Give what is otherwise than in the push that was the last one of all, and how it was; None where all may be.

    It is known where nobody can have said anything in a voice that is heard from here for
    the first time: the voices are those of that push, and of decisions that are new.
    """
    found = parcel.since(last.map) if last.content else None
    if found is None:
        return None
    held = held_by(found[0], parcel.decisions)
    return found if replace(held, voices=held.voices - _unheard(connection, parcel)).digest == last.held else None


def _unheard(connection: Connection, parcel: Parcel) -> set[str]:
    """Give the voices of decisions that the database does not know: nobody has said anything in them."""
    known = {row[0] for row in decisions_at(connection, text.OPEN - 1)}
    voices: dict[bool, set[str]] = {True: set(), False: set()}
    for key, decision in zip(rows_of(parcel.decisions), parcel.decisions, strict=True):
        voices[key in known].add(voice_of(decision.evidence))
    return voices[False] - voices[True]
