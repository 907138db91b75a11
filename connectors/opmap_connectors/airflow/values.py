"""What Python means before any run: values as far as they are known, each with its line, and the DAGs that it makes."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from opmap.connecting import frozen

HOLE = "{}"


@frozen
class Unknown:
    """What only a run knows; in words, without its literals."""

    words: str = HOLE


@dataclass(slots=True, eq=False)
class Value:
    """A value and its line: text, a number, truth, None, a list or mapping of values, or one of the classes here."""

    held: Any
    line: int

    @property
    def text(self) -> str:
        """Give it as text, with a hole where only a run knows it."""
        held = self.held
        if isinstance(held, str):
            return held
        return str(held) if isinstance(held, (int, float)) and not isinstance(held, bool) else HOLE


@dataclass(slots=True, eq=False)
class Made:
    """A DAG that a file makes."""

    given: dict[str, Value]
    line: int
    tasks: list[Job] = field(default_factory=list)
    partial: bool = False  # a loop or a call that only a run knows makes part of it
    sort: str = "DAG"


@dataclass(slots=True, eq=False)
class Job:
    """A task that a file makes."""

    id: str
    operator: str  # the class, or the decorator, by its whole name
    given: dict[str, Value]
    line: int
    above: list[Job] = field(default_factory=list)
    inside: list[dict[str, Value]] = field(default_factory=list)  # what its own code does: hooks, queries, addresses
    mapped: bool = False


@dataclass(slots=True, eq=False)
class Group:
    """A group of tasks: what it is called, and which tasks stand in it."""

    prefix: str
    tasks: list[Job] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Function:
    """A function that the file defines."""

    node: ast.FunctionDef | ast.AsyncFunctionDef
    sort: str = ""  # dag, task, group, or empty
    decorator: str = ""  # of a task: its whole name
    given: dict[str, Value] = field(default_factory=dict)  # what its decorator says
    home: Any = None  # where it is defined, and names mean what they mean


Jobs: TypeAlias = "list[Job]"


def jobs_in(value: Value) -> Jobs:
    """Give the tasks that a value leads to: itself, those of a group, those in a list."""
    found: list[Job] = []
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        held = waiting.pop().held
        if id(held) in seen:
            continue
        seen.add(id(held))
        if isinstance(held, Job):
            found.append(held)
        elif isinstance(held, Group):
            found += held.tasks
        elif isinstance(held, (list, dict)):
            inner = list(held.values()) if isinstance(held, dict) else held
            waiting += inner[::-1]
    return found
