"""A table as a workbook: every cell is text or a number, and no text is ever a formula."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from opmap.reports.formats import bare
from opmap.reports.safety import cell as harmless

if TYPE_CHECKING:
    from opmap.reports.pages import Table

_NARROW, _WIDE = 16, 60


def workbook(table: Table, title: str, fill_in: str = "") -> bytes:
    """Give a workbook with one sheet; the column to be filled in stands out."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for place, column in enumerate(table.columns, 1):
        texts = [harmless(bare(row[place - 1])) for row in table.rows]
        letter = get_column_letter(place)
        longest = max([len(column.name), *map(len, texts)])
        sheet.column_dimensions[letter].width = min(_WIDE, max(_NARROW, longest + 2))
        for line, text in enumerate([column.name, *texts], 1):
            one = sheet.cell(line, place)
            value = table.rows[line - 2][place - 1] if line > 1 and column.right else text
            is_number = isinstance(value, (int, float))
            one.value = value if isinstance(value, (int, float)) else text
            one.data_type = "n" if is_number else "s"  # openpyxl takes what begins with = for a formula
            one.alignment = Alignment(wrap_text=True, vertical="top")
            one.font = Font(bold=line == 1)
            if column.name == fill_in:
                one.fill = PatternFill("solid", fgColor="FFF2CC")
    sheet.freeze_panes = "A2"
    data = BytesIO()
    book.save(data)
    return data.getvalue()
