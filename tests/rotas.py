"""A connector that keeps every promise, and its cases; tests break one promise at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from opmap.connecting import Document, Entity, Field, Key, Locator, Notice, Relation
from opmap.connecting.conformance import check

ROTA = {
    "rota": [
        {"who": "ana@acme.example", "covers": "payments"},
        {"who": "bo@acme.example", "covers": "https://bo:pw@x.example/a?b=c"},
    ],
    "token": "hunter2",
    "env": [{"name": "DB_PASSWORD", "value": "hunter2"}, {"name": "PLAIN", "value": "x"}],
    "settings": ["API_KEY=hunter2"],
    "sealed": {"kind": "Secret", "data": {"a": "aHVudGVyMg=="}},
}


class Good:
    """Keeps every promise."""

    name = "rota"
    title = "On-call rota"
    recognises = "a mapping with the key `rota`"
    version = 1

    def detect(self, document: Document) -> bool:
        return any(part["rota"].is_list for part in document.parts)

    def read(self, document: Document) -> Iterator[Any]:
        yield from document.notices()
        for part in document.parts:
            for shift in part["rota"].list():
                yield from self.shift(shift)

    def shift(self, shift: Field) -> Iterator[Any]:
        if not shift["who"].is_text or not shift["who"].text or "\n" in shift["who"].text:
            yield Notice("a shift without anybody", shift.at())
            return
        yield self.entity(shift)
        yield self.relation(shift)

    def entity(self, shift: Field) -> Any:
        return Entity("person", "Somebody", (Key("person", shift["who"].text),), shift.at())

    def relation(self, shift: Field) -> Any:
        return Relation(Key("person", shift["who"].text), "on call for", Locator("name", "payments"), shift.at())


def write_cases(root: Path) -> Path:
    """Lay out the connector's cases below a folder."""
    folder = root / "case" / "input"
    (folder / "deep").mkdir(parents=True)
    (folder / "rota.json").write_text(json.dumps(ROTA, indent=1))
    (folder / "deep" / "rota.yaml").write_text(json.dumps(ROTA, indent=1))
    (folder / "other.txt").write_text("not a rota\n")
    return root


def failures(connector: Any, cases: Path | None = None, seconds: float = 60.0) -> set[str]:
    """Give the names of the checks that a connector fails."""
    return {failure.check for failure in check(connector, cases, seconds=seconds)}
