"""A workflow as one thing: its name, its steps in words, its tags, whether it is switched on."""

from __future__ import annotations

from collections.abc import Mapping

from opmap.connecting import Automation, Field, attributes, environment_called, short_name
from opmap.connecting import Step as PlainStep
from opmap_connectors._shared.hardcoded import hard_coded
from opmap_connectors.n8n.agreeing import agreed_in
from opmap_connectors.n8n.approvals import waits_for_people
from opmap_connectors.n8n.controls import controls
from opmap_connectors.n8n.flow import Flow
from opmap_connectors.n8n.opening import may_write_anything
from opmap_connectors.n8n.running import Running
from opmap_connectors.n8n.scene import Scene
from opmap_connectors.n8n.steps import Step

_MOST_PINNED = 20
_AGENTS = frozenset({"agent", "openAiAssistant"})


def described(flow: Flow, run: Running, scene: Scene, words: Mapping[Step, str]) -> Automation:
    """Describe a workflow, without what it does; one in which a model chooses the steps is an agent."""
    root, home = flow.root, scene.home
    environment = root.part.document.settings.get("environment", "")
    tags = _tags(root["tags"])
    agreed = agreed_in(flow, run)
    place = root["name"] if root["name"].is_text else root
    return Automation(
        home.keys(home.own),
        home.name,
        place.at(),
        "agent" if holds_agent(run) else "workflow",
        steps=tuple(
            PlainStep(
                step.name,
                step.short,
                _words(step, run, words[step]),
                step.title.at(),
                open=step in run.steps and may_write_anything(step, scene),
            )
            for step in flow.steps
        ),
        controls=tuple(controls(flow, run, agreed)),
        approved=agreed.steps,
        attributes=attributes(
            archived=root["isArchived"].flag or None,
            hard_coded_secrets=[(step.name, *found) for step in flow.steps for found in hard_coded(step.parameters)],
            human_approval=[step.name for step in flow.steps if step in run.steps and waits_for_people(step)],
            sample_data=_pinned_data(flow),
            tags=tags,
        ),
        environment=environment or _environment(tags),
        inactive=root["active"].flag is False or root["isArchived"].flag is True,
    )


def holds_agent(run: Running) -> bool:
    """Say whether a step that runs lets a model choose what to do."""
    return any(step.short in _AGENTS for step in run.steps)


def _pinned_data(flow: Flow) -> list[tuple[str, int | None]]:
    """Give the steps at which data for trying out is kept, and where; never the data."""
    kept = flow.root["pinData"]
    return [(short_name(name), rows.line) for name, rows in kept.items() if rows.value][:_MOST_PINNED]


def _words(step: Step, run: Running, words: str) -> str:
    """Say in words what a step does, and what becomes of its failure."""
    said = [words]
    if step.disabled:
        said.append("switched off")
    elif step not in run.steps:
        said.append("nothing leads to it")
    if step.tries > 1:
        said.append(f"tried {step.tries} times")
    if step.tolerant:
        said.append("the run goes on when it fails")
    if waits_for_people(step):
        said.append("the run waits for people")
    return short_name("; ".join(filter(None, said)))


def _tags(tags: Field) -> list[str]:
    found = (tag.text or tag["name"].text for tag in tags.list())
    return sorted({short_name(tag, "") for tag in found if tag})


def _environment(tags: list[str]) -> str:
    """Take a tag for the environment where exactly one is called like one."""
    found = {environment_called(tag) for tag in tags} - {""}
    return found.pop() if len(found) == 1 else ""
