"""The command line: one short function a command; the only printing and exit codes.

Importing this package must stay cheap: whatever a command needs is imported inside it.
"""

from __future__ import annotations

from typing import Annotated

import typer

from opmap.cli import (
    asking,
    deciding,
    estimating,
    failing,
    giving,
    importing,
    overlapping,
    reading,
    readying,
    reporting,
    serving,
    sharing,
    supposing,
)

app = typer.Typer(
    name="opmap",
    help="One dependency graph from what an organisation already has, and what fails with what.",
    no_args_is_help=True,
    epilog="Begin with `opmap scan FOLDER`, or with `opmap demo`, which brings a sample. Exit codes: 0 it worked, "
    "1 bad news that was asked for (--strict), 2 the question was wrong, 3 the data is.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"opmap {version('opmap')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which opmap this is.")
    ] = False,
) -> None:
    """One dependency graph from what an organisation already has, and what fails with what."""


for commands in (
    reading,
    readying,
    importing,
    asking,
    failing,
    overlapping,
    estimating,
    supposing,
    deciding,
    giving,
    reporting,
    serving,
    sharing,
):
    commands.register(app)
