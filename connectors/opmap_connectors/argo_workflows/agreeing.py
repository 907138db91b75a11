"""What of a workflow runs only after somebody let it go on.

A suspended step waits until it is resumed, unless it has a duration. Where whoever resumes it
also says something, the steps count whose condition asks for it. A template runs only after an
agreement where each task that uses it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from opmap.connecting import Field, frozen
from opmap_connectors._shared.approving import Answer, Ways, agrees, approved, asked_for, of_all, opposite
from opmap_connectors.argo_workflows.templates import Template

_USED = re.compile(r"\{\{=?\s*(?:tasks|steps)(?:\.|\[['\"])([\w-]+)")
_SIGN = re.compile(r"(==|!=)\s*['\"]?([\w -]{1,60})")
_AFTER = re.compile(r"([\w-]+)(?:\.(\w+))?")
_PASSED = frozenset({"", "Succeeded", "AnySucceeded"})

_Place = tuple[str, str]


def asks_people(template: Template) -> bool:
    """Say whether a run stops there until somebody lets it go on."""
    return template.type == "suspend" and not template.place["suspend"]["duration"]


@frozen
class Agreed:
    """The templates that run only after somebody agreed, and whether any task does: one template may serve several."""

    templates: tuple[str, ...] = ()
    keeps_back: bool = False


def agreed_in(spec: Field, templates: Sequence[Template]) -> Agreed:
    """Find out what runs only after somebody agreed."""
    named = {each.place["name"].text or each.name: each for each in templates}
    named |= {each.name: each for each in templates}
    if not any(map(asks_people, templates)):
        return Agreed()
    drawn = {name: _Drawing.of(each, named) for name, each in named.items()}
    called = {use for each in drawn.values() for _, use in each.uses()}
    roots = {spec[word].text for word in ("entrypoint", "onExit")} & named.keys()
    waiting = sorted(roots or named.keys() - called)
    free = set(waiting)
    while waiting:
        here = drawn[waiting.pop()]
        for task, use in here.uses():
            if task not in here.approved() and use in named and use not in free:
                free.add(use)
                waiting.append(use)
    kept = {named[use].name for use in called & named.keys() if _does(named[use])} - {named[use].name for use in free}
    return Agreed(tuple(sorted(kept)), any(drawn[name].keeps_back() for name in free))


@dataclass(slots=True)
class _Drawing:
    """The tasks of one template, and where each leads."""

    template: Template
    named: dict[str, Template]
    ways: Ways[_Place] = field(init=False)

    @classmethod
    def of(cls, template: Template, named: dict[str, Template]) -> _Drawing:
        """Draw the tasks of a graph, or the steps of a list, whose groups follow each other."""
        drawn = cls(template, named)
        onwards: dict[_Place, list[_Place]] = {}
        joins: set[_Place] = set()
        for task, befores in _followed(template):
            name = task["name"].text
            if "||" not in task["depends"].text:
                joins.add((name, "door"))
            for each in befores or [("", "start")]:
                onwards.setdefault(each, []).append((name, "door"))
            onwards[name, "door"] = [(name, "let in"), *[(name, "done")] * bool(task["when"].text)]
            onwards[name, "let in"] = [(name, "")]
            onwards[name, ""] = [(name, "done")]
        drawn.ways = Ways([("", "start")], onwards, joins)
        return drawn

    def uses(self) -> Iterator[tuple[str, str]]:
        """Give the tasks, each with the template that it uses."""
        for task in self.template.tasks():
            inlined = f"{self.template.name}/{task['name'].text}"
            yield task["name"].text, inlined if task["inline"].is_mapping else task["template"].text

    def keeps_back(self) -> bool:
        """Say whether anything is done in this template that somebody agreed to before."""
        uses = dict(self.uses())
        return any(uses[task] not in self.named or _does(self.named[uses[task]]) for task in self.approved())

    def approved(self) -> set[str]:
        """Name the tasks that run only after somebody agreed in this template."""
        asking = {task for task, use in self.uses() if use in self.named and asks_people(self.named[use])}
        saying = {task for task, use in self.uses() if task in asking and _is_told(self.named[use])}
        decisions: dict[_Place, dict[_Place, Answer]] = {}
        for task in self.template.tasks():
            name, text = task["name"].text, task["when"].text
            if set(_USED.findall(text)) & saying:
                told = _agreed(text, saying)
                decisions[name, "door"] = {(name, "let in"): told, (name, "left out"): opposite(told)}
        found = approved(
            self.ways, {(task, "") for task in asking - saying}, {(task, "") for task in saying}, decisions
        )
        return {name for name, part in found if not part}


def _does(template: Template) -> bool:
    """Say whether a template does more than wait."""
    return template.type != "suspend"


def _is_told(template: Template) -> bool:
    """Say whether whoever resumes it also says whether it may go on: a value called so, or one of several."""
    given = {each["name"].text: each for each in template.place["inputs"]["parameters"].list()}
    supplied = [each["name"].text for each in template.place["outputs"]["parameters"].list() if each["valueFrom"]]
    return any(agrees(name) is not None or (name in given and given[name]["enum"].value) for name in supplied)


def _followed(template: Template) -> Iterator[tuple[Field, list[_Place]]]:
    """Give each task with what leads to it: of a list, all steps of the group before."""
    before: list[_Place] = []
    for group in template.place["steps"].list():
        tasks = list(group.each())
        yield from ((task, before) for task in tasks)
        before = [(task["name"].text, "done") for task in tasks] or before
    for task in template.place["dag"]["tasks"].list():
        yield task, _befores(task)


def _befores(task: Field) -> list[_Place]:
    """Give what leads to a task: another that is done or, where that need not have succeeded, the start."""
    found: list[_Place] = [(each.text, "done") for each in task["dependencies"].each() if each.text]
    for name, status in _AFTER.findall(task["depends"].text):
        found.append((name, "done") if status in _PASSED else ("", "start"))
    return found


def _agreed(condition: str, saying: Iterable[str]) -> Answer:
    """Take one particular answer for an agreement, but for a refusal; of several conditions all must be wanted."""
    clauses = condition.split("&&")
    if "||" in condition:
        return None
    return of_all([_compared(each) if set(_USED.findall(each)) & set(saying) else None for each in clauses])


def _compared(clause: str) -> Answer:
    found = _SIGN.search(clause)
    wanted = asked_for(found[2]) if found else None
    return None if found is None or wanted is None else wanted is (found[1] == "==")
