r"""Paths as opmap writes them: with forward slashes, and never with anything that breaks a line or an encoding.

A file may be called nearly anything. Control characters, and bytes that are no text, are
written as ``%0A``; a percent sign that could be taken for such a one becomes ``%25``.

>>> written("notes\nfinal.yaml"), on_disk("notes%0Afinal.yaml")
('notes%0Afinal.yaml', 'notes\nfinal.yaml')
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|%(?=[01][0-9A-F]|7F|[89A-F][0-9A-F]|25)")
_WRITTEN = re.compile(r"(?:%(?:[01][0-9A-F]|7F|[89A-F][0-9A-F]|25))+")


def written(name: str) -> str:
    """Write a name, as the operating system gave it, so that it can stand in a line of text."""
    return _ODD.sub(_percent, name) if _ODD.search(name) else name


def on_disk(path: str) -> str:
    """Give back the name that the operating system knows."""
    return _WRITTEN.sub(_plain, path) if "%" in path else path


def file_at(root: Path, path: str) -> Path:
    """Give the file that a written path stands for; the root itself where it is a file."""
    return root if root.is_file() else root / on_disk(path)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in _bytes(match.group()))


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a pair of surrogates, as Windows allows
        return text.encode("utf-8", "surrogatepass")


def _plain(match: re.Match[str]) -> str:
    data = bytes.fromhex(match.group().replace("%", ""))
    try:
        return data.decode("utf-8", "surrogateescape" if os.name == "posix" else "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")
