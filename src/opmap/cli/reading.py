"""Commands that read: scan, sources, snapshots, connectors, identity."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from opmap.cli.options import As, At, Format, Store, To, Top, default_store, lines
from opmap.cli.output import Progress, give, present, tell


class Listed(StrEnum):
    """Which documents a scan lists."""

    NONE = ""
    READ = "read"
    UNREADABLE = "unreadable"
    NOT_RECOGNISED = "not-recognised"


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(scan)
    sources_app = typer.Typer(
        invoke_without_command=True, rich_markup_mode=None, help="List the sources, or forget one."
    )
    sources_app.callback()(sources)
    sources_app.command()(forget)
    app.add_typer(sources_app, name="sources")
    snapshots_app = typer.Typer(
        invoke_without_command=True, rich_markup_mode=None, help="List the snapshots, or verify their chain."
    )
    snapshots_app.callback()(snapshots)
    snapshots_app.command()(verify)
    app.add_typer(snapshots_app, name="snapshots")
    connectors_app = typer.Typer(
        invoke_without_command=True, rich_markup_mode=None, help="List the connectors, or check one that you wrote."
    )
    connectors_app.callback()(connectors)
    connectors_app.command()(check)
    app.add_typer(connectors_app, name="connectors")
    app.command()(identity)


def scan(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FOLDER…", help="Folders or files to read; each is a source, and NAME=FOLDER names one."
        ),
    ],
    source: Annotated[
        str, typer.Option("--source", metavar="NAME", help="The name of the source.", show_default=False)
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where a document is unreadable.")] = False,
    show: Annotated[
        Listed,
        typer.Option(
            "--show",
            metavar="read|unreadable|not-recognised",
            help="List the documents of which that is true.",
            show_default=False,
        ),
    ] = Listed.NONE,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", help="How many processes read.", min=1, show_default=False)
    ] = None,
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Read folders into the map; what did not change is not read again."""
    from opmap import app

    progress, path = Progress(), store or default_store()
    try:
        result = app.scan(paths, store_path=path, source=source or None, workers=workers, progress=progress)
    finally:
        progress.close()
    from opmap.cli.pages.scanning import scan_page  # which takes as long to load as processes to start
    from opmap.connecting.registry import load_connectors

    _, problems = load_connectors()
    outcome = show.value.replace("-", " ")
    names = [one.name for one in result.sources]
    documents = [one for one in app.documents(path, names) if one.outcome == outcome] if outcome else []
    present(scan_page(result, [str(problem) for problem in problems], show.value, documents), form, output)
    if strict and result.unreadable:
        raise typer.Exit(1)


def sources(context: typer.Context, form: As = Format.TABLE, output: To = None, store: Store = None) -> None:
    """List the sources with age and counts."""
    if context.invoked_subcommand:
        return
    from opmap import app
    from opmap.app.clock import now
    from opmap.cli.pages.keeping import sources_page

    present(sources_page(app.sources(store or default_store()), now()), form, output)


def forget(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The source's name.")], store: Store = None
) -> None:
    """Drop a source and all that only it said. Snapshots and decisions stay."""
    from opmap import app

    kept = app.forget(name, store or default_store())
    tell(f"Forgot {name}. The map is now snapshot {kept.after}.")


def snapshots(context: typer.Context, form: As = Format.TABLE, output: To = None, store: Store = None) -> None:
    """List the snapshots; every question takes --at SNAPSHOT."""
    if context.invoked_subcommand:
        return
    from opmap import app
    from opmap.cli.pages.keeping import snapshots_page

    present(snapshots_page(app.snapshots(store or default_store())), form, output)


def verify(store: Store = None) -> None:
    """Check that no snapshot was changed since it was made, and that each follows the one before."""
    from opmap import app
    from opmap.reports.words import agreeing, counted

    count = app.verify(store or default_store())
    give(f"{counted(count, 'snapshot')}; {agreeing(count, 'it is', 'each is')} as it was made.\n", None)


def connectors(context: typer.Context, form: As = Format.TABLE, output: To = None) -> None:
    """List the connectors, with what each recognises."""
    if context.invoked_subcommand:
        return
    from opmap.cli.pages.keeping import connectors_page
    from opmap.connecting.registry import load_connectors

    found, problems = load_connectors()
    present(connectors_page(found, [str(problem) for problem in problems]), form, output)


def check(
    name: Annotated[str, typer.Argument(metavar="MODULE:CLASS", help="The connector, as Python would import it.")],
    cases: Annotated[
        Path | None,
        typer.Option("--cases", metavar="FOLDER", help="A folder of documents to check it with.", show_default=False),
    ] = None,
) -> None:
    """Check a connector that you wrote against everything that opmap asks of one."""
    from opmap.connecting.conformance import check as conformance
    from opmap.connecting.registry import connector_at

    failures = conformance(connector_at(name), cases)
    for failure in failures:
        tell(str(failure))
    if failures:
        tell(f"{name} breaks {len(failures)} of the rules for connectors. They are explained in connectors/README.md")
        raise typer.Exit(1)
    give(f"{name} keeps all the rules for connectors.\n", None)


def identity(top: Top = None, at: At = None, form: As = Format.TABLE, output: To = None, store: Store = None) -> None:
    """Show what was merged and why, and what only people can settle."""
    from opmap.analyses.covering import coverage
    from opmap.app import open_graph
    from opmap.cli.pages.covering import identity_page

    graph = open_graph(store or default_store(), at)
    present(identity_page(graph, coverage(graph), lines(top, form, 20)), form, output, graph)
