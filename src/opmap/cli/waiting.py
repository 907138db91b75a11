"""A word to whoever sits at a terminal while an answer takes its time: what is being worked out, and for how long."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

_UNSAID = 1.0
_EVERY = 0.5
"""Seconds: what takes less than a second says nothing, and then it says how long it has taken."""


@contextmanager
def working(what: str, unsaid: float = _UNSAID, every: float = _EVERY) -> Iterator[None]:
    """Say on standard error what is being worked out, as long as it is; into a pipe nothing is said.

    How much is left nobody can know. Ctrl-C ends it, and since a question changes nothing,
    nothing is lost.
    """
    if not sys.stderr.isatty():
        yield
        return
    done = Event()
    teller = Thread(target=_tell, args=(what, done, unsaid, every), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell(what: str, done: Event, unsaid: float, every: float) -> None:
    if done.wait(unsaid):
        return
    seconds = unsaid
    while True:
        sys.stderr.write(f"\r\x1b[K{what} …  {seconds:.0f} s   Ctrl-C stops it ")
        sys.stderr.flush()
        if done.wait(every):
            break
        seconds += every
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()
