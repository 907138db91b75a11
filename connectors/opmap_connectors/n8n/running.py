"""Which steps run, and which of them the workflow can do without.

A step runs when a trigger leads to it. A step that is switched off does nothing, and hands
on what it is given. A sub-step (a model, a tool, a memory) runs with the step that it serves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from opmap_connectors.n8n.flow import MAIN, Flow, Link
from opmap_connectors.n8n.steps import Step

TOOL = "ai_tool"
_REPAIRING = frozenset({"outputParserAutofixing"})  # asked only when the first answer cannot be read


@dataclass(frozen=True)
class Running:
    """What runs of a workflow."""

    steps: frozenset[Step]
    soft: frozenset[Step]  # without these, the workflow is only worse
    tools: frozenset[Step]  # reached only through a model's choice
    certain: bool  # false where connections are broken, so that nobody knows what leads where


def running(flow: Flow) -> Running:
    """Find out what runs; all of it, where nothing starts it or its connections are broken."""
    enabled = {step for step in flow.steps if not step.disabled}
    unclear = flow.unclear and bool(flow.starters)
    reached = enabled if unclear or not flow.starters else _with_helpers(flow, _reached(flow))
    tools = _only_through(flow, reached, _is_choice)
    tolerated = {step for step in reached if step.tolerant}
    soft = _only_through(flow, reached, lambda link: _is_choice(link) or link.target in tolerated)
    return Running(frozenset(reached), frozenset(soft | tolerated), frozenset(tools), not unclear)


def _reached(flow: Flow) -> set[Step]:
    """Give the steps that a trigger leads to, step by step."""
    seen: set[Step] = set(flow.starters)
    waiting = list(flow.starters)
    while waiting:
        step = waiting.pop()
        for link in flow.links_from[step]:
            passes = link.kind == MAIN and (not step.disabled or link.output == 0)
            if passes and link.target not in seen:
                seen.add(link.target)
                waiting.append(link.target)
    return {step for step in seen if not step.disabled}


def _with_helpers(flow: Flow, reached: set[Step]) -> set[Step]:
    """Add the sub-steps that serve what runs."""
    found = set(reached)
    waiting = list(reached)
    while waiting:
        for link in _helpers(flow, waiting.pop()):
            if link.source not in found and not link.source.disabled:
                found.add(link.source)
                waiting.append(link.source)
    return found


def _helpers(flow: Flow, step: Step) -> Iterator[Link]:
    return (link for link in flow.links_to[step] if link.kind != MAIN)


def _is_choice(link: Link) -> bool:
    return link.kind == TOOL or link.target.short in _REPAIRING


def _only_through(flow: Flow, steps: set[Step], loosens: Callable[[Link], bool]) -> set[Step]:
    """Give the sub-steps that nothing firm holds: every link from them loosens, or serves such a sub-step."""
    serving = {
        step for step in steps if any(link.kind != MAIN and link.target in steps for link in flow.links_from[step])
    }
    firm = steps - serving
    waiting = list(firm)
    while waiting:
        for link in _helpers(flow, waiting.pop()):
            if link.source in steps and link.source not in firm and not loosens(link):
                firm.add(link.source)
                waiting.append(link.source)
    return serving - firm
