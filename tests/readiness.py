"""Automations with what readiness asks for, and what it finds of them."""

from __future__ import annotations

from typing import Any

from tests.building import node

from opmap.analyses.readying import Rule, readying
from opmap.graph import Graph

LACKS_APPROVAL = ("human approval", "lacking", "", 3)


def automation(name: str, kind: str = "workflow", **more: Any) -> Any:
    """Make an automation."""
    return node(name, kind, **more)


def agent(name: str = "bot", *controls: tuple[Any, ...], **more: Any) -> Any:
    """Make an agent, without an approval unless controls are given."""
    return automation(name, "agent", controls=controls or (LACKS_APPROVAL,), **more)


def exceptions(graph: Graph) -> list[tuple[Rule, str]]:
    """Give what stands out, each with its rule."""
    return [(one.rule, one.node.id) for one in readying(graph).exceptions]
