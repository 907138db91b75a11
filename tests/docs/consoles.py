"""Run the consoles that documentation shows, in a folder made of the files that it shows.

A fenced block ``yaml title="shop.yaml"`` is a file; a block ``console`` holds commands after
``$`` and what they print. A line ``…`` in the output stands for any lines. Every page
starts in an empty folder. With ``OPMAP_UPDATE_DOCS=1`` the outputs are written anew.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

_FENCE = re.compile(r'^```(?P<kind>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<body>.*?)^```$', re.MULTILINE | re.DOTALL)
ANYTHING = "…"


@dataclass
class Command:
    """A command and what the page says that it prints."""

    words: list[str]
    expected: list[str] = field(default_factory=list)


def files(text: str) -> dict[str, str]:
    """Give the files that a page shows."""
    return {found["title"]: found["body"] for found in _FENCE.finditer(text) if found["title"]}


def consoles(text: str) -> list[re.Match[str]]:
    """Give the console blocks of a page."""
    return [found for found in _FENCE.finditer(text) if found["kind"] == "console"]


def commands(body: str) -> list[Command]:
    """Split a console into commands and their outputs."""
    found: list[Command] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append(Command(shlex.split(line[2:])))
        elif found:
            found[-1].expected.append(line.rstrip())
    return found


def run(words: list[str], folder: Path) -> tuple[list[str], int]:
    """Run a command as a reader would, and give what it prints, and its exit code."""
    program = [sys.executable, "-m", "opmap", *words[1:]] if words[0] == "opmap" else words
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPMAP_", "COV_"))}
    done = subprocess.run(
        program, cwd=folder, env={**clean, "NO_COLOR": "1"}, capture_output=True, text=True, check=False
    )
    return [line.rstrip() for line in (done.stdout + done.stderr).splitlines()], done.returncode


def fits(expected: list[str], printed: list[str]) -> bool:
    """Say whether an output is what the page says, blank lines at its ends aside."""
    pattern = "\n".join(r"(?:.*\n)*?.*" if line.strip() == ANYTHING else re.escape(line) for line in _trimmed(expected))
    return re.fullmatch(pattern, "\n".join(_trimmed(printed))) is not None


def _trimmed(lines: list[str]) -> list[str]:
    return "\n".join(lines).strip("\n").splitlines()


def rewritten(text: str, folder: Path) -> str:
    """Give the page with the outputs as they are now."""

    def again(found: re.Match[str]) -> str:
        if found["kind"] != "console":
            return found.group()
        lines = []
        for command in commands(found["body"]):
            printed, _ = run(command.words, folder)
            keeps = any(line.strip() == ANYTHING for line in command.expected) and fits(command.expected, printed)
            lines += [f"$ {shlex.join(command.words)}", *(command.expected if keeps else [*_trimmed(printed), ""])]
        return "```console\n" + "\n".join(_trimmed(lines)) + "\n```"

    return _FENCE.sub(again, text)
