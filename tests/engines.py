"""What every connector of a workflow engine must stand: files that are cut off, and nonsense anywhere."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tests.documents import document

from opmap.automations import expanded
from opmap.connecting import Connector, Reading, Unreadable

ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def read_with(connector: Connector, text: str, path: str, **stated: str) -> list[Reading]:
    """Read a text as a file of that name; nothing where the connector does not take it."""
    found = document(path, text, beside=None, **stated)
    return list(expanded(connector.read(found))) if connector.detect(found) else []


def cut_off(connector: Connector, text: str, path: str, end: int) -> None:
    """Read a file that is cut off: it gives facts or one reason, at lines that it has."""
    try:
        last = max((reading.evidence.line or 0 for reading in read_with(connector, text[:end], path)), default=0)
    except Unreadable as error:
        last = error.line or 0
    assert last <= text[:end].count("\n") + 1
