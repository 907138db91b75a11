"""One pipeline: what starts it, its jobs, and what these need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from opmap.connecting import (
    Automation,
    Document,
    Effect,
    Entity,
    Field,
    How,
    Key,
    Locator,
    Notice,
    Reading,
    Starter,
    Step,
    attributes,
    environment_called,
    short_name,
)
from opmap_connectors._shared.hardcoded import hard_coded
from opmap_connectors._shared.scripts import running
from opmap_connectors.gitlab_ci.agreeing import agreed_in
from opmap_connectors.gitlab_ci.controls import controls, environment_of
from opmap_connectors.gitlab_ci.including import included
from opmap_connectors.gitlab_ci.jobs import Job, is_job, jobs_of, missing_templates, named_jobs, unreadable_lines
from opmap_connectors.gitlab_ci.places import FILE, Home, home_of
from opmap_connectors.gitlab_ci.using import effects_of, runners, secrets, source

_MOST_NOTICES = 20
_ENDINGS = (FILE, ".gitlab-ci.yaml")
_TELLING = frozenset("stages before_script after_script workflow default".split())
_JOB_WORDS = frozenset("stage script rules artifacts only except needs tags allow_failure environment".split())


def is_pipeline(root: Field, document: Document) -> bool:
    """Say whether a tree is a pipeline: by GitLab's name for the file, or by several words that only its jobs have."""
    if not root.is_mapping or root["apiVersion"] or root["jobs"] or root["services"].is_mapping:
        return False
    jobs = [place for place in named_jobs(root).values() if is_job(place)]
    if document.name.endswith(_ENDINGS):
        return bool(jobs) or bool(root["include"]) or bool(root["stages"])
    telling = sum(len(_JOB_WORDS & set(map(str, place.value))) >= 2 for place in jobs)
    return bool(telling) and (bool(_TELLING & set(map(str, root.value))) or telling == len(jobs) > 1)


def read_pipeline(root: Field) -> Iterator[Reading | Automation]:
    """Give a pipeline."""
    document = root.part.document
    home = home_of(document)
    known = included(root, home)
    jobs = jobs_of(known.roots, known.templates)
    live = [job for job in jobs if not job.never]
    named, machines = [*secrets(known.roots, live, home)], [*runners(live, home)]
    yield from known.notices
    for place in missing_templates(known.roots, known.templates):
        yield Notice("a job extends what no file at hand has; what it adds is not known", place.at())
    for place in islice(unreadable_lines(jobs), _MOST_NOTICES):
        yield Notice("no text stands where a line of a script should, which GitLab refuses; not read", place.at())
    effects = [*(effect for job in live for effect in effects_of(job, home)), *known.effects]
    beside = [mention for mention, _ in named] + [machine for _, machine in machines] + [*_others(effects)]
    agreed = agreed_in(live, known.roots)
    title = root["workflow"]["name"] if root["workflow"]["name"].is_text else root
    yield Automation(
        (home.key(),),
        _name(root, home),
        title.at(),
        "pipeline",
        (Starter(How.EVENT, "a push, a merge request or a clock of the project starts it", root.at()),),
        tuple(Step(job.name, _type(job), _words(job), job.place.at()) for job in jobs),
        (*effects, *(use for _, use in named), *(use for use, _ in machines), *source(home, root)),
        tuple(controls(live, title, agreed)),
        approved=agreed,
        beside=tuple(beside),
        addresses=(Locator("name", home.project, home.scope), *_endpoints(home)),
        attributes=attributes(
            hard_coded_secrets=[
                *(row for one in known.roots for row in _written("variables of all jobs", one["variables"], document)),
                *(row for job in jobs for row in _written(job.name, job.place, document)),
            ],
            deploys_to=sorted({environment_of(job) for job in live} - {""}),
        ),
        environment=_environment(document, live),
    )


def _endpoints(home: Home) -> Iterator[Locator]:
    """Give the addresses by which whoever asks GitLab itself starts a run."""
    for path in ("trigger/pipeline", "pipeline") if home.path == FILE else ():
        yield Locator("webhook", f"POST /api/v4/projects/{home.project}/{path}", home.scope)


def _written(name: str, place: Field, document: Document) -> Iterator[tuple[str, str, int | str | None]]:
    """Give the secrets written into a place, each with its line; with its file where that is an included one."""
    home = place.part.document
    for what, line in hard_coded(place):
        yield name, what, line if home.path == document.path else f"{home.path}:{line or 1}"


def _others(effects: Iterable[Effect]) -> Iterator[Entity]:
    """Give the other pipelines that are named."""
    for effect in effects:
        if isinstance(effect.target, Key):
            name = effect.target.name.removesuffix(f"/{FILE}")
            yield Entity("pipeline", short_name(name), (effect.target,), effect.evidence, mentioned=True)


def _name(root: Field, home: Home) -> str:
    stated = root["workflow"]["name"].text
    usual = home.project if home.path == FILE else f"{home.project}/{home.path}"
    return short_name(stated if stated and "$" not in stated else usual)


def _type(job: Job) -> str:
    return "trigger" if job["trigger"] else "script"


def _words(job: Job) -> str:
    said = [
        "sets another pipeline going" if job["trigger"] else running("\n".join(each.text for each in job.scripts()))
    ]
    said += [f"in stage {job['stage'].text}"] * bool(job["stage"].text)
    said += [f"reaches {environment_of(job)}"] * bool(environment_of(job))
    said += ["somebody starts it"] * job.by_hand + ["never runs"] * job.never
    said += ["the pipeline goes on when it fails"] * job.tolerant
    return short_name("; ".join(said))


def _environment(document: Document, jobs: list[Job]) -> str:
    stated = document.settings.get("environment", "")
    found = {environment_called(environment_of(job)) for job in jobs} - {""}
    return stated or (found.pop() if len(found) == 1 else "")
