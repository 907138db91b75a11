"""The command that writes the report for reading: report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opmap.cli.options import At, Store, default_store
from opmap.cli.output import tell


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(report)


def report(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.")] = Path(
        "report.html"
    ),
    map_file: Annotated[
        Path,
        typer.Option("--map", metavar="FILE", help="The map that it leads into, where that stands beside it."),
    ] = Path("map.html"),
    top: Annotated[
        int,
        typer.Option(
            "--top", "-n", metavar="N", help="How many single points have a page of their own; 0 for all.", min=0
        ),
    ] = 50,
    without_people: Annotated[
        bool,
        typer.Option("--without-people", help="Call people by numbers and quote no lines, for a report to be mailed."),
    ] = False,
    at: At = None,
    store: Store = None,
) -> None:
    """Write a report for reading and printing: one file, offline, without a script.

    It holds the ranking, a page for each single point with the lines that show it, gaps and a
    list for each owner, concentration, recovery, and what was not seen.
    """
    from opmap.app.reporting import ReportWish
    from opmap.app.reporting import report as written
    from opmap.cli.output import write_whole

    stands = (output.parent / map_file.name).is_file()
    wish = ReportWish(at, not without_people, top, map_file.name if stands else "")
    write_whole(output, written(wish, store or default_store()).encode())
    tell(f"Report written to {output}. Open it in a browser or print it; it needs no network.")
    if not stands:
        tell(
            f"No {map_file.name} stands beside it: opmap map -o {output.parent / map_file.name} draws one to lead into."
        )
