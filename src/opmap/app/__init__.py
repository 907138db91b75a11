"""The use cases: what a person can have done. They return values and print nothing.

>>> import tempfile
>>> from pathlib import Path
>>> with tempfile.TemporaryDirectory() as folder:
...     _ = (Path(folder) / "notes.txt").write_text("nothing for us")
...     scan([folder], store_path=Path(folder) / ".opmap" / "opmap.db").not_recognised
1
"""

from opmap.app.deciding import Decided, apply, decide, preview, undo
from opmap.app.keeping import Kept, forget, rebuild
from opmap.app.opening import ListedSource, decisions, open_graph, snapshots, sources, verify
from opmap.app.planning import Plan, Problem, Row
from opmap.app.scanning import Progress, ScannedSource, ScanResult, Unread, scan
from opmap.app.tables import read_rows
from opmap.connecting.registry import load_connectors as connectors
from opmap.store import DEFAULT_PATH

__all__ = [
    "DEFAULT_PATH",
    "Decided",
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
    "forget",
    "open_graph",
    "preview",
    "read_rows",
    "rebuild",
    "scan",
    "snapshots",
    "sources",
    "undo",
    "verify",
]
