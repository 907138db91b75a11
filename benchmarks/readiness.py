"""Readiness of 2,000 generated automations: what is planted and found, the first screen, and the seconds of CPU.

python benchmarks/readiness.py [2000]
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))
from first_screens import asked
from tests.generated.controls import names_found, planned, write_plan

import opmap


def main() -> None:
    count = int((*sys.argv[1:], 2000)[0])
    with TemporaryDirectory() as folder:
        root, store = Path(folder) / "copperline", str(Path(folder) / "opmap.db")
        plan = planned(count)
        write_plan(root, plan)
        _, scanning = asked(["scan", str(root), "--store", store])
        page, asking = asked(["readiness", "--store", store])
        found = set(names_found(opmap.readiness(opmap.open(store))))
    print(page)
    right, more = len(found & plan.truth), len(found - plan.truth)
    print(f"planted {len(plan.truth):,} among {count:,}; found {right:,}, and {more:,} more")
    print(f"scan {scanning:.2f} s of CPU, readiness {asking:.2f} s")
    if not plan.truth <= found:
        sys.exit(f"not found: {sorted(plan.truth - found)}")


if __name__ == "__main__":
    main()
