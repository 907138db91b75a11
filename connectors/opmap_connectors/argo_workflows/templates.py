"""The templates of a workflow: what each does, and which of them the workflow goes on without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opmap.connecting import Field, short_name

_DOING = ("container", "script", "containerSet", "resource", "http", "suspend", "dag", "steps", "plugin", "data")
_MOST = 2000
_DEEPEST = 6


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """One template, or a task that has its own inside it."""

    name: str
    place: Field
    tolerated: bool = False  # every task that uses it goes on when it fails

    @property
    def type(self) -> str:
        """Say what it does, as Argo calls it."""
        return next((word for word in _DOING if word in self.place), "template")

    def tasks(self) -> Iterator[Field]:
        """Give the tasks of a graph, or the steps of a list, which may stand in lists of their own."""
        yield from self.place["dag"]["tasks"].list()
        for group in self.place["steps"].list():
            yield from group.each()

    def containers(self) -> Iterator[Field]:
        """Give the containers that it runs."""
        for word in ("container", "script"):
            if self.place[word].is_mapping:
                yield self.place[word]
        yield from self.place["containerSet"]["containers"].list()
        for word in ("initContainers", "sidecars"):
            yield from self.place[word].list()


def templates_of(spec: Field) -> list[Template]:
    """Give the templates of a workflow, and those that stand inside its tasks."""
    found: list[Template] = []
    waiting = [(each["name"].text, each, 0) for each in spec["templates"].list()]
    while waiting and len(found) < _MOST:
        name, place, depth = waiting.pop(0)
        template = Template(short_name(name, f"template {len(found) + 1}"), place)
        found.append(template)
        inlined = [task for task in template.tasks() if task["inline"].is_mapping and depth < _DEEPEST]
        waiting += [(f"{template.name}/{task['name'].text}", task["inline"], depth + 1) for task in inlined]
    firm = {task["template"].text for each in found for task in each.tasks() if not goes_on(task)}
    loose = {task["template"].text for each in found for task in each.tasks() if goes_on(task)} - firm
    loose.discard(spec["entrypoint"].text)
    return [Template(each.name, each.place, each.name in loose) for each in found]


def used_in(spec: Field, templates: list[Template]) -> set[Template]:
    """Give the templates that a run comes to: all where no entry is stated, or where only a run names what is used."""
    named = {each.place["name"].text: each for each in templates} | {each.name: each for each in templates}
    waiting = [spec["entrypoint"].text, *_ending(spec)]
    seen: set[Template] = set()
    while waiting and spec["entrypoint"].text:
        name = waiting.pop()
        if "{{" in name:
            return set(templates)
        here = named.get(name)
        if here is None or here in seen:
            continue
        seen.add(here)
        for task in here.tasks():
            waiting += [task["template"].text, f"{here.name}/{task['name'].text}", *_ending(task)]
    return seen or set(templates)


def _ending(place: Field) -> list[str]:
    """Name the templates that run when something ends, or is in some state."""
    return [place["onExit"].text, *(hook["template"].text for _, hook in place["hooks"].items())]


def goes_on(task: Field) -> bool:
    """Say whether a workflow goes on when a task fails."""
    return task["continueOn"]["failed"].flag is True or task["continueOn"]["error"].flag is True


def tried_again(place: Field) -> bool:
    """Say whether what fails there is tried again: without a limit for ever, with a limit of nought never."""
    strategy = place["retryStrategy"]
    return strategy.is_mapping and strategy["limit"].number != 0
