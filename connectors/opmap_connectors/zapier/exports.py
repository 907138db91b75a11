"""The zaps of a document: an export of the editor, the file of an account, an answer of the API, a zip of these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from opmap.connecting import Document, Field, Key, Notice, short_name
from opmap_connectors._shared.zips import unpacked

SPACE = "zapier"
_IN_ZIP = re.compile(r"(?:.*/)?(?:zapfile|zap_data|(?:exported-)?zaps?[\w.-]*)\.json", re.IGNORECASE)
_PACKED = re.compile(rb"zapfile\.json|zap_data\.json|exported-zap", re.IGNORECASE)
_MARKS = (b"selected_api", b"type_of", b'"inputs"')
_LEAST_OWN = 1_000_000  # lower ids are counted anew in each export, and mean nothing outside it
_MOST = 5000


@dataclass(frozen=True, slots=True, eq=False)
class Zap:
    """A zap, and what it is called."""

    root: Field
    instance: str
    own: str
    name: str

    @property
    def key(self) -> Key:
        """Give the key of the zap."""
        return self.part()

    @property
    def scope(self) -> str:
        """Give the scope of what is known in this account of Zapier alone."""
        return f"{SPACE}:{self.instance}"

    @property
    def is_off(self) -> bool:
        """Say whether the file says that it is switched off; of an export the first step tells."""
        first = next((node for _, node in self.root["nodes"].items() if node["parent_id"].value is None), None)
        state = self.root["state"].text.casefold()
        paused = first is not None and first["paused"].flag is True
        return paused or self.root["is_enabled"].flag is False or state in {"off", "paused", "inactive", "draft"}

    def part(self, *parts: str) -> Key:
        """Give the key of the zap, or of a part of it."""
        return Key(SPACE, "/".join((self.instance, self.own, *parts)))

    def shared(self, sort: str, name: str) -> Key:
        """Give the key of something that the zaps of an account share."""
        return Key(SPACE, f"{self.instance}/{sort}/{name}")


def holds_zaps(document: Document) -> bool:
    """Say whether a document holds zaps; of a zip its list of names tells."""
    if document.form == "zip":
        return _PACKED.search(document.data) is not None
    if document.form != "json" or not any(mark in document.utf8 for mark in _MARKS):
        return False
    return any(True for part in document.parts for _ in _roots(part.root))


def zaps_in(document: Document) -> Iterator[Zap | Notice]:
    """Give each zap, and those files of a zip that cannot be read."""
    yield from unpacked(document, _IN_ZIP, "zaps", _zaps)


def _zaps(document: Document) -> Iterator[Zap]:
    for part in document.parts:
        for number, root in enumerate(_roots(part.root)):
            accounts = (node["account_id"].text for _, node in root["nodes"].items())
            account = next((each for each in accounts if each), "")
            instance = document.settings.get("instance", "") or account or document.source
            place = document.path + (f"#{number + 1}" if number else "")
            name = short_name(root["title"].text, document.name.removesuffix(".json"))
            yield Zap(root, instance, own_id(root["id"]) or place, name)


def own_id(place: Field) -> str:
    """Give the id that means one zap in every export; empty for one that is counted anew each time."""
    text = place.text
    return "" if text.isdecimal() and int(text[:18]) < _LEAST_OWN else text


def _roots(root: Field) -> Iterator[Field]:
    """Give what may be a zap, in whichever list it stands."""
    lists = [root] if root.is_list else [root[name] for name in ("zaps", "objects", "data", "results")]
    places = [each for one in lists for each in one.list()] or [root]
    yield from (each for each in places[:_MOST] if _is_zap(each))


def _is_zap(place: Field) -> bool:
    nodes = [node for _, node in place["nodes"].items()]
    if nodes:
        named = [each for each in nodes if each["selected_api"].is_text or each["type_of"].is_text]
        return len(named) * 2 >= len(nodes)
    steps = list(place["steps"].list())
    answered = [each for each in steps if each["type_of"].is_text or (each["action"].is_text and each["inputs"])]
    return bool(steps) and place["title"].is_text and len(answered) * 2 >= len(steps)
