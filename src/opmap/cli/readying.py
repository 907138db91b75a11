"""The command about controls: readiness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from opmap.cli.asking import FIRST_CAUSES, before, opened, today
from opmap.cli.options import As, At, Explain, Format, From, Store, To, Top, lines, node_names
from opmap.cli.output import present, tell, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from opmap.graph import Graph
    from opmap.reports.pages import Page

FIRST_ROWS = 30
"""So many automations stand in the first lines of a matrix."""


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(readiness)


def readiness(
    which: Annotated[
        str,
        typer.Argument(
            metavar="[SELECTION|NODE]",
            help="Which automations, such as kind:agent owner:none, or one by its name.",
            autocompletion=node_names,
            show_default=False,
        ),
    ] = "",
    matrix: Annotated[
        bool, typer.Option("--matrix", help="All automations with what each shows, lacks and cannot show.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="Also copies one by one, and what was accepted.")] = False,
    top: Top = None,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Say which automations lack a control that they should have.

    The exceptions come first; what nearly all lack is one line. One automation by its name
    is shown with all its controls and, where a model is in it, what its data, its prompt and
    its failures come to. What a definition cannot show is never a pass. --output FILE.xlsx
    writes a workbook.
    """
    from opmap.analyses.readying import exceptions_of, readying
    from opmap.graph.selecting import select
    from opmap.reports.readying import matrix_page, one_page, readiness_page

    graph = opened(store, at, shared)
    one = _automation(graph, which)
    chosen = [one] if one is not None else select(graph, which).tolist() if which else None
    pages = form.is_page and not (matrix or every)
    earlier = before(store, graph) if pages and at is None and not shared else None
    found = readying(
        graph,
        which,
        chosen,
        today="" if every else today(),
        known=exceptions_of(earlier) if earlier else frozenset(),
        in_families=pages and one is None,
    )
    if matrix:
        page = matrix_page(found, lines(top, form, FIRST_ROWS))
    elif one is not None:
        page = one_page(found)
    else:
        page = readiness_page(found, lines(top, form, FIRST_CAUSES), explain=explain, every=every)
    _give(page, form, output, graph)


def _automation(graph: Graph, name: str) -> int | None:
    """Give the automation that is called so; None where the words select several, or none is called so."""
    from opmap.graph.model import STATES
    from opmap.graph.naming import nodes_called
    from opmap.kinds import AUTOMATIONS, State

    number = graph.number_of(name) if name else None
    found = [number] if number is not None else nodes_called(graph, name) if name else []
    known = STATES.index(State.KNOWN)
    found = [one for one in found if graph.kind_of(one) in AUTOMATIONS and graph.state[one] == known]
    return found[0] if len(found) == 1 else None


def _give(page: Page, form: Format, output: Path | None, graph: Graph) -> None:
    if output is None or output.suffix.casefold() != ".xlsx" or page.sheet is None:
        present(page, form, output, graph)
        return
    from opmap.reports.workbooks import workbook

    write_whole(output, workbook(page.sheet, "Readiness"))
    tell(f"Written to {output}")
