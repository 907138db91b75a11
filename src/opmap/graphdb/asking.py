"""To ask the shared map a query, and to say why there is nothing where nothing can be found."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from opmap.errors import UnknownNode, UnknownQuery
from opmap.frozen import frozen
from opmap.graphdb import statements as text
from opmap.graphdb.queries import Query
from opmap.graphdb.state import shared_state

if TYPE_CHECKING:
    from opmap.graphdb.connection import Connection

_MOST_NAMES = 20_000


@frozen
class Answer:
    """What a query gave: its columns and its rows."""

    query: Query
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def answer(connection: Connection, query: Query, values: Sequence[str]) -> Answer:
    """Ask a query; raise UnknownQuery, UnknownEstate or UnknownNode."""
    if len(values) != len(query.parameters):
        raise UnknownQuery(query.name, f"it needs {' and '.join(query.parameters) or 'nothing more'}")
    state = shared_state(connection)
    if query.of_findings and state.findings != state.current:
        why = "it answers from findings, and none were pushed with this map: opmap push ADDRESS --with-findings"
        raise UnknownQuery(query.name, why)
    for value in values:
        _find(connection, value, state.current)
    asked = {"estate": connection.address.estate, **dict(zip(query.parameters, values, strict=True))}

    def work(transaction: Any) -> Answer:
        result = transaction.run(query.text, asked)
        return Answer(query, tuple(result.keys()), tuple(tuple(row.values()) for row in result))

    found: Answer = connection.reading(work)
    return found


def _find(connection: Connection, name: str, current: int) -> None:
    """See that a node is called so; raise UnknownNode with the names that are spelled most like it."""
    estate = connection.address.estate
    if connection.read(text.NODE_CALLED, estate=estate, name=name, current=current):
        return
    names = connection.read(text.NAMES, estate=estate, current=current, most=_MOST_NAMES)
    kinds = {called.casefold(): f"{called} ({kind})" for called, kind in names}
    wanted = name.casefold()
    close = [*get_close_matches(wanted, kinds, 3), *(one for one in kinds if wanted in one)]
    raise UnknownNode(name, [kinds[one] for one in dict.fromkeys(close)][:3])
