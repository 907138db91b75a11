"""Variables in texts as Compose fills them in, and what sets them: .env files, and opmap.toml.

>>> fill("http://${HOST:-cart}:${PORT}", {"PORT": "7070"}).text
'http://cart:7070'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from opmap.connecting import frozen

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPERATOR = re.compile(r":?[-?+]")
_ASSIGNMENT = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*(?:=[ \t]*|$)", re.MULTILINE)
_QUOTED = {"'": re.compile(r"'([^']*)'"), '"': re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)}
_LONGEST = 20_000
_DEEPEST = 20


def told_by(settings: Mapping[str, str]) -> dict[str, str]:
    """Give the variables whose values opmap.toml tells.

    >>> told_by({"variable.HOST": "cart", "instance": "ops"})
    {'HOST': 'cart'}
    """
    return {name.removeprefix("variable."): value for name, value in settings.items() if name.startswith("variable.")}


@frozen
class Filled:
    """A text with its variables filled in, and those that nothing sets and for which no default stands."""

    text: str
    unset: tuple[str, ...] = ()


@frozen
class Assignment:
    """A line of an .env file."""

    name: str
    value: str
    line: int
    written: str  # before anything was filled in


def fill(text: str, variables: Mapping[str, str], *, deep: int = 0) -> Filled:
    """Fill in the variables of a text as Compose does; what is no variable stays as it is.

    >>> fill("${A:+yes}${B-${C:-no}} $$A", {"A": "1"})
    Filled(text='yesno $A', unset=())
    """
    if "$" not in text or len(text) > _LONGEST or deep > _DEEPEST:
        return Filled(text)
    made: list[str] = []
    unset: list[str] = []
    place = 0
    while (found := text.find("$", place)) >= 0:
        made.append(text[place:found])
        filled, place = _variable(text, found, variables, deep)
        made.append(filled.text)
        unset.extend(filled.unset)
    return Filled("".join(made) + text[place:], tuple(unset))


def _variable(text: str, start: int, variables: Mapping[str, str], deep: int) -> tuple[Filled, int]:
    """Fill in what stands at a dollar sign; give it and where the text goes on."""
    if text.startswith("$$", start):
        return Filled("$"), start + 2
    braced = text.startswith("${", start)
    name = _NAME.match(text, start + 2 if braced else start + 1)
    if not name:
        return Filled("$"), start + 1
    if not braced:
        return _value(name.group(), variables), name.end()
    end = _closing(text, name.end())
    if end < 0:
        return Filled(text[start:]), len(text)
    operator = _OPERATOR.match(text, name.end(), end)
    if not operator:
        return (_value(name.group(), variables), end + 1) if name.end() == end else (Filled("$"), start + 1)
    return _decided(name.group(), operator.group(), text[operator.end() : end], variables, deep), end + 1


def _value(name: str, variables: Mapping[str, str]) -> Filled:
    return Filled(variables[name]) if name in variables else Filled("", (name,))


def _closing(text: str, place: int) -> int:
    """Find the brace that closes, past any that are opened in between; -1 where none does."""
    depth = 1
    for brace in re.compile(r"\$\{|\}").finditer(text, place):
        depth += 1 if brace.group() == "${" else -1
        if depth == 0:
            return brace.start()
    return -1


def _decided(name: str, operator: str, other: str, variables: Mapping[str, str], deep: int) -> Filled:
    value = variables.get(name)
    stands = bool(value) if operator.startswith(":") else value is not None
    if operator.endswith("+"):
        return fill(other, variables, deep=deep + 1) if stands else Filled("")
    if stands:
        return Filled(value or "")
    return fill(other, variables, deep=deep + 1) if operator.endswith("-") else Filled("", (name,))


def read_env(text: str, variables: Mapping[str, str] | None = None, *, raw: bool = False) -> Iterator[Assignment]:
    r"""Read an .env file; later lines see earlier ones, and ``raw`` takes every value as it stands.

    >>> [(found.name, found.value, found.line) for found in read_env("A=1 # one\nexport B='x y'\nC=${A}$B")]
    [('A', '1', 1), ('B', 'x y', 2), ('C', '1x y', 3)]
    """
    known = dict(variables or {})
    text = text.replace("\r\n", "\n")
    place, line = 0, 1
    while place < len(text):
        found = _ASSIGNMENT.match(text, place)
        end = _end_of_line(text, place)
        if found and "=" in found.group():
            written, literal, end = _written(text, found.end(), raw=raw)
            known[found.group(1)] = value = written if literal else fill(written, known).text
            yield Assignment(found.group(1), value, line, written)
        line += text.count("\n", place, end + 1)
        place = end + 1


def _end_of_line(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _written(text: str, place: int, *, raw: bool) -> tuple[str, bool, int]:
    """Give a value as written, whether nothing in it is a variable, and where its last line ends."""
    end = _end_of_line(text, place)
    if raw:
        return text[place:end], True, end
    quote = text[place : place + 1]
    quoted = _QUOTED[quote].match(text, place) if quote in _QUOTED else None
    if quoted:
        inside = quoted.group(1)
        shown = (
            inside
            if quote == "'"
            else re.sub(r"\\(.)", lambda sign: {"n": "\n", "t": "\t"}.get(sign[1], sign[1]), inside)
        )
        return shown, quote == "'", _end_of_line(text, quoted.end())
    return re.split(r"\s#", text[place:end], maxsplit=1)[0].strip(), False, end
