"""A process that reads documents for a scan: it is told paths on its input, and answers on its output.

It is started plainly, not by ``multiprocessing``, so that a program which uses opmap need
not guard its own main module. A message is its length in four bytes, and itself.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import sys
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from opmap.scanning.reading import Reader

READY = b"ready"


def main() -> None:
    """Read documents until there is no more input."""
    answers = _own_output()
    tasks = sys.stdin.buffer
    first = receive(tasks)
    if first is None:
        return
    reader: Reader = pickle.loads(first)  # noqa: S301 - it comes from the process that started this one
    gc.freeze()  # what is loaded stays, and need not be looked through for garbage again and again
    send(answers, READY)
    while (message := receive(tasks)) is not None:
        send(answers, *_answer(reader, message))


def _answer(reader: Reader, message: bytes) -> tuple[bytes, bytes]:
    """Read a document; give its header and its readings."""
    from opmap.scanning.headers import header_of

    path, settings, context = json.loads(message)
    read = reader.read(path, settings)
    return header_of(read, context), read.record.encoded


def _own_output() -> IO[bytes]:
    """Keep the output for answers: what a connector prints must not end up between them."""
    mine = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return mine


def send(pipe: IO[bytes], *messages: bytes) -> None:
    """Write messages, so that they arrive together."""
    pipe.write(b"".join(map(framed, messages)))
    pipe.flush()


def framed(message: bytes) -> bytes:
    """Put a message behind its length."""
    return len(message).to_bytes(4, "big") + message


def receive(pipe: IO[bytes]) -> bytes | None:
    """Wait for a message; None where the other side is no more."""
    length = pipe.read(4)
    if len(length) < 4:
        return None
    message = pipe.read(int.from_bytes(length, "big"))
    return message if len(message) == int.from_bytes(length, "big") else None
