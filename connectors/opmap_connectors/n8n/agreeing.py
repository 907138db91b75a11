"""What of a workflow runs only after people agreed.

n8n goes on with whatever was answered. It keeps back what follows where the only button is the
one that agrees, or nobody calls, and where a branch or filter looks at the answer. A step that
stands between a model and its tools keeps back these tools alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from opmap_connectors._shared.approving import Ways, approved
from opmap_connectors.n8n.answers import deciding, outputs_of
from opmap_connectors.n8n.approvals import waits_for_people
from opmap_connectors.n8n.flow import MAIN, Flow, Link
from opmap_connectors.n8n.running import Running
from opmap_connectors.n8n.speaking import Speaking
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.types import does

_Place = tuple[Step, int]
"""A step is its own place -1; its answer, and each output of a decision, is a place behind it."""


@dataclass(frozen=True)
class Agreed:
    """The steps that ask people and wait, and the names of those that do something and run only after an agreement."""

    asking: tuple[Step, ...] = ()
    steps: tuple[str, ...] = ()


def agreed_in(flow: Flow, run: Running) -> Agreed:
    """Find out what runs only after people agreed; nothing, where nobody knows what leads where."""
    asking = [step for step in flow.steps if step in run.steps and _asks(step, run)]
    if not asking or not run.certain:
        return Agreed(tuple(asking))
    speaking = Speaking(flow, asking)
    decisions = {step: deciding(step, partial(speaking.of_answer, step)) for step in flow.steps if step in run.steps}
    ways = Ways(_starts(flow), _onwards(flow, {step for step, told in decisions.items() if told is not None}))
    found = approved(
        ways,
        {(step, 0) for step in asking if _holds(step)},
        {(step, 0) for step in asking if not _holds(step)},
        {
            (step, -1): {(step, number): told for number, told in enumerate(answers)}
            for step, answers in decisions.items()
            if answers is not None
        },
    )
    times = Counter(step.name for step in flow.steps)
    doing = (step for step, part in found if part < 0 and step in run.steps and does(step.short))
    return Agreed(tuple(asking), tuple(sorted({step.name for step in doing if times[step.name] == 1})))


def _asks(step: Step, run: Running) -> bool:
    """Say whether people may agree at a step.

    A page of a form waits for whoever fills it in; a tool that asks people is asked only if the model likes.
    """
    return _between(step) or (waits_for_people(step) and step.short != "form" and step not in run.tools)


def _between(step: Step) -> bool:
    """Say whether it stands between a model and its tools."""
    return step.short.endswith("HitlTool")


def _holds(step: Step) -> bool:
    """Say whether nothing goes on until somebody agreed: no other answer, no limit to the wait, no way past it."""
    if _between(step):
        return True
    if step.tolerant or _is_limited(step):
        return False
    if step.short == "wait":
        return True
    kinds = step["approvalOptions"]["values"]["approvalType"].text, step["responseType"].text
    return kinds[0] in {"", "single"} and kinds[1] in {"", "approval"}


def _is_limited(step: Step) -> bool:
    limit = step["limitWaitTime"] if step.short == "wait" else step["options"]["limitWaitTime"]
    return limit.flag is True or bool(limit["values"].value)


def _starts(flow: Flow) -> list[_Place]:
    """Give where runs begin: at triggers, else at every step that nothing leads to."""
    if flow.starters:
        return [(step, -1) for step in flow.starters]
    free = [step for step in flow.steps if not any(link.kind == MAIN for link in flow.links_to[step])]
    return [(step, -1) for step in free if not any(link.kind != MAIN for link in flow.links_from[step])]


def _onwards(flow: Flow, decisions: set[Step]) -> dict[_Place, list[_Place]]:
    """Give where each place leads: by its outputs, and to the sub-steps that serve it."""
    found: dict[_Place, list[_Place]] = {}
    for step in flow.steps:
        here = found.setdefault((step, -1), [])
        asks = waits_for_people(step) or _between(step)
        if asks and not step.disabled:
            here.append((step, 0))
        elif step in decisions:
            here += [(step, number) for number in range(outputs_of(step, flow))]
        for link in flow.links_from[step]:
            if link.kind == MAIN and (not step.disabled or link.output == 0):
                source = _place_of(link, flow, asks=asks, decides=step in decisions)
                found.setdefault(source, []).append((link.target, -1))
        behind = (step, 0) if _between(step) and not step.disabled else (step, -1)
        found.setdefault(behind, []).extend((each, -1) for each in _serving(step, flow))
    return found


def _place_of(link: Link, flow: Flow, *, asks: bool, decides: bool) -> _Place:
    """Give the place that a connection leaves: what takes a failure of an approval comes before any answer."""
    step = link.source
    if step.disabled:
        return step, -1
    if asks:
        failing = step.routes_failures and link.output == outputs_of(step, flow) - 1 >= 1
        return (step, -1) if failing else (step, 0)
    return (step, link.output) if decides else (step, -1)


def _serving(step: Step, flow: Flow) -> Iterator[Step]:
    return (link.source for link in flow.links_to[step] if link.kind != MAIN)
