"""DAGs as Airflow itself writes them down: as JSON, with what is usual left out."""

from __future__ import annotations

from typing import Any

from opmap.connecting import Document, Field

_TYPE, _VALUE = "__type", "__var"


def is_serialized(root: Field) -> bool:
    """Say whether a tree is a DAG that Airflow wrote down."""
    dag = root["dag"]
    return root["__version"].number is not None and "tasks" in dag and ("dag_id" in dag or "_dag_id" in dag)


def dags_of(document: Document) -> list[Field]:
    """Give the DAGs of a document: each alone, or several in a list, or as rows of Airflow's own table hold them."""
    if document.form != "json" or b"__version" not in document.utf8 or b"dag_id" not in document.utf8:
        return []
    found = []
    for part in document.parts:
        for place in part.root.each():
            for root in (place, place["data"]):
                found += [root["dag"]] if is_serialized(root) else []
    return found


def opened(field: Field) -> Field:
    """Give what stands inside the mark of its type: ``{"__type": "timedelta", "__var": 300}`` is 300."""
    for _ in range(5):
        if _TYPE not in field or _VALUE not in field:
            break
        field = field[_VALUE]
    return field


def plain(value: Any) -> Any:
    """Take the marks of types out of a whole tree."""
    if isinstance(value, dict):
        inner = value[_VALUE] if _TYPE in value and _VALUE in value else None
        return plain(inner) if inner is not None else {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value
