"""The controls that a workflow shows, and those that it could show and lacks.

Only what n8n really honours counts: a retry of a step that runs, an error workflow of another
name than its own, a time limit above nought. A setting of another name is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Control, Field
from opmap_connectors.n8n.approvals import waits_for_people
from opmap_connectors.n8n.flow import MAIN, Flow
from opmap_connectors.n8n.running import Running
from opmap_connectors.n8n.steps import Step

_ROUTED = "continueErrorOutput"


def controls(flow: Flow, run: Running) -> Iterator[Control]:
    """Give what is shown and what lacks, each once."""
    steps = [step for step in flow.steps if step in run.steps and not step.type.is_trigger]
    settings = flow.root["settings"]
    tried = [step for step in steps if step.tries > 1]
    handled = [step for step in steps if _is_handled(step, flow)]
    waiting = [step for step in steps if waits_for_people(step)]
    told = settings["errorWorkflow"]
    limit = settings["executionTimeout"]
    title = flow.root["name"] if flow.root["name"].is_text else flow.root
    yield _by_steps("retries", tried, title, "tried again")
    if told.text:
        yield Control("error path", told.at(), "another workflow is told of failures")
    else:
        yield _by_steps("error path", handled, title, "failures take a way of their own")
    yield _by_steps("human approval", waiting, title, "waits for people")
    limited = (limit.number or 0) > 0
    yield Control("time-out", (limit if limited else title).at(), _seconds(limit) if limited else "", not limited)


def _by_steps(name: str, steps: list[Step], title: Field, words: str) -> Control:
    if not steps:
        return Control(name, title.at(), lacking=True)
    return Control(name, steps[0].title.at(), words, steps=tuple(step.name for step in steps))


def _is_handled(step: Step, flow: Flow) -> bool:
    """Say whether a failure takes an output of its own, and something is there to take it."""
    if step.place["onError"].text != _ROUTED:
        return False
    outputs = [link.output for link in flow.links_from[step] if link.kind == MAIN]
    return bool(outputs) and max(outputs) >= 1


def _seconds(limit: Field) -> str:
    return f"stopped after {limit.number or 0:g} seconds"
