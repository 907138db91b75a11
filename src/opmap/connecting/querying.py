"""Secrets as queries say them: a user's password, the key of a function, a value beside its name.

Each form is looked for by letters that stand in it as they are, since most texts hold none of them.

>>> text = "INSERT INTO users (name, password) VALUES ('ana', 'hunter2')"
>>> [(one.name, text[one.start : one.end]) for one in in_queries(text, text.lower())]
[('password', 'hunter2')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting.rows import Cell, rows_of
from opmap.connecting.utterance import Utterance, is_mixed, stands_in
from opmap.secrecy import is_secret_name, looks_like_a_name

_NAME = "password in a query"
_LITERAL = r"(?:[NnEe]?'((?:[^'\\\n]|''|\\[^\n]){3,500})'|\\'((?:[^'\\\n]){3,500})\\')"
_ANY_LITERAL = re.compile(_LITERAL)
_PASSWORD = re.compile(rf"(?i:password|passwd)(?:\s{{1,9}}|\s{{0,9}}\(\s{{0,9}})(?:(?i:hash|as)\s{{1,9}})?{_LITERAL}")
_IDENTIFIED = re.compile(
    r"(?i:identified)\s{1,9}(?:(?i:with|via)\s{1,9}[\w\"'`]{1,80}\s{1,9})?(?i:by|as|using)\s{1,9}"
    rf"(?:(?i:password|values)\s{{1,9}})?(?:{_LITERAL}|\\?\"([^\"\\\n]{{3,200}})\\?\"|(?!(?i:values|password)\b)([\w#!+./=-]{{3,200}}))"
)
_SPEAKS_SQL = re.compile(r"\b(?:create|alter|set|grant|connect)\b[^;]{0,300}$", re.IGNORECASE)
_CALLED = re.compile(r"(?i:crypt(?:_bytea|_iv|bypassphrase)?)\s{0,3}\(")
_ALGORITHM = re.compile(
    r"(?:3?des|aes|sha|md5|bf|xdes|utf|cipher|compress|base64|hex|s2k|unicode|latin)[\w/:=, -]*", re.IGNORECASE
)
_PROCEDURE = re.compile(r"(?i:sp_(addlinkedsrvlogin|addlogin|password|setapprole))\b([^;\n]{0,500})")
_WHICH = {"addlinkedsrvlogin": {4}, "addlogin": {1}, "password": {0, 1}, "setapprole": {1}}
_ARGUMENT = re.compile(
    rf"\s{{0,9}}(?:@\w{{1,60}}\s{{0,9}}=\s{{0,9}})?(?:{_LITERAL}|[NnEe]?\\?'[^'\n]{{0,3}}'|[^,'\"\\\n]{{1,200}})\s{{0,9}}(?:,|$)?"
)
_OPENED = re.compile(
    r"(?i:openrowset)\s{0,9}\(\s{0,9}\\?'[^'\n]{0,300}'\s{0,9},\s{0,9}(?:\\?'[^'\n]{0,300}'\s{0,9};\s{0,9}){2}"
)
_INSERTED = re.compile(
    r"(?i:into)\s{1,9}[^\s(]{1,200}\s{0,9}\(([^()]{1,4000})\)[^()'\";]{0,60}?(?i:values?)\s{0,9}(?=\()"
)
_UPDATED = re.compile(
    r"(?i:update)\s{1,9}[^\s;]{1,200}\s{1,9}(?:(?i:as)\s{1,9})?(?:\w{1,60}\s{1,9})?(?i:set)\s([^;]{1,3000})"
)
_COMPARED = re.compile(rf"=\s{{0,9}}{_LITERAL}")
_COLUMN_BACKWARDS = re.compile(r"\s{0,9}[`\"\]\\]{0,2}([\w.]{1,100})")
_HOLDING = frozenset("value val content data setting_value option_value config_value".split())
_LEAST = 8


def in_queries(text: str, low: str) -> Iterator[Utterance]:
    """Find the secrets in the queries of a text; ``low`` is the text in small letters, and as long."""
    for mark, find in _FORMS:
        position = low.find(mark)
        while position >= 0:
            yield from find(text, position)
            position = low.find(mark, position + len(mark))


def _passwords(text: str, position: int) -> Iterator[Utterance]:
    match = _PASSWORD.match(text, position)
    if match and not text[position - 1 : position].isalnum():
        yield from _told(match, sure=_in_sql(text, position) or is_mixed(_value(match)))


def _identified(text: str, position: int) -> Iterator[Utterance]:
    match = _IDENTIFIED.match(text, position)
    if match and (match[4] is None or is_mixed(match[4]) or text[position].isupper()):
        yield from _told(match, sure=match[4] is None or _in_sql(text, position))


def _in_sql(text: str, position: int) -> bool:
    return _SPEAKS_SQL.search(text, max(0, position - 320), position) is not None


def _functions(text: str, position: int) -> Iterator[Utterance]:
    """Look at what is handed to a function that makes or undoes a cipher: its key is among it."""
    match = _CALLED.match(text, position)
    if match is None:
        return
    name = re.search(r"\w*$", text[max(0, position - 20) : position])
    known = "_" in (name[0] if name else "") or "pass" in match[0].casefold()
    for cell in next(rows_of(text, match.end() - 1), ()):
        value = text[cell.start : cell.end]
        if cell.literal and len(value) > 2 and not _ALGORITHM.fullmatch(value) and not stands_in(value):
            sure = (known or is_mixed(value)) and " " not in value
            yield Utterance(cell.start, cell.end, "key of a function", sure=sure, within="query")


def _procedures(text: str, position: int) -> Iterator[Utterance]:
    match = _PROCEDURE.match(text, position)
    if match:
        wanted = _WHICH[match[1].casefold()]
        for at, one in enumerate(_ARGUMENT.finditer(text, match.start(2), match.end(2))):
            if at in wanted and one.lastindex:
                yield from _told(one)


def _opened(text: str, position: int) -> Iterator[Utterance]:
    match = _OPENED.match(text, position)
    literal = _ANY_LITERAL.match(text, match.end()) if match else None
    if literal:
        yield from _told(literal)


def _inserted(text: str, position: int) -> Iterator[Utterance]:
    match = _INSERTED.match(text, position)
    if match is None:
        return
    columns = [name.strip(' \t\r\n`"[]\\') for name in match[1].split(",")]
    for row in rows_of(text, match.end()):
        yield from _beside(text, list(zip(columns, row, strict=False)))


def _updated(text: str, position: int) -> Iterator[Utterance]:
    match = _UPDATED.match(text, position)
    row = []
    for sign in _COMPARED.finditer(text, match.start(1), match.end(1)) if match else ():
        column = _COLUMN_BACKWARDS.match(text[max(0, sign.start() - 110) : sign.start()][::-1])
        at = sign.lastindex or 0
        row.append((column[1][::-1] if column else "", Cell(sign.start(at), sign.end(at), literal=True)))
    yield from _beside(text, row)


def _beside(text: str, row: list[tuple[str, Cell]]) -> Iterator[Utterance]:
    """Look at a row: a column may be called like a secret, or hold the name of one whose value stands beside it."""
    literals = [(column, cell, text[cell.start : cell.end]) for column, cell in row if cell.literal]
    named = next((value for column, _, value in literals if _names_one(column, value)), "")
    for column, cell, value in literals:
        own = column.rpartition(".")[2]
        if stands_in(value) or not value or value == named:
            continue
        if is_secret_name(own):
            yield Utterance(cell.start, cell.end, own, within="query")
        elif named and (own.casefold() in _HOLDING or (len(value) >= _LEAST and not looks_like_a_name(value))):
            yield Utterance(cell.start, cell.end, named, within="query")


def _names_one(column: str, value: str) -> bool:
    return len(value) <= 80 and not is_secret_name(column) and " " not in value and is_secret_name(value)


def _told(match: re.Match[str], *, sure: bool = True) -> Iterator[Utterance]:
    value = _value(match)
    if not stands_in(value):
        group = match.lastindex or 0
        yield Utterance(match.start(group), match.end(group), _NAME, sure=sure and " " not in value, within="query")


def _value(match: re.Match[str]) -> str:
    return match[match.lastindex or 0]


_FORMS = (
    ("passw", _passwords),
    ("identified", _identified),
    ("crypt", _functions),
    ("sp_", _procedures),
    ("openrowset", _opened),
    ("into", _inserted),
    ("update", _updated),
)
