"""The command line: one short function a command; the only printing and exit codes.

Importing this package must stay cheap: whatever a command needs is imported inside it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from typer.models import CommandInfo

ROOMS = {
    "reading": ("scan", "sources", "snapshots", "connectors", "identity"),
    "readying": ("readiness",),
    "importing": ("import",),
    "asking": ("nodes", "show", "why", "blast", "owners", "coverage"),
    "failing": ("spof", "recovery"),
    "overlapping": ("overlaps",),
    "estimating": ("risks", "availability", "assumptions"),
    "supposing": ("what-if", "concentration", "ask"),
    "deciding": ("decide", "decisions", "undo"),
    "giving": ("export", "map", "demo", "init"),
    "reporting": ("report",),
    "serving": ("serve",),
    "sharing": ("push", "pull", "cypher"),
}
"""The modules of this package that hold commands, in the order of the help, and which each holds."""


def command_line(asked: str = "") -> typer.Typer:
    """Make the command that is asked for; all of them where there is none of that name, since making one takes time."""
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
    app.callback()(_root)
    known = [room for room, commands in ROOMS.items() if asked in commands]
    for room in known or ROOMS:
        import_module(f"opmap.cli.{room}").register(app)
    if known:
        app.registered_commands = [each for each in app.registered_commands if _name(each) == asked]
        app.registered_groups = [each for each in app.registered_groups if each.name == asked]
    return app


def _name(command: CommandInfo) -> str:
    return command.name or str(getattr(command.callback, "__name__", ""))


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"opmap {version('opmap')}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which opmap this is.")
    ] = False,
) -> None:
    """One dependency graph from what an organisation already has, and what fails with what."""
