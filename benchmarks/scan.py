"""How long a scan takes: a tree of 5,000 files, 2,000 of them documents of a median of 10 KB, cold and unchanged.

    python benchmarks/scan.py [--files 5000] [--documents 2000] [--workers 2]

The limits that a release must keep are 10 s and 500 MB cold on two processors, and 1 s
unchanged. Where the program itself is there, the whole ``opmap scan`` is measured, from
its start to its end; the reading alone is always measured.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from scan_tree import write_tree

REPORT = "{what:<34}{seconds:>8.2f} s   of processors {used:>6.2f} s   peak {memory:>5.0f} MB"


def main() -> None:
    """Measure, and print what was measured."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--files", type=int, default=5000)
    options.add_argument("--documents", type=int, default=2000)
    options.add_argument("--workers", type=int, default=None)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "tree")
        sizes = write_tree(root, asked.files, asked.documents)
        print(
            f"{asked.files} files, {asked.documents} documents of a median of {statistics.median(sizes) / 1000:.1f} KB"
        )
        wait_until_settled()
        arguments = [str(root), str(asked.workers or 0), str(Path(folder, "cache"))]
        for when in ("cold", "unchanged"):
            measure(f"reading alone, {when}", [sys.executable, __file__, "--read", *arguments])
        if _has_program():
            workers = ["--workers", str(asked.workers)] if asked.workers else []
            for when in ("cold", "unchanged"):
                command = [sys.executable, "-m", "opmap", "scan", str(root), *workers]
                measure(f"opmap scan, {when}", command, Path(folder))


def wait_until_settled() -> None:
    """Let the files grow older than the time in which a change might go unseen."""
    time.sleep(2.5)


def _has_program() -> bool:
    answer = subprocess.run([sys.executable, "-m", "opmap", "scan", "--help"], capture_output=True, check=False)
    return answer.returncode == 0


def measure(what: str, command: list[str], folder: Path | None = None) -> None:
    """Run a command; print its time, and the most memory that it and its children held at once."""
    start, used = time.perf_counter(), _processor_time()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    watch = _Watch(process.pid)
    said, complaints = process.communicate()
    seconds = time.perf_counter() - start
    print(REPORT.format(what=what, seconds=seconds, used=_processor_time() - used, memory=watch.stop() / 1e6))
    if said.startswith(b"read "):
        print(f"  {said.decode().strip()}")
    if process.returncode:
        print(complaints.decode(errors="replace")[-2000:])


def _processor_time() -> float:
    """Sum what all processes that were started and have ended used; on a busy machine it tells more than the clock."""
    times = os.times()
    return times.children_user + times.children_system


class _Watch(threading.Thread):
    """Looks again and again at how much memory a process and its children hold."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._peak = 0
        self._done = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._done.wait(0.02):
            self._peak = max(self._peak, _memory(self._process))

    def stop(self) -> int:
        """Give the most that was seen, in bytes."""
        self._done.set()
        self.join()
        return self._peak


def _memory(process: int) -> int:
    """Sum what a process and its children hold, in bytes; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGESIZE") + sum(_memory(int(child)) for child in children)


def read_alone(root: Path, workers: int, kept: Path) -> None:
    """Scan without identity and store; keep the cache in a file, so that the next process knows it."""
    import pickle

    from opmap.config import Config
    from opmap.connecting.registry import load_connectors
    from opmap.scanning import InMemory, scan_source

    cache = InMemory()
    if kept.exists():
        cache.entries = pickle.loads(kept.read_bytes())
    connectors, _ = load_connectors()
    records = list(scan_source(root, "tree", Config(), connectors, cache=cache, key=b"key", workers=workers or None))
    if not kept.exists():
        kept.write_bytes(pickle.dumps(cache.entries))
    read = sum(record.outcome == "read" for record in records)
    print(f"read {read} of {len(records)} files with {len(connectors)} connectors")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read_alone(Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
