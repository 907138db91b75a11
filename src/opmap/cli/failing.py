"""Commands about what fails with what, and when it has to be back: spof, recovery."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from opmap.cli.asking import FIRST_CAUSES, before, opened, today
from opmap.cli.options import As, At, Explain, Format, From, Store, To, Top, lines, node_names
from opmap.cli.output import present
from opmap.cli.waiting import working
from opmap.errors import NothingAsked

if TYPE_CHECKING:
    from opmap.graph import Graph

OutcomeArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[OUTCOME]",
        help="One thing that counts; without it, all.",
        autocompletion=node_names,
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(spof)
    app.command()(recovery)


def spof(
    outcome: OutcomeArgument = None,
    pairs: Annotated[
        bool, typer.Option("--pairs", help="What takes the outcome down two by two, and neither alone.")
    ] = False,
    cold: Annotated[
        bool, typer.Option("--cold", help="Also what could not be started again if all were down.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Also what stands on the way of another, copies, and what was accepted.")
    ] = False,
    top: Top = None,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Show what alone takes down something that counts, and what redundancy hides."""
    from opmap.analyses.hiding import hiding
    from opmap.analyses.singling import graded, singling
    from opmap.reports.risking import spof_page

    graph = opened(store, at, shared)
    asked = _asked(graph, outcome)
    if pairs:
        _pairs(graph, asked, lines(top, form, FIRST_CAUSES), form, output, explain=explain)
        return
    earlier = before(store, graph) if form.is_page and at is None and not shared else None
    day = "" if every else today()
    most = lines(top, form, FIRST_CAUSES)
    with working("Finding what is single"):
        found = singling(
            graph,
            asked,
            most=most,
            collapse=not every,
            in_families=form.is_page and not every,
            ways=explain or asked is not None or not form.is_page,
            today=day,
            known=frozenset(earlier.ids[one] for one in graded(earlier)) if earlier else frozenset(),
        )
        found = replace(found, hidden=hiding(graph, asked, cold=cold, today=day))
    present(spof_page(found, most, explain=explain), form, output, graph)


def _pairs(graph: Graph, asked: int | None, most: int, form: Format, output: Path | None, *, explain: bool) -> None:
    from opmap.analyses.pairing import pairing
    from opmap.reports.pairing import pairs_page

    if asked is None:
        raise NothingAsked("pairs", "opmap spof OUTCOME --pairs")
    with working("Finding what falls two by two"):
        found = pairing(graph, asked, most=most)
    present(pairs_page(found, explain=explain), form, output, graph)


def recovery(
    outcome: OutcomeArgument = None,
    every: Annotated[
        bool, typer.Option("--all", help="Also what is back in time, and what is too slow by an assumed repair.")
    ] = False,
    top: Top = None,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Say what has to be back how soon, what takes longer, and what is called less critical than it is."""
    from opmap.analyses.recovering import recovering
    from opmap.reports.recovering import recovery_page

    graph = opened(store, at, shared)
    number = _asked(graph, outcome)
    with working("Working out what has to be back how soon"):
        found = recovering(graph, number)
    page = recovery_page(found, lines(top, form, FIRST_CAUSES), every=every, explain=explain)
    present(page, form, output, graph)


def _asked(graph: Graph, outcome: str | None) -> int | None:
    from opmap.graph.naming import node_called

    return None if outcome is None else node_called(graph, outcome)
