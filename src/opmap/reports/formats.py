"""A page as JSON, CSV or Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from math import isfinite
from pathlib import PurePath
from typing import Any

from opmap.reports.pages import Cell, Page, Place, Table, Tone
from opmap.reports.safety import cell, code, json_text, markdown


def as_json(page: Page) -> str:
    """Give the answer behind a page as JSON; what is not known is in it, as on the page."""
    return json_text(json.dumps(as_data(page.data), ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def as_data(value: Any) -> Any:
    """Turn an answer into plain data: values with named fields into mappings, in the order of these.

    What is endless or no number at all becomes null: JSON has no word for it.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: as_data(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: as_data(getattr(value, name)) for name in value._fields}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): as_data(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [as_data(item) for item in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, float) and not isfinite(value):
        return None
    return value


def as_csv(page: Page) -> str:
    """Give the sheet of a page as CSV, or its first table; every cell is harmless in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for table in (page.sheet,) if page.sheet else page.tables[:1]:
        writer.writerow([column.name for column in table.columns])
        writer.writerows([[cell(bare(value)) for value in row] for row in table.rows])
    return out.getvalue()


def as_markdown(page: Page) -> str:
    """Give a page as Markdown."""
    lines = [f"**{markdown(page.headline)}**"]
    for table in page.tables:
        if table.rows:
            lines += _table(table)
    notes = [f"- {markdown(note.text)}" + (f" {code(note.command)}" if note.command else "") for note in page.notes]
    lines += ["", *notes] if notes else []
    if page.next:
        lines += ["", "Next: " + " · ".join(map(code, page.next))]
    return "\n".join(lines) + "\n"


def _table(table: Table) -> list[str]:
    lines = ["", f"### {markdown(table.title)}", ""] if table.title else [""]
    lines.append("| " + " | ".join(markdown(column.name) or " " for column in table.columns) + " |")
    lines.append("|" + "|".join(" ---: " if column.right else " --- " for column in table.columns) + "|")
    return lines + ["| " + " | ".join(markdown(bare(value)) for value in row) + " |" for row in table.rows]


def bare(value: Cell) -> str:
    """Give the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, Tone):
        return value.text
    if isinstance(value, Place):
        return value.evidence.place
    if isinstance(value, float):
        return f"{value:.6g}" if isfinite(value) else ""
    return str(value)
