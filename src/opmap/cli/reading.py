"""Commands that read: scan, sources, snapshots, connectors, identity."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opmap.cli.options import As, At, Format, Store, To, Top, default_store
from opmap.cli.output import Progress, present, tell


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(scan)
    sources_app = typer.Typer(
        invoke_without_command=True, rich_markup_mode=None, help="List the sources, or forget one."
    )
    sources_app.callback()(sources)
    sources_app.command()(forget)
    app.add_typer(sources_app, name="sources")
    app.command()(snapshots)
    connectors_app = typer.Typer(
        invoke_without_command=True, rich_markup_mode=None, help="List the connectors, or check one that you wrote."
    )
    connectors_app.callback()(connectors)
    connectors_app.command()(check)
    app.add_typer(connectors_app, name="connectors")
    app.command()(identity)


def scan(
    paths: Annotated[list[Path], typer.Argument(help="Folders or files to read; each is a source.")],
    source: Annotated[str, typer.Option("--source", help="The name of the source.", show_default=False)] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where a document is unreadable.")] = False,
    show: Annotated[
        str,
        typer.Option(
            "--show", help="List the documents that are: read, unreadable, not-recognised.", show_default=False
        ),
    ] = "",
    workers: Annotated[
        int | None, typer.Option("--workers", help="How many processes read.", min=1, show_default=False)
    ] = None,
    form: As = Format.TABLE,
    store: Store = None,
) -> None:
    """Read folders into the map; what did not change is not read again."""
    from opmap import app
    from opmap.cli.pages.scanning import scan_page
    from opmap.connecting.registry import load_connectors

    progress = Progress()
    try:
        result = app.scan(
            paths, store_path=store or default_store(), source=source or None, workers=workers, progress=progress
        )
    finally:
        progress.close()
    _, problems = load_connectors()
    present(scan_page(result, show, [str(problem) for problem in problems]), form)
    if strict and result.unreadable:
        raise typer.Exit(1)


def sources(context: typer.Context, form: As = Format.TABLE, store: Store = None) -> None:
    """List the sources with age and counts."""
    if context.invoked_subcommand:
        return
    from opmap import app
    from opmap.app.clock import now
    from opmap.cli.pages.keeping import sources_page

    present(sources_page(app.sources(store or default_store()), now()), form)


def forget(name: Annotated[str, typer.Argument(help="The source's name.")], store: Store = None) -> None:
    """Drop a source and all that only it said. Snapshots and decisions stay."""
    from opmap import app

    kept = app.forget(name, store or default_store())
    tell(f"Forgot {name}. The map is now snapshot {kept.after}.")


def snapshots(form: As = Format.TABLE, output: To = None, store: Store = None) -> None:
    """List the snapshots; every question takes --at SNAPSHOT."""
    from opmap import app
    from opmap.cli.pages.keeping import snapshots_page

    present(snapshots_page(app.snapshots(store or default_store())), form, output)


def connectors(context: typer.Context, form: As = Format.TABLE) -> None:
    """List the connectors, with what each recognises."""
    if context.invoked_subcommand:
        return
    from opmap.cli.pages.keeping import connectors_page
    from opmap.connecting.registry import load_connectors

    found, problems = load_connectors()
    present(connectors_page(found, [str(problem) for problem in problems]), form)


def check(
    name: Annotated[str, typer.Argument(metavar="MODULE:CLASS", help="The connector, as Python would import it.")],
    cases: Annotated[
        Path | None, typer.Option("--cases", help="A folder of documents to check it with.", show_default=False)
    ] = None,
) -> None:
    """Check a connector that you wrote against everything that opmap asks of one."""
    from opmap.connecting.conformance import check as conformance
    from opmap.connecting.registry import connector_at
    from opmap.reports.safety import plain

    failures = conformance(connector_at(name), cases)
    for failure in failures:
        tell(plain(str(failure)))
    if failures:
        tell(f"{name} breaks {len(failures)} of the rules for connectors. They are explained in connectors/README.md")
        raise typer.Exit(1)
    typer.echo(f"{name} keeps all the rules for connectors.")


def identity(top: Top = 20, at: At = None, form: As = Format.TABLE, output: To = None, store: Store = None) -> None:
    """Show what was merged and why, and what only people can settle."""
    from opmap.analyses.covering import coverage
    from opmap.app import open_graph
    from opmap.cli.pages.keeping import identity_page

    graph = open_graph(store or default_store(), at)
    present(identity_page(graph, coverage(graph), top), form, output, graph)
