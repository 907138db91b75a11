r"""The commands of a script, word by word, as a shell would cut them; nothing is run.

>>> [each.words for each in commands("cd etl && dbt run; bash -c 'argo submit'", {})]
[['cd', 'etl'], ['dbt', 'run'], ['bash', '-c', 'argo submit'], ['argo', 'submit']]
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from itertools import pairwise
from posixpath import join, normpath

from opmap.connecting import frozen
from opmap_connectors._shared.scripts import done

_HOLE = re.compile(r"\$?\{\{(.*?)\}\}|\$\[\[.*?\]\]", re.DOTALL)
_INNER = re.compile(r"\$\(([^()]*)\)|`([^`]*)`")
_MARK = re.compile("\ue000(\\d+)\ue001")
_NAMED = re.compile(r"\$(?:\{(\w+)(?::?-([^{}$]*))?\}|(\w+))")
_GIVEN = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_PRINTED = re.compile(
    r"^[^\n]*\b(?:cat|tee)\b[^\n]*<<-?[ \t]*(['\"]?)(\w+)\1[^\n]*\n(?:.*?\n)?[ \t]*\2[ \t]*$", re.MULTILINE | re.DOTALL
)
_HANDED_ON = re.compile(r"-[a-z]*c|--command")
_BETWEEN = frozenset(";&|()")
_KEYWORDS = frozenset("if then else elif do while until ! { time exec sudo nohup".split())
_SETTING = frozenset({"export", "readonly", "local", "declare"})
_UNKNOWN = re.compile(r"[$`{]")
_LONGEST = 20_000
_MOST_LINES = 400
_LONGEST_QUOTE = 20  # lines that a quoted word may run over
_DEEPEST = 3


@frozen
class Command:
    """One command: its words, and the folder that the script has gone to before it."""

    words: list[str]
    folder: str


def is_known(word: str) -> bool:
    """Say whether a word means the same in every run."""
    return bool(word) and not _UNKNOWN.search(word)


def commands(script: str, known: Mapping[str, str], depth: int = 0, folder: str = "") -> Iterator[Command]:
    """Give the commands of a script, with the variables filled in whose value is known or is set before."""
    holes: list[str] = []
    inner: list[str] = []
    values = dict(known)

    def mark(text: str) -> str:
        holes.append(text)
        return f"\ue000{len(holes) - 1}\ue001"

    def hole(found: re.Match[str]) -> str:
        value = values.get((found[1] or "").strip())
        return value if value is not None else mark(found.group())

    def substituted(found: re.Match[str]) -> str:
        inner.append(found[1] or found[2] or "")
        return mark(f"$({(found[1] or found[2] or '').strip()[:40]})")

    text = _HOLE.sub(hole, _PRINTED.sub("", done(script[:_LONGEST])))
    for _ in range(_DEEPEST):
        text = _INNER.sub(substituted, text)
    opened = [_restored(each, holes) for each in inner]
    for words in _cut(text.replace("\\\n", " ")):
        command = _without_settings([_restored(word, holes) for word in words], values)
        if command[:1] == ["cd"] and len(command) > 1:
            folder = normpath(join(folder, _filled(command[1], values))) if command[1] != "-" else ""
        if command:
            filled = [_filled(word, values) for word in command]
            yield Command(filled, folder)
            opened += _handed_on(filled)
    if depth < _DEEPEST:
        for each in opened:
            yield from commands(each, values, depth + 1, folder)


def _cut(text: str) -> Iterator[list[str]]:
    """Cut a text into commands; a quoted word may run over several lines."""
    lines = text.splitlines()[:_MOST_LINES]
    number = 0
    while number < len(lines):
        for more in range(1, _LONGEST_QUOTE):
            try:
                words = _words("\n".join(lines[number : number + more]))
            except ValueError:
                if number + more < len(lines):
                    continue
                words = lines[number].split()
                more = 1  # noqa: PLW2901 - a quote that is never closed: its line alone is passed over
            break
        else:
            words, more = lines[number].split(), 1
        number += more
        yield from _apart(words)


def _words(text: str) -> list[str]:
    reader = shlex.shlex(text, posix=True, punctuation_chars=";&|()")
    reader.whitespace_split = True
    reader.commenters = ""
    return list(reader)


def _apart(words: list[str]) -> Iterator[list[str]]:
    found: list[str] = []
    for word in words:
        if word and _BETWEEN.issuperset(word):
            yield found
            found = []
        else:
            found.append(word)
    yield found


def _without_settings(words: list[str], values: dict[str, str]) -> list[str]:
    """Leave out keywords, and what is set before the command; remember what is set."""
    for place, word in enumerate(words):
        given = _GIVEN.fullmatch(word)
        if given:
            values[given[1]] = _filled(given[2], values)
        elif word not in _KEYWORDS and word not in _SETTING:
            return words[place:]
    return []


def _filled(word: str, values: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        said = values.get(found[1] or found[3])
        return said if said is not None else found[2] if found[2] is not None else found.group()

    return _NAMED.sub(value, word) if "$" in word else word


def _handed_on(words: list[str]) -> list[str]:
    """Give the scripts that a command hands to another shell."""
    found = [word for before, word in pairwise(words) if _HANDED_ON.fullmatch(before)]
    return [word for word in (*found, *(words[-1:] if words[0] == "ssh" else ())) if " " in word]


def _restored(text: str, holes: list[str]) -> str:
    for _ in range(_DEEPEST + 1):
        if "\ue000" not in text:
            break
        text = _MARK.sub(lambda found: holes[int(found[1])] if int(found[1]) < len(holes) else "", text)
    return text
