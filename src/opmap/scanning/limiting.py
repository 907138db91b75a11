"""No document holds up a scan: what takes too long is given up."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 60.0
"""How long one document may take."""


class TookTooLong(BaseException):
    """The time is up. No ordinary error, so that nothing on the way keeps it for itself."""


def reason(seconds: float) -> str:
    """Say that the time was up."""
    return f"took longer than {seconds:g} s to read"


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TookTooLong in what is done inside once the time is up.

    This works where the system has alarms, in the main thread, and where nobody else uses
    them; elsewhere there is no limit. Reading in processes of its own needs none of it:
    there, the process is ended.
    """
    if not _can_be_alarmed():
        yield
        return
    signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _can_be_alarmed() -> bool:
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    )


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise TookTooLong
