"""One workflow: what starts it, its steps, and what these need."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import (
    Automation,
    Effect,
    Entity,
    Field,
    Key,
    Locator,
    Reading,
    attributes,
    environment_called,
    short_name,
)
from opmap.connecting import Step as PlainStep
from opmap_connectors._shared.hardcoded import hard_coded
from opmap_connectors._shared.scripts import running
from opmap_connectors._shared.startables import workflow_path
from opmap_connectors.github_actions.controls import controls
from opmap_connectors.github_actions.places import Home, home_of
from opmap_connectors.github_actions.secrets import mentions, secrets
from opmap_connectors.github_actions.starters import events_of, started_by, starters
from opmap_connectors.github_actions.steps import Step, jobs_of, never, steps_of
from opmap_connectors.github_actions.using import effects_of, mentioned

_GITHUB = Key("product", "github")
_HOSTED = re.compile(r"(?:ubuntu|windows|macos)-[\w.-]+|self-hosted")


def is_workflow(root: Field) -> bool:
    """Say whether a document is a workflow: jobs that run on something or call another, and an event."""
    jobs = [job for _, job in root["jobs"].items()]
    has_event = any(True for _ in events_of(root))
    return has_event and bool(jobs) and any(job["runs-on"] or job["uses"] or job["steps"] for job in jobs)


def read_workflow(root: Field) -> Iterator[Reading | Automation]:
    """Give a workflow."""
    home = home_of(root.part.document)
    title = root["name"] if root["name"].is_text else root
    name = short_name(root["name"].text, home.path.rpartition("/")[2])
    steps = steps_of(root)
    found = [*secrets(root, home)]
    live = [step for step in steps if not step.never]
    effects = [effect for step in live for effect in effects_of(step, home)]
    runners = [*_runners(root, home)]
    written = [(step.name, *secret) for step in steps for secret in hard_coded(step.place)]
    yield Automation(
        (home.key(),),
        name,
        title.at(),
        "pipeline",
        tuple(starters(root, home, name)),
        tuple(PlainStep(step.name, step.type, _words(step), step.title.at()) for step in steps),
        (*effects, *(effect for _, effect in found), *(effect for effect, _ in runners), *_source(home, title)),
        tuple(controls(root, live, title)),
        beside=(
            *mentions(found),
            *(machine for _, machine in runners if machine),
            *(each for step in live for each in mentioned(step, home)),
            *started_by(root, home),
        ),
        addresses=(Locator("name", name, home.scope), *_endpoints(root, home, name)),
        attributes=attributes(hard_coded_secrets=written, deploys_to=_environments(root)),
        environment=_environment(root),
    )


def _endpoints(root: Field, home: Home, name: str) -> Iterator[Locator]:
    """Give the addresses by which whoever asks GitHub itself starts it, where it lets people do so."""
    if any(event == "workflow_dispatch" for event, _ in events_of(root)):
        for each in (home.path.rpartition("/")[2], name):
            yield Locator("webhook", f"POST {workflow_path(home.name, each)}", f"github:{home.name}")


def _words(step: Step) -> str:
    said = [f"runs {step.uses}" if step.uses else running(step.run)]
    said += ["never runs"] * step.never + ["runs when others fail"] * step.after_failure
    said += ["the job goes on when it fails"] * step.tolerant
    return short_name("; ".join(said))


def _runners(root: Field, home: Home) -> Iterator[tuple[Effect, Entity | None]]:
    """Say what the jobs run on: GitHub's own machines, or those of the organisation, by their labels."""
    for job in (job for _, job in jobs_of(root) if not never(job)):
        place = job["runs-on"]["labels"] if job["runs-on"].is_mapping else job["runs-on"]
        labels = [label.text for label in place.each() if "${{" not in label.text]
        own = short_name(" ".join(label for label in labels if not _HOSTED.fullmatch(label.lower())), "")
        if own or "self-hosted" in labels:
            key = home.runner(own or "self-hosted")
            machine = Entity("host", f"{own or 'self-hosted'} (runner)", (key,), place.at(), mentioned=True)
            yield Effect("runs on", key, place.at()), machine
        elif labels:
            yield Effect("runs on", _GITHUB, place.at()), None


def _source(home: Home, title: Field) -> Iterator[Effect]:
    """Say in which repository it stands, where that is known: whoever owns that owns it."""
    if home.is_known:
        yield Effect("built from", Locator("repository", home.repository, expects="repository"), title.at())


def _environments(root: Field) -> list[str]:
    places = (job["environment"] for _, job in jobs_of(root) if not never(job))
    return sorted({each["name"].text or each.text for each in places} - {""})


def _environment(root: Field) -> str:
    """Take the environment that it reaches, where that is exactly one of those that opmap knows."""
    stated = root.part.document.settings.get("environment", "")
    found = {environment_called(name) for name in _environments(root)} - {""}
    return stated or (found.pop() if len(found) == 1 else "")
