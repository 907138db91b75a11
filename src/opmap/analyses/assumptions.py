"""What is assumed where nobody has said it: how often a thing of a kind fails, and how long its repair takes.

Round numbers for an ordinary organisation, wide on purpose, and shown as *assumed*
wherever they are used. They order things of different kinds; they predict nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from opmap.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Assumption:
    """How often a year it fails, and for how many hours."""

    per_year: float
    hours: float


_BY_KIND = {
    "workflow": Assumption(4.0, 4.0),
    "agent": Assumption(6.0, 4.0),
    "pipeline": Assumption(4.0, 4.0),
    "event source": Assumption(1.0, 2.0),
    "schedule": Assumption(0.5, 2.0),
    "service": Assumption(2.0, 2.0),
    "MCP server": Assumption(3.0, 2.0),
    "approval system": Assumption(1.0, 4.0),
    "model": Assumption(3.0, 2.0),
    "index": Assumption(1.0, 4.0),
    "feature store": Assumption(1.0, 4.0),
    "model registry": Assumption(0.5, 4.0),
    "datastore": Assumption(0.7, 4.0),
    "topic": Assumption(0.3, 2.0),
    "queue": Assumption(0.3, 2.0),
    "file": Assumption(0.3, 2.0),
    "host": Assumption(0.5, 6.0),
    "cluster": Assumption(0.5, 3.0),
    "function": Assumption(1.0, 2.0),
    "credential": Assumption(0.7, 3.0),
    "identity provider": Assumption(0.7, 2.0),
    "monitoring": Assumption(0.7, 2.0),
    "region": Assumption(0.1, 6.0),
    "site": Assumption(0.05, 12.0),
    "vendor": Assumption(1.0, 3.0),
    "person": Assumption(10.0, 16.0),
    "team": Assumption(0.2, 8.0),
}
NO_FAULT_OF_ITS_OWN = frozenset(kind.name for kind in KINDS.values() if not kind.fails)
"""Kinds that are down only when something else is; a dataset fails by being wrong or old, not by being down."""


def assumption_for(kind: str) -> Assumption:
    """Give what is assumed for a kind; nothing ever fails by itself of a kind that has no fault of its own."""
    return Assumption(0.0, 0.0) if kind in NO_FAULT_OF_ITS_OWN else _BY_KIND[kind]
