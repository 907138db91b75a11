"""The door to a database: an address, credentials that nobody sees, and errors that say what to do next.

An address is that of the server, with the name of the estate as its path and, where it is
not the server's usual one, the database: ``neo4j://graph.acme.example:7687/acme?database=team``.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from opmap import errors
from opmap.frozen import frozen

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
DEFAULT_ESTATE = "default"
OLDEST = (5, 26)
USER, PASSWORD, PASSWORD_FILE = "OPMAP_NEO4J_USER", "OPMAP_NEO4J_PASSWORD", "OPMAP_NEO4J_PASSWORD_FILE"


@frozen
class Address:
    """Where a shared estate is kept."""

    server: str
    estate: str = DEFAULT_ESTATE
    database: str | None = None

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read an address; raise BadAddress.

        >>> Address.parse("bolt://localhost:7687/acme").estate
        'acme'
        """
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError:
            raise errors.BadAddress("it is not an address") from None
        if "@" in parts.netloc:
            raise errors.BadAddress(f"it holds a user or a password, which every list of processes shows; {_SAY_IT}")
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise errors.BadAddress(f"it does not begin with {', '.join(f'{name}://' for name in SCHEMES)} and a host")
        asked = parse_qs(parts.query)
        if set(asked) - {"database"}:
            raise errors.BadAddress("only ?database=NAME may follow")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        server = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
        estate = unquote(parts.path.strip("/")) or DEFAULT_ESTATE
        return cls(server, estate, asked.get("database", [None])[0])

    def __str__(self) -> str:
        """Write it as people do."""
        return f"{self.server}/{self.estate}" + (f"?database={self.database}" if self.database else "")


_SAY_IT = f"set {PASSWORD}, or {PASSWORD_FILE} to a file that holds it, or wait to be asked"


@frozen
class Credentials:
    """A user and a password; the password is in no text that is made of them."""

    user: str
    password: str = field(repr=False)


def credentials(
    address: Address, ask: Callable[[str], str | None], environment: Mapping[str, str] = os.environ
) -> Credentials:
    """Find the credentials: in the environment, in a file that it names, or by asking; raise NoPassword.

    An empty user says that the server asks for none.
    """
    user = environment.get(USER, "neo4j")
    password = environment.get(PASSWORD)
    if password is None and (path := environment.get(PASSWORD_FILE)):
        try:
            password = Path(path).read_text(encoding="utf-8").strip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise errors.NoPassword(user, address.server, f"{PASSWORD_FILE} names a file that cannot be read") from None
    if password is None and user:
        password = ask(f"Password of {user} at {address.server}: ")
        if password is None:
            raise errors.NoPassword(user, address.server, "there is nobody to ask")
    return Credentials(user, password or "")


_SILENT = logging.NullHandler()


class Connection:
    """An open door to one database. Use it in a ``with`` statement."""

    def __init__(self, address: Address, login: Credentials, *, writing: bool = False) -> None:
        from neo4j import GraphDatabase

        logging.getLogger("neo4j").addHandler(_SILENT)  # what the driver would print, an error here says as well
        self.address = address
        self._user = login.user
        self._writing = writing  # then a cluster's leader is read from as well, which knows everything
        with self.explained():
            self._driver: Driver = GraphDatabase.driver(
                address.server,
                auth=(login.user, login.password) if login.user else None,
                notifications_min_severity="OFF",
                connection_timeout=15,
                max_transaction_retry_time=60,
            )

    def __enter__(self) -> Self:
        """Be used in a ``with`` statement; raise DatabaseError where nothing answers, or something else does."""
        try:
            self._look()
        except BaseException:
            self._driver.close()
            raise
        return self

    def _look(self) -> None:
        with self.explained():
            self._driver.verify_connectivity()
        parts = dict(self.read("CALL dbms.components() YIELD name, versions RETURN name, versions[0]"))
        version = str(parts.get("Neo4j Kernel", "another database"))
        if _numbers(version) < OLDEST:
            raise errors.WrongDatabase(self.address.server, version)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._driver.close()

    def read(self, statement: str, **parameters: Any) -> list[list[Any]]:
        """Give the rows of a question, asked in a managed transaction that is tried again where it may be."""
        rows: list[list[Any]] = self.reading(
            lambda transaction: [row.values() for row in transaction.run(statement, parameters)]
        )
        return rows

    def reading(self, work: Callable[[ManagedTransaction], Any]) -> Any:
        """Do some reading in one managed transaction."""
        with self.explained(), self._session() as session:
            return session.execute_write(work) if self._writing else session.execute_read(work)

    def write(self, *statements: str, again: str = "", **parameters: Any) -> list[list[Any]]:
        """Write with some statements in one managed transaction; give the rows of the last one.

        Where the driver has to try again, ``again`` stands in for them, if it is given: the
        first try may have been written, and only its answer lost.
        """
        tries = iter([statements])

        def work(transaction: ManagedTransaction) -> list[list[Any]]:
            rows: list[list[Any]] = []
            for statement in next(tries, (again,) if again else statements):
                rows = [row.values() for row in transaction.run(statement, parameters)]
            return rows

        with self.explained(), self._session() as session:
            return session.execute_write(work)

    def run(self, statement: str, **parameters: Any) -> None:
        """Run a statement that makes its own transactions, as sweeping and schema do."""
        with self.explained(), self._session() as session:
            session.run(statement, parameters).consume()

    @contextmanager
    def held(self) -> Iterator[Session]:
        """Give a session for a transaction that stays open beside the others."""
        with self.explained(), self._session() as session:
            yield session

    def _session(self) -> Session:
        marks = self._driver.execute_query_bookmark_manager  # each session sees what the ones before it wrote
        return self._driver.session(database=self.address.database, bookmark_manager=marks)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn what the driver raises into an error that says what to do next."""
        from neo4j import exceptions

        try:
            yield
        except exceptions.DriverError as error:
            if isinstance(error, exceptions.ServiceUnavailable | exceptions.SessionExpired):
                raise errors.Unreachable(self.address.server) from None
            raise errors.DatabaseError(self.address.server, _first_line(error), "Try again") from None
        except exceptions.Neo4jError as error:
            raise self._explain(error) from None

    def _explain(self, error: Any) -> errors.DatabaseError:
        code, server = str(error.code or ""), self.address.server
        if code.endswith("CredentialsExpired"):
            return errors.ExpiredPassword(server, self._user)
        if code.endswith("AuthenticationRateLimit"):
            return errors.WrongPassword(server, self._user, "it was given wrongly too often; wait a few seconds")
        if code.endswith(("Security.Unauthorized", "Security.TokenExpired")):
            return errors.WrongPassword(server, self._user, "the password is wrong, or there is no such user")
        if code.endswith("Security.Forbidden"):
            return errors.NoRights(server, self._user, _first_line(error))
        if code.endswith(("DatabaseNotFound", "DatabaseUnavailable")) or self.address.database == "system":
            return errors.NoSuchDatabase(server, self.address.database or "the usual one")
        return errors.DatabaseError(server, _first_line(error), "Try again")


def _numbers(version: str) -> tuple[int, int]:
    major, minor, *_ = [*(int(part) if part.isdecimal() else 0 for part in version.split(".")), 0, 0]
    return major, minor


def _first_line(error: Any) -> str:
    return str(getattr(error, "message", "") or error).strip().split("\n")[0][:300].rstrip(".")
