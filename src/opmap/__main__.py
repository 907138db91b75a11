"""Run opmap: ``opmap`` or ``python -m opmap``."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

STOPPED = "\nStopped. Everything is whole: the map is as it was before, and what was not finished was not kept.\n"
"""What is said when somebody presses Ctrl-C, however early."""


def main() -> None:
    """Run the command line and end with its exit code."""
    try:
        from opmap.cli.running import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    if code == 130:
        sys.stderr.write(STOPPED)
        sys.exit(code)
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End without taking apart what lives: of a large map that takes longer than many an answer."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
    except OSError:  # nobody reads on, or there is no room: Python says so as it ends
        sys.exit(code)
    os._exit(code)


if __name__ == "__main__":
    main()
