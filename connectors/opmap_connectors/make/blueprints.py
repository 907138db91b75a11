"""The blueprints of a document, however they were exported: alone, wrapped, or as text inside JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from opmap.connecting import Document, Field, Key, frozen, short_name

SPACE = "make"
_MODULE = re.compile(r"[A-Za-z][\w-]*:[A-Za-z]\w*")
_LONGEST = 10_000_000


@frozen
class Blueprint:
    """A scenario's definition, and what it is called."""

    root: Field
    instance: str
    own: str
    name: str
    wrapper: Field  # what the blueprint stands in, if anything: the API says there when it runs

    @property
    def key(self) -> Key:
        """Give the key of the scenario."""
        return self.part()

    @property
    def scope(self) -> str:
        """Give the scope of what is known in this organisation of Make alone."""
        return f"{SPACE}:{self.instance}"

    def part(self, *parts: str) -> Key:
        """Give the key of the scenario, or of a part of it."""
        return Key(SPACE, "/".join((self.instance, self.own, *parts)))

    def shared(self, sort: str, name: str) -> Key:
        """Give the key of something that the scenarios of an organisation share."""
        return Key(SPACE, f"{self.instance}/{sort}/{name}")


def blueprints(document: Document) -> Iterator[Blueprint]:
    """Give each blueprint of a document."""
    instance = document.settings.get("instance", "") or document.source
    for part in document.parts:
        for number, (root, wrapper, around) in enumerate(_roots(part.root)):
            identity = next((wrapper[name].text for name in ("id", "scenarioId") if wrapper[name].text), "")
            usual = document.path + (f"#{number + 1}" if number else "")
            name = root["name"].text or wrapper["name"].text or document.name.removesuffix(".json")
            yield Blueprint(root, instance, identity or usual, short_name(name), around)


def is_blueprint(root: Field) -> bool:
    """Say whether a tree is a blueprint: modules in a flow, by Make's way of calling them."""
    modules = list(root["flow"].list())
    named = [each for each in modules if _MODULE.fullmatch(each["module"].text) and each["id"].number is not None]
    return bool(named) and len(named) * 2 >= len(modules)


def _roots(root: Field) -> Iterator[tuple[Field, Field, Field]]:
    """Give each blueprint, what names the scenario, and what both are wrapped in."""
    for place in root.list() if root.is_list else (root,):
        if is_blueprint(place):
            yield place, place, place
            continue
        for wrapper in (place, place["response"], place["scenario"], place["response"]["scenario"]):
            inner = _unwrapped(wrapper["blueprint"])
            if is_blueprint(inner):
                yield inner, wrapper["scenario"] or wrapper, wrapper
                break


def _unwrapped(place: Field) -> Field:
    """Give what stands in a field, or in the text that it holds: old exports encode a blueprint twice."""
    if not place.is_text or not place.text.startswith("{") or len(place.text) > _LONGEST:
        return place
    try:
        return Field(json.loads(place.text), place.part, place.path)
    except (ValueError, RecursionError):
        return place
