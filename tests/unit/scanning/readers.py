"""Connectors for tests of scanning, in a module of their own: other processes must be able to load them."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterable, Iterator

from opmap.connecting import (
    Document,
    Entity,
    Group,
    Key,
    Locator,
    Notice,
    Reading,
    Relation,
    Unreadable,
    attributes,
    url_locator,
)


class Cards:
    """Takes JSON and YAML with the key ``card``: an entity, and what it calls."""

    name = "cards"
    title = "Cards"
    recognises = "the key `card`"
    version = 1

    def detect(self, document: Document) -> bool:
        return any("card" in part.root for part in document.parts)

    def read(self, document: Document) -> Iterator[Reading]:
        for part in document.parts:
            card = part["card"]
            key = Key("card", f"{document.source}/{card.text}")
            yield Entity("service", card.text, (key,), card.at(), environment=document.settings.get("environment", ""))
            for called in part["calls"].each():
                target = url_locator(called.text) or Locator("name", called.text)
                yield Relation(key, "calls", target, called.at())


class WithVariables:
    """Reads a card together with the ``.env`` beside it."""

    name = "with-variables"
    title = "With variables"
    recognises = "the key `card`"
    version = 1

    def detect(self, document: Document) -> bool:
        return any("card" in part.root for part in document.parts)

    def read(self, document: Document) -> Iterator[Reading]:
        beside = document.sibling(".env")
        text = beside.text if beside else "nothing beside it"
        yield Entity("service", f"with {text}", (Key("card", document.path),), document.at())


class Leaky:
    """Copies every text of a document into every place that a fact has: what no connector should do."""

    name = "leaky"
    title = "Leaky"
    recognises = "everything that parses"
    version = 1

    def detect(self, document: Document) -> bool:
        return bool(document.parts) or document.suffix in {"csv", "env"}

    def read(self, document: Document) -> Iterator[Reading]:
        for text in self.texts(document):
            key = Key("leak", text)
            place = document.at(pointer=f"/{text}")
            about = attributes({"value": text, "nested": {"inner": [text, text]}})
            inside = Locator("object", text, f"scope:{text}", Locator("url", f"https://x.example/{text}"))
            yield Entity(text, text, (key,), place, (inside,), (key,), about, environment=text)
            yield Relation(key, text, inside, place, group=Group(text), attributes=about)
            yield Notice(f"about {text}", place)

    @staticmethod
    def texts(document: Document) -> Iterable[str]:
        for part in document.parts:
            yield from (field.value for field in part.root.walk() if field.is_text)
        if not document.parts:
            yield from document.text.splitlines()
        beside = document.sibling(".env")
        if beside is not None:
            yield beside.text


class Naming:
    """Takes what holds ``names``: an entity for each of them, with the attributes that stand there."""

    name = "naming"
    title = "Naming"
    recognises = "the key `names`"
    version = 1

    def detect(self, document: Document) -> bool:
        return any("names" in part.root for part in document.parts)

    def read(self, document: Document) -> Iterator[Reading]:
        for part in document.parts:
            about = attributes(part["attributes"].value if part["attributes"].is_mapping else {})
            for name in part["names"].each():
                yield Entity("service", name.text, (Key("n", f"scope/{name.text}"),), name.at(), attributes=about)


class Broken:
    """Fails on documents that say so, in the way that they say."""

    name = "broken"
    title = "Broken"
    recognises = "the key `break`"
    version = 1

    def detect(self, document: Document) -> bool:
        return any("break" in part.root for part in document.parts)

    def read(self, document: Document) -> Iterator[Reading]:
        how = document.parts[0]["break"].text
        yield Notice("this far", document.at())
        if how == "raise":
            raise ValueError(document.text)
        if how == "exit":
            raise SystemExit(3)
        if how == "end the process":
            os._exit(9)
        if how == "refuse":
            raise Unreadable("this card is torn", 2)
        if how == "nonsense":
            yield "no fact"  # type: ignore[misc]
        if how == "recurse":
            yield from self.read(document)
        while how == "hang":
            time.sleep(0.01)
        if how == "hold on":
            all(itertools.repeat(1))  # in one step, which no signal interrupts
