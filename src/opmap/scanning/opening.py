"""Files, opened with care: never a pipe or a device, never through a link that leads out, never more than asked for."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

from opmap.errors import Unreadable
from opmap.frozen import frozen

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FLAGS |= getattr(os, "O_CLOEXEC", 0)
_DOUBT = 2_000_000_000
"""A file that changed so few nanoseconds ago may change again without its stamp showing it."""


_LEAST = 1 << 16
"""Bytes to ask for at once, however small a file says that it is: what the system makes up calls itself empty."""


@frozen
class Opened:
    """What stood in a file, and the stamp by which it is known to be unchanged; no stamp where that is in doubt."""

    data: bytes
    stamp: str


def stamp_of(status: os.stat_result) -> str:
    """Give what changes when a file does: times, size and number."""
    if os.name == "nt":  # there, listing a folder and opening a file disagree on the rest
        return f"{status.st_mtime_ns} {status.st_size}"
    return f"{status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} {status.st_ino}"


def open_file(path: Path, most: int) -> Opened:
    """Read a file whole; raise Unreadable where it is none, has gone, is not to be read, or is larger than allowed."""
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb", buffering=0) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise Unreadable("no ordinary file")
            refuse_size(before.st_size, most)
            data = _read(file.fileno(), before.st_size, most)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise Unreadable(reason_of(error)) from None
    refuse_size(len(data), most)
    certain = stamp_of(before) == stamp_of(after) and time.time_ns() - after.st_mtime_ns > _DOUBT
    return Opened(data, stamp_of(after) if certain else "")


def _read(descriptor: int, size: int, most: int) -> bytes:
    """Read to the end, though no more than a byte too many; the size is a guess that is nearly always right."""
    pieces, left = [], most + 1
    while left > 0 and (piece := os.read(descriptor, min(left, max(size + 1, _LEAST)))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def refuse_size(size: int, most: int) -> None:
    """Raise Unreadable for a file that is larger than allowed."""
    if size > most:
        limit = f"{most / 1_000_000:g} MB" if most >= 100_000 else f"{most:,} bytes"
        raise Unreadable(f"larger than {limit}; to read it, raise max_bytes in opmap.toml")


def reason_of(error: OSError) -> str:
    """Say in few words why the operating system does not give a file."""
    if isinstance(error, PermissionError):
        return "permission denied"
    if isinstance(error, FileNotFoundError):
        return "gone since the folder was listed"
    return (error.strerror or type(error).__name__).lower()


def inside(root: Path, path: Path) -> Path | None:
    """Give the true place of a path, links followed; None where it does not lie below the root or does not exist."""
    try:
        found = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):  # a circle of links; a null character
        return None
    return found if found.is_relative_to(root) else None
