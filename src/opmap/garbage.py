"""The collector of reference cycles, paused while many values are made that hold none.

It looks through all that lives again and again while millions of small values are made,
which takes longer than making them. Whoever pauses it lets go of them before it goes on.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_collecting() -> Iterator[None]:
    """Pause the collector, and leave it as it was."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def let_go(holder: object) -> None:
    """Empty what is held by what it holds, once it is done with: the collector need not look for such a circle."""
    vars(holder).clear()
