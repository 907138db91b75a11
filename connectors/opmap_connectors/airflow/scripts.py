"""DAGs that Python makes: parsed into a tree, and never imported or run."""

from __future__ import annotations

import ast
import re
import warnings
from functools import lru_cache
from typing import Any

from opmap.connecting import Document, Field, Part, Unreadable
from opmap_connectors.airflow.making import Maker
from opmap_connectors.airflow.values import HOLE, Group, Job, Made, Unknown, Value
from opmap_connectors.airflow.walking import TooMuch, Walk

LONGEST = 2_000_000
_IMPORTED = re.compile(rb"^[ \t]*(?:from|import)[ \t]+(?:airflow|cosmos)\b", re.MULTILINE)
_MAKES = re.compile(rb"\b(?:DAG|DbtDag)[ \t]*\(|@(?:[\w.]+\.)?dag\b")
_DEEPEST = 12
_NOWHERE = "\ud800"  # no file can be called that: of one that can, the parser opens it to quote the faulty line
_MOST_VALUES = 100_000

Path = tuple[str | int, ...]


def may_make_dags(document: Document) -> bool:
    """Say whether a file looks like Python that makes DAGs; without parsing it."""
    data = document.data
    if document.suffix != "py" or (b"airflow" not in data and b"cosmos" not in data):
        return False
    return bool(_MAKES.search(data)) and bool(_IMPORTED.search(data))


def dags_in(document: Document) -> list[Field]:
    """Give the DAGs that a file makes, each as a tree; raise Unreadable where it does not parse."""
    if len(document.data) > LONGEST:
        raise Unreadable("Python code of more than 2 MB, which nobody wrote; not read")
    maker = Maker(document.settings)
    try:
        Walk(maker).follow(_parsed(document.text).body)
    except TooMuch:
        for made in maker.made:
            made.partial = True
    except RecursionError:
        raise Unreadable("nested too deep to be read") from None
    return [_tree(made, document) for made in maker.finish()]


@lru_cache(maxsize=1)
def _parsed(text: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd escapes, which the file's own authors may mend
            return ast.parse(text, _NOWHERE)
    except SyntaxError as error:
        last = text.count("\n") + 1
        raise Unreadable("not Python as the version that runs opmap reads it", min(error.lineno or 1, last)) from None
    except (ValueError, MemoryError, RecursionError):
        raise Unreadable("nested too deep to be read, or no text") from None


class _Lines:
    """The lines of a tree that was made of code."""

    def __init__(self) -> None:
        self.known: dict[Path, int] = {}
        self.left = _MOST_VALUES  # a list may hold another many times, and that one others

    def line(self, path: Path) -> int | None:
        """Give the line of a place, or of the nearest above it."""
        while path and path not in self.known:
            path = path[:-1]
        return self.known.get(path, 1)


def _tree(made: Made, document: Document) -> Field:
    """Give a DAG as a tree of plain values, in the shape that Airflow writes it in."""
    lines = _Lines()
    lines.known[()] = made.line
    whole: dict[str, Any] = {"sort": made.sort, "partial": made.partial}
    for name, value in made.given.items():
        whole[name] = _plain(value, (name,), lines)
    whole["tasks"] = [_task(job, index, lines) for index, job in enumerate(made.tasks)]
    return Field(whole, Part(document, 0, whole, lines))


def _task(job: Job, index: int, lines: _Lines) -> dict[str, Any]:
    here: Path = ("tasks", index)
    lines.known[here] = job.line
    module, _, name = job.operator.rpartition(".")
    whole: dict[str, Any] = {name: _plain(value, (*here, name), lines) for name, value in job.given.items()}
    inside = [
        {name: _plain(value, (*here, "inside", number, name), lines) for name, value in each.items()}
        for number, each in enumerate(job.inside)
    ]
    return whole | {
        "task_id": job.id,
        "_task_module": module,
        "task_type": name,
        "above": [each.id for each in job.above],
        "inside": inside,
        "mapped": job.mapped,
    }


def _plain(value: Value, path: Path, lines: _Lines) -> Any:
    lines.known[path] = value.line
    lines.left -= 1
    held = value.held
    shallow = len(path) < _DEEPEST and lines.left > 0
    if isinstance(held, list):
        return [_plain(each, (*path, index), lines) for index, each in enumerate(held if shallow else [])]
    if isinstance(held, dict):
        return {name: _plain(each, (*path, name), lines) for name, each in (held if shallow else {}).items()}
    if isinstance(held, Unknown):
        return {"unknown": held.words}
    if isinstance(held, (Job, Group, Made)):
        return {"unknown": HOLE}
    return held if isinstance(held, (str, int, float, bool)) or held is None else {"unknown": held.node.name}
