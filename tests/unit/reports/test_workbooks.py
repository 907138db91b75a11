from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from opmap.reports.pages import Table, columns
from opmap.reports.workbooks import workbook

HOSTILE = ("=HYPERLINK(1)", "+1", "@SUM(A1)", "\x1b[31mred", "-2+3", "<script>", "plain")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula(text: str) -> None:
    table = Table(columns("what", ">count", "answer"), ((text, 2.5, ""),))
    sheet = openpyxl.load_workbook(BytesIO(workbook(table, "Questions", "answer"))).active
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert not str(cell.value).startswith(("=", "@"))
    assert "\x1b" not in str(cell.value)
    assert sheet["B2"].value == 2.5
    assert [each.value for each in sheet[1]] == ["what", "count", "answer"]
