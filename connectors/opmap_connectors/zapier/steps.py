"""The steps of a zap, in the order in which a run comes by: they hang on each other as a tree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from opmap.connecting import Field, short_name
from opmap_connectors.zapier.meaning import app_of, is_off

_MOST = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One step."""

    id: str
    parent: str
    place: Field
    app: str  # as the catalogue calls it: googlesheets
    action: str  # add_row; empty where the answer of an API does not say it
    given: Field
    first: bool = False  # it starts the zap
    attached: bool = True  # false: nothing leads to it

    @property
    def title(self) -> Field:
        """Give the place that shows it best."""
        places = (self.place["selected_api"], self.place["action"], self.place["app"]["title"])
        return next((each for each in places if each.text), self.place)

    @property
    def name(self) -> str:
        """Give what people call it: the title that they gave it, else what it does."""
        said = self.place["meta"]["stepTitle"].text
        return short_name(f"{said or f'{self.app}: {self.action}'.strip(': ') or 'step'} ({self.id})", self.id)

    @property
    def type(self) -> str:
        """Give what Zapier calls it."""
        return f"{self.app}:{self.action}" if self.action else self.app or "step"

    @property
    def sort(self) -> str:
        """Say which kind of step it is: read, write, search, filter."""
        return self.place["type_of"].text

    @property
    def tolerant(self) -> bool:
        """Say whether the zap goes on when what it asks refuses."""
        return is_off(self.given["fail_on_errors"])

    def chosen(self, *names: str) -> Field:
        """Give the first of some parameters that is set."""
        return next((self.given[name] for name in names if self.given[name].text), self.given[names[0]])


def nodes_of(root: Field) -> list[Node]:
    """Give every step of a zap: those that hang on the first, in the order of a run, then those that hang nowhere."""
    if not root["nodes"].is_mapping:
        return [_listed(place, number) for number, place in enumerate(root["steps"].list())][:_MOST]
    places = dict(list(root["nodes"].items())[:_MOST])
    under: dict[str, list[str]] = defaultdict(list)
    for name, place in places.items():
        under[place["parent_id"].text].append(name)
    starts = sorted(under[""], key=lambda name: (places[name]["type_of"].text != "read", *_order(name)))
    found: list[Node] = []
    waiting = starts[:1]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        if name not in seen:
            seen.add(name)
            found.append(_node(name, places[name], first=not found))
            waiting = [*sorted(under[name], key=_order), *waiting]
    loose = sorted((name for name in places if name not in seen), key=_order)
    return [*found, *(_node(name, places[name], attached=False) for name in loose)]


def _order(name: str) -> tuple[int, str]:
    return (int(name[:18]) if name[:18].isdecimal() else 0, name)


def _node(name: str, place: Field, *, first: bool = False, attached: bool = True) -> Node:
    app, parent = app_of(place["selected_api"].text), place["parent_id"].text
    return Node(name, parent, place, app, place["action"].text, place["params"], first, attached)


def _listed(place: Field, number: int) -> Node:
    """Read a step of an answer of the API, which lists them; of some it tells no more than the application."""
    named = next((place[name] for name in ("selected_api", "api") if place[name].text), place["app"]["api"])
    app = app_of(named.text or place["app"]["title"].text or place["app"].text)
    action = place["action"].text
    given = place["inputs"] or place["params"]
    shown = "" if ":" in action else action
    return Node(str(number + 1), str(number) if number else "", place, app, shown, given, first=number == 0)
