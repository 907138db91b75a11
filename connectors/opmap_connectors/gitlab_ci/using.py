"""What jobs need: other pipelines, secrets, the places that their commands call, the machines that they run on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from opmap.connecting import Certainty, Effect, Entity, Field, Key, Locator, host_of, is_secret_name
from opmap_connectors._shared.interpolation import told_by
from opmap_connectors._shared.places import addresses_in_text, locator
from opmap_connectors._shared.requests import changing, requested
from opmap_connectors._shared.scripts import done
from opmap_connectors._shared.startables import is_dispatch, project_in
from opmap_connectors._shared.starting import Caller, may_start, started
from opmap_connectors.gitlab_ci.jobs import Job
from opmap_connectors.gitlab_ci.places import FILE, Home

_CALLING = re.compile(r"\b(?:curl|wget|http|https)\b")
_VARIABLE = re.compile(r"\$\{?([A-Za-z_]\w*)")
_HOLES = re.compile(r"\$\{[^}]*\}|\$\w+")
_MINTED = re.compile(r"CI_|GITLAB_(?:CI|FEATURES|USER)")  # given by the platform for each run
_TRIGGER_API = re.compile(
    r"(?:/api/v4|CI_API_V4_URL\}?)/projects/([\w.%/-]+?)/(?:trigger/pipeline|ref/[^/]+/trigger/pipeline|pipeline)\b"
)
_SETTLING = re.compile(r"cd\s+\S+|(?:export\s+)?[A-Za-z_]\w*=\S*")
_ABOUT = frozenset("example.com www.example.com example.org localhost docs.gitlab.com".split())
_MOST = 20


def effects_of(job: Job, home: Home) -> Iterator[Effect]:
    """Give what a job needs of pipelines and addresses."""
    yield from _triggered(job, home)
    for need in job["needs"].each():
        project = need["project"].text
        if project and "$" not in project:
            yield Effect("depends on", home.key(FILE, project), need["project"].at(), job.name, soft=job.tolerant)
    settled: list[str] = []  # one shell runs all lines: what one sets, or where it goes, holds for the next
    for line in job.scripts():
        yield from _called(line, job, home)
        if _SETTLING.fullmatch(line.text.strip()):
            settled.append(line.text)
        script = "\n".join([*settled, line.text]) if may_start(line.text) else ""
        for each in started(script, _caller(job, home)) if script else ():
            soft = job.tolerant and each.verb == "calls"
            yield Effect(each.verb, each.target, line.at(), job.name, soft=soft, certainty=Certainty.PROBABLE)


def _caller(job: Job, home: Home) -> Caller:
    """Say what is known where a job's commands run: the variables of the project and of the job."""
    document = job.place.part.document
    known = told_by(document.settings)
    for place in (job.place.part.root["variables"], *(each["variables"] for each in reversed(job.chain))):
        for name, value in place.items():
            known[name] = (value["value"] if value.is_mapping else value).text
    up = "../" * home.path.count("/")
    return Caller(home.scope, str(home.key()), known, "", lambda folder: project_in(document, f"{up}{folder}"))


def _triggered(job: Job, home: Home) -> Iterator[Effect]:
    """Start another pipeline, or call it where the job waits for its end."""
    trigger = job["trigger"]
    if not trigger:
        return
    verb = "calls" if trigger["strategy"].text in ("depend", "mirror") else "starts"
    project = (trigger["project"] if trigger.is_mapping else trigger).text
    if project and "$" not in project:
        yield Effect(verb, home.key(FILE, project), trigger.at(), job.name, soft=job.tolerant and verb == "calls")
    for place in trigger["include"].each():
        local = place["local"] if place.is_mapping else place
        if local.is_text and "://" not in local.text and "$" not in local.text:
            yield Effect(verb, home.key(local.text), local.at(), job.name, soft=job.tolerant and verb == "calls")


def _called(line: Field, job: Job, home: Home) -> Iterator[Effect]:
    script = done(line.text)
    for project in _TRIGGER_API.findall(script):
        if not project.isdigit():
            target = home.key(FILE, project.replace("%2F", "/").replace("%2f", "/"))
            yield Effect("starts", target, line.at(), job.name, certainty=Certainty.PROBABLE)
    for asked, each in requested(script, _HOLES, home.scope):
        where = asked.target
        if host_of(where.value) not in _ABOUT and not _is_said(where.value):
            said = changing(asked, each.method, each.sets)
            yield Effect("calls", where, line.at(), job.name, soft=job.tolerant, certainty=Certainty.PROBABLE, **said)
    sure = Certainty.PROBABLE if _CALLING.search(script) else Certainty.POSSIBLE
    named = (each for each in addresses_in_text(script) if each.scheme and "." in each.host and "$" not in each.host)
    called = dict.fromkeys(locator(each, home.scope) for each in named if each.host not in _ABOUT)
    for address in [each for each in called if not _is_said(each.value)][:_MOST]:
        yield Effect("calls", address, line.at(), job.name, soft=job.tolerant, certainty=sure)


def _is_said(address: str) -> bool:
    """Say whether an address starts a pipeline, which is said as such."""
    return bool(_TRIGGER_API.search(address)) or is_dispatch(address)


def secrets(roots: Iterable[Field], jobs: list[Job], home: Home) -> Iterator[tuple[Entity, Effect]]:
    """Give each secret that jobs name: variables called like one that no file sets, and those of a vault."""
    set_here = {name for place in (*roots, *(job.place for job in jobs)) for name, _ in place["variables"].items()}
    seen: set[Key] = set()
    for job in jobs:
        for name, place in (*_named(job), *_of_vault(job)):
            key = home.secret(name)
            if key not in seen and name not in set_here:
                seen.add(key)
                mention = Entity("credential", name, (key,), place.at(), mentioned=True)
                yield mention, Effect("uses credential", key, place.at(), job.name, soft=job.tolerant)


def _named(job: Job) -> Iterator[tuple[str, Field]]:
    places = [*job.scripts(), *(value for _, value in job["variables"].items())]
    for place in places:
        for name in _VARIABLE.findall(place.text):
            if is_secret_name(name) and not _MINTED.match(name):
                yield name, place


def _of_vault(job: Job) -> Iterator[tuple[str, Field]]:
    yield from job["secrets"].items()


def runners(jobs: list[Job], home: Home) -> Iterator[tuple[Effect, Entity]]:
    """Say which machines jobs ask for by tags; without tags, any that the project has will do, which no file names."""
    for job in jobs:
        tags = sorted(tag.text for tag in job["tags"].each() if tag.text and "$" not in tag.text)
        if tags and not all(tag.startswith("saas-") for tag in tags):
            group = home.project.rpartition("/")[0] or home.project
            key = Key("gitlab", f"{group}/runner/{' '.join(tags)}")
            machine = Entity("host", f"{' '.join(tags)} (runner)", (key,), job["tags"].at(), mentioned=True)
            yield Effect("runs on", key, job["tags"].at(), job.name), machine


def source(home: Home, title: Field) -> Iterator[Effect]:
    """Say in which repository it stands, where that is known: whoever owns that owns it."""
    if home.repository:
        yield Effect("built from", Locator("repository", home.repository, expects="repository"), title.at())
