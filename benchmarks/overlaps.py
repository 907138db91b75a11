"""How well and how fast overlaps are found: generated automations of five engines, and an exact join of 100,000.

    python benchmarks/overlaps.py [--automations 5000] [--join 100000]

A release must keep a precision and a recall of at least 0.95 for each relation on 5,000
automations, whose truth is written before they are read, and 30 s of processor time for
the join. Copies of an automation are graded: a twentieth to two fifths of its pieces differ.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.generated.overlaps import pairs_found, write_overlaps

from opmap import app
from opmap.analyses.overlapping import overlapping
from opmap.analyses.overlapping.joining import near_pairs

LEAST = 0.95
MOST_SECONDS = 30.0
CHECKED = 1500  # so many of the joined sets are compared with all others, one by one


def main() -> int:
    """Measure, print, and fail where a limit is not kept."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--automations", type=int, default=5000)
    options.add_argument("--join", type=int, default=100_000)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found_well = _relations(Path(folder), asked.automations)
    return 0 if _join(asked.join) and found_well else 1


def _relations(folder: Path, automations: int) -> bool:
    truth = write_overlaps(folder / "org", automations)
    begun = time.process_time()
    app.scan([folder / "org"], store_path=folder / "opmap.db")
    graph = app.open_graph(folder / "opmap.db")
    read = time.process_time()
    found = overlapping(graph)
    done = time.process_time()
    print(f"{found.automations:,} automations, {len(graph):,} nodes: read in {read - begun:.1f} s of processor time,")
    print(f"{found.found:,} overlaps found and worked out in {done - read:.1f} s")
    print(f"{'relation':<22}{'planted':>9}{'found':>9}{'precision':>11}{'recall':>9}")
    said, well = pairs_found(found.overlaps), True
    for relation, planted in truth.items():
        right = len(planted & said[relation])
        precision, recall = right / max(1, len(said[relation])), right / max(1, len(planted))
        well = well and min(precision, recall) >= LEAST
        print(f"{relation:<22}{len(planted):>9,}{len(said[relation]):>9,}{precision:>11.3f}{recall:>9.3f}")
    return well


def _join(count: int) -> bool:
    dice = random.Random(7)
    sets = _pieces(count, dice)
    begun = time.process_time()
    one, other, _ = near_pairs(sets)
    used = time.process_time() - begun
    print(f"{count:,} automations joined exactly in {used:.1f} s of processor time: {len(one):,} near pairs")
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    looked_at = dice.sample(range(count), min(CHECKED, count))
    missed = sum(
        (min(each, another), max(each, another)) not in pairs
        for each in looked_at[: CHECKED // 50]
        for another in range(count)
        if another != each and _near(sets[each], sets[another])
    )
    print(f"of {min(CHECKED // 50, count)} of them, compared with all others one by one, {missed} pairs were missed")
    return used <= MOST_SECONDS and not missed


def _near(one: frozenset[str], other: frozenset[str]) -> bool:
    both = len(one & other)
    smaller = min(len(one), len(other))
    return both >= 0.7 * len(one | other) - 1e-9 or (smaller >= 10 and both >= 0.9 * smaller - 1e-9)


def _pieces(count: int, dice: random.Random) -> list[frozenset[str]]:
    """Make sets of pieces: some rare, some that everybody has, and of every twentieth set an edited copy."""
    sets: list[frozenset[str]] = []
    for number in range(count):
        if number > 10 and dice.random() < 0.05:
            kept = sorted(sets[dice.randrange(number)])
            dice.shuffle(kept)
            edits = int(len(kept) * dice.choice((0.0, 0.05, 0.1, 0.2, 0.3, 0.4)))
            sets.append(frozenset(kept[edits:]) | {f"new {dice.randrange(20_000)}" for _ in range(edits)})
            continue
        usual = {f"usual {int(dice.paretovariate(0.6))}" for _ in range(6)}
        sets.append(frozenset(usual | {str(dice.randrange(20_000)) for _ in range(dice.randrange(8, 30))}))
    return sets


if __name__ == "__main__":
    sys.exit(main())
