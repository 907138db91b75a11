"""Kill scans, and say what each of them left behind: run by test_killing.py in a process of its own.

A child scans a tree again and again. Before each scan all of its files are written anew,
with the number of the round in every name: a snapshot that mixes two rounds was torn.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Iterable
from itertools import count
from pathlib import Path

import opmap.app.scanning
from opmap.app import open_graph, scan
from opmap.estate import Estate
from opmap.store import Record, Source, Store

FILES = ("a", "b", "c", "d")
MOMENTS = ("entered", "recorded", "saved")


class Pausing(Store):
    """A store that stops at one moment inside the writing transaction, until it is killed."""

    moment = ""
    told = -1

    def record(self, source: Source, records: Iterable[Record]) -> None:
        self._reach("entered")
        super().record(source, records)
        self._reach("recorded")

    def save_snapshot(self, estate: Estate, packed: bytes, *, created: str, inputs: str = "") -> int | None:
        number = super().save_snapshot(estate, packed, created=created, inputs=inputs)
        self._reach("saved")
        return number

    def _reach(self, moment: str) -> None:
        if moment == self.moment:
            assert self._connection._is_inside()
            os.write(self.told, b"inside\n")
            time.sleep(600)


def write_tree(tree: Path, round_: int) -> None:
    for name in FILES:
        text = f"opmap: 1\nnodes: [{{id: {name}-{round_}, kind: service}}, {{id: {name}x-{round_}, kind: service}}]\n"
        (tree / f"{name}.yaml").write_text(text, encoding="utf-8")


def scan_for_ever(tree: Path, store: Path, first: int, told: int) -> None:
    for round_ in count(first):
        write_tree(tree, round_)
        os.write(told, b"%d\n" % scan([tree], store_path=store, workers=1).newest)


def killed(tree: Path, store: Path, first: int, moment: str, chance: random.Random) -> str:
    """Start a child, kill it at a moment inside the transaction or at any moment, and give what it said."""
    hear, told = os.pipe()
    child = os.fork()
    if child == 0:
        Pausing.moment, Pausing.told = moment, told
        opmap.app.scanning.Store = Pausing  # type: ignore[attr-defined]
        scan_for_ever(tree, store, first, told)
    os.close(told)
    said = b""
    if moment:
        while b"inside" not in said:
            said += os.read(hear, 1000)
    else:
        time.sleep(chance.uniform(0, 0.25))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while select.select([hear], [], [])[0] and (more := os.read(hear, 1000)):
        said += more
    os.close(hear)
    return said.decode()


def left_behind(store: Path) -> dict[str, object]:
    """Say what a store holds, once it was found to be sound."""
    with Store.open(store) as opened:
        opened.verify()
        newest = opened.snapshot().number
        documents = opened.documents()
        said = {reading.name.partition("-")[2] for reading in opened.readings()}
    graph = open_graph(store)
    rounds = sorted({name.partition("-")[2] for name in graph.names})
    return {"newest": newest, "rounds": rounds, "facts": sorted(said), "nodes": len(graph), "documents": len(documents)}


def main(folder: Path, times: int, inside: int) -> None:
    tree, store = folder / "tree", folder / "store" / "opmap.db"
    tree.mkdir()
    write_tree(tree, 0)
    scan([tree], store_path=store, workers=1)
    chance = random.Random(7)
    for number in range(times):
        moment = MOMENTS[number % len(MOMENTS)] if number < inside else ""
        before = left_behind(store)["newest"]
        said = killed(tree, store, 1000 * (number + 1), moment, chance)
        report({"moment": moment, "before": before, "said": said.split(), **left_behind(store)})
    write_tree(tree, 1)
    report({"scanned": scan([tree], store_path=store, workers=1).newest, **left_behind(store)})


def report(said: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
