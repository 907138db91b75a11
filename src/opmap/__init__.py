"""opmap: one dependency graph from what an organisation already has, and what fails with what.

In a notebook::

    import opmap

    opmap.scan("path/to/repository")
    estate = opmap.open()
    for risk in opmap.risks(estate).risks[:5]:
        print(risk.rank_from, risk.node.name, risk.because)
    print(opmap.blast(estate, "payments").toll)
    estate.to_networkx()

Everything is imported when it is first used, so that ``import opmap`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opmap.api import (
        ask,
        availability,
        blast,
        concentration,
        coverage,
        nodes,
        open,  # noqa: A004 - read as opmap.open
        overlaps,
        owners,
        pairs,
        readiness,
        recovery,
        risks,
        scan,
        show,
        spof,
        what_if,
        why,
    )

__all__ = [
    "ask",
    "availability",
    "blast",
    "concentration",
    "coverage",
    "nodes",
    "open",
    "overlaps",
    "owners",
    "pairs",
    "readiness",
    "recovery",
    "risks",
    "scan",
    "show",
    "spof",
    "what_if",
    "why",
]


def __getattr__(name: str) -> Any:
    """Import the public functions when they are first used."""
    if name not in __all__:
        msg = f"module 'opmap' has no attribute {name!r}"
        raise AttributeError(msg)
    from opmap import api

    return getattr(api, name)


def __dir__() -> list[str]:
    """List the public functions."""
    return sorted(__all__)
