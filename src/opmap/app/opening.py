"""What the store knows, as values: the graph, its sources, its snapshots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from opmap.app.clock import now
from opmap.config import Config
from opmap.decisions import Decision
from opmap.estate import SourceState
from opmap.frozen import frozen
from opmap.store import DEFAULT_PATH, Snapshot, Source, Store, StoredDocument

if TYPE_CHECKING:
    from opmap.graph import Graph


@frozen
class ListedSource:
    """A source with its age and what was found in it."""

    source: Source
    state: SourceState


def open_graph(store_path: Path | str = DEFAULT_PATH, at: int | None = None) -> Graph:
    """Give the graph of a snapshot, or of the newest; raise NothingScanned or UnknownSnapshot."""
    with Store.open(store_path) as store:
        return graph_of(store, at)


def graph_of(store: Store, at: int | None = None) -> Graph:
    """Give the graph of a snapshot of an open store; the graph may outlive it."""
    from opmap.graph import from_estate, unpack

    found = store.graph(at)
    try:
        graph = unpack(found.packed, found.details)
    except (KeyError, ValueError):  # packed by an opmap whose graphs had other columns
        graph = from_estate(found.details.estate())
    overrides = Config.overrides_in(folder_of(store.path))
    known = replace(graph, snapshot=found.snapshot.number, content=found.snapshot.content, overrides=overrides)
    return replace(known, today=now()[:10])


def folder_of(store_path: Path) -> Path:
    """Give the folder that a map is kept in, whose opmap.toml says what is assumed."""
    folder = store_path.absolute().parent
    return folder.parent if folder.name == ".opmap" else folder


def sources(store_path: Path | str = DEFAULT_PATH) -> list[ListedSource]:
    """Give all sources by name."""
    with Store.open(store_path) as store, store.reading():
        return [ListedSource(*pair) for pair in zip(store.sources(), store.states(), strict=True)]


def snapshots(store_path: Path | str = DEFAULT_PATH) -> list[Snapshot]:
    """Give all snapshots, the oldest first."""
    with Store.open(store_path) as store:
        return store.snapshots()


def decisions(store_path: Path | str = DEFAULT_PATH, at: int | None = None) -> list[Decision]:
    """Give all decisions, those that were taken back marked as undone."""
    with Store.open(store_path) as store:
        return store.decisions(at)


def documents(store_path: Path | str = DEFAULT_PATH, sources: Iterable[str] = ()) -> list[StoredDocument]:
    """Give the documents of some sources, or of all, as the last scan of each left them."""
    wanted = set(sources)
    with Store.open(store_path) as store:
        return [document for document in store.documents() if not wanted or document.source in wanted]


def verify(store_path: Path | str = DEFAULT_PATH) -> int:
    """Give the number of snapshots whose chain holds; raise BrokenStore where it does not."""
    with Store.open(store_path) as store:
        store.verify()
        return len(store.snapshots())
