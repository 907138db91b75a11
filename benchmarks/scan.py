"""How long a scan takes, cold and unchanged, of a mixed tree and of one that holds n8n workflows alone.

    python benchmarks/scan.py [--files 5000] [--documents 2000] [--workers 2]

The mixed tree has 5,000 files, 2,000 of them documents of a median of 10 KB; the other one
2,000 workflows of a median of 11 KB. The limits that a release must keep are, for each, 10 s
and 500 MB cold on two processors, and 1 s unchanged. The whole ``opmap scan`` is measured,
from its start to its end, and the reading alone. What each process used tells more than the
clock where the machine is shared.
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

from scan_tree import write_tree, write_workflows

REPORT = "{what:<34}{seconds:>8.2f} s   of processors {used:>6.2f} s ({each})   peak {memory:>5.0f} MB"


def main() -> None:
    """Measure, and print what was measured."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--files", type=int, default=5000)
    options.add_argument("--documents", type=int, default=2000)
    options.add_argument("--workers", type=int, default=None)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compile_all(Path(folder))
        sizes = write_tree(Path(folder, "mixed", "tree"), asked.files, asked.documents)
        scanned(Path(folder, "mixed"), f"{asked.files} files, {asked.documents} documents", sizes, asked.workers)
        sizes = write_workflows(Path(folder, "n8n", "tree"), asked.documents)
        scanned(Path(folder, "n8n"), f"{asked.documents} n8n workflows", sizes, asked.workers)


def compile_all(folder: Path) -> None:
    """Have Python keep what it compiles, as it does for what is installed, and compile it once."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    write_tree(folder / "first" / "tree", 5, 5)
    command = [sys.executable, "-m", "opmap", "scan", str(folder / "first" / "tree")]
    subprocess.run(command, cwd=folder / "first", stdout=subprocess.DEVNULL, check=True)


def scanned(folder: Path, what: str, sizes: list[int], workers: int | None) -> None:
    """Scan the tree of a folder in all ways that are measured."""
    print(f"{what} of a median of {statistics.median(sizes) / 1000:.1f} KB")
    wait_until_settled()
    root = str(folder / "tree")
    for when in ("cold", "unchanged"):
        arguments = ["--read", root, str(workers or 0), str(folder / "cache")]
        measure(f"reading alone, {when}", [sys.executable, __file__, *arguments])
    for when in ("cold", "unchanged"):
        command = [sys.executable, "-m", "opmap", "scan", root, *(["--workers", str(workers)] if workers else [])]
        measure(f"opmap scan, {when}", command, folder)


def wait_until_settled() -> None:
    """Let the files grow older than the time in which a change might go unseen."""
    time.sleep(2.5)


def measure(what: str, command: list[str], folder: Path | None = None) -> None:
    """Run a command; print its time, what each of its processes used, and the most memory that they held at once."""
    start, used = time.perf_counter(), _processor_time()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    watch = _Watch(process.pid)
    said, complaints = process.communicate()
    seconds = time.perf_counter() - start
    peak, each = watch.stop()
    used = _processor_time() - used
    print(REPORT.format(what=what, seconds=seconds, used=used, each=each, memory=peak / 1e6))
    if said.startswith(b"read "):
        print(f"  {said.decode().strip()}")
    if process.returncode:
        print(complaints.decode(errors="replace")[-2000:])


def _processor_time() -> float:
    """Sum what all processes that were started and have ended used; on a busy machine it tells more than the clock."""
    times = os.times()
    return times.children_user + times.children_system


class _Watch(threading.Thread):
    """Looks again and again at what a process and its children hold and have used."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._peak = 0
        self._used: dict[int, float] = {}
        self._done = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._done.wait(0.02):
            self._peak = max(self._peak, self._look(self._process))

    def stop(self) -> tuple[int, str]:
        """Give the most memory that was seen, in bytes, and the seconds that each process used, the oldest first."""
        self._done.set()
        self.join()
        return self._peak, " + ".join(f"{self._used[process]:.1f}" for process in sorted(self._used))

    def _look(self, process: int) -> int:
        """Sum what a process and its children hold, in bytes; 0 where the system does not tell."""
        place = Path(f"/proc/{process}")
        try:
            pages = int((place / "statm").read_text().split()[1])
            ticks = (place / "stat").read_text().rpartition(")")[2].split()[11:13]
            children = (place / "task" / str(process) / "children").read_text().split()
        except (OSError, IndexError):
            return 0
        self._used[process] = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
        return pages * os.sysconf("SC_PAGESIZE") + sum(self._look(int(child)) for child in children)


class InMemory:
    """A cache that lasts as long as the process."""

    def __init__(self, entries: dict[str, tuple[bytes, bytes]]) -> None:
        self.entries = entries

    def get(self, path: str) -> tuple[bytes, bytes] | None:
        """Give what was put."""
        return self.entries.get(path)

    def put(self, path: str, header: bytes, readings: bytes) -> None:
        """Keep it."""
        self.entries[path] = (header, readings)


def read_alone(root: Path, workers: int, kept: Path) -> None:
    """Scan without identity and store; keep the cache in a file, so that the next process knows it."""
    import pickle

    from opmap.config import Config
    from opmap.connecting.registry import load_connectors
    from opmap.scanning import scan_source

    cache = InMemory(pickle.loads(kept.read_bytes()) if kept.exists() else {})
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
