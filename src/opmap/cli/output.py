"""The only printing: a page in the format that was asked for, to the terminal or to a file."""

from __future__ import annotations

import os
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from opmap.cli.options import Format
from opmap.errors import CannotWrite

if TYPE_CHECKING:
    from opmap.graph import Graph
    from opmap.reports.pages import Page


def present(page: Page, form: Format, output: Path | None = None, graph: Graph | None = None) -> None:
    """Show a page, or write it to a file."""
    if form is Format.TABLE:
        from opmap.reports.terminal import Terminal, rendered

        terminal = Terminal(sys.stdout if output is None else StringIO())  # a file is laid out as a pipe is
        if terminal.links and graph is not None:
            terminal.roots = {source.name: source.root for source in graph.details.sources()}
        text = rendered(page, terminal)
    else:
        from opmap.reports import formats

        text = {Format.JSON: formats.as_json, Format.CSV: formats.as_csv, Format.MD: formats.as_markdown}[form](page)
    give(text, output)


def give(text: str, output: Path | None) -> None:
    """Write text to standard output, or whole and at once to a file.

    Where nobody reads on (``opmap nodes | head``), that is no mistake. Raise CannotWrite
    where a file cannot be written.
    """
    if output is not None:
        write_whole(output, text.encode("utf-8", "replace"))
        tell(f"Written to {output}")
        return
    try:
        sys.stdout.write(_sayable(text))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sayable(text: str) -> str:
    """Give text as far as standard output can say it: not every terminal knows every letter."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; raise CannotWrite where it cannot be."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    if not path.parent.is_dir():
        raise CannotWrite(path, f"there is no folder {path.parent}")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True) if beside.is_file() else None
        raise CannotWrite(path, (error.strerror or "the system refuses it").lower()) from None


def tell(text: str) -> None:
    """Say something that is not part of the answer, on standard error."""
    from opmap.cli.running import say

    say(text)


class Progress:
    """What is being done and how much is left, on standard error, for all that takes more than a second."""

    def __init__(self) -> None:
        self._shown = False
        self._live = sys.stderr.isatty()
        self._began = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        """Note how far the work is; a total of 0 says that nobody can know."""
        from time import monotonic

        now = monotonic()
        self._began = self._began or now
        if not self._live or now - self._began < 1:
            return
        bar = f"{_bar(done, total)}  {done:,} of {total:,}" if total else "…"
        sys.stderr.write(f"\r\x1b[K{_short(what)}  {bar}  {now - self._began:.0f} s ")
        sys.stderr.flush()
        self._shown = True

    def close(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _short(what: str) -> str:
    from opmap.plain import plain

    return plain(what, 40)


def _bar(done: int, total: int, width: int = 24) -> str:
    filled = min(width, done * width // total)
    return "━" * filled + " " * (width - filled)
