"""Every error that opmap raises on purpose.

    OpmapError
    ├── QuestionError            the question was wrong (exit code 2)
    │   ├── UnknownNode          no node is called that; the nearest names are offered
    │   ├── AmbiguousNode        several nodes are called that
    │   ├── NoSuchLine           a file has no such line
    │   ├── BadSelection         a selection such as ``kind:service`` does not parse
    │   ├── UnknownLine          an answer has no line of that number
    │   ├── UnknownRelation      automations do not overlap in a way that is called so
    │   ├── UnknownSnapshot      no snapshot has that number
    │   ├── UnknownSource        no source has that name
    │   ├── NothingThere         there is no such file or folder to scan
    │   ├── NotScannable         it is neither a file nor a folder
    │   ├── SourceClash          a folder cannot become a source beside those that are there
    │   ├── BadDecision          a decision cannot be taken as it was put
    │   ├── BadPlan              of many decisions some cannot be taken, so none was
    │   ├── BadScenario          a scenario cannot be played as it was put
    │   ├── BadSetting           opmap.toml says something that opmap does not understand
    │   ├── BadConnector         a connector cannot be loaded
    │   ├── NotThatFormat        a file to import is of another format
    │   ├── NothingAsked         a question is asked about one thing, and none was named
    │   ├── TooMuchTogether      too much redundancy for an exact answer
    │   ├── TooManyCircles       a fault tree would grow too large
    │   ├── CannotWrite          an answer cannot be written where it was asked for
    │   ├── PortTaken            something else listens where the map was to be served
    │   ├── AlreadyThere         a file that would be written stands there already
    │   ├── NothingScanned       there is no store yet, or it holds no snapshot
    │   ├── BadAddress           this is no address of a shared estate
    │   ├── NoPassword           a database wants a password, and there is none
    │   ├── UnknownEstate        the database holds no estate of that name
    │   ├── UnknownQuery         no Cypher query is called that, or it is asked without what it needs
    │   └── StoreInUse           a shared estate cannot be pulled into a store that has sources of its own
    └── DataError                the data is wrong (exit code 3)
        ├── Unreadable           a document cannot be read; it costs only itself
        ├── BrokenStore          the store is damaged, or a newer opmap wrote it
        ├── StoreBusy            another process holds the store for longer than is sensible
        └── DatabaseError        the shared database does not do what it is asked
            ├── Unreachable      nothing answers at the address
            ├── WrongPassword    the database does not let this user in
            │   └── ExpiredPassword  the database lets this user in only to change the password
            ├── WrongDatabase    what answers is no Neo4j, or too old
            ├── NoSuchDatabase   the server has no database of that name
            ├── NoRights         the user may not do that
            └── PushOvertaken    another push went on in place of this one

An error takes data and builds its own sentence: what, where, what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from opmap.plain import plain

_LONGEST = 200
"""So much of what a person or a file calls something is repeated to them, on one line."""


def _told(name: Path | str) -> str:
    """Repeat a name on one line, and no more of it than can be read."""
    return plain(str(name), _LONGEST)


class OpmapError(Exception):
    """Be the root of all errors that opmap raises on purpose."""

    exit_code = 3


class QuestionError(OpmapError):
    """The question was wrong."""

    exit_code = 2


class DataError(OpmapError):
    """The data is wrong."""

    exit_code = 3


class UnknownNode(QuestionError):
    """No node is called that."""

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        offer = f" Did you mean {', '.join(map(_told, self.nearest))}?" if nearest else " List them with: opmap nodes"
        super().__init__(f'No node is called "{_told(name)}".{offer}')


class AmbiguousNode(QuestionError):
    """Several nodes are called that."""

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        listed = "".join(f"\n  {_told(candidate)}" for candidate in self.candidates)
        super().__init__(f'{len(self.candidates)} nodes are called "{_told(name)}". Name one by its id:{listed}')


class NoSuchLine(QuestionError):
    """A file has no such line."""

    def __init__(self, path: str, line: int, lines: int) -> None:
        count = "1 line" if lines == 1 else f"{lines:,} lines"
        super().__init__(f"{_told(path)} has {count}, and no line {line}. Leave the line out to mean the whole file")


class BadSelection(QuestionError):
    """A selection does not parse."""

    def __init__(self, selection: str, reason: str, example: str = "kind:service owner:none name:pay*") -> None:
        self.selection = selection
        super().__init__(f'Cannot select "{_told(selection)}": {_told(reason)}. An example: {example}')


class UnknownLine(QuestionError):
    """An answer has no line of that number."""

    def __init__(self, line: int, count: int) -> None:
        """Take the line that was asked for, and how many there are."""
        there = f"it has {count:,} line{'s' if count != 1 else ''}" if count else "it is empty"
        super().__init__(f"The answer has no line {line:,}: {there}. Lines are counted from 1.")


class UnknownRelation(QuestionError):
    """Automations do not overlap in a way that is called so."""

    def __init__(self, name: str, relations: Sequence[str]) -> None:
        self.name = name
        super().__init__(f'No overlap is called "{_told(name)}". There are: {", ".join(relations)}')


class UnknownSnapshot(QuestionError):
    """No snapshot has that number."""

    def __init__(self, number: int, newest: int) -> None:
        self.number = number
        super().__init__(f"There is no snapshot {number}; the newest is {newest}. List them with: opmap snapshots")


class UnknownSource(QuestionError):
    """No source has that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        listed = ", ".join(known) or "none yet"
        super().__init__(f'No source is called "{_told(name)}". Known sources: {listed}')


class NothingThere(QuestionError):
    """There is no such file or folder to scan."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(f"There is no file or folder {_told(path)}. Scan one that is there: opmap scan FOLDER")


class NotScannable(QuestionError):
    """What should be scanned is neither a file nor a folder, but a device, a pipe or a socket."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(f"{_told(path)} is neither a file nor a folder. Scan one of them: opmap scan FOLDER")


class SourceClash(QuestionError):
    """A folder cannot become a source beside those that are there."""

    def __init__(self, name: str, root: Path | str, reason: str, what_now: str) -> None:
        self.name = name
        super().__init__(f'{_told(root)} cannot be scanned as "{_told(name)}": {reason}. {what_now}')


class BadDecision(QuestionError):
    """A decision cannot be taken as it was put."""

    def __init__(self, reason: str, what_now: str) -> None:
        super().__init__(f"This decision cannot be taken: {plain(reason)}. {plain(what_now)}")


class BadPlan(QuestionError):
    """Of many decisions some cannot be taken, so none was."""

    MOST_SHOWN = 5

    def __init__(self, decisions: int, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        listed = "".join(f"\n  {problem}" for problem in problems[: self.MOST_SHOWN])
        more = len(problems) - self.MOST_SHOWN
        rest = f"\n  and {more} more" if more > 0 else ""
        count = "1 thing stands" if len(problems) == 1 else f"{len(problems)} things stand"
        now = "\nMend these lines, or leave them out"
        super().__init__(f"None of {decisions} decisions was taken: {count} in the way.{listed}{rest}{now}")


class BadScenario(QuestionError):
    """A scenario cannot be played as it was put."""

    MOST_SHOWN = 10

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(plain(problem) for problem in problems)
        shown = self.problems[: self.MOST_SHOWN]
        if len(self.problems) == 1:
            super().__init__(f"This cannot be supposed: {shown[0]}")
            return
        listed = "".join(f"\n  {problem}" for problem in shown)
        more = len(self.problems) - len(shown)
        rest = f"\n  and {more} more" if more else ""
        super().__init__(f"This cannot be supposed, for {len(self.problems)} reasons:{listed}{rest}")


class BadSetting(QuestionError):
    """The configuration says something that opmap does not understand."""

    def __init__(self, path: Path | str, field: str, reason: str) -> None:
        self.field = field
        super().__init__(f"{path}: {field}: {reason}. A commented file to start from: opmap init")


class BadConnector(QuestionError):
    """A connector cannot be loaded."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f'The connector "{_told(name)}" cannot be used: {reason}. List them with: opmap connectors')


class NotThatFormat(QuestionError):
    """A file to import is of another format."""

    def __init__(self, path: Path | str, title: str, recognises: str) -> None:
        super().__init__(f"{_told(path)} holds no {title} ({recognises}). Read it as what it is: opmap scan FILE")


class NothingAsked(QuestionError):
    """A question is asked about one thing, and none was named."""

    def __init__(self, what: str, command: str) -> None:
        super().__init__(f"Ask for the {what} of one outcome: {command}. List what counts: opmap nodes kind:capability")


class TooMuchTogether(QuestionError):
    """Common causes and failovers were asked for where there is too much redundancy for an exact answer."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f'"{_told(name)}" rests on too much redundancy to add common causes and failovers exactly. '
            "Ask without them: opmap availability NODE"
        )


class TooManyCircles(QuestionError):
    """A fault tree would grow too large, since it has to be without circles."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"The fault tree would have more than {most:,} gates, since circles have to be unrolled. "
            "Ask about one capability: opmap export --format open-psa --capability NAME"
        )


class CannotWrite(QuestionError):
    """An answer cannot be written where it was asked for."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{_told(path)} cannot be written: {reason}. Name another file: --output FILE")


class PortTaken(QuestionError):
    """Something else listens where the map was to be served."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} of this machine cannot be listened on. Choose another: opmap serve --port 0")


class AlreadyThere(QuestionError):
    """A file that would be written stands there already."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(f"{_told(path)} stands there already and is left as it is. Move it away first, or edit it")


class NothingScanned(QuestionError):
    """There is no store yet, or it holds no snapshot."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(f"Nothing has been scanned yet: {path} holds no map. Begin with: opmap scan FOLDER")


class Unreadable(DataError):
    """A document cannot be read; the reason never quotes its content."""

    def __init__(self, reason: str, line: int | None = None, path: str = "") -> None:
        self.reason = reason
        self.line = line
        place = ":".join(str(part) for part in (path, line) if part)
        super().__init__(f"{place}: {reason}" if place else reason)

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, int | None]]:
        """Travel between processes whole."""
        return Unreadable, (self.reason, self.line)


class BrokenStore(DataError):
    """The store is damaged, or a newer opmap wrote it."""

    def __init__(self, path: Path | str, reason: str, what_now: str = "Move the file away and scan again") -> None:
        super().__init__(f"{path}: {reason}. {what_now}")


class StoreBusy(DataError):
    """Another process holds the store."""

    def __init__(self, path: Path | str, seconds: float) -> None:
        super().__init__(f"{path}: another opmap has been writing for {seconds:.0f} s. Try again when it is done")


class BadAddress(QuestionError):
    """This is no address of a shared estate."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This address cannot be used: {reason}. An example: neo4j://localhost:7687/acme")


class NoPassword(QuestionError):
    """A database wants a password, and there is none."""

    def __init__(self, user: str, server: str, reason: str) -> None:
        now = "Set OPMAP_NEO4J_PASSWORD, or OPMAP_NEO4J_PASSWORD_FILE to the path of a file that holds it"
        super().__init__(f"There is no password for {user} at {server}: {reason}. {now}")


class UnknownEstate(QuestionError):
    """The database holds no estate of that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        listed = f"It holds: {', '.join(known)}" if known else "It holds none yet"
        super().__init__(f'No estate is called "{name}" there. {listed}. Share one: opmap push ADDRESS/{name}')


class UnknownQuery(QuestionError):
    """No Cypher query is called that, or it is asked without what it needs."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        super().__init__(f'The query "{name}" cannot be asked: {reason}. List them with: opmap cypher')


class StoreInUse(QuestionError):
    """A shared estate cannot be pulled into a store that has sources of its own."""

    def __init__(self, path: Path | str, sources: Sequence[str]) -> None:
        listed = ", ".join(sources[:3]) + (" and more" if len(sources) > 3 else "")
        now = "Pull into a file of its own (--store shared.db), or ask the shared map itself (--from ADDRESS)"
        super().__init__(f"{path} has sources of its own ({listed}), and the next scan would undo the pull. {now}")


class DatabaseError(DataError):
    """The shared database does not do what it is asked."""

    def __init__(self, server: str, reason: str, what_now: str) -> None:
        super().__init__(f"{server}: {reason}. {what_now}")


class Unreachable(DatabaseError):
    """Nothing answers at the address."""

    def __init__(self, server: str) -> None:
        now = (
            "Check host and port (Bolt listens on 7687), whether the server speaks TLS "
            "(then neo4j+s://, else neo4j://), and the network"
        )
        super().__init__(server, "nothing answers there, or it broke off", now)


class WrongPassword(DatabaseError):
    """The database does not let this user in."""

    def __init__(
        self, server: str, user: str, reason: str, now: str = "Check OPMAP_NEO4J_USER and OPMAP_NEO4J_PASSWORD"
    ) -> None:
        super().__init__(server, f"{user or 'nobody'} is not let in: {reason}", now)


class ExpiredPassword(WrongPassword):
    """The database lets this user in only to change the password."""

    def __init__(self, server: str, user: str) -> None:
        now = "Change it in Neo4j Browser or cypher-shell: ALTER CURRENT USER SET PASSWORD FROM 'old' TO 'new'"
        super().__init__(server, user, "its password has expired", now)


class WrongDatabase(DatabaseError):
    """What answers is no Neo4j, or too old."""

    def __init__(self, server: str, version: str) -> None:
        super().__init__(
            server, f"it is Neo4j {version}", "opmap needs Neo4j 5.26 or newer: upgrade, or use another server"
        )


class NoSuchDatabase(DatabaseError):
    """The server has no database of that name."""

    def __init__(self, server: str, name: str) -> None:
        super().__init__(server, f'it has no database "{name}"', "Name one that it has: ADDRESS/ESTATE?database=NAME")


class NoRights(DatabaseError):
    """The user may not do that."""

    def __init__(self, server: str, user: str, reason: str) -> None:
        now = "Ask for a role that may read and write (publisher), and make constraints once (architect)"
        super().__init__(server, f"{user or 'nobody'} may not do that ({reason})", now)


class PushOvertaken(DatabaseError):
    """Another push went on in place of this one."""

    def __init__(self, server: str) -> None:
        super().__init__(server, "another push went on in place of this one", "Push again")
