"""To share a map: push it into a team's Neo4j, pull it back, answer from there, ask in Cypher."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from opmap.app.clock import now
from opmap.app.opening import graph_of
from opmap.app.scanning import Progress
from opmap.errors import StoreInUse, UnknownQuery
from opmap.frozen import frozen
from opmap.store import DEFAULT_PATH, Store

if TYPE_CHECKING:
    from opmap.decisions import Decision
    from opmap.graph import Graph
    from opmap.graphdb.asking import Answer
    from opmap.graphdb.connection import Connection
    from opmap.graphdb.pulling import Pulled
    from opmap.graphdb.pushing import Pushed
    from opmap.graphdb.queries import Query

Ask = Callable[[str], str | None]
"""Asks a person for a password; None where there is nobody to ask."""

_KEPT = 4
"""So many shared maps are kept at hand."""


def nobody(question: str) -> None:
    """Be asked, and not answer."""


@frozen
class Shared:
    """What a push did, and how much was found where findings were asked for."""

    pushed: Pushed
    findings: int | None


@frozen
class PulledInto:
    """What a pull brought, and where it lies."""

    path: Path
    push: int
    snapshot: int | None  # None where the store knew it already
    nodes: int
    edges: int
    decisions: int


def push(
    address: str,
    store_path: Path | str = DEFAULT_PATH,
    *,
    prune: bool = False,
    with_findings: bool = False,
    ask: Ask = nobody,
    progress: Progress = lambda *_: None,
    waiting: Callable[[], None] = lambda: None,
) -> Shared:
    """Push the newest snapshot; what the database knows already stays at home."""
    from opmap.graphdb import pushing
    from opmap.graphdb.parcels import Parcel

    with Store.open(store_path) as store:
        graph, decisions = graph_of(store), tuple(store.decisions())
    details = graph.details
    parcel = Parcel(graph.content, details.sources(), decisions, details.estate, details.since)
    with _connected(address, ask, writing=True) as connection:
        pushed = pushing.push(connection, parcel, at=now(), prune=prune, progress=progress, waiting=waiting)
        found = _push_findings(connection, progress) if with_findings else None
    return Shared(pushed, found)


def _push_findings(connection: Connection, progress: Progress) -> int:
    from opmap.graphdb.findings import push_findings

    return push_findings(connection, progress, today=now()[:10])


def pull(
    address: str, store_path: Path | str = DEFAULT_PATH, *, ask: Ask = nobody, progress: Progress = lambda *_: None
) -> PulledInto:
    """Keep the shared map as a snapshot of a store that has no sources of its own; raise StoreInUse."""
    from opmap.graphdb import pulling

    path = Path(store_path)
    _refuse_store_in_use(path)
    with _connected(address, ask) as connection:
        pulled = pulling.pull(connection, progress)
    return _keep(pulled, path)


def shared_graph(address: str, *, ask: Ask = nobody, progress: Progress = lambda *_: None) -> Graph:
    """Give the shared map, from what lies at hand where nobody has pushed since."""
    from opmap.graphdb import pulling, state

    with _connected(address, ask) as connection:
        found = state.shared_state(connection)
        path = _cache() / f"{found.stamp}.db"
        if not path.is_file():
            pulled = pulling.pull(connection, progress)
            found, path = pulled.state, _cache() / f"{pulled.state.stamp}.db"
            _keep_at_hand(pulled, path)
    with Store.open(path) as store:
        return replace(graph_of(store), snapshot=found.current)


def queries() -> list[Query]:
    """Give the queries that ship with opmap."""
    from opmap.graphdb.queries import QUERIES

    return list(QUERIES.values())


def query_called(name: str) -> Query:
    """Give the query of that name; raise UnknownQuery."""
    from opmap.graphdb.queries import QUERIES

    if name not in QUERIES:
        raise UnknownQuery(name, f"there are {', '.join(QUERIES)}")
    return QUERIES[name]


def cypher(address: str, name: str, values: Sequence[str], *, ask: Ask = nobody) -> Answer:
    """Ask the shared graph a query that ships with opmap; raise UnknownQuery, UnknownEstate or UnknownNode."""
    from opmap.graphdb.asking import answer

    query = query_called(name)
    with _connected(address, ask) as connection:
        return answer(connection, query, values)


def _connected(address: str, ask: Ask, *, writing: bool = False) -> Connection:
    from opmap.graphdb.connection import Address, Connection, credentials

    where = Address.parse(address)
    return Connection(where, credentials(where, ask), writing=writing)


def _refuse_store_in_use(path: Path) -> None:
    if not path.is_file():
        return
    with Store.open(path, create=True) as store:
        own = [source.name for source in store.sources()]
    if own:
        raise StoreInUse(path, own)


def _keep(pulled: Pulled, path: Path) -> PulledInto:
    from opmap.graph import from_estate, pack

    graph = from_estate(pulled.estate)
    with Store.open(path, create=True) as store, store.changing(), store.writing():
        _keep_decisions(pulled.decisions, store)
        number = store.save_snapshot(graph.details.estate(), pack(graph), created=now())
    counts = len(pulled.estate.nodes), len(pulled.estate.edges), len(pulled.decisions)
    return PulledInto(path, pulled.state.current, number, *counts)


def _keep_decisions(decisions: Sequence[Decision], store: Store) -> None:
    """Write down the decisions that the store does not know, and take back those that were taken back."""
    known = {_bare(one) for one in store.decisions()}
    store.decide([one for one in decisions if _bare(one) not in known])
    undone = {_bare(one) for one in decisions if one.undone}
    for one in store.decisions():
        if _bare(one) in undone and not one.undone:
            store.undo(one.number, by=one.by, because="taken back in the shared map", time=one.time)


def _bare(decision: Decision) -> Decision:
    return replace(decision, number=0, undone=False)


def _keep_at_hand(pulled: Pulled, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.stem}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    _keep(pulled, beside)
    beside.with_name(f"{beside.name}.lock").unlink(missing_ok=True)
    beside.replace(path)
    for old in sorted(path.parent.glob("*.db"), key=lambda each: each.stat().st_mtime)[:-_KEPT]:
        old.unlink(missing_ok=True)


def _cache() -> Path:
    home = os.environ.get("OPMAP_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "opmap"
    return Path(home) / "shared"
