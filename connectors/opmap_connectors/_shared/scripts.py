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
_LONGEST = 100_000


def done(script: str) -> str:
    """Leave out of a script what it only says; what it hands on, to a pipe or a file, is more than words."""
    return _SAYING.sub(_unless_it_asks, _COMMENT.sub(r"\1", script[:_LONGEST]))


def acts(script: str) -> bool:
    """Say whether a script does anything but say something, wait and end.

    >>> acts("echo 'it broke'; exit 1"), acts("echo broken | mail -s broken ops"), acts("")
    (False, True, False)
    """
    return bool(_IDLE.sub("", done(script)).strip(" \t\r\n;&|"))


def _unless_it_asks(found: re.Match[str]) -> str:
    """Keep words that hold a command."""
    return found.group() if "$(" in found.group() or "`" in found.group() else ""
