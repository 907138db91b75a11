"""Commands that suppose: what-if, concentration, ask."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opmap.cli.asking import FIRST_CAUSES, opened, today
from opmap.cli.options import As, At, Explain, Format, From, Store, To, Top, default_store, lines, node_names
from opmap.cli.output import present, tell, write_whole
from opmap.cli.waiting import working
from opmap.errors import BadScenario

FIRST_QUESTIONS = 30
"""So many questions stand in a workbook: more would be answered by nobody."""


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("what-if")(what_if)
    app.command()(concentration)
    app.command()(ask)


def what_if(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A file of scenarios, see docs/what-if.md.", show_default=False),
    ] = None,
    fail: Annotated[
        list[str] | None,
        typer.Option(
            "--fail",
            metavar="NODE",
            help="What fails: a node, or a selection such as kind:model. May be given several times.",
            autocompletion=node_names,
            show_default=False,
        ),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option(
            "--add",
            metavar="SENTENCE",
            help='What were there: "NODE calls OTHER", "NODE owned by TEAM", "replica of NODE".',
            show_default=False,
        ),
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option(
            "--remove",
            metavar="SENTENCE",
            help='What were not there: "NODE needs OTHER", "replica NODE".',
            show_default=False,
        ),
    ] = None,
    top: Top = None,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Say what would change if things failed, were there, or were gone.

    The map stays as it is. Exit code 1 where a scenario of the file expects something that
    is not so.

    \b
    opmap what-if --fail NODE --fail kind:model         they fail together
    opmap what-if --add "replica of NODE"               it needs what the first needs
    opmap what-if --add "NODE calls OTHER (soft)"       any verb; hard, soft or after 4h
    opmap what-if --add "NODE owned by team:NAME"       somebody answers for it
    opmap what-if --remove "NODE needs OTHER"           however it is needed
    opmap what-if --remove "replica NODE" --fail OTHER  changes, and a failure after them
    opmap what-if FILE                                  scenarios that are kept
    """
    from opmap.app.scenarios import Scenario, read_scenarios
    from opmap.app.supposing import play
    from opmap.reports.supposing import what_if_page

    if file and (fail or add or remove):
        raise BadScenario(["it stands on the line and in a file; give either FILE or --fail, --add and --remove"])
    if not (file or fail or add or remove):
        raise BadScenario(["nothing is supposed; say what to fail, add or remove, or name a file of scenarios"])
    graph = opened(store, at, shared)
    asked = Scenario("", tuple(fail or ()), tuple(add or ()), tuple(remove or ()))
    most = lines(top, form, FIRST_CAUSES)
    scenarios = read_scenarios(file) if file else [asked]
    with working("Working out what would change"):
        played = play(graph, scenarios, most=most)
    present(what_if_page(played, most, explain=explain), form, output, graph)
    if not all(one.holds for one in played):
        raise typer.Exit(1)


def concentration(
    what: Annotated[
        str,
        typer.Argument(
            metavar="[KIND]",
            help="Only one kind: vendor, model, credential, region, site, person, environment.",
            show_default=False,
        ),
    ] = "",
    every: Annotated[
        bool, typer.Option("--all", help="Also what one thing alone uses, and what was accepted.")
    ] = False,
    top: Top = None,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Show with which vendor, key or person how much falls.

    A vendor fails with all that is bought from it, a region with all that stands in it, an
    environment as a whole. The share is that of the value of what counts.
    """
    from opmap.analyses.concentrating import concentrating, holder_called
    from opmap.app.accepting import shares_when_accepted
    from opmap.reports.concentrating import concentration_page

    kind = holder_called(what)
    graph = opened(store, at, shared)
    known = {} if every or shared else shares_when_accepted(graph, store or default_store())
    most = lines(top, form, FIRST_CAUSES)
    day = "" if every else today()
    ways = explain or not form.is_page
    with working("Finding with what most falls"):
        found = concentrating(graph, kind, most=most, collapse=not every, ways=ways, today=day, known=known)
    present(concentration_page(found, most, explain=explain), form, output, graph)


def ask(
    top: Top = None,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Ask people what would move the ranking most, as a sheet.

    With --output FILE.xlsx or --format csv it has a column to fill in, and comes back
    through `opmap decide --from FILE`, which says what moved. What is left empty decides
    nothing.
    """
    from opmap.analyses.asking import asking
    from opmap.reports.asking import ask_page

    graph = opened(store, at, shared)
    as_workbook = output is not None and output.suffix.casefold() == ".xlsx"
    most = lines(top, form, FIRST_QUESTIONS if as_workbook else FIRST_CAUSES)
    with working("Trying answers on the ranking"):
        found = asking(graph, most)
    page = ask_page(found, explain=explain)
    if output is None or page.sheet is None or not as_workbook:
        present(page, form, output, graph)
        return
    from opmap.reports.workbooks import workbook

    write_whole(output, workbook(page.sheet, "Questions", fill_in="answer"))
    tell(f"Written to {output}. Filled in, it comes back with: opmap decide --from {output} --by NAME")
