r"""Connections that the Compose file beside DAGs hands to Airflow, as ``AIRFLOW_CONN_<ID>`` in an environment.

>>> dict(_stated("  - AIRFLOW_CONN_CLAIMS=postgres://u:p@claims-db/claims\n  AIRFLOW_CONN_MAIL: '$MAIL'\n"))
{'CLAIMS': 'postgres://u:p@claims-db/claims'}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Document, Unreadable

_ABOVE = ("", "../", "../../")
_NAMES = (
    "compose.yaml",
    "compose.yml",
    "docker-compose.yml",
    "docker-compose.yaml",
    "docker-compose.override.yml",
    ".env",
)
_LINE = re.compile(r"^\s*(?:-\s*)?[\"']?AIRFLOW_CONN_([A-Za-z0-9_]{1,100})[\"']?\s*[:=]\s*(\S.*?)\s*$", re.MULTILINE)


def connections_beside(document: Document) -> dict[str, tuple[str, str]]:
    """Give the connections that are stated beside DAGs, by id in capitals, each with the scope of its hosts."""
    found: dict[str, tuple[str, str]] = {}
    for above in _ABOVE:
        for name in _NAMES:
            beside = document.sibling(above + name)
            if beside is not None:
                scope = f"compose:{beside.source}/{beside.folder or '.'}"
                for conn_id, stated in _stated(_text(beside)):
                    found.setdefault(conn_id, (stated, scope))
        if found:
            break
    return found


def _stated(text: str) -> Iterator[tuple[str, str]]:
    for conn_id, stated in _LINE.findall(text):
        value = stated[1:-1] if stated[0] in "\"'" and stated[-1] == stated[0] and len(stated) > 1 else stated
        if "$" not in value:
            yield conn_id.upper(), value


def _text(document: Document) -> str:
    try:
        return document.text
    except Unreadable:
        return ""
