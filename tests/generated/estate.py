"""A whole invented organisation on disk: 300 services and 2,000 automations, described as such organisations are.

Copperline Freight, a carrier: manifests of two clusters, Compose stacks of its depots, exports
of one n8n, and an inventory for what no file says. Always the same for the same numbers. It
holds what a first screen must not drown in: a pipeline copied for every depot, automations
that nobody owns, services that nobody has described, and a few things that everything leans on.

    python -m tests.generated.estate FOLDER [--services 300] [--workflows 2000]
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from tests.generated.automations import write_automations
from tests.generated.software import AREAS, write_services

CAPABILITIES = (
    ("booking", "Booking", 5, "2h"),
    ("dispatch", "Dispatch", 8, "30m"),
    ("tracking", "Tracking", 4, "4h"),
    ("customs", "Customs clearance", 6, "8h"),
    ("invoicing", "Invoicing", 5, "1d"),
    ("payroll", "Payroll", 3, "3d"),
    ("claims", "Damage claims", 2, "2d"),
    ("support", "Customer answers", 3, "4h"),
)

_CONFIG = """\
[source]
name = "copperline"

[[paths]]
match = "kubernetes/prod-west/**"
cluster = "prod-west"
environment = "production"

[[paths]]
match = "kubernetes/staging/**"
cluster = "staging"
environment = "staging"

[[paths]]
match = "n8n/**"
instance = "ops"
environment = "production"
"""


def write_estate(root: Path, services: int = 300, workflows: int = 2000, seed: int = 5) -> None:
    """Write the organisation into a folder."""
    dice = random.Random(seed)
    named = write_services(root, dice, services)
    automations = write_automations(root, dice, workflows)
    write(root / "opmap.toml", _CONFIG)
    write(root / "inventory" / "organisation.yaml", _organisation(dice, named, automations))
    write(root / "README.md", "# Copperline Freight\n\nInvented. Nothing here runs.\n")


def write(path: Path, text: str) -> None:
    """Write one file, and its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _organisation(dice: random.Random, services: list[str], automations: dict[str, str]) -> str:
    """Say what no file says: teams, who owns the services, what the business is able to do with them."""
    lines = ["opmap: 1", "scope: copperline", "nodes:"]
    for area in AREAS:
        lines += [f"  - {{id: {area}-team, kind: team, name: {area.title()} team, keys: ['team:{area}']}}"]
    for number, key in enumerate(services):
        if number % 10 < 8:  # four of five services have an owner
            area = dice.choice(AREAS)
            name = key.rpartition("/")[2]
            lines += [f"  - {{id: {name}, kind: service, keys: ['{key}'], owner: {area}-team}}"]
    for number, (key, name) in enumerate(automations.items()):
        if number % 16 == 0:  # and six of a hundred automations
            area = dice.choice(AREAS)
            lines += [f"  - {{id: a{number}, kind: workflow, name: '{name}', keys: ['{key}'], owner: {area}-team}}"]
    for identity, name, value, tolerance in CAPABILITIES:
        lines += [f"  - {{id: {identity}, kind: capability, name: {name}, value: {value}, tolerance: {tolerance}}}"]
    lines += ["relations:"]
    for identity, *_ in CAPABILITIES:
        for key in dice.sample(services[: len(services) // 2], 3):
            lines += [f"  - {{from: '{key}', verb: supports, to: {identity}}}"]
    lines += [
        f"  - {{from: '{key}', verb: runs on, to: 'compose:copperline/stacks/automation/n8n'}}" for key in automations
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the organisation where it is asked for."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--services", type=int, default=300)
    options.add_argument("--workflows", type=int, default=2000)
    asked = options.parse_args()
    write_estate(asked.folder, asked.services, asked.workflows)


if __name__ == "__main__":
    main()
