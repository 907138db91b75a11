r"""Commands without what they only say: comments, and words that are printed and go nowhere else.

>>> done("curl https://api.fern.example # see https://docs.fern.example\necho 'get it from https://get.fern.example'")
'curl https://api.fern.example \n'
"""

from __future__ import annotations

import re

_QUOTED = r"'[^']*+'|\"(?:\\.|[^\"\\])*+\""
_COMMENT = re.compile(rf"({_QUOTED})|(?:(?<=\s)|^)#[^\n]*", re.MULTILINE)
_SAYING = re.compile(
    r"(?:(?<=[;&|({\n])|^|(?<=\bthen)|(?<=\belse)|(?<=\bdo))[ \t]*(?:echo|printf|Write-Host)\b"
    rf"(?:{_QUOTED}|\\.|[^\s;&|<>'\"\\#()`]++|[ \t]++)*+"
    r"(?:1?>&2|>>?[ \t]*\"?\$\{?GITHUB_STEP_SUMMARY\}?\"?)?(?=[ \t]*(?:$|\n|;|&&|\|\|))"
)
_IDLE = re.compile(r"(?:\b(?:exit|true|false|set|sleep)\b|(?<!\S):(?!\S))(?:[ \t]+[-+\w$?]+)*")
_BEGINNING = re.compile(
    r"(?:^|[;&|({]|\b(?:if|then|else|do|sudo|exec)\b)[ \t]*([./]*[a-z][a-z0-9_-]{0,19})(?=[\s;&|)]|$)", re.MULTILINE
)
_NO_PROGRAMS = frozenset(
    "if then else elif fi for while do done case esac in cd echo printf export set true false exit sudo exec".split()
)
_MOST_PROGRAMS = 5
_LONGEST = 100_000


def done(script: str) -> str:
    """Leave out of a script what it only says; what it hands on, to a pipe or a file, is more than words."""
    return _SAYING.sub(_unless_it_asks, _COMMENT.sub(r"\1", script[:_LONGEST]))


def programs(script: str) -> list[str]:
    """Give the programs that the commands of a script start with, and nothing of what they are given or told.

    >>> programs("cd app && docker build -t $IMG . ; if $ON; then sudo helm upgrade; fi # make")
    ['docker', 'helm']
    """
    commands = re.sub(_QUOTED, "''", done(script).partition("<<")[0])
    found = (each.group(1) for each in _BEGINNING.finditer(commands))
    return list(dict.fromkeys(each for each in found if each not in _NO_PROGRAMS))[:_MOST_PROGRAMS]


def running(script: str) -> str:
    """Say what a script runs."""
    found = programs(script)
    return f"runs commands of {', '.join(found)}" if found else "runs commands"


def acts(script: str) -> bool:
    """Say whether a script does anything but say something, wait and end.

    >>> acts("echo 'it broke'; exit 1"), acts("echo broken | mail -s broken ops"), acts("")
    (False, True, False)
    """
    return bool(_IDLE.sub("", done(script)).strip(" \t\r\n;&|"))


def _unless_it_asks(found: re.Match[str]) -> str:
    """Keep words that hold a command."""
    return found.group() if "$(" in found.group() or "`" in found.group() else ""
