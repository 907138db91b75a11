"""Formulas in a workbook of which no value is stored: nothing computes them here, so that they are empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zipfile import ZipFile

_MOST_NAMED = 3
_MOST_BYTES = 2_000_000
_NAME = rb"(?:[A-Za-z0-9_]{1,20}:)?"
_VALUE = rb"<" + _NAME + rb"v\s{0,9}/>|<" + _NAME + rb"v>\s{0,9}</" + _NAME + rb"v>"
_FORMULA = re.compile(
    rb"<" + _NAME + rb"c\b([^<>]{0,200})>\s{0,99}"
    rb"<" + _NAME + rb"f\b[^<>]{0,500}(?:/>|>[^<]{0,9999}</" + _NAME + rb"f>)\s{0,99}"
    rb"(" + _VALUE + rb")?\s{0,99}</" + _NAME + rb"c>"
)
_PLACE = re.compile(rb"""\br\s{0,9}=\s{0,9}["']([A-Za-z]{1,3}[0-9]{1,7})["']""")
_IS_TEXT = re.compile(rb"""\bt\s{0,9}=\s{0,9}["']str["']""")
_ELEMENT = r"<(?:\w{1,20}:)?%s\b([^<>]{0,2000})>"
_SHEET, _RELATION = re.compile(_ELEMENT % "sheet"), re.compile(_ELEMENT % "Relationship")
_ATTRIBUTE = re.compile(r"""([\w:]{1,40})\s{0,9}=\s{0,9}(?:"([^"]{0,1000})"|'([^']{0,1000})')""")


def unvalued_in(text: bytes) -> Iterator[str]:
    """Give the cells of a sheet's text that hold a formula without a value; an empty text is a value.

    >>> list(unvalued_in(b'<c r="B2"><f>A1+1</f><v/></c><c r="B3" t="str"><f>A1</f><v></v></c>'))
    ['B2']
    """
    for said, value in _FORMULA.findall(text):
        if not (value and _IS_TEXT.search(said)):
            place = _PLACE.search(said)
            yield place[1].decode().upper() if place else ""


def unvalued_said(cells: Iterable[str], sheet: str) -> str:
    """Say which cells of a sheet are read as empty."""
    named = [cell for cell in cells if cell]
    more = len(named) - _MOST_NAMED
    listed = ", ".join(named[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
    where = f"{listed or 'somewhere'} in {sheet}"
    return f"formulas without a value are read as empty ({where}); save the workbook once to fill them"


def sheet_names(archive: ZipFile) -> dict[str, str]:
    """Give the name of each sheet by the member that holds it, as far as the workbook says."""
    relations = _elements(archive, "xl/_rels/workbook.xml.rels", _RELATION)
    target = {one.get("Id", ""): one.get("Target", "") for one in relations}
    found = {}
    for one in _elements(archive, "xl/workbook.xml", _SHEET):
        identity = next((value for name, value in one.items() if name.endswith(":id")), "")
        member = target.get(identity, "")
        found[member.lstrip("/") if member.startswith("/") else f"xl/{member}"] = one.get("name", "")
    return found


def _elements(archive: ZipFile, member: str, element: re.Pattern[str]) -> Iterator[dict[str, str]]:
    if member not in archive.namelist():
        return
    with archive.open(member) as stream:
        text = stream.read(_MOST_BYTES).decode("utf-8", "replace")
    for said in element.findall(text):
        yield {name: unescape(one or other) for name, one, other in _ATTRIBUTE.findall(said)}
