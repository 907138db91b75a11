"""The modules of a scenario, those on its branches and in its error handlers too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opmap.connecting import Field, short_name

_GOES_ON = frozenset({"builtin:Ignore", "builtin:Resume", "builtin:Commit"})
_IDLE = frozenset({"builtin", "util", "placeholder", "json", "regexp", "text-parser"})
_MOST = 2000
_DEEPEST = 30


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """One module."""

    name: str
    type: str  # slack:CreateMessage
    place: Field
    first: bool = False  # the one that starts the scenario
    handling: bool = False  # it runs only when another fails
    attached: bool = True  # false: it lies beside the flow and never runs

    @property
    def app(self) -> str:
        """Give the application."""
        return self.type.partition(":")[0]

    @property
    def action(self) -> str:
        """Give what the application is to do."""
        return self.type.partition(":")[2]

    @property
    def given(self) -> Field:
        """Give what a run hands to the application."""
        return self.place["mapper"]

    @property
    def fixed(self) -> Field:
        """Give what was chosen when the module was set up."""
        return self.place["parameters"]

    @property
    def tolerant(self) -> bool:
        """Say whether the scenario goes on when it fails."""
        return any(each["module"].text in _GOES_ON for each in self.place["onerror"].list())

    @property
    def broken_off(self) -> Field:
        """Give the handler that keeps a failed run and tries again; nothing where there is none."""
        handlers = (each for each in self.place["onerror"].list() if each["module"].text == "builtin:Break")
        return next(handlers, self.place["builtin:Break"])

    @property
    def acts_on_failure(self) -> bool:
        """Say whether something is done when it fails: other applications are used, or another result is taken."""
        handlers = (each for place in self.place["onerror"].list() for each in place.walk(2000) if each["module"].text)
        return any(
            each["module"].text == "builtin:Resume" or each["module"].text.partition(":")[0] not in _IDLE
            for each in handlers
        )

    def tried_again(self, root: Field) -> bool:
        """Say whether a run that fails here is kept and tried again: neither switched off, nor nought times."""
        given = self.broken_off["mapper"] or self.broken_off["parameters"]
        kept = root["metadata"]["scenario"]["dlq"].flag is not False
        return bool(self.broken_off) and kept and given["retry"].flag is not False and given["count"].number != 0

    @property
    def title(self) -> Field:
        """Give the place that shows it."""
        return self.place["module"]

    def chosen(self, *names: str) -> Field:
        """Give the first of some fields that is there, in what a run hands over or in what was set up."""
        places = [inside[name] for name in names for inside in (self.given, self.fixed) if inside[name].text]
        return places[0] if places else self.given[names[0]]

    def label(self, place: Field) -> str:
        """Give the words that the editor showed for a choice; empty where it kept none."""
        restored = self.place["metadata"]["restore"]
        for inside in ("expect", "parameters"):
            shown = restored[inside][place.name]["label"]
            if shown.text:
                return shown.text
            if shown.is_list:
                return "/".join(each.text for each in shown.list() if each.text)
        return ""


def modules_of(root: Field) -> list[Module]:
    """Give every module of a scenario, in the order in which a run comes by."""
    found: list[Module] = []
    waiting = [(place, number == 0, False, 0) for number, place in enumerate(root["flow"].list())]
    while waiting and len(found) < _MOST:
        place, first, handling, depth = waiting.pop(0)
        if not place["module"].text:
            continue
        found.append(_module(place, len(found), first=first, handling=handling))
        if depth < _DEEPEST:
            inner = [(each, False, handling, depth + 1) for each in _branches(place)]
            inner += [(each, False, True, depth + 1) for each in place["onerror"].list()]
            waiting = inner + waiting
    orphans = root["metadata"]["designer"]["orphans"]
    loose = [each for group in orphans.list() for each in group.each() if each["module"].text]
    return [*found, *(_module(each, len(found) + number, attached=False) for number, each in enumerate(loose))]


def _branches(place: Field) -> Iterator[Field]:
    for word in ("routes", "branches"):
        for branch in place[word].list():
            if branch["disabled"].flag is not True:
                yield from branch["flow"].list()


def _module(place: Field, number: int, *, first: bool = False, handling: bool = False, attached: bool = True) -> Module:
    kind = place["module"].text
    label = place["metadata"]["designer"]["name"].text or kind
    identity = place["id"].text or str(number + 1)
    return Module(short_name(f"{label} ({identity})"), kind, place, first, handling, attached)
