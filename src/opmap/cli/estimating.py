"""Commands that estimate: risks, assumptions, availability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from opmap.cli.asking import FIRST_CAUSES, opened, today
from opmap.cli.options import As, At, Explain, Format, From, Store, To, Top, default_store, lines, node_names
from opmap.cli.output import present
from opmap.cli.waiting import working
from opmap.errors import UnknownLine

if TYPE_CHECKING:
    from opmap.analyses.ranking import Ranking
    from opmap.analyses.risks import Risk


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(risks)
    app.command()(availability)
    app.command()(assumptions)


def risks(
    which: Annotated[
        str,
        typer.Argument(
            metavar="[LINE|NODE]",
            help="One line of the ranking, or what it says of one node.",
            autocompletion=node_names,
            show_default=False,
        ),
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="Also copies one by one, and what was accepted.")] = False,
    top: Top = None,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Rank nodes by what is expected to be lost with them in a year.

    Points are ten for every factor of ten over one value-weighted outage hour a year;
    --explain adds them up.
    """
    from opmap.analyses.naming import name_of
    from opmap.analyses.ranking import ranking
    from opmap.graph.naming import node_called
    from opmap.reports.ranking import risks_page

    graph = opened(store, at, shared)
    by_line = which.isdecimal()
    in_families = form.is_page and not every and (by_line or not which)
    shown = lines(top, form, FIRST_CAUSES)
    most = int(which) if by_line else shown
    with working("Ranking what can fail"):
        found = ranking(graph, in_families=in_families, today="" if every else today(), most=most if in_families else 0)
    if not which:
        present(risks_page(found, shown, explain=explain), form, output, graph)
        return
    asked = None if by_line else name_of(graph, node_called(graph, which))
    only = [_line(found, int(which))] if asked is None else [one for one in found.risks if one.node.id == asked.id]
    present(risks_page(found, only=only, asked=asked, explain=explain), form, output, graph)


def _line(found: Ranking, number: int) -> Risk:
    """Give one line of a ranking; raise UnknownLine where there is none."""
    if not 1 <= number <= found.causes:
        raise UnknownLine(number, found.causes)
    return found.risks[number - 1]


def availability(
    node: Annotated[
        str,
        typer.Argument(metavar="CAPABILITY", help="What counts: its id or its name.", autocompletion=node_names),
    ],
    importance: Annotated[
        bool, typer.Option("--importance", help="How much each part matters: Birnbaum, DIF, RAW, RRW.")
    ] = False,
    common_cause: Annotated[
        float,
        typer.Option(
            "--common-cause",
            metavar="SHARE",
            help="Suppose that alternatives fail all at once: for so much of the downtime of the best; 0.05 is usual.",
            min=0,
            max=1,
        ),
    ] = 0.0,
    failover: Annotated[
        float,
        typer.Option(
            "--failover",
            metavar="CHANCE",
            help="Suppose that the change to an alternative fails when one is lost: 0.02 for 2 times in 100.",
            min=0,
            max=1,
        ),
    ] = 0.0,
    top: Top = None,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Say how much of the time something is available, and what it is down with."""
    from opmap.analyses.availability import availability as computed
    from opmap.graph.naming import node_called
    from opmap.reports.availability import availability_page

    graph, shown = opened(store, at, shared), lines(top, form, FIRST_CAUSES)
    explained = (shown or len(graph)) if explain else 0
    number = node_called(graph, node)
    with working("Working out how much of the time it is available"):
        found = computed(graph, number, common_cause=common_cause, failover=failover, explained=explained)
    present(availability_page(found, shown, importance=importance, explain=explain), form, output, graph)


def assumptions(at: At = None, form: As = Format.TABLE, output: To = None, store: Store = None) -> None:
    """Show what is assumed where nobody says it: how often, how long, what it is worth.

    opmap.toml in the folder that the map is kept in sets numbers of its own.
    """
    from opmap.analyses.assumptions import assumptions as computed
    from opmap.analyses.assumptions import stated
    from opmap.app.opening import folder_of
    from opmap.errors import NothingScanned
    from opmap.reports.assumptions import assumptions_page

    path = store or default_store()
    try:
        graph = opened(path, at)
    except NothingScanned:  # the table is there before anything is
        graph = None
    place = folder_of(path) / "opmap.toml"
    said = stated(graph) if graph else None
    present(assumptions_page(computed(graph), str(place), said), form, output)
