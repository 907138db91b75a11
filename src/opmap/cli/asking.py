"""Commands that ask: nodes, show, why, blast, spof, owners, risks, coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from opmap.cli.options import As, At, Explain, Format, From, NodeArgument, Store, To, Top, default_store, node_names
from opmap.cli.output import present
from opmap.kinds import Travel

if TYPE_CHECKING:
    from pathlib import Path

    from opmap.graph import Graph

_Selection = Annotated[
    str, typer.Argument(help="Which nodes, such as: kind:service owner:none name:pay*", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (nodes, show, why, blast, spof, owners, risks, coverage):
        app.command()(command)


def opened(store: Path | None, at: int | None, shared: str = "") -> Graph:
    """Open the graph that a question is about: that of the store, or one that is shared."""
    from opmap.app import open_graph

    if shared:
        from opmap.cli.sharing import opened_shared

        return opened_shared(shared, at)
    return open_graph(store or default_store(), at)


def nodes(
    selection: _Selection = "",
    top: Top = 50,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """List nodes, those that most depends on first."""
    from opmap.analyses.describing import listing
    from opmap.reports.questions import nodes_page

    graph = opened(store, at, shared)
    top = top if form is Format.TABLE or form is Format.MD else 0
    present(nodes_page(listing(graph, selection), top), form, output, graph)


def show(node: NodeArgument, at: At = None, form: As = Format.TABLE, output: To = None, store: Store = None) -> None:
    """Show all that is known of one node, the steps of a workflow included."""
    from opmap.analyses.describing import describe
    from opmap.graph.naming import node_called
    from opmap.reports.questions import show_page

    graph = opened(store, at)
    present(show_page(describe(graph, node_called(graph, node))), form, output, graph)


def why(
    start: NodeArgument,
    end: Annotated[
        str | None,
        typer.Argument(help="The node that it leads to; none shows every relation.", autocompletion=node_names),
    ] = None,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Show the path from one node to another, and for every step of it file and line."""
    from opmap.analyses.explaining import why as explained
    from opmap.graph.naming import node_called
    from opmap.reports.questions import why_page

    graph = opened(store, at, shared)
    numbers = [node_called(graph, name) for name in (start, end) if name is not None]
    present(why_page(explained(graph, *numbers)), form, output, graph)


def blast(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NODE|FILE[:LINE]…", help="What fails; several fail together.", autocompletion=node_names
        ),
    ],
    by: Annotated[Travel, typer.Option("--by", help="What travels.")] = Travel.OUTAGE,
    depth: Annotated[int, typer.Option("--depth", help="How many steps to follow; 0 follows all.", min=0)] = 0,
    top: Top = 15,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Say who is hit when something fails: how hard, when, over which path, and whom to tell.

    A file, or a line of it, stands for every node that it is the evidence for.
    """
    from opmap.analyses.blasting import blast as computed
    from opmap.analyses.pointing import pointed_at
    from opmap.reports.risking import blast_page

    graph = opened(store, at, shared)
    numbers = list(dict.fromkeys(number for name in names for number in pointed_at(graph, name)))
    most = top if form in {Format.TABLE, Format.MD} else 0
    present(
        blast_page(computed(graph, numbers, by, depth=depth, most=most, proof=explain), most, explain=explain), form, output, graph
    )


def spof(
    outcome: Annotated[
        str | None, typer.Argument(help="One thing that counts; without it, all.", autocompletion=node_names)
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Show what stands on the way of another single point as well.")
    ] = False,
    top: Top = 10,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Show what alone takes down something that counts."""
    from opmap.analyses.singling import singling
    from opmap.graph.naming import node_called
    from opmap.reports.risking import spof_page

    graph = opened(store, at, shared)
    asked = None if outcome is None else node_called(graph, outcome)
    most = top if form in {Format.TABLE, Format.MD} else 0
    present(
        spof_page(singling(graph, asked, most=most, collapse=not every), most, explain=explain), form, output, graph
    )


def owners(top: Top = 20, at: At = None, shared: From = "", form: As = Format.TABLE, output: To = None, store: Store = None) -> None:
    """List what nobody answers for, whom to ask about it, and who owns how much."""
    from opmap.analyses.owning import owning
    from opmap.analyses.ranking import value_by_node
    from opmap.reports.risking import owners_page

    graph = opened(store, at, shared)
    most = top if form in {Format.TABLE, Format.MD} else 0
    present(owners_page(owning(graph, value_by_node(graph)), most), form, output, graph)


def risks(
    number: Annotated[int, typer.Argument(help="One line of the ranking; 0 shows the first ones.", min=0)] = 0,
    top: Top = 10,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Rank the nodes by what is expected to be lost with them in a year."""
    from dataclasses import replace

    from opmap.analyses.ranking import ranking
    from opmap.reports.risking import risks_page

    graph = opened(store, at, shared)
    found = ranking(graph)
    if number:
        found = replace(found, risks=found.risks[number - 1 : number])
    most = top if form in {Format.TABLE, Format.MD} else 0
    present(risks_page(found, most, explain=explain), form, output, graph)


def coverage(top: Top = 15, at: At = None, form: As = Format.TABLE, output: To = None, store: Store = None) -> None:
    """Say what was not read, not resolved and not seen."""
    from opmap.analyses.covering import coverage as computed
    from opmap.cli.pages.keeping import coverage_page

    graph = opened(store, at)
    most = top if form in {Format.TABLE, Format.MD} else 0
    present(coverage_page(computed(graph), most), form, output, graph)
