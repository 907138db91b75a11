"""What is wrong with a command line, as a sentence: what, where, what to do next.

typer knows what is wrong and says it in its own way; here it is said in ours, whichever
version of typer is installed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import typer

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What typer raises for a command line that it does not understand; its home differs from version to version."""


def is_help(error: Exception) -> bool:
    """Say whether nothing is wrong: nothing was asked, so that the help is the answer."""
    return type(error).__name__ == "NoArgsIsHelpError"


def sentence(error: Any, words: Sequence[str] = ()) -> str:
    """Say what is wrong with a command line; its words tell the command where the error does not know it.

    >>> sentence(UsageError("No such command 'blsat'."))
    'opmap has no command "blsat". List them with: opmap --help'
    """
    context = getattr(error, "ctx", None)
    command = context.command_path if context else " ".join(["opmap", *words[:1]])
    kind = type(error).__name__
    told = str(getattr(error, "message", "")) or str(error)
    if kind == "NoSuchOption":
        return _no_option(command, error)
    if kind == "MissingParameter":
        return _missing(command, error.param)
    if getattr(error, "param", None) is not None:
        return f"{command} {_called(error.param)}: {_mended(told)}. See: {command} --help"
    for pattern, say in _TOLD:
        found = pattern.match(told)
        if found:
            return say(command, found[1], context)
    return f"{command}: {_mended(told)}. See: {command} --help"


def _nearest(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, known, 1, 0.5)), "")


def _no_option(command: str, error: Any) -> str:
    known = [name for parameter in error.ctx.command.params for name in parameter.opts] if error.ctx else []
    near = _nearest(error.option_name, known)
    if re.fullmatch(r"-\d+", error.option_name):
        return f'{command} takes no negative number, and "{error.option_name}" looks like one. See: {command} --help'
    offer = f"Did you mean {near}?" if near else f"See: {command} --help"
    return f'{command} has no option "{error.option_name}". {offer}'


def _missing(command: str, parameter: Any) -> str:
    about = (getattr(parameter, "help", "") or "").rstrip(".")
    what = f" ({about[:1].lower()}{about[1:]})" if about else ""
    return f"{command} needs {_called(parameter)}{what}. See: {command} --help"


def _no_command(command: str, name: str, context: Any) -> str:
    known = list(getattr(context.command, "commands", {})) if context else []
    near = _nearest(name, known)
    offer = f"Did you mean {command} {near}?" if near else f"List them with: {command} --help"
    return f'{command} has no command "{name}". {offer}'


def _too_many(command: str, words: str, _: Any) -> str:
    return (
        f'{command} does not know what to do with "{words}". A name of several words stands in quotes: "Claims intake"'
    )


def _no_value(command: str, option: str, _: Any) -> str:
    return f"{command} {option} needs a value. See: {command} --help"


_TOLD = (
    (re.compile(r"Option '(.*?)' requires an argument", re.DOTALL), _no_value),
    (re.compile(r"No such command '(.*?)'(?:\.|$)", re.DOTALL), _no_command),
    (re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", re.DOTALL), _too_many),
)


def _called(parameter: Any) -> str:
    """Give the name by which the help knows a parameter."""
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(getattr(parameter, "metavar", None) or parameter.name.upper())


_NUMBER = re.compile(r"'(?P<given>.*)' is not a valid (?:int|integer|float).*", re.DOTALL)
_RANGE = re.compile(r"(?P<given>\S+) is not in the range x>=(?P<least>\S+?)\.?")
_CHOICE = re.compile(r"(?:Value error, )?'(?P<given>.*)' is not one of (?P<known>.*?)\.?", re.DOTALL)


def _mended(told: str) -> str:
    """Say what typer says of a value as people would."""
    if found := _NUMBER.fullmatch(told):
        return f'"{found["given"]}" is no whole number'
    if found := _RANGE.fullmatch(told):
        return f"{found['given']} is too small; the least is {found['least']}"
    if found := _CHOICE.fullmatch(told):
        known = [word.strip(" '") for word in found["known"].split(",")]
        return f'there is no "{found["given"]}"; there are {", ".join(filter(None, known))}'
    return told.rstrip(".").replace("\n", " ")
