"""The first screens of an organisation of 300 services and 2,000 automations, and how long each takes.

    python benchmarks/first_screens.py            at most ten causes stand on each; it prints them
    python benchmarks/first_screens.py 600 4000

Times are seconds of the processes' CPU, since other work on the machine makes the clock lie.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.generated.estate import write_estate


def main() -> None:
    services, workflows = (int(one) for one in (*sys.argv[1:], 300, 2000)[:2])
    with TemporaryDirectory() as folder:
        root = Path(folder) / "copperline"
        write_estate(root, services, workflows)
        store = str(Path(folder) / "opmap.db")
        for words in (["scan", str(root)], ["risks"], ["spof"], ["owners"]):
            page, seconds = asked([*words, "--store", store])
            print(f"$ opmap {words[0]}    {len(page.splitlines())} lines, {seconds:.2f} s of CPU\n\n{page}")


def asked(words: list[str]) -> tuple[str, float]:
    """Run a command; give what it says and the seconds of CPU that it took."""
    before = os.times()
    said = subprocess.run([sys.executable, "-m", "opmap", *words], check=True, capture_output=True, text=True).stdout
    now = os.times()
    return said, now.children_user + now.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    main()
