"""What the database says of an estate as a whole: which push is current, what was interrupted, what is to be swept."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from opmap import errors
from opmap.frozen import frozen
from opmap.graphdb import statements as text

if TYPE_CHECKING:
    from opmap.graphdb.connection import Connection


@frozen
class State:
    """An estate as a whole."""

    current: int = 0  # the push that everybody sees; 0 where there is none yet
    stamp: str = ""  # a hash over all pushes so far
    pending: str = ""  # what an interrupted push was about
    pending_push: int = 0
    unswept: bool = False
    findings: int = -1  # the push that findings were computed of; -1 where there are none
    pushed_at: str = ""


def state_of(connection: Connection) -> State:
    """Give the state of the estate."""
    ((found,),) = connection.read(text.FIND_ESTATE, estate=connection.address.estate)
    known = {each.name for each in fields(State)}
    return State(**{name: value for name, value in (found or {}).items() if name in known})


def shared_state(connection: Connection) -> State:
    """Give the state of an estate that is there; raise UnknownEstate."""
    state = state_of(connection)
    if not state.current:
        ((known,),) = connection.read(text.ESTATES)
        raise errors.UnknownEstate(connection.address.estate, sorted(known))
    return state


def make_schema(connection: Connection) -> None:
    """Make the constraints and indexes that are not there yet."""
    there = _made(connection)
    missing = [name for name in text.SCHEMA if name not in there]
    for name in missing:
        try:
            connection.run(text.SCHEMA[name])
        except errors.DatabaseError:
            if name not in _made(connection):  # else somebody else made it at the same moment
                raise
    if missing:
        connection.run(text.AWAIT_SCHEMA)


def _made(connection: Connection) -> list[str]:
    ((names,),) = connection.read(text.SHOW_SCHEMA)
    found: list[str] = names
    return found


def sweep(connection: Connection, state: State) -> None:
    """Take away what no push shows any more; what others have tied to it stays."""
    for statement in text.SWEEP:
        connection.run(
            statement,
            estate=connection.address.estate,
            current=state.current,
            findings=state.findings,
            labels=list(text.KIND_LABELS.values()),
        )
    connection.write(text.SWEPT, estate=connection.address.estate, current=state.current)
