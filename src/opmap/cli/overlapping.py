"""The command that asks which automations overlap."""

from __future__ import annotations

from typing import Annotated

import typer

from opmap.cli.asking import FIRST_CAUSES, Selection, opened, today
from opmap.cli.options import As, At, Explain, Format, From, Store, To, Top, lines
from opmap.cli.output import present


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(overlaps)


def overlaps(
    selection: Selection = "",
    relation: Annotated[
        list[str] | None,
        typer.Option(
            "--relation",
            "-r",
            metavar="RELATION",
            help="Only duplicate, near-duplicate, same-effect, conflict, destroyed, loop or responders.",
            show_default=False,
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also what is only possible, and what was accepted.")] = False,
    top: Top = None,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Find automations that overlap: copies, fights, rings.

    Seven relations: duplicates, near-duplicates, the same effect from different starters,
    conflicting writers, one that deletes what another needs, feedback loops, and several
    that act on one alert. Each finding proposes which to keep, what to move, and who must
    agree.
    """
    from opmap.analyses.overlapping import overlapping, relation_called
    from opmap.reports.overlapping import overlaps_page

    asked = tuple(dict.fromkeys(relation_called(name) for name in relation or ()))
    graph = opened(store, at, shared)
    most = lines(top, form, FIRST_CAUSES)
    found = overlapping(
        graph,
        selection,
        relations=asked,
        most=most,
        today="" if every else today(),
        only_certain=form.is_page and not every and not asked,
    )
    present(overlaps_page(found, explain=explain), form, output, graph)
