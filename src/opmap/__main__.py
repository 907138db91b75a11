"""Run opmap: ``opmap`` or ``python -m opmap``."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line and turn every expected error into a sentence and an exit code."""
    from opmap.cli import app
    from opmap.errors import OpmapError

    try:
        app()
    except OpmapError as error:
        from opmap.reports.safety import plain

        text = "\n".join(plain(line) for line in str(error).split("\n"))
        print(text, file=sys.stderr)  # noqa: T201 - the rim
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        print("\nStopped. The map is as it was before.", file=sys.stderr)  # noqa: T201 - the rim
        sys.exit(130)


if __name__ == "__main__":
    main()
