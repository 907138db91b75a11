"""What calls make: DAGs, tasks, groups, the order among them; and what other calls mean that need no run."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from opmap_connectors.airflow.bodies import inside, is_idle
from opmap_connectors.airflow.literals import MOST_ITEMS, MOST_TEXT, value_of
from opmap_connectors.airflow.values import HOLE, Function, Group, Job, Made, Unknown, Value, jobs_in

if TYPE_CHECKING:
    from opmap_connectors.airflow.walking import Walk

_DAGS = frozenset({"DAG", "DbtDag"})
_GROUPS = frozenset({"TaskGroup", "DbtTaskGroup"})
_DURATIONS = frozenset({"timedelta", "duration"})
_DATA = frozenset({"Dataset", "Asset", "AssetAlias", "DatasetAlias"})
_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
_TASKS = ("Operator", "Sensor", "OperatorAsync", "SensorAsync")
_CALLBACKS = ("on_failure_callback", "sla_miss_callback")
_MOST_TASKS = 5_000


class Maker:
    """Everything that one file makes."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        self.made: list[Made] = []
        self.imports: dict[str, str] = {}
        self.around: list[Made | Group] = []
        self.steps = 0
        self._settings = settings
        self._loose: list[Job] = []
        self._tasks = 0
        self._guessing = 0

    @contextmanager
    def partly(self) -> Iterator[None]:
        """Mark each DAG that is made, or gets a task, meanwhile: only a run knows how often."""
        self._guessing += 1
        yield
        self._guessing -= 1

    def finish(self) -> list[Made]:
        """Give the DAGs; tasks that were given none belong to the only one there is."""
        if len(self.made) == 1:
            self.made[0].tasks += self._loose
        return self.made

    def called(self, call: ast.Call, walk: Walk) -> Value:
        """Give what a call gives."""
        name = walk.dotted(call.func)
        last = name.rpartition(".")[2]
        known = self._by_name(last, name, call, walk)
        return known if known is not None else self._on_value(call, last, name, walk)

    def _by_name(self, last: str, name: str, call: ast.Call, walk: Walk) -> Value | None:
        line = call.lineno
        if last in _DAGS:
            return self._dag(self.given(call, walk, ("dag_id", "description", "schedule")), line, walk, last)
        if last in _GROUPS:
            return self._group(self.given(call, walk, ("group_id",)), call, last)
        if last in ("chain", "chain_linear", "cross_downstream"):
            each = [value_of(item, walk) for item in call.args]
            for first, then in pairwise(each):
                _chained(first, then, walk)
            return Value(None, line)
        if last in _DURATIONS:
            return Value(_seconds(self.given(call, walk, ("days", "seconds"))), line)
        if last in _DATA:
            given = self.given(call, walk, ("uri", "uri")) | self.given(call, walk)
            return Value({"asset": given.get("uri") or given.get("name") or Value(HOLE, line)}, line)
        if name.endswith(("Variable.get", "os.getenv", "environ.get", "BaseHook.get_connection")) or last == "getenv":
            return self._variable(name, call, walk)
        if last.endswith(_TASKS) and not isinstance(walk.named(last), Value):
            return self._task(name, self.given(call, walk), call, walk)
        return None

    def given(self, call: ast.Call, walk: Walk, positions: tuple[str, ...] = ()) -> dict[str, Value]:
        """Give what a call is given, by name; what stands without one by its position."""
        found = {name: value_of(item, walk) for name, item in zip(positions, call.args, strict=False)}
        for word in call.keywords:
            value = value_of(word.value, walk)
            if word.arg:
                found[word.arg] = value
            elif isinstance(value.held, dict):
                found |= value.held
        return found

    # DAGs, groups, tasks

    def _dag(self, given: dict[str, Value], line: int, walk: Walk, sort: str = "DAG") -> Value:
        made = Made(
            given, line, partial=self._guessing > 0 or HOLE in given.get("dag_id", Value("", 0)).text, sort=sort
        )
        self.made.append(made)
        self._on_failure(made, walk)
        if sort == "DbtDag":
            self._add(Job("dbt", "cosmos.DbtDag", given, line), made)
        return Value(made, line)

    def _on_failure(self, made: Made, walk: Walk) -> None:
        """Take what a DAG calls on failure for a task that handles it, where its code is in the file."""
        usual = made.given.get("default_args")
        for place in (made.given, usual.held if usual is not None and isinstance(usual.held, dict) else {}):
            for name in _CALLBACKS:
                found = self._called(place, name, walk)
                if found:
                    line = place[name].line
                    made.tasks.append(
                        Job(name, "callback", {"trigger_rule": Value("one_failed", line)}, line, inside=found)
                    )

    def _called(self, given: dict[str, Value], name: str, walk: Walk) -> list[dict[str, Value]]:
        """Give what the code does that is to be called, where it is in the file; an idle callback is none."""
        called = given.get(name)
        if called is None or not isinstance(called.held, Function):
            return []
        if name in _CALLBACKS and is_idle(called.held.node):
            given[name] = Value(None, called.line)
        return inside(called.held.node, walk)

    def _group(self, given: dict[str, Value], call: ast.Call, last: str) -> Value:
        name = given["group_id"].text if "group_id" in given else HOLE
        prefixed = given.get("prefix_group_id")
        above = self._prefix()
        group = Group(above if prefixed is not None and prefixed.held is False else f"{above}{name}.")
        if last == "DbtTaskGroup":
            job = Job(f"{above}{name}", "cosmos.DbtTaskGroup", given, call.lineno)
            self._place(job, given)
            group.tasks.append(job)
        return Value(group, call.lineno)

    def _prefix(self) -> str:
        groups = [each for each in self.around if isinstance(each, Group)]
        return groups[-1].prefix if groups else ""

    def _task(self, operator: str, given: dict[str, Value], call: ast.Call, walk: Walk, name: str = "") -> Value:
        self._tasks += 1
        if self._tasks > _MOST_TASKS:
            return Value(Unknown(operator), call.lineno)
        task_id = (given["task_id"].text if "task_id" in given else "") or name or operator.rpartition(".")[2]
        job = Job(f"{self._prefix()}{task_id}", operator, given, call.lineno)
        for value in given.values():
            job.above += [each for each in jobs_in(value) if each not in job.above]
        for word in ("python_callable", *_CALLBACKS):
            job.inside += self._called(given, word, walk)
        self._place(job, given)
        return Value(job, call.lineno)

    def _place(self, job: Job, given: dict[str, Value]) -> None:
        stated = given.get("dag")
        dags = [each for each in self.around if isinstance(each, Made)]
        dag = stated.held if stated is not None and isinstance(stated.held, Made) else dags[-1] if dags else None
        for group in self.around:
            if isinstance(group, Group):
                group.tasks.append(job)
        if dag is None:
            self._loose.append(job)
        else:
            self._add(job, dag)

    def _add(self, job: Job, dag: Made) -> None:
        dag.tasks.append(job)
        dag.partial |= self._guessing > 0 or HOLE in job.id

    # what is called on something

    def _on_value(self, call: ast.Call, last: str, name: str, walk: Walk) -> Value:
        line = call.lineno
        if isinstance(call.func, ast.Attribute):
            found = self._method(call, call.func, walk)
            if found is not None:
                return found
        function = value_of(call.func, walk).held
        if isinstance(function, Function):
            return self._followed(function, call, walk, {})
        if last == "dict":
            return Value(self.given(call, walk), line)
        if last in ("list", "sorted", "tuple", "set", "reversed") and call.args:
            return value_of(call.args[0], walk)
        if last == "Path" and call.args:
            return Value("/".join(value_of(item, walk).text for item in call.args), line)
        given = self.given(call, walk)
        if "task_id" in given:
            return self._task(name, given, call, walk)
        held = [value_of(item, walk) for item in call.args] + [*given.values()]
        jobs = [job for value in held for job in jobs_in(value)]
        if jobs:
            return Value(held, line)
        words = {"called": Value(name or HOLE, line), **given}
        return Value(words if given else Unknown(name or HOLE), line)

    def _method(self, call: ast.Call, func: ast.Attribute, walk: Walk) -> Value | None:
        """Give what a method gives: of a task, of a function that is one, of a list or a text."""
        name = func.attr
        if name in ("expand", "expand_kwargs", "partial", "override"):
            return self._bent(call, func, walk)
        if name in ("set_downstream", "set_upstream") and call.args:
            one, other = value_of(func.value, walk), value_of(call.args[0], walk)
            walk.linked(*((one, other) if name == "set_downstream" else (other, one)))
            return Value(None, call.lineno)
        if name == "format":
            text = value_of(func.value, walk)
            return Value(_formatted(text.text, call, walk), call.lineno) if isinstance(text.held, str) else None
        if name in ("append", "extend", "items", "keys", "values", "join", "get"):
            return self._of_collection(name, call, value_of(func.value, walk), walk)
        return None

    def _of_collection(self, name: str, call: ast.Call, whole: Value, walk: Walk) -> Value | None:
        held: Any = whole.held
        given = [value_of(item, walk) for item in call.args]
        if isinstance(held, list) and given and name in ("append", "extend"):
            more = given if name == "append" else given[0].held if isinstance(given[0].held, list) else []
            held += list(more)[: MOST_ITEMS - len(held)]
            return Value(None, call.lineno)
        if isinstance(held, dict):
            if name == "items":
                return Value(
                    [Value([Value(key, whole.line), each], whole.line) for key, each in held.items()], whole.line
                )
            if name == "keys":
                return Value([Value(key, whole.line) for key in held], whole.line)
            if name == "values":
                return Value([*held.values()], whole.line)
            if name == "get" and given:
                return held.get(given[0].text) or (given[1] if len(given) > 1 else Value(Unknown(), call.lineno))
        if isinstance(held, str) and name == "join" and given and isinstance(given[0].held, list):
            return Value(held[:100].join(each.text[:1000] for each in given[0].held[:200]), call.lineno)
        return None

    def _bent(self, call: ast.Call, func: ast.Attribute, walk: Walk) -> Value | None:
        """Give a task that is bent: partly given, mapped over a list, or with another id."""
        given, inner = self.given(call, walk), func.value
        mapped = func.attr.startswith("expand")
        while isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
            given = {**self.given(inner, walk), **given}
            inner = inner.func.value
        target = value_of(inner, walk).held
        if isinstance(target, Function):
            if not mapped:
                return Value(replace(target, given={**target.given, **given}), call.lineno)
            made = self._followed(target, call, walk, given)
        elif mapped and walk.dotted(inner).endswith(_TASKS):
            made = self._task(walk.dotted(inner), given, call, walk)
        else:
            return None
        for job in jobs_in(made):
            job.mapped = True
        return made

    def _followed(self, function: Function, call: ast.Call, walk: Walk, more: dict[str, Value]) -> Value:
        names = tuple(each.arg for each in function.node.args.args)
        given = self.given(call, walk, names) | more
        if function.sort == "task":
            made = self._task(function.decorator, {**function.given, **given}, call, walk, function.node.name)
            for job in jobs_in(made):
                job.inside += inside(function.node, walk)
            return made
        if function.sort == "dag":
            said = dict(function.given)
            said.setdefault("dag_id", Value(function.node.name, function.node.lineno))
            return self._inside(self._dag(said, function.node.lineno, walk), lambda: walk.run(function, given))
        if function.sort == "group":
            group = Value(Group(f"{self._prefix()}{function.node.name}."), call.lineno)
            return self._inside(group, lambda: walk.run(function, given))
        return walk.run(function, given)

    def _inside(self, around: Value, follow: Callable[[], Value]) -> Value:
        self.around.append(around.held)
        follow()
        self.around.pop()
        return around

    def _variable(self, name: str, call: ast.Call, walk: Walk) -> Value:
        """Give a variable of Airflow or of the environment, where opmap.toml knows it."""
        key = value_of(call.args[0] if call.args else None, walk).text
        airflow = name.endswith("Variable.get")
        spelled = (f"variable.AIRFLOW_VAR_{key.upper()}", f"variable.{key}") if airflow else (f"variable.{key}",)
        known = next((self._settings[each] for each in spelled if each in self._settings), None)
        words = f"{{{{ var.value.{key} }}}}" if airflow else f"${key}"
        return Value(Unknown(words) if known is None else known, call.lineno)


def _chained(first: Value, then: Value, walk: Walk) -> None:
    walk.linked(first, then)


def _seconds(given: dict[str, Value]) -> float:
    held = [(value.held, _SECONDS[name]) for name, value in given.items() if name in _SECONDS]
    return float(sum(number * size for number, size in held if isinstance(number, (int, float))))


def _formatted(text: str, call: ast.Call, walk: Walk) -> str:
    """Fill the holes of a text that have names; the others stay."""
    for word in call.keywords:
        if word.arg:
            text = text.replace("{" + word.arg + "}", value_of(word.value, walk).text[:1000], 50)
    for item in call.args:
        text = text.replace(HOLE, value_of(item, walk).text[:1000], 1)
    return text[:MOST_TEXT]
