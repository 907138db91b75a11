"""The controls that a workflow shows, and those that it could show and lacks.

Only what n8n really honours counts: a retry of a step that runs, an error workflow of another
name than its own, a time limit above nought. A setting of another name is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opmap.connecting import Control, Field
from opmap_connectors._shared.approving import UNHEARD
from opmap_connectors.n8n.agreeing import Agreed
from opmap_connectors.n8n.flow import MAIN, Flow
from opmap_connectors.n8n.model_controls import of_models
from opmap_connectors.n8n.running import Running
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.types import does

_ON_CALL = frozenset({"pagerDuty", "opsgenie", "signl4", "zenduty", "splunkOnCall", "victorOps", "iLert", "grafana"})
_ON_CALL_HOSTS = (
    "events.pagerduty.com",
    "api.opsgenie.com",
    "alert.victorops.com",
    "api.ilert.com",
    "uptime.betterstack.com",
)


def controls(flow: Flow, run: Running, agreed: Agreed) -> Iterator[Control]:
    """Give what is shown and what lacks, each once."""
    steps = [step for step in flow.steps if step in run.steps and not step.type.is_trigger]
    settings = flow.root["settings"]
    title = flow.root["name"] if flow.root["name"].is_text else flow.root
    yield _by_steps("retries", [step for step in steps if step.tries > 1], title, "tried again")
    yield _error_path(flow, steps, title)
    yield _approval(agreed, title)
    limit = settings["executionTimeout"]
    limited = (limit.number or 0) > 0
    yield Control("time-out", (limit if limited else title).at(), _seconds(limit) if limited else "", not limited)
    yield from _kept(settings)
    yield from _escalated(flow, steps)
    yield from of_models(flow, steps, title)


def _approval(agreed: Agreed, title: Field) -> Control:
    if not agreed.asking or agreed.steps:
        return _by_steps("human approval", list(agreed.asking), title, "waits for people")
    names = tuple(step.name for step in agreed.asking)
    return Control("human approval", agreed.asking[0].title.at(), UNHEARD, lacking=True, steps=names)


def _error_path(flow: Flow, steps: Sequence[Step], title: Field) -> Control:
    """Find who is told of failures; a way of its own on which every step is switched off handles none."""
    told = flow.root["settings"]["errorWorkflow"]
    if told.text and told.text != flow.root["id"].text:
        return Control("error path", told.at(), "another workflow is told of failures")
    own = [step for step in flow.starters if step.short == "errorTrigger" and _does([step], flow)]
    if own and len(own) < len(flow.starters):  # n8n starts it with its own failures, but for those of that way
        return Control("error path", own[0].title.at(), "it is told of its own failures", steps=(own[0].name,))
    routed = [step for step in steps if step.routes_failures]
    handled = [step for step in routed if _does(_after_failure(step, flow), flow)]
    deaf = [step for step in routed if (taking := _after_failure(step, flow)) and all(one.disabled for one in taking)]
    if not handled and deaf:
        return Control(
            "error path",
            deaf[0].title.at(),
            f"the way for failures of {deaf[0].name} is switched off",
            lacking=True,
            steps=tuple(step.name for step in deaf),
        )
    forgotten = flow.root["settings"]["saveDataErrorExecution"]
    if not handled and forgotten.text == "none":
        return Control("error path", forgotten.at(), "nobody is told of failures, and they are not kept", lacking=True)
    return _by_steps("error path", handled, title, "failures take a way of their own")


def _after_failure(step: Step, flow: Flow) -> list[Step]:
    """Give the steps that take a failure of a step: those at the last of its outputs, where it has several."""
    links = [link for link in flow.links_from[step] if link.kind == MAIN]
    last = max((link.output for link in links), default=0)
    return [link.target for link in links if link.output == last >= 1]


def _does(steps: Sequence[Step], flow: Flow) -> bool:
    """Say whether anything is done from some steps on: more than values are set, or the run is ended."""
    seen = set(steps)
    waiting = list(steps)
    while waiting:
        step = waiting.pop()
        if not step.disabled and not step.type.is_trigger and does(step.short):
            return True
        for link in flow.links_from[step]:
            if link.kind == MAIN and link.target not in seen and (not step.disabled or link.output == 0):
                seen.add(link.target)
                waiting.append(link.target)
    return False


def _kept(settings: Field) -> Iterator[Control]:
    """Say whether runs are kept; where the workflow does not say, the instance decides, and no file shows how."""
    kept, failed = settings["saveDataSuccessExecution"], settings["saveDataErrorExecution"]
    if failed.text == "none":
        yield Control("audit log", failed.at(), "runs that fail are not kept", lacking=True)
    elif kept.text == "all":
        yield Control("audit log", kept.at(), "its runs are kept")
    elif kept.text == "none":
        yield Control("audit log", kept.at(), "runs that succeed are not kept", lacking=True)


def _escalated(flow: Flow, steps: Sequence[Step]) -> Iterator[Control]:
    """Say whether failures reach somebody on call; only a workflow that is told of failures can show it."""
    listening = [step for step in flow.starters if step.short == "errorTrigger"]
    if listening:
        calling = [step for step in steps if step.type.app in _ON_CALL or step["url"].text.startswith(_ON_CALL_URLS)]
        yield _by_steps("incident escalation", calling, listening[0].title, "calls whoever is on call")


_ON_CALL_URLS = tuple(f"https://{host}" for host in _ON_CALL_HOSTS)


def _by_steps(name: str, steps: list[Step], title: Field, words: str) -> Control:
    if not steps:
        return Control(name, title.at(), lacking=True)
    return Control(name, steps[0].title.at(), words, steps=tuple(step.name for step in steps))


def _seconds(limit: Field) -> str:
    return f"stopped after {limit.number or 0:g} seconds"
