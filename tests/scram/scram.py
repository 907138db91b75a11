"""The program scram, asked: an independent word on fault trees."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Told:
    """What scram says of one top gate."""

    orders: tuple[int, ...]  # how many minimal cut sets of order one, two, ...
    probability: float | None
    importance: dict[str, dict[str, float]]  # of each basic event: MIF, CIF, DIF, RAW, RRW


def ask(model: str, folder: Path, *, order: int = 2, chances: bool = False) -> dict[str, Told]:
    """Let scram judge a model; give what it says by the name of the top gate."""
    path = folder / "model.xml"
    path.write_text(model, encoding="utf-8")
    numbers = ["--probability", "1", "--importance", "1"] if chances else []
    command = ["scram", "--bdd", "-l", str(order), *numbers, "--no-indent", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    root = ET.fromstring(done.stdout)
    measured = {one.get("name"): one for one in root.iter("importance")}
    return {one.get("name"): _told(one, measured.get(one.get("name"))) for one in root.iter("sum-of-products")}


def _told(products: ET.Element, measured: ET.Element | None) -> Told:
    orders = tuple(int(text) for text in products.get("distribution", "").split())
    chance = products.get("probability")
    importance = {
        one.get("name"): {name: float(value) for name, value in one.attrib.items() if name != "name"}
        for one in (measured.iter("basic-event") if measured is not None else ())
    }
    return Told(orders, float(chance) if chance else None, importance)
