"""A DAG and its tasks, the same whether Python makes them or Airflow wrote them down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import splitext

from opmap.connecting import Document, Field, Key, short_name
from opmap_connectors.airflow.serialized import opened
from opmap_connectors.airflow.surroundings import connections_beside

SPACE = "airflow"
_TOLERANT = frozenset(
    {"all_done", "always", "dummy", "one_success", "none_failed_min_one_success", "all_done_min_one_success"}
)
_HANDLING = frozenset({"all_failed", "one_failed", "all_done_setup_success"})
_IDLE = frozenset({"EmptyOperator", "DummyOperator"})
_TYPE = ("task_type", "_task_type", "_operator_name")


@dataclass(frozen=True, eq=False)
class Dag:
    """One DAG."""

    place: Field
    instance: str = field(init=False)
    tasks: list[Task] = field(init=False)

    def __post_init__(self) -> None:
        """Collect the tasks, and which of them follow which."""
        settings = self.document.settings
        object.__setattr__(self, "instance", settings.get("instance", "") or self.document.source)
        object.__setattr__(self, "tasks", [Task(opened(each), self) for each in self.place["tasks"].list()])
        by_id = {task.id: task for task in self.tasks}
        for task in self.tasks:
            task.above.extend(each.text for each in task.place["above"].list())
            for name in ("downstream_task_ids", "_downstream_task_ids"):
                following = [by_id[each.text] for each in opened(task.place[name]).list() if each.text in by_id]
                for other in following:
                    other.above.append(task.id)
        for task in self.tasks:
            for above in task.above:
                if above in by_id:
                    by_id[above].below.append(task)

    @property
    def document(self) -> Document:
        """Give the file that it stands in."""
        return self.place.part.document

    @cached_property
    def surroundings(self) -> dict[str, tuple[str, str]]:
        """Give the connections that are stated beside its file, each with the scope of its hosts."""
        return connections_beside(self.document)

    @property
    def stated_id(self) -> str:
        """Give its id as far as it is known before a run."""
        return (self.place["dag_id"] or self.place["_dag_id"]).text

    @property
    def known(self) -> bool:
        """Say whether its id means the same in every run."""
        return bool(self.stated_id) and "{}" not in self.stated_id

    @property
    def id(self) -> str:
        """Give its id; of one that only a run knows, where it is made."""
        own = self.stated_id or "DAG"
        return own if self.known else f"{splitext(self.document.path)[0]}#{own}"

    @property
    def scope(self) -> str:
        """Give the scope of what is known in this instance alone."""
        return f"{SPACE}:{self.instance}"

    @property
    def key(self) -> Key:
        """Give its key."""
        return Key(SPACE, f"{self.instance}/{self.id}")

    def part(self, *parts: str) -> Key:
        """Give the key of something of this instance."""
        return Key(SPACE, "/".join((self.instance, *parts)))

    def arg(self, *names: str) -> Field:
        """Give the first of some arguments that is there."""
        return next((found for name in names if (found := opened(self.place[name]))), self.place[names[0]])

    def usual(self, name: str) -> Field:
        """Give what its tasks are given where they say nothing."""
        return opened(self.arg("default_args")[name])


@dataclass(frozen=True, eq=False)
class Task:
    """One task."""

    place: Field
    dag: Dag
    above: list[str] = field(default_factory=list)
    below: list[Task] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Give its id."""
        return short_name(self.place["task_id"].text, "task")

    @property
    def operator(self) -> str:
        """Give the name of its class, or what it is decorated with."""
        named = next((self.place[name].text for name in _TYPE if self.place[name].text), "")
        return named.removesuffix("Async") or self.module.rpartition(".")[2]

    @property
    def module(self) -> str:
        """Give where its class comes from."""
        return self.place["_task_module"].text

    @property
    def does(self) -> bool:
        """Say whether it does anything."""
        return self.operator not in _IDLE

    def arg(self, *names: str) -> Field:
        """Give the first of some arguments that is there, its own before those that all tasks of the DAG are given."""
        for place in (self.place, opened(self.place["partial_kwargs"])):
            found = next((opened(place[name]) for name in names if opened(place[name])), None)
            if found is not None:
                return found
        usual = next((found for name in names if (found := self.dag.usual(name))), None)
        return self.place[names[0]] if usual is None else usual

    def text(self, *names: str) -> str:
        """Give an argument where it is known before a run, else nothing."""
        found = self.arg(*names).text
        return "" if "{}" in found or "{{" in found else found

    def inside(self) -> Iterator[Field]:
        """Give what its own code does."""
        yield from self.place["inside"].list()

    @property
    def rule(self) -> str:
        """Say when it runs, by what came of the tasks above it."""
        return self.arg("trigger_rule").text.lower()

    @property
    def handles(self) -> bool:
        """Say whether it runs because another task failed."""
        return self.rule in _HANDLING

    @property
    def soft(self) -> bool:
        """Say whether a run goes on when it fails: all that follows does, or it says so itself."""
        if self.arg("soft_fail").flag or self.handles:
            return True
        going_on = [task for task in self.below if not task.handles]
        return bool(going_on) and all(task.rule in _TOLERANT for task in going_on)
