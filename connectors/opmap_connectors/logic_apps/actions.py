"""The actions of a definition, those inside scopes, branches, loops and an agent's tools too, as a run comes by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from opmap.connecting import Field, short_name
from opmap_connectors.logic_apps.blocks import Block

MOST_ACTIONS = 5000
_DEEPEST = 25
_IDLE = frozenset(
    """scope if switch foreach until terminate compose initializevariable setvariable incrementvariable
    decrementvariable appendtoarrayvariable appendtostringvariable parsejson select query join table wait""".split()
)
"""What does nothing by itself: it holds others, sets values, waits, or ends the run."""


@dataclass(frozen=True, slots=True, eq=False)
class Action:
    """One action."""

    name: str
    place: Field
    tolerant: bool = False  # the run goes on when it fails
    handling: bool = False  # it runs only when another fails
    chosen: bool = False  # a model chooses it as a tool
    after_failure: bool = False  # it also runs when another fails

    @property
    def type(self) -> str:
        """Give its type, as one spelling."""
        return self.place["type"].text.casefold()

    @property
    def does(self) -> bool:
        """Say whether anything is done by it."""
        return self.type not in _IDLE

    @property
    def given(self) -> Field:
        """Give what it is given to work with."""
        return self.place["inputs"]

    @property
    def title(self) -> Field:
        """Give the place that shows it."""
        return self.place["type"] or self.place

    @property
    def soft(self) -> bool:
        """Say whether the flow works without it."""
        return self.tolerant or self.handling or self.chosen

    @property
    def rehearsed(self) -> bool:
        """Say whether a result that was laid down for tests stands in its place, so that it does nothing."""
        return self.place["runtimeConfiguration"]["staticResult"]["staticResultOptions"].text.casefold() == "enabled"

    def parameter(self, *names: str) -> Field:
        """Give the first of some parameters that is there, wherever the type of action keeps them."""
        given = self.given
        places = (given["parameters"], given["queries"], given["body"], given)
        found = [inside[name] for name in names for inside in places if inside[name].text]
        return found[0] if found else given["parameters"][names[0]]


def actions_of(definition: Field) -> tuple[list[Action], list[tuple[Field, str]]]:
    """Give every action, and the places of an order that cannot be kept; what runs in a circle comes last."""
    found: list[Action] = []
    broken: list[tuple[Field, str]] = []
    waiting = [(definition["actions"], Action("", definition), 0)]
    while waiting and len(found) < MOST_ACTIONS:
        place, around, depth = waiting.pop(0)
        block = Block(place)
        here = list(islice(_in_block(block, around), MOST_ACTIONS - len(found)))
        found += here
        broken += block.broken()
        if depth < _DEEPEST:
            waiting = [(inner, outer, depth + 1) for each in here for inner, outer in _inside(each)] + waiting
    return found, broken


def _inside(action: Action) -> Iterator[tuple[Field, Action]]:
    """Give the blocks inside an action, and what holds for all that stands there."""
    place = action.place
    for block in (place["actions"], place["else"]["actions"], place["default"]["actions"]):
        if block.is_mapping:
            yield block, action
    for name in sorted(name for name, _ in place["cases"].items()):
        yield place["cases"][name]["actions"], action
    for name in sorted(name for name, _ in place["tools"].items()):
        yield place["tools"][name]["actions"], replace(action, chosen=True)


def _in_block(block: Block, around: Action) -> Iterator[Action]:
    for name in (*block.order, *block.circular):
        yield Action(
            short_name(name),
            block.places[name],
            around.tolerant or block.goes_on_after(name),
            around.handling or block.handles(name),
            around.chosen,
            around.after_failure or block.takes_failures(name) or block.handles(name),
        )
