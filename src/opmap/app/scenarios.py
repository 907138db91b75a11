"""Scenarios: what fails, what is there that is not, what is not there that is; and files that keep them.

::

    what-if: 1
    scenarios:
      - name: The model's vendor is gone
        fail: [OpenAI, "kind:credential env:production"]
        expect: {falls: [Fraud screening], stays: [Claims payment]}
      - name: A second IBAN check
        add: [replica of iban-check, "iban-check owned by team:payments"]
        remove: [quote-service calls postcode-lookup]
        expect: {not single: [iban-check]}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Any

from opmap.connecting.lines import Lines
from opmap.connecting.parsing import parse_yaml
from opmap.connecting.words import did_you_mean
from opmap.errors import BadScenario, Unreadable
from opmap.frozen import frozen

EXPECTATIONS = ("falls", "stays", "single", "not single")
_LISTS = ("fail", "add", "remove")
_FIELDS = ("name", *_LISTS, "expect")
_LARGEST = 2_000_000
_MOST = 1000


@frozen
class Scenario:
    """What is to be supposed, in the words of a person."""

    name: str = ""
    fail: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    expect: tuple[tuple[str, str], ...] = ()  # (falls, a node), (not single, a node) ...
    place: str = field(default="", compare=False)  # file and line; empty where it stands in none


def read_scenarios(path: Path | str) -> list[Scenario]:
    """Read the scenarios of a file.

    Raise Unreadable where it is no YAML, and BadScenario where it says something else than
    scenarios, each time with file, line and field.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _LARGEST:
            raise Unreadable(f"a file of scenarios is smaller than {_LARGEST // 1_000_000} MB", path=str(path))
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Unreadable(f"it cannot be read ({error.strerror})", path=str(path)) from None
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8 text", path=str(path)) from None
    try:
        trees = list(parse_yaml(text))
    except Unreadable as error:
        raise Unreadable(error.reason, error.line, str(path)) from None
    if len(trees) != 1:
        raise BadScenario([f"{path.name}: it holds {len(trees)} YAML documents; put all scenarios into one"])
    value, lines, odd = trees[0]
    reading = _Reading(path.name, lines)
    reading.problems += [f"{path.name}:{line or 1}: {what}" for what, line in odd]
    found = list(reading.scenarios(value))
    if reading.problems:
        raise BadScenario(reading.problems)
    return found


class _Reading:
    """One file being read; what is wrong with it is gathered, so that all of it can be said at once."""

    def __init__(self, name: str, lines: Lines) -> None:
        self._name = name
        self._lines = lines
        self.problems: list[str] = []

    def scenarios(self, value: Any) -> Iterator[Scenario]:
        if not isinstance(value, dict) or "what-if" not in value:
            self._wrong((), "a file of scenarios begins with what-if: 1")
            return
        if str(value["what-if"]) != "1":
            self._wrong(("what-if",), f"this opmap reads version 1, not {str(value['what-if'])[:20]}")
        self._only((), value, ("what-if", "scenarios"))
        listed = value.get("scenarios")
        if not isinstance(listed, list) or not listed:
            self._wrong(("scenarios",), "scenarios is a list of one scenario or more")
            return
        if len(listed) > _MOST:
            self._wrong(("scenarios",), f"more than {_MOST} scenarios")
            return
        names: set[str] = set()
        for number, item in enumerate(listed):
            path = ("scenarios", number)
            if not isinstance(item, dict):
                self._wrong(path, "a scenario has fields: name, fail, add, remove, expect")
                continue
            scenario = self._scenario(path, item)
            if scenario.name in names:
                self._wrong((*path, "name"), f'two scenarios are called "{scenario.name[:60]}"')
            names.add(scenario.name)
            yield scenario

    def _scenario(self, path: tuple[Any, ...], item: dict[str, Any]) -> Scenario:
        self._only(path, item, _FIELDS)
        lists = {name: self._texts((*path, name), item.get(name)) for name in _LISTS}
        if not any(lists.values()) and set(item) <= set(_FIELDS):
            self._wrong(path, "it supposes nothing: say what to fail, add or remove")
        name = item.get("name", f"scenario {path[-1] + 1}")
        if isinstance(name, (dict, list)) or name is None:
            self._wrong((*path, "name"), "a name is text")
        return Scenario(
            name=str(name),
            expect=tuple(self._expectations((*path, "expect"), item.get("expect"))),
            place=self._place(path),
            **lists,
        )

    def _expectations(self, path: tuple[Any, ...], value: Any) -> Iterator[tuple[str, str]]:
        if value is None:
            return
        if not isinstance(value, dict):
            self._wrong(path, f"what is expected has fields: {', '.join(EXPECTATIONS)}")
            return
        self._only(path, value, EXPECTATIONS)
        for kind in EXPECTATIONS:
            yield from ((kind, text) for text in self._texts((*path, kind), value.get(kind)))

    def _texts(self, path: tuple[Any, ...], value: Any) -> tuple[str, ...]:
        """Give a list of texts, or the one that stands in its place."""
        listed = value if isinstance(value, list) else [] if value is None else [value]
        for number, item in enumerate(listed):
            if isinstance(item, (dict, list)) or item is None or not str(item).strip():
                where = (*path, number) if isinstance(value, list) else path
                hint = "; put quotes round a text with a colon in it" if isinstance(item, dict) else ""
                self._wrong(where, f"{path[-1]} is a list of texts{hint}")
                return ()
        return tuple(str(item).strip() for item in listed)

    def _only(self, path: tuple[Any, ...], value: dict[str, Any], known: tuple[str, ...]) -> None:
        for name in value:
            if name not in known:
                hint = did_you_mean(str(name), known) or f"; fields are {', '.join(known)}"
                self._wrong((*path, name), f'no field is called "{str(name)[:60]}"{hint}')

    def _wrong(self, path: tuple[Any, ...], sentence: str) -> None:
        self.problems.append(f"{self._place(path)}: {sentence}")

    def _place(self, path: tuple[Any, ...]) -> str:
        return f"{self._name}:{self._lines.line(path) or 1}"
