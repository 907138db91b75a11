"""Commands that decide: decide, decisions, undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from opmap.cli.options import As, Format, Store, To, default_store, node_names
from opmap.cli.output import present

if TYPE_CHECKING:
    from opmap.app import Decided

By = Annotated[
    str,
    typer.Option("--by", help="Who decides. Default: the environment variable OPMAP_PERSON.", envvar="OPMAP_PERSON"),
]
Because = Annotated[str, typer.Option("--because", help="Why.")]

_VALUE_LAST = {"strength", "criticality", "value", "tolerance", "repair", "environment", "counts", "note"}


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(decide)
    app.command()(decisions)
    app.command()(undo)


def decide(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHAT NODE [OTHERS] [VALUE]", help="See below.", autocompletion=node_names, show_default=False
        ),
    ] = None,
    by: By = "",
    because: Because = "",
    role: Annotated[str, typer.Option("--role", help="own: in which role.")] = "",
    verb: Annotated[str, typer.Option("--verb", help="depends, not-depends: the verb. Default: depends on.")] = "",
    need: Annotated[int, typer.Option("--need", help="redundant: so many of them suffice.", min=1)] = 1,
    until: Annotated[str, typer.Option("--until", help="accept: the date on which it is looked at again.")] = "",
    sheet: Annotated[
        Path | None,
        typer.Option("--from", help="A CSV or XLSX file with the columns decision, node, object, value, by, because."),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="With --from: show what would be decided, and decide nothing.")
    ] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="With --from: leave out the rows that have problems.")
    ] = False,
    form: As = Format.TABLE,
    store: Store = None,
) -> None:
    """Write down what a person knows; it counts from then on, and can be taken back.

    \b
    opmap decide own NODE WHO [--role ROLE]          who answers for it
    opmap decide depends NODE OTHER [--verb VERB]    a dependency that no file shows
    opmap decide not-depends NODE OTHER              a dependency that does not exist
    opmap decide same NODE OTHER                     two nodes are one thing
    opmap decide not-same NODE OTHER                 two nodes are two things
    opmap decide capability NODE NAME                the capability that it supports
    opmap decide redundant NODE A B … [--need K]     any K of these suffice
    opmap decide strength NODE OTHER soft|hard|4h    how hard, or after which time it is felt
    opmap decide criticality NODE high|medium|low    how much hangs on it
    opmap decide value NODE 3                        what it is worth
    opmap decide tolerance NODE 4h                   how long it may be down
    opmap decide repair NODE 8h                      how long its repair takes
    opmap decide environment NODE production         the environment that it belongs to
    opmap decide counts NODE yes|no                  whether it counts as an outcome of its own
    opmap decide accept NODE --until DATE            a risk that is accepted
    opmap decide note NODE TEXT                      a remark
    opmap decide --from FILE                         many at once, all of them or none
    """
    from opmap import app
    from opmap.cli.pages.deciding import plan_page
    from opmap.errors import BadDecision

    path = store or default_store()
    if sheet is not None:
        rows = app.read_rows(sheet, by=by, because=because)
        plan = app.preview(rows, path)
        if preview or (plan.problems and not anyway):
            present(plan_page(plan, applied=False), form)
            raise typer.Exit(2 if plan.problems else 0)
        decided = app.apply(plan, path, anyway=anyway)
    else:
        if not words or len(words) < 2:
            raise BadDecision("it does not say what is decided about which node", "See: opmap decide --help")
        value = {"own": role, "depends": verb, "not-depends": verb, "redundant": str(need), "accept": until}.get(
            words[0], ""
        )
        others = list(words[2:])
        if words[0] in _VALUE_LAST and others:
            value = others.pop()
        decided = app.decide(app.Row(words[0], words[1], tuple(others), value, by, because), path)
    _present_moved(decided, path, form)


def decisions(form: As = Format.TABLE, output: To = None, store: Store = None) -> None:
    """List what people decided, what was taken back, and what waits for a node that is gone."""
    from opmap import app
    from opmap.cli.pages.deciding import decisions_page

    path = store or default_store()
    present(decisions_page(app.decisions(path), app.open_graph(path)), form, output)


def undo(
    number: Annotated[int, typer.Argument(help="The number of the decision, as `opmap decisions` shows it.")],
    by: By = "",
    because: Because = "",
    form: As = Format.TABLE,
    store: Store = None,
) -> None:
    """Take a decision back. It stays written down that it was taken, and that it was taken back."""
    from opmap import app

    path = store or default_store()
    taken_back = app.undo(number, path, by=by, because=because)
    _present_moved(taken_back, path, form, undone=True)


def _present_moved(decided: Decided, path: Path, form: Format, *, undone: bool = False) -> None:
    """Show what was decided or taken back, and what moved by it."""
    from opmap.analyses.moving import moved
    from opmap.app import open_graph
    from opmap.cli.pages.deciding import decided_page

    difference = moved(open_graph(path, decided.before), open_graph(path, decided.after))
    present(decided_page(decided, difference, undone=undone), form)
