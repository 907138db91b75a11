"""Which names a document's tables give to what, so that one row can name another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from opmap.connecting import (
    Cell,
    Document,
    Entity,
    Key,
    Known,
    Locator,
    Ref,
    Row,
    environment_called,
    host_of,
    short_name,
    url_locator,
)
from opmap.connecting.repositories import repository_named
from opmap_connectors._shared.inner import is_inner
from opmap_connectors._shared.people import email_in, mention, organisation_of, person_key, slug, team_key
from opmap_connectors.spreadsheet.cells import LEGAL_FORMS, meaningful, several
from opmap_connectors.spreadsheet.kinds import kind_of
from opmap_connectors.spreadsheet.layouts import Layout, Sort
from opmap_connectors.spreadsheet.phrases import is_sys_id
from opmap_connectors.spreadsheet.tallies import Tally

ONE_IN_THE_ORGANISATION = frozenset({"capability", "process", "system", "domain", "department", "site", "region"})
"""Kinds of which an organisation has one by a name."""
_BUSINESS = ONE_IN_THE_ORGANISATION - {"site", "region"}


class Book:
    """A document's tables taken together."""

    def __init__(self, document: Document, layouts: Iterable[Layout]) -> None:
        self.layouts = tuple(layouts)
        self.document = document
        self.tally = Tally()
        self.organisation = organisation_of(document)
        self.scope = f"sheet:{document.source}/{document.path}"
        self.cmdb = document.settings.get("instance", "") or document.source
        self._several = sum(layout.sort is Sort.THINGS for layout in self.layouts) > 1
        self._named: dict[str, set[Key]] = {}
        self._people: Counter[str] = Counter()
        self._teams: set[str] = set()
        self._environments = {id(layout): _environments(layout) for layout in self.layouts}
        for layout in self.layouts:
            self._index(layout)

    def _index(self, layout: Layout) -> None:
        teams = [
            index for index, meaning in layout.columns.items() if meaning.what == "owner" and meaning.kind == "team"
        ]
        for row in layout.rows():
            self._teams.update(slug(name) for index in teams for name in several(row.cell(index).text))
            if layout.sort is Sort.PEOPLE:
                self._people[slug(person_name(layout, row))] += 1
            elif layout.sort is Sort.THINGS:
                key = self.key(layout, row)
                for name in (layout.text(row, "name"), layout.text(row, "id"), layout.text(row, "sys id")):
                    if key and meaningful(name):
                        self._named.setdefault(slug(name), set()).add(key)

    def key(self, layout: Layout, row: Row) -> Key | None:
        """Give the key of the thing in a row; None where the row names none."""
        sys_id, identifier = layout.text(row, "sys id"), meaningful(layout.text(row, "id"))
        if sys_id:
            return Key("cmdb", f"{self.cmdb}/{sys_id}")
        if identifier:
            sheet = f"{layout.table.name}/" if self._several and layout.table.name else ""
            return Key("sheet", f"{self.document.source}/{self.document.path}#{sheet}{identifier}")
        name = slug(meaningful(layout.text(row, "name")))
        environment = environment_called(layout.text(row, "environment"))
        if environment and len(self._environments[id(layout)].get(name, ())) > 1:
            name = f"{name}@{environment}"
        return Key("sheet", f"{self.document.source}/{self.document.path}#{name}") if name else None

    def person_keys(self, name: str, email: str) -> tuple[Key, ...]:
        """Give the keys of a person in a list; a name that two people have identifies neither."""
        by_name = person_key(name, self.organisation) if name and self._people[slug(name)] == 1 else None
        keys = (Key("person", email) if email else None, by_name)
        return tuple(key for key in keys if key)

    def thing(self, cell: Cell, text: str, kind: str = "", environment: str = "") -> tuple[Ref, list[Entity]]:
        """Find what a cell names; with it come the things that nothing but this cell describes.

        Of several things of one name the one in the same environment is meant.
        """
        keys = self._named.get(slug(text), set())
        if len(keys) > 1 and environment:
            keys = {key for key in keys if key.name.endswith(f"@{environment}")}
        if len(keys) == 1:
            return next(iter(keys)), []
        if is_sys_id(text):
            return Key("cmdb", f"{self.cmdb}/{text}"), []
        if kind == "repository":
            return Locator("repository", repository_named(text)), []
        if kind == "vendor":
            key = Key("vendor", vendor_slug(text))
            return key, [Entity("vendor", short_name(text), (key,), cell.at(Known.DECLARED), mentioned=True)]
        if kind in ONE_IN_THE_ORGANISATION:
            key = Key(kind, f"{self.organisation}/{slug(text)}")
            mentioned = kind not in _BUSINESS
            return key, [Entity(kind, short_name(text), (key,), cell.at(Known.DECLARED), mentioned=mentioned)]
        return self.address(text) or Locator("name", text, self._name_scope(), expects=kind), []

    def somebody(self, cell: Cell, text: str, kind: str = "") -> tuple[Ref, list[Entity]]:
        """Find the person or team that a cell names; where it does not say which, by who is called so."""
        email, name = email_in(text), slug(text)
        if email or (kind == "person" and not is_sys_id(text)) or (not kind and self._people[name] == 1):
            key = person_key(text, self.organisation)
            shown = meaningful(text.replace("<", " ").replace(">", " ")) if not email else name_beside(text, email)
            return key, [mention(key, shown, cell.at(Known.DECLARED))]
        if kind == "team" or name in self._teams:
            key = team_key(text, self.organisation)
            return key, [mention(key, text, cell.at(Known.DECLARED))]
        return Locator("name", text, self._name_scope(), expects="team"), []

    def _name_scope(self) -> str:
        in_cmdb = any(
            layout.sort in {Sort.LINKS, Sort.MEMBERS} or layout.column("sys id") is not None for layout in self.layouts
        )
        return f"cmdb:{self.cmdb}" if in_cmdb else self.scope

    def address(self, text: str) -> Locator | None:
        """Read a URL or a host; None where it is none. An inner host is looked for in this file first."""
        if "://" in text:
            located = url_locator(text)
        else:
            host = host_of(text)
            located = Locator("host", host) if host else None
        return located._replace(scope=self.scope) if located and is_inner(located.value) else located


def kind_in(layout: Layout, row: Row) -> str:
    """Give the kind of the thing in a row; empty where the row and the header say nothing that is known."""
    return kind_of(layout.text(row, "kind")) or layout.kind


def person_name(layout: Layout, row: Row) -> str:
    """Give a person's name, also where it stands in two columns."""
    parts = (layout.text(row, "first name"), layout.text(row, "last name"))
    return meaningful(layout.text(row, "name")) or meaningful(" ".join(parts))


def name_beside(text: str, email: str) -> str:
    """Give the name that stands beside an e-mail address, or the address.

    >>> name_beside("Ana Roth <ana@acme.example>", "ana@acme.example")
    'Ana Roth'
    """
    start = text.casefold().find(email)
    rest = text[:start] + " " + text[start + len(email) :]
    return meaningful(re.sub(r"[<>()\[\];,]", " ", rest)) or email


def vendor_slug(text: str) -> str:
    """Write a company's name without its legal form.

    >>> vendor_slug("Salesforce, Inc."), vendor_slug("SAP SE")
    ('salesforce', 'sap')
    """
    words = text.casefold().replace(",", " ").split()
    while len(words) > 1 and words[-1].replace(".", "") in LEGAL_FORMS:
        words.pop()
    return "-".join(words)


def _environments(layout: Layout) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    if layout.sort is Sort.THINGS and layout.column("environment") is not None:
        for name, environment in _pairs(layout):
            found.setdefault(name, set()).add(environment)
    return found


def _pairs(layout: Layout) -> Iterator[tuple[str, str]]:
    for row in layout.rows():
        environment = environment_called(layout.text(row, "environment"))
        if environment:
            yield slug(meaningful(layout.text(row, "name"))), environment
