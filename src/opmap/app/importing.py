"""To import: one file of a format that other programs write, scanned as a source of its own.

There is one way in. A connector recognises the format, so that a scan of a folder reads such
files too; to import one is to scan it, and to say at once when it is none.
"""

from __future__ import annotations

from pathlib import Path

from opmap.app.opening import open_graph
from opmap.app.scanning import Progress, ScanResult, nothing, scan
from opmap.connecting.documents import Document
from opmap.connecting.registry import connectors
from opmap.errors import NothingThere, NotThatFormat, Unreadable
from opmap.facts import Notice
from opmap.frozen import frozen
from opmap.identity.echoing import ECHO
from opmap.store import DEFAULT_PATH


@frozen
class ImportedCapability:
    """Something that the file says has to go on working."""

    id: str
    name: str
    place: str


@frozen
class Imported:
    """What an import brought."""

    source: str
    snapshot: int
    nodes: int  # of the whole map
    edges: int
    capabilities: tuple[ImportedCapability, ...]  # of the file
    not_understood: tuple[Notice, ...]  # of the file
    was_there: bool  # opmap wrote the file from nodes of this map: nothing was added


def import_file(
    path: Path | str, form: str, store_path: Path | str = DEFAULT_PATH, *, progress: Progress = nothing
) -> Imported:
    """Scan one file of a format, named as its connector is; raise NothingThere, NotThatFormat or Unreadable."""
    path = Path(path)
    _refuse_another_format(path, form)
    result = scan([path], store_path=store_path, progress=progress)
    for unread in result.unreadable:
        raise Unreadable(unread.reason, path=unread.place)
    return _imported(result, form, store_path)


def _refuse_another_format(path: Path, form: str) -> None:
    if not path.is_file():
        raise NothingThere(path)
    connector = next(one for one in connectors() if one.name == form)
    document = Document(path.name, path.read_bytes(), connector=form)
    if not connector.detect(document):
        raise NotThatFormat(path, connector.title, connector.recognises)


def _imported(result: ScanResult, form: str, store_path: Path | str) -> Imported:
    source = result.sources[0].name
    graph = open_graph(store_path)
    beside = graph.details.beside()
    found = []
    for number in range(len(graph)):
        if graph.kind_of(number) == "capability":
            evidence = [
                one for one in graph.details.node(number).evidence if (one.source, one.connector) == (source, form)
            ]
            found += [ImportedCapability(graph.ids[number], graph.names[number], one.place) for one in evidence[:1]]
    odd = tuple(one for one in beside.notices if (one.evidence.source, one.evidence.connector) == (source, form))
    own = any(one.reason == ECHO for one in odd)
    return Imported(source, result.newest, result.nodes, result.edges, tuple(found), () if own else odd, own)
