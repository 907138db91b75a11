"""One push at a time: a lock that the database itself holds for as long as the connection lives.

An open transaction holds the lock. A process that dies loses its connection, and with it
the lock, at once; no clock has to be believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from opmap import errors
from opmap.graphdb.connection import Connection

_TAKE = "MERGE (l:OpmapLock {estate: $estate}) SET l.taken = true"
_LOOK = 2.0


@contextmanager
def alone(connection: Connection, waiting: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Be the only one that pushes to the estate; ``waiting`` is called once where another one does.

    Give a function that raises PushOvertaken where the lock is lost.
    """
    if not _free(connection):
        waiting()
    with connection.held() as session, session.begin_transaction() as transaction:
        transaction.run(_TAKE, estate=connection.address.estate).consume()

        def still() -> None:
            from neo4j.exceptions import DriverError, Neo4jError

            try:
                transaction.run("RETURN 1").consume()
            except (DriverError, Neo4jError):
                raise errors.PushOvertaken(connection.address.server) from None

        yield still
        transaction.rollback()


def _free(connection: Connection) -> bool:
    from neo4j.exceptions import ClientError, TransientError

    with connection.held() as session:
        try:
            with session.begin_transaction(timeout=_LOOK) as transaction:
                transaction.run(_TAKE, estate=connection.address.estate).consume()
                transaction.rollback()
        except (ClientError, TransientError) as error:
            if "Security" in str(error.code):
                raise
            return False
    return True
