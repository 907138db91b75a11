"""Commands that decide: decide, decisions, undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from opmap.cli.options import As, At, Format, Store, To, default_store, node_names
from opmap.cli.output import present
from opmap.errors import BadDecision

if TYPE_CHECKING:
    from opmap.app import Decided, Row

By = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="NAME",
        help="Who decides. Default: the environment variable OPMAP_PERSON.",
        envvar="OPMAP_PERSON",
        show_envvar=False,
        show_default=False,
    ),
]
Because = Annotated[str, typer.Option("--because", metavar="REASON", help="Why.", show_default=False)]

_VALUE_LAST = {"strength", "criticality", "value", "tolerance", "repair", "fails", "environment", "counts", "note"}
"""Decisions of which the value is the last word."""
_VALUE_OPTION = {"own": "role", "depends": "verb", "not-depends": "verb", "redundant": "need", "accept": "until"}
"""Decisions of which the value is an option, and which."""


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(decide)
    app.command()(decisions)
    app.command()(undo)


def decide(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHAT NODE [OTHERS] [VALUE]", help="See above.", autocompletion=node_names, show_default=False
        ),
    ] = None,
    by: By = "",
    because: Because = "",
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="own: in which role.", show_default=False)] = "",
    verb: Annotated[
        str,
        typer.Option(
            "--verb", metavar="VERB", help="depends, not-depends: the verb. Default: depends on.", show_default=False
        ),
    ] = "",
    need: Annotated[
        int | None,
        typer.Option(
            "--need", metavar="K", help="redundant: so many of them suffice. Default: one.", min=1, show_default=False
        ),
    ] = None,
    until: Annotated[
        str,
        typer.Option(
            "--until", metavar="DATE", help="accept: the date on which it is looked at again.", show_default=False
        ),
    ] = "",
    sheet: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="A CSV or XLSX file with the columns decision, node, object, value, by, because.",
            show_default=False,
        ),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="With --from: show what would be decided, and decide nothing.")
    ] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="With --from: leave out the rows that have problems.")
    ] = False,
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Write down what a person knows; it can be taken back.

    It counts from then on, and the answer says what moved by it.

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
    opmap decide fails NODE 3                        how often it fails in a year
    opmap decide environment NODE production         the environment that it belongs to
    opmap decide counts NODE yes|no                  whether it counts as an outcome of its own
    opmap decide accept NODE --until DATE            a risk that is accepted
    opmap decide note NODE TEXT                      a remark
    opmap decide --from FILE                         many at once, all of them or none
    """
    from opmap import app

    path = store or default_store()
    options = {"role": role, "verb": verb, "need": "" if need is None else str(need), "until": until}
    if sheet is None:
        decided = app.decide(_row(words or [], by, because, options), path)
        _present_moved(decided, path, form, output)
        return
    if words:
        raise BadDecision("it stands on the line and in a file", "Give either words or --from FILE")
    plan = app.preview(app.read_rows(sheet, by=by, because=because), path)
    if preview or not plan.decisions or (plan.problems and not anyway):
        from opmap.cli.pages.deciding import plan_page

        present(plan_page(plan), form, output)
        raise typer.Exit(2 if plan.problems else 0)
    _present_moved(app.apply(plan, path, anyway=anyway), path, form, output)


def _row(words: list[str], by: str, because: str, options: dict[str, str]) -> Row:
    """Read a decision from the words of a command line."""
    from opmap import app
    from opmap.app.values import act_called

    if not words:
        raise BadDecision("it does not say what is decided", "See: opmap decide --help")
    act = act_called(words[0])
    if len(words) == 1:
        raise BadDecision(f"it does not say what the decision {act} is about", "See: opmap decide --help")
    meant = _VALUE_OPTION.get(act, "")
    strange = [name for name, said in options.items() if said and name != meant]
    if strange:
        raise BadDecision(f"--{strange[0]} means nothing for {act}", "See: opmap decide --help")
    value, others = options.get(meant, ""), list(words[2:])
    if act in _VALUE_LAST and others:
        value = others.pop()
    return app.Row(act, words[1], tuple(others), value, by, because)


def decisions(at: At = None, form: As = Format.TABLE, output: To = None, store: Store = None) -> None:
    """List what people decided, what was taken back, what waits."""
    from opmap import app
    from opmap.cli.pages.deciding import decisions_page

    path = store or default_store()
    present(decisions_page(app.decisions(path, at), app.open_graph(path, at)), form, output)


def undo(
    number: Annotated[
        int, typer.Argument(metavar="NUMBER", help="The number of the decision, as `opmap decisions` shows it.")
    ],
    by: By = "",
    because: Because = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Take a decision back; it stays written down that it was."""
    from opmap import app

    path = store or default_store()
    taken_back = app.undo(number, path, by=by, because=because)
    _present_moved(taken_back, path, form, output, undone=True)


def _present_moved(decided: Decided, path: Path, form: Format, output: Path | None, *, undone: bool = False) -> None:
    """Show what was decided or taken back, and what moved by it."""
    from opmap.analyses.moving import moved
    from opmap.app import open_graph
    from opmap.cli.pages.deciding import decided_page

    difference = moved(open_graph(path, decided.before), open_graph(path, decided.after))
    present(decided_page(decided, difference, undone=undone), form, output)
