r"""Inventories that people keep as spreadsheets, and what configuration databases export: CSV, TSV and XLSX.

>>> Spreadsheet().detect(Document("estate.csv", b"System;Owner;Depends on\nintake;Claims;policy\n"))
True
>>> Spreadsheet().detect(Document("prices.csv", b"article;price\nbolt;3\n"))
False
"""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Document, Reading, Unreadable

_TEXT_FORMS = frozenset({"text", "zip"})
_RECORDS = (b"sys_id", b"sys_class_name", b'"parent"')


class Spreadsheet:
    """Reads inventories, people lists and relation lists that are tables."""

    name = "spreadsheet"
    title = "Spreadsheet (CSV, TSV, XLSX), ServiceNow CMDB included"
    recognises = "a table whose header names things and their owners, needs or criticality; or people; or relations"
    version = 1

    def detect(self, document: Document) -> bool:
        """Say whether a table of this document has a header that says what its rows are."""
        if not _may_hold_tables(document):
            return False
        from opmap_connectors.spreadsheet.layouts import layout_of

        try:
            return any(layout_of(table) for table in document.tables)
        except Unreadable:
            return document.form == "zip"  # a damaged workbook is nobody else's, and is to be said

    def read(self, document: Document) -> Iterator[Reading]:
        """Give the rows of every table that is understood, and notices of what is not."""
        from opmap_connectors.spreadsheet.reading import read_tables

        return read_tables(document)


def _may_hold_tables(document: Document) -> bool:
    if document.form == "json":
        return any(word in document.utf8 for word in _RECORDS) and b"result" in document.utf8[:2000]
    return document.form in _TEXT_FORMS
