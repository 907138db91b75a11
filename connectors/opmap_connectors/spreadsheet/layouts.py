"""How a table is laid out: in which row its header stands, what each column means, and what its rows are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from opmap.connecting import Row, Table, verb_called
from opmap_connectors.spreadsheet.meanings import Meaning, kind_of_header, meaning_of, words_of
from opmap_connectors.spreadsheet.phrases import is_phrase

_LAST_HEADER = 30
_MAPPING = "column."
_SEVERAL = frozenset({"owner", "owner email", "relation", "address", "list", "attribute", "ignore"})
_BY_DETAIL = frozenset({"hours", "number", "text"})  # what each says is another attribute
_OF_PEOPLE = frozenset({"role", "left", "deputy", "first name", "last name"})
_OF_THINGS = frozenset({"sys id", "criticality", "environment", "hours"})
_ENOUGH = 2


class Sort(StrEnum):
    """What the rows of a table are."""

    THINGS = "things"
    PEOPLE = "people"
    LINKS = "links"  # parent, child, and the type of their relation, as a CMDB exports them
    MEMBERS = "members"  # a service and one of the items that it consists of, as a CMDB exports them
    RELATIONS = "relations"  # source, verb, target


@dataclass(frozen=True)
class Layout:
    """A table that is understood."""

    table: Table
    header: Row
    columns: Mapping[int, Meaning]
    sort: Sort
    kind: str  # of the rows, as the header tells; empty where it does not
    repeated: tuple[int, ...]  # columns that mean what an earlier one means already
    unknown: tuple[int, ...]  # columns whose header means nothing that is known

    def column(self, what: str) -> int | None:
        """Find the column of a meaning that only one column has."""
        return self._first.get(what)

    @cached_property
    def _first(self) -> dict[str, int]:
        first: dict[str, int] = {}
        for index, meaning in self.columns.items():
            first.setdefault(meaning.what, index)
        return first

    def text(self, row: Row, what: str) -> str:
        """Give what a row says there; empty where it says nothing."""
        index = self._first.get(what)
        return "" if index is None or index >= len(row.texts) else row.texts[index]

    def rows(self) -> Iterator[Row]:
        """Give the rows below the header; a cell that is merged over several rows stands in each of them."""
        below = [span for span in self.table.merged if span[2] > span[0] and span[0] >= self.header.number]
        held: dict[tuple[int, int, int, int], str] = {}
        for row in self.table.rows():
            if row.number <= self.header.number or row.texts == self.header.texts:
                continue
            texts = list(row.texts)
            for span in below:
                column = span[1]
                if span[0] == row.number - 1:
                    held[span] = row.cell(column).text
                elif span[0] < row.number - 1 <= span[2] and column < len(texts):
                    texts[column] = held.get(span, "")
            yield Row(row.table, row.number, row.line, tuple(texts), row.pointer)


def layout_of(table: Table) -> Layout | None:
    """Find the header that is understood best among the first rows; None where none is."""
    stated = mapping_of(table.document.settings)
    found = (_layout(table, row, stated) for row in table.head if row.number <= _LAST_HEADER)
    return max(
        (each for each in found if each), key=lambda each: (len(each.columns), -each.header.number), default=None
    )


def mapping_of(settings: Mapping[str, str]) -> dict[str, str]:
    """Give the column mapping of opmap.toml: for each header, in plain words, the header that opmap would know."""
    stated = ((name.removeprefix(_MAPPING), word) for name, word in settings.items() if name.startswith(_MAPPING))
    return {words_of(header): word for header, word in stated}


def _layout(table: Table, row: Row, stated: Mapping[str, str]) -> Layout | None:
    written = _headers(table, row)
    headers = [(stated.get(words_of(text), text), above) for text, above in written]
    meanings = {index: _meaning(text, above) for index, (text, above) in enumerate(headers) if text}
    known = {index: meaning for index, meaning in meanings.items() if meaning}
    kind = ""
    if not any(meaning.what in {"name", "first name", "last name"} for meaning in known.values()):
        kind = _take_for_name(known, headers)
    sort = _sort(table, row, known, {words_of(text) for text, _ in headers}, mapped=headers != written)
    if sort is None:
        return None
    repeated = _repeated(known)
    columns = {index: meaning for index, meaning in known.items() if index not in repeated and meaning.what != "ignore"}
    unknown = tuple(index for index in meanings if index not in known)
    return Layout(table, row, columns, sort, kind, repeated, unknown)


def _headers(table: Table, row: Row) -> list[tuple[str, str]]:
    """Give each column's header and, where a merged cell stands above several of them, that cell's text."""
    by_number = {each.number: each for each in table.head}
    width = max(len(row.texts), *(span[3] + 1 for span in table.merged if span[0] < row.number <= span[2] + 1), 0)
    return [
        (_merged(table, by_number, row.number, column), _above(table, by_number, row.number, column))
        for column in range(width)
    ]


def _merged(table: Table, rows: Mapping[int, Row], number: int, column: int) -> str:
    for top, left, bottom, right in table.merged:
        if top < number <= bottom + 1 and left <= column <= right and top + 1 in rows and left == column:
            return rows[top + 1].cell(left).text
    return rows[number].cell(column).text


def _above(table: Table, rows: Mapping[int, Row], number: int, column: int) -> str:
    for top, left, bottom, right in table.merged:
        if bottom + 1 == number - 1 and left <= column <= right and left < right and top + 1 in rows:
            return rows[top + 1].cell(left).text
    return ""


def _meaning(text: str, above: str) -> Meaning | None:
    return (meaning_of(f"{above} {text}") if above else None) or meaning_of(text)


def _take_for_name(known: dict[int, Meaning], headers: list[tuple[str, str]]) -> str:
    """Where no column is called a name, take the first one that is called after the kind that it holds."""
    for index, (text, _) in enumerate(headers):
        kind = kind_of_header(text)
        if kind and known.get(index, Meaning("relation")).what == "relation":
            known[index] = Meaning("name")
            return kind
    return ""


def _sort(table: Table, header: Row, known: Mapping[int, Meaning], words: set[str], *, mapped: bool) -> Sort | None:
    whats = {meaning.what for meaning in known.values()}
    below = [row for row in table.head if row.number > header.number]
    verbs = [index for index, meaning in known.items() if meaning.what in {"verb", "kind"}]
    if {"parent", "child"} <= whats and any(is_phrase(row.cell(index).text) for row in below for index in verbs):
        return Sort.LINKS
    if {"service id", "ci id"} <= words:
        return Sort.MEMBERS
    if {"from", "to"} <= whats and (
        mapped or any(verb_called(row.cell(index).text) for row in below for index in verbs)
    ):
        return Sort.RELATIONS
    if "email" in whats and not _OF_THINGS & whats and (_OF_PEOPLE & whats or _has_team(known)):
        return Sort.PEOPLE
    named = whats & {"name", "id"} if mapped or "sys id" in whats else whats & {"name"}
    weight = sum(meaning.weight for meaning in set(known.values()))
    return Sort.THINGS if named and (weight >= _ENOUGH or mapped) else None


def _has_team(known: Mapping[int, Meaning]) -> bool:
    return any(meaning.what == "owner" and meaning.kind == "team" for meaning in known.values())


def _repeated(known: Mapping[int, Meaning]) -> tuple[int, ...]:
    says = {
        index: (meaning.what, meaning.detail if meaning.what in _BY_DETAIL else "")
        for index, meaning in known.items()
        if meaning.what not in _SEVERAL
    }
    first = {said: index for index, said in reversed(says.items())}
    return tuple(index for index, said in says.items() if first[said] != index)
