"""Documents read by several processes at once; a process that dies costs the one document that it had in hand."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from time import monotonic
from typing import IO, TYPE_CHECKING

from opmap.frozen import frozen
from opmap.scanning import limiting
from opmap.scanning.headers import header_of, remembered
from opmap.scanning.reading import ReadDocument, Reader
from opmap.scanning.worker import READY, framed, receive

if TYPE_CHECKING:
    from collections.abc import Callable

FEW = 200
"""So few documents are read sooner than processes are started."""
_AHEAD, _LAST = 100, 3
"""How many documents a process is given at once, so that it need not wait for the next one; and how many at the end."""
_GRACE = 1.2
"""How many times its limit a process has to give up a document in good order, before it is ended."""

# -P keeps the current folder out of the path: it may be the one that is scanned, and hold a json.py.
_COMMAND = (
    "-P",
    "-c",
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from opmap.scanning.worker import main; main()",
)


@frozen
class Task:
    """One document to read."""

    path: str
    settings: Mapping[str, str]
    context: str


@frozen
class Answer:
    """What came of a document, and its header, as it was written where it was read."""

    task: Task
    read: ReadDocument
    header: bytes


def started(documents: int, workers: int | None) -> Pool | None:
    """Start as many processes as asked for, by default one for each processor; none for what one reads sooner."""
    count = min(workers or processors(), max(1, documents // (FEW // 4)))
    return Pool(count) if count > 1 and documents >= FEW and sys.executable else None


def read_all(reader: Reader, tasks: Sequence[Task], pool: Pool | None) -> Iterator[Answer]:
    """Read documents, in any order, in processes of their own where there are any that can."""
    return pool.results(tasks) if pool and pool.learnt(reader) else read_here(reader, tasks)


def read_here(reader: Reader, tasks: Sequence[Task]) -> Iterator[Answer]:
    """Read documents in this process."""
    for task in tasks:
        yield _answer(task, reader.read(task.path, task.settings))


def _answer(task: Task, read: ReadDocument) -> Answer:
    return Answer(task, read, header_of(read, task.context))


def processors() -> int:
    """Count the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(eq=False)
class _Worker:
    """One process, and the documents that it was given and has not answered."""

    process: subprocess.Popen[bytes]
    tasks: IO[bytes]
    answers: IO[bytes]
    is_ready: bool = False
    in_hand: deque[Task] = field(default_factory=deque)
    since: float = 0.0

    def give(self, task: Task) -> None:
        """Hand over one more document."""
        self.since = self.since if self.in_hand else monotonic()
        self.in_hand.append(task)
        self.tell(framed(json.dumps([task.path, dict(task.settings), task.context]).encode()))

    def tell(self, message: bytes) -> None:
        """Write to the process; that it has died is noticed where it is listened to."""
        with suppress(OSError):
            self.tasks.write(message)
            self.tasks.flush()

    def take(self) -> Task:
        """Take back the document that it has worked on."""
        self.since = monotonic()
        return self.in_hand.popleft()

    def hangs(self, seconds: float) -> bool:
        """Say whether it has one document in hand for longer than that."""
        return self.is_ready and bool(self.in_hand) and monotonic() - self.since > seconds

    def end(self) -> None:
        """Let the process go, whatever it does."""
        self.process.kill()
        self.process.wait()
        with suppress(OSError):
            self.tasks.close()


_Message = tuple[_Worker, "tuple[bytes, bytes] | None"]


class Pool:
    """Processes that read; they load what that takes while nobody knows yet what there is to read."""

    _reader: Reader

    def __init__(self, count: int) -> None:
        self._told = b""
        self._messages: SimpleQueue[_Message] = SimpleQueue()
        self._workers: list[_Worker] = []
        for _ in range(count):
            self._start()

    def learnt(self, reader: Reader) -> bool:
        """Tell how to read; give False where that cannot be told, of connectors that exist only in this process."""
        try:
            self._told = framed(pickle.dumps(reader))
        except (pickle.PicklingError, AttributeError, TypeError):
            return False
        self._reader = reader
        for worker in self._workers:
            worker.tell(self._told)
        return True

    def results(self, tasks: Sequence[Task]) -> Iterator[Answer]:
        """Give every document as it is read."""
        waiting = deque(tasks)
        while waiting or any(worker.in_hand for worker in self._workers):
            if not self._workers:  # none can be started here
                yield from read_here(self._reader, list(waiting))
                return
            self._hand_out(waiting)
            worker, message = self._next()
            answer = self._answered(worker, message) if message else self._ended(worker, waiting)
            if answer:
                yield answer

    def end(self) -> None:
        """Let all processes go, whatever they do."""
        while self._workers:
            self._workers.pop().end()

    def _hand_out(self, waiting: deque[Task]) -> None:
        ahead = max(_LAST, min(_AHEAD, len(waiting) // (4 * len(self._workers))))
        for worker in self._workers:
            while waiting and len(worker.in_hand) < ahead:
                worker.give(waiting.popleft())

    def _next(self) -> _Message:
        while True:
            with suppress(Empty):  # to be interrupted by Ctrl-C, a wait must end now and then
                return self._messages.get(timeout=1)
            for worker in self._workers:
                if worker.hangs(self._reader.seconds * _GRACE):  # it cannot even look at its own alarm
                    worker.process.kill()

    def _answered(self, worker: _Worker, message: tuple[bytes, bytes]) -> Answer | None:
        header, readings = message
        if not worker.is_ready:
            worker.is_ready = True
            worker.since = monotonic()
            return None
        task = worker.take()
        return Answer(task, remembered(self._reader.source, task.path, header, readings).read, header)

    def _ended(self, worker: _Worker, waiting: deque[Task]) -> Answer | None:
        """Give up the document that a process died of, and let another one read the rest."""
        worker.end()
        self._workers.remove(worker)
        too_long = monotonic() - worker.since >= self._reader.seconds
        task = worker.in_hand.popleft() if worker.in_hand and worker.is_ready else None
        waiting.extendleft(reversed(worker.in_hand))
        if task is None:
            return None
        if waiting:
            self._start()
        ended = "reading it ended the process: out of memory, or a connector that is broken"
        why = limiting.reason(self._reader.seconds) if too_long else ended
        return _answer(task, self._reader.unreadable(task.path, why))

    def _start(self) -> None:
        """Start one more process; where none can be started there is none."""
        with suppress(OSError):
            worker = _new_worker()
            self._workers.append(worker)
            threading.Thread(target=_listen, args=(worker, self._messages.put), daemon=True).start()
            worker.tell(pickle.dumps([*filter(None, sys.path), ""]) + self._told)


def _new_worker() -> _Worker:
    process = subprocess.Popen(  # noqa: S603 - this very Python, and words that stand above
        [sys.executable, *_COMMAND],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # nobody knows what a connector prints
        start_new_session=True,  # Ctrl-C is for the one who asked
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    if process.stdin is None or process.stdout is None:
        raise OSError(0, "a process without pipes")
    return _Worker(process, process.stdin, process.stdout)


def _listen(worker: _Worker, tell: Callable[[_Message], None]) -> None:
    """Wait for the answers of one process until it ends."""
    with worker.answers as answers:
        if receive(answers) == READY:
            tell((worker, (READY, b"")))
            while (header := receive(answers)) is not None and (readings := receive(answers)) is not None:
                tell((worker, (header, readings)))
    tell((worker, None))
