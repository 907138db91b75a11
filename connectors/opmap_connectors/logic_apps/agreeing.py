"""What of a flow runs only after people agreed.

A flow goes on whatever was answered. What keeps something back is a condition or a switch
behind the answer, of which the branch of a refusal does not lead there: it ends, or ends the run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from opmap.connecting import Field, short_name
from opmap_connectors._shared.approving import Answer, Ways, approved, asked_for, opposite
from opmap_connectors.logic_apps.actions import Action
from opmap_connectors.logic_apps.answers import speaks_of, told
from opmap_connectors.logic_apps.approvals import asks_people

_Place = tuple[str, str]
"""An action as a run comes to it, when it is done, and each of its branches as it begins and ends."""
_DONE = "done"
_REPEATING = frozenset({"foreach", "agent"})
_DEEPEST = 25


def agreed_in(definition: Field, live: Sequence[Action]) -> tuple[str, ...]:
    """Name the actions that do something, and run only after people agreed."""
    asking = [each.name for each in live if asks_people(each)]
    if not asking:
        return ()
    drawn = _Drawing(asking)
    drawn.block(definition["actions"], ("", "start"), ("", "end"), 0)
    ways = Ways([("", "start")], drawn.onwards, drawn.joins)
    found = approved(ways, asking={(name, _DONE) for name in asking}, decisions=drawn.decisions)
    doing = {each.name for each in live if each.does}
    return tuple(sorted(name for name, part in found if name in doing and not part))


@dataclass(slots=True)
class _Drawing:
    """The ways of a flow, drawn block by block."""

    asking: Sequence[str]
    onwards: dict[_Place, list[_Place]] = field(default_factory=dict)
    joins: set[_Place] = field(default_factory=set)
    decisions: dict[_Place, dict[_Place, Answer]] = field(default_factory=dict)

    def block(self, block: Field, start: _Place, end: _Place, depth: int) -> None:
        """Draw the actions that stand beside each other; a block ends when all of them have."""
        actions = {name: place for name, place in block.items() if place.is_mapping}
        self.joins.add(end)
        if not actions or depth > _DEEPEST:
            self._lead(start, end)
        for name, place in actions.items():
            here, done = (short_name(name), ""), (short_name(name), _DONE)
            befores = [(before, stated) for before, stated in place["runAfter"].items() if before in actions]
            self.joins.add(here)
            for before, stated in befores:
                self._lead(_left(before, stated, start), here)
            if not befores:
                self._lead(start, here)
            self._inside(place, here, done, depth)
            if place["type"].text.casefold() != "terminate":
                self._lead(done, end)

    def _inside(self, place: Field, here: _Place, done: _Place, depth: int) -> None:
        """Draw the branches of an action, one of which a run takes, or that it is done at once."""
        name, kind = here[0], place["type"].text.casefold()
        branches = dict(_branches(place))
        for word, block in branches.items():
            self._lead(here, (name, f"{word} begins"))
            self.block(block, (name, f"{word} begins"), (name, f"{word} ends"), depth + 1)
            self._lead((name, f"{word} ends"), done)
        if not branches or kind in _REPEATING:
            self._lead(here, done)
        answers = _answers(place, kind, self.asking)
        if answers is not None:
            self.decisions[here] = {(name, f"{word} begins"): answers.get(word) for word in branches}

    def _lead(self, source: _Place, target: _Place) -> None:
        self.onwards.setdefault(source, []).append(target)


def _left(before: str, stated: Field, start: _Place) -> _Place:
    """Give the place that leads to what runs after an action: where it need not have succeeded, an earlier one."""
    wanted = {each.text.casefold() for each in stated.each()}
    if "skipped" in wanted:
        return start
    return (short_name(before), "" if wanted - {"succeeded"} else _DONE)


def _branches(place: Field) -> Iterator[tuple[str, Field]]:
    kind = place["type"].text.casefold()
    if place["actions"].is_mapping or kind == "if":
        yield "actions", place["actions"]
    if kind == "if":
        yield "else", place["else"]["actions"]
    for name, case in place["cases"].items():
        yield f"case {name}", case["actions"]
    if kind == "switch":
        yield "default", place["default"]["actions"]
    for name, tool in place["tools"].items():
        yield f"tool {name}", tool["actions"]


def _answers(place: Field, kind: str, asking: Sequence[str]) -> dict[str, Answer] | None:
    """Say which branches an agreement takes; None where the action looks at nobody's answer."""
    stated = place["expression"].value
    if kind == "if":
        found = told(stated, asking)
        if found is None:
            return None
        return {"actions": found[0], "else": opposite(found[0])}
    if kind == "switch" and speaks_of(stated, asking):
        return {f"case {name}": asked_for(case["case"].text) for name, case in place["cases"].items()}
    return None
