"""The use cases: what a person can have done. They return values and print nothing.

Each is imported when it is first used, so that a question pays for no scan.

>>> import tempfile
>>> from opmap.app import scan
>>> from pathlib import Path
>>> with tempfile.TemporaryDirectory() as folder:
...     _ = (Path(folder) / "notes.txt").write_text("nothing for us")
...     scan([folder], store_path=Path(folder) / ".opmap" / "opmap.db").not_recognised
1
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opmap.app.deciding import Decided, apply, decide, preview, undo
    from opmap.app.importing import Imported, import_file
    from opmap.app.keeping import Kept, forget
    from opmap.app.opening import ListedSource, decisions, documents, open_graph, snapshots, sources, verify
    from opmap.app.planning import Plan, Problem, Row
    from opmap.app.scanning import Progress, ScannedSource, ScanResult, Unread, scan
    from opmap.app.tables import read_rows
    from opmap.connecting.registry import load_connectors as connectors
    from opmap.store import DEFAULT_PATH

__all__ = [
    "DEFAULT_PATH",
    "Decided",
    "Imported",
    "Kept",
    "ListedSource",
    "Plan",
    "Problem",
    "Progress",
    "Row",
    "ScanResult",
    "ScannedSource",
    "Unread",
    "apply",
    "connectors",
    "decide",
    "decisions",
    "documents",
    "forget",
    "import_file",
    "open_graph",
    "preview",
    "read_rows",
    "scan",
    "snapshots",
    "sources",
    "undo",
    "verify",
]

_AT = {
    "opmap.app.deciding": ("Decided", "apply", "decide", "preview", "undo"),
    "opmap.app.importing": ("Imported", "import_file"),
    "opmap.app.keeping": ("Kept", "forget"),
    "opmap.app.opening": ("ListedSource", "decisions", "documents", "open_graph", "snapshots", "sources", "verify"),
    "opmap.app.planning": ("Plan", "Problem", "Row"),
    "opmap.app.scanning": ("Progress", "ScanResult", "ScannedSource", "Unread", "scan"),
    "opmap.app.tables": ("read_rows",),
    "opmap.connecting.registry": ("load_connectors",),
    "opmap.store": ("DEFAULT_PATH",),
}
_MODULES = {name: module for module, names in _AT.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a use case when it is first used."""
    wanted = "load_connectors" if name == "connectors" else name
    if wanted not in _MODULES:
        msg = f"module 'opmap.app' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_MODULES[wanted]), wanted)
