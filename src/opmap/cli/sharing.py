"""Commands that share: push, pull, cypher."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from opmap.cli.options import As, Format, From, Store, To, default_store
from opmap.cli.output import Progress, give, present, tell

if TYPE_CHECKING:
    from opmap.graph import Graph

Address = Annotated[
    str,
    typer.Argument(
        metavar="ADDRESS",
        help="The server, with the estate as its path: neo4j://host:7687/acme[?database=NAME].",
    ),
]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (push, pull, cypher):
        app.command()(command)


def push(
    address: Address,
    prune: Annotated[
        bool, typer.Option("--prune", help="Take away what the sources of this map no longer have.")
    ] = False,
    with_findings: Annotated[
        bool,
        typer.Option("--with-findings", help="Keep what opmap computes there as well: risks, gaps, exact blast radii."),
    ] = False,
    form: As = Format.TABLE,
    store: Store = None,
) -> None:
    """Push the map into a Neo4j that a team shares; only what changed travels.

    The user is OPMAP_NEO4J_USER (else neo4j). The password is OPMAP_NEO4J_PASSWORD, or stands in the
    file that OPMAP_NEO4J_PASSWORD_FILE names, or is asked for.
    """
    from time import monotonic

    from opmap.app import sharing
    from opmap.cli.pages.sharing import push_page

    began, progress = monotonic(), Progress()
    try:
        done = sharing.push(
            address,
            store or default_store(),
            prune=prune,
            with_findings=with_findings,
            ask=ask,
            progress=progress,
            waiting=lambda: tell("Another push is under way; waiting for it"),
        )
    finally:
        progress.close()
    present(push_page(done, address, monotonic() - began), form)


def pull(address: Address, form: As = Format.TABLE, store: Store = None) -> None:
    """Pull a shared map into a store of its own; questions can be asked of it offline."""
    from opmap.app import sharing
    from opmap.cli.pages.sharing import pull_page

    progress = Progress()
    try:
        pulled = sharing.pull(address, store or default_store(), ask=ask, progress=progress)
    finally:
        progress.close()
    present(pull_page(pulled), form)


def cypher(
    name: Annotated[str, typer.Argument(help="The query; none lists them.", show_default=False)] = "",
    values: Annotated[
        list[str] | None, typer.Argument(metavar="[VALUES]…", help="What the query needs.", show_default=False)
    ] = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
) -> None:
    """Ask a shared map a query that ships with opmap; without --from, show its Cypher."""
    from opmap.app import sharing
    from opmap.cli.pages.sharing import answer_page, queries_page
    from opmap.graphdb.queries import as_file

    if not name:
        present(queries_page(sharing.queries()), form, output)
    elif not shared:
        give(as_file(sharing.query_called(name)), output)
    else:
        present(answer_page(sharing.cypher(shared, name, values or [], ask=ask)), form, output)


def opened_shared(address: str, at: int | None) -> Graph:
    """Open the graph of a shared map; it has no snapshots but the current one."""
    from opmap.app import sharing
    from opmap.errors import UnknownSnapshot

    progress = Progress()
    try:
        graph = sharing.shared_graph(address, ask=ask, progress=progress)
    finally:
        progress.close()
    if at not in {None, graph.snapshot}:
        raise UnknownSnapshot(at or 0, graph.snapshot)
    return graph


def ask(question: str) -> str | None:
    """Ask for a password without showing it; None where nobody sits at the keyboard."""
    from getpass import getpass

    return getpass(question) if sys.stdin.isatty() else None
