"""What the makers of engines add to a step: Camunda 7 and 8, Activiti, Flowable; whatever prefix they stand under.

>>> plain('="https://api.fern.example/v1/" + claim.id'), plain("${base}/claims"), plain("#{a}"), plain("plain text")
('https://api.fern.example/v1/{}', '{}/claims', '{}', 'plain text')
"""

from __future__ import annotations

import re

from opmap.connecting import frozen
from opmap_connectors._shared.xml_trees import Element

_LONGEST = 4000
_JUEL = re.compile(r"[$#]\{[^}]{0,2000}\}")
_FEEL_TEXT = re.compile(r'"((?:[^"\\]|\\.){0,2000})"')
_FEEL = re.compile(r'"(?:[^"\\]|\\.){0,2000}"|[^+"]+|"')
_SECRET = re.compile(r"(?:\{\{\s*)?\bsecrets\.([A-Za-z_][\w.-]{0,100})")


@frozen
class Input:
    """A value that a step is given, as it is written."""

    name: str
    text: str
    line: int


def extension(element: Element, *names: str) -> Element | None:
    """Give the first of some things that a maker added to an element."""
    added = element.first("extensionElements")
    return added.first(*names) if added is not None else None


def inputs(element: Element) -> list[Input]:
    """Give the values that a step hands over, whichever way its engine writes them."""
    added = element.first("extensionElements")
    found: list[Input] = []
    for one in added.walk() if added is not None else ():
        said = one.said
        if one.name == "input":
            found.append(Input(said.get("target", ""), said.get("source", ""), one.line))
        elif one.name == "inputParameter":
            found.append(Input(said.get("name", ""), _all_text(one), one.line))
        elif one.name == "field":
            text = said.get("stringValue") or said.get("expression") or _all_text(one)
            found.append(Input(said.get("name", ""), text, one.line))
        elif one.name in {"property", "header"} and "value" in said:
            found.append(Input(said.get("name", "") or said.get("key", ""), said["value"], one.line))
    return found


def given(element: Element, *names: str) -> Input | None:
    """Give the first of some inputs that is there."""
    by_name = {one.name.casefold(): one for one in reversed(inputs(element)) if one.text}
    return next((by_name[name.casefold()] for name in names if name.casefold() in by_name), None)


def secrets(element: Element) -> list[Input]:
    """Give the secrets of the engine that a step's inputs name."""
    return [Input(name, "", one.line) for one in inputs(element) for name in _SECRET.findall(one.text[:_LONGEST])]


def plain(text: str) -> str:
    """Give a text with ``{}`` for what only a run knows."""
    text = text.strip()[:_LONGEST]
    if not text.startswith("="):
        return _JUEL.sub("{}", text)
    return "".join(_feel(part) for part in _FEEL.findall(text[1:]) if part.strip())


def known(text: str) -> str:
    """Give a value where it is written down, and nothing where only a run knows it."""
    value = plain(text)
    return "" if "{}" in value else value


def open_parts(text: str) -> str:
    """Give what only a run knows in a text, without what is written down around it.

    >>> open_parts("${base}/v1?token=t0p"), open_parts('="https://x/" + claim.id')
    ('${base}', 'claim.id')
    """
    text = text.strip()[:_LONGEST]
    parts = _FEEL.findall(text[1:]) if text.startswith("=") else _JUEL.findall(text)
    return " ".join(part.strip() for part in parts if part.strip() and not part.strip().startswith('"'))


def names_in(text: str) -> list[str]:
    """Give the names of a list, such as ``clerks, managers`` or ``=["clerks"]``; none where only a run knows them.

    >>> names_in("clerks, managers"), names_in('=["clerks"]'), names_in("=assignee"), names_in("${chosen}")
    (['clerks', 'managers'], ['clerks'], [], [])
    """
    if text.strip().startswith("="):
        return [name for name in _FEEL_TEXT.findall(text[:_LONGEST]) if name.strip()]
    parts = (part.strip() for part in _JUEL.sub("{}", text[:_LONGEST]).split(","))
    return [part for part in parts if part and "{}" not in part]


def _feel(part: str) -> str:
    whole = _FEEL_TEXT.fullmatch(part.strip())
    return whole.group(1) if whole else "{}"


def _all_text(element: Element) -> str:
    return " ".join(text for one in element.walk() if (text := one.text.strip()))[:_LONGEST]
