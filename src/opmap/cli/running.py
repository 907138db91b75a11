"""Run a command line from its words to its exit code; whatever goes wrong ends as a sentence on standard error.

Exit codes: 0 it worked; 1 the answer is bad news that was asked for; 2 the question was
wrong; 3 the data is; 4 opmap itself failed; 130 somebody pressed Ctrl-C, which typer turns
into that code and ``__main__`` into a sentence.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

WRONG_QUESTION = 2
OPMAP_FAILED = 4


def run(words: Sequence[str]) -> int:
    """Run a command and give its exit code."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # we multiply no matrices, and starting threads takes time
    from opmap.cli import command_line
    from opmap.cli.complaining import UsageError
    from opmap.errors import OpmapError

    try:
        code = command_line(*words[:1])(list(words), prog_name="opmap", standalone_mode=False)
    except UsageError as error:
        return _explained(error, words)
    except OpmapError as error:
        say(str(error))
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - nobody is left with a traceback and no sentence
        return _failed(error)
    return code if isinstance(code, int) else 0


def say(text: str) -> None:
    """Say something on standard error, where no name in it can do harm."""
    from opmap.plain import plain

    lines = "\n".join(plain(line) for line in text.split("\n"))
    sys.stderr.write(f"{lines}\n")
    sys.stderr.flush()


def _explained(error: Exception, words: Sequence[str]) -> int:
    """Answer a question that was put wrongly; where nothing was asked at all, the help is the answer."""
    from opmap.cli.complaining import is_help, sentence
    from opmap.plain import plain

    if is_help(error):
        sys.stdout.write(f"{getattr(error, 'message', error)}\n")
        return 0
    say(plain(sentence(error, words)))
    return WRONG_QUESTION


def _failed(error: Exception) -> int:
    """Own up to a mistake in opmap itself."""
    from traceback import format_exception

    say("".join(format_exception(error)).rstrip("\n"))
    say(
        "\nThis is a mistake in opmap itself, not in what you asked. The map is as it was before.\n"
        "Please report it with the lines above, and with what `opmap --version` says."
    )
    return OPMAP_FAILED
