"""Lines of documents, quoted as proof: only of a file that is still as it was read, and without its secrets.

Nobody needs a quoted line whole, so that it is cleaned more strictly than facts are: what
stands as a secret on the line is taken out whatever it looks like, even where it is a mere
word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from opmap.config import Config
from opmap.connecting import Document
from opmap.errors import Unreadable
from opmap.frozen import frozen
from opmap.kinds import Known
from opmap.plain import plain
from opmap.scanning.collecting import secrets_in
from opmap.scanning.disguises import disguises
from opmap.scanning.finding import Finder
from opmap.scanning.limiting import TookTooLong, at_most, reason
from opmap.scanning.opening import inside, open_file
from opmap.scanning.paths import file_at
from opmap.scanning.redaction import redact_text
from opmap.secrecy import REDACTED

if TYPE_CHECKING:
    from opmap.facts import Evidence

LONGEST = 2_000
"""A longer line is no line that people wrote, and shows nothing to anybody."""
_SHOWN = 220
_SECONDS = 10.0
_SHORTEST_WORD = 16
_SHORTEST_LINE = 6
_WORD = re.compile(r"[A-Za-z]+")
_ASKED_WITH = re.compile(r"(?<=[?&])([\w.-]{1,60})=[^&\s\"'<>{}]{1,500}")
_FLAG = re.compile(r"(--?[\w-]*(?:key|token|secret|pass|pwd|pw)[\w-]*[=\s\"',]+)[^\s\"',]{2,200}", re.IGNORECASE)


@frozen
class Quoted:
    """A line as it may be shown; or, where it cannot be, why not."""

    text: str = ""
    why_not: str = ""


@dataclass(frozen=True)
class _Read:
    lines: tuple[str, ...] = ()
    secrets: tuple[tuple[str, int | None], ...] = ()
    finder: Finder = field(default_factory=lambda: Finder(()))
    why_not: str = ""
    digest: str = ""


class Quoting:
    """Quotes lines of the documents below some roots; each document is read once."""

    def __init__(self, roots: Mapping[str, Path], most_bytes: int = Config().max_bytes) -> None:
        self._roots = roots
        self._most = most_bytes
        self._known: dict[tuple[str, str], _Read] = {}

    def quote(self, evidence: Evidence) -> Quoted:
        """Give the line that something was read at."""
        if evidence.known is Known.DECIDED:
            return Quoted(why_not="said by a person, not by a file")
        if not evidence.line:
            return Quoted(why_not="the file as a whole says it")
        read = self._read(evidence.source, evidence.path)
        if not read.why_not and evidence.digest != read.digest:
            return Quoted(why_not="the file has changed since it was scanned")
        if read.why_not or evidence.line > len(read.lines):
            return Quoted(why_not=read.why_not or "the file has no such line")
        line = read.lines[evidence.line - 1]
        if len(line) > LONGEST:
            return Quoted(why_not=f"a line of {len(line):,} characters")
        return Quoted(plain(_cleaned(line, evidence.line, read).strip(), _SHOWN))

    def _read(self, source: str, path: str) -> _Read:
        if (source, path) not in self._known:
            self._known[source, path] = self._opened(source, path)
        return self._known[source, path]

    def _opened(self, source: str, path: str) -> _Read:
        root = self._roots.get(source)
        if root is None:
            return _Read(why_not="no folder that was scanned holds it")
        try:
            found = inside(root.resolve(), file_at(root, path))
            if found is None:
                return _Read(why_not="the file is not there any more")
            with at_most(_SECONDS):
                return _taken_apart(Document(path, open_file(found, self._most).data))
        except TookTooLong:
            return _Read(why_not=reason(_SECONDS))
        except Unreadable as error:
            return _Read(why_not=error.reason)


def _taken_apart(document: Document) -> _Read:
    if document.form in {"binary", "zip"}:
        return _Read(why_not="no text file")
    found = secrets_in(document)
    forms = {form for one in found for form in disguises(one.value) if not _is_word(one.value)}
    return _Read(
        tuple(document.text.split("\n")),
        tuple((one.value, one.line) for one in found),
        Finder(forms),
        digest=document.digest,
    )


def _is_word(secret: str) -> bool:
    """Say whether a secret is a mere word: elsewhere in the document it may be a name, and is one."""
    return len(secret) < _SHORTEST_WORD and _WORD.fullmatch(secret) is not None


def _cleaned(line: str, number: int, read: _Read) -> str:
    if any(_is_inside(line, value) for value, _ in read.secrets):
        return REDACTED
    for value, at in read.secrets:
        for form in {value.strip(), json.dumps(value.strip())[1:-1]} if at == number else ():
            line = line.replace(form, REDACTED) if form else line
    line = _FLAG.sub(rf"\1{REDACTED}", _ASKED_WITH.sub(rf"\1={REDACTED}", line))
    return redact_text(read.finder.replaced(line, REDACTED))


def _is_inside(line: str, secret: str) -> bool:
    """Say whether a line is one of the lines that a secret is written on, as a private key is."""
    bare = line.strip().strip("\"'\\")
    return len(bare) >= _SHORTEST_LINE and bare in secret and not _is_word(bare)
