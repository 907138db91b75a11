"""What steps need: the actions of others, other workflows, the places that commands call."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Certainty, Effect, Entity, Key, Locator, Reading, host_of, short_name
from opmap.connecting.hosts import is_here
from opmap_connectors._shared.endpoints import located
from opmap_connectors._shared.places import addresses_in_text, locator
from opmap_connectors._shared.requests import changing, requested
from opmap_connectors._shared.scripts import done
from opmap_connectors._shared.startables import dispatch_path, github_workflow
from opmap_connectors._shared.starting import may_start, started
from opmap_connectors.github_actions.calling import caller
from opmap_connectors.github_actions.places import SPACE, Home, is_missing, other
from opmap_connectors.github_actions.steps import Step

PINNED = re.compile(r"@(?:[0-9a-f]{40}|[0-9a-f]{64}|sha256:[0-9a-f]{64})$")
_PRODUCTS = {
    # owner, or owner and action: the product of the catalogue that the action works with
    "aws-actions": "aws",
    "azure": "azure",
    "google-github-actions": "google-cloud",
    "docker/login-action": "docker-hub",
    "sonarsource": "sonarcloud",
    "snyk": "snyk",
    "hashicorp/setup-terraform": "terraform-cloud",
    "hashicorp/tfc-workflows-github": "terraform-cloud",
    "slackapi": "slack",
    "rtcamp/action-slack-notify": "slack",
    "8398a7/action-slack": "slack",
    "pypa/gh-action-pypi-publish": "pypi",
    "cloudflare": "cloudflare",
    "vercel": "vercel",
    "amondnet/vercel-action": "vercel",
    "netlify": "netlify",
    "nwtgck/actions-netlify": "netlify",
    "getsentry": "sentry",
    "datadog": "datadog",
    "newrelic": "new-relic",
    "anthropics": "anthropic",
    "openai": "openai",
    "atlassian": "jira",
    "pagerduty": "pagerduty",
    "databricks": "databricks",
    "digitalocean": "digitalocean",
    "akhileshns/heroku-deploy": "heroku",
    "firebaseextended/action-hosting-deploy": "firebase",
}
_STARTING = {"benc-uk/workflow-dispatch": "starts", "convictional/trigger-workflow-and-wait": "calls"}
_CALLING = re.compile(r"\b(?:curl|wget|http|https|Invoke-WebRequest|Invoke-RestMethod|iwr|irm)\b")
_ABOUT = frozenset(
    """example.com www.example.com example.org json.schemastore.org docs.github.com raw.githubusercontent.com
    github.com objects.githubusercontent.com api.github.com cli.github.com""".split()
)
_EXPRESSION = re.compile(r"\$\{\{[^}]*\}\}|\$\{[^}]*\}|\$\w+")
_MOST_ADDRESSES = 20


def effects_of(step: Step, home: Home) -> Iterator[Effect]:
    """Give what a step needs."""
    if step.uses:
        yield from _action(step, home)
    if step.run:
        yield from _commands(step, home)


def mentioned(step: Step, home: Home) -> Iterator[Reading]:
    """Give the action or the other workflow that a step names."""
    key = _of_others(step) or other(step.uses, home)
    if key is not None:
        name = step.uses.partition("@")[0].removeprefix("./")
        kind = "pipeline" if "/workflows/" in key.name else "library"
        if not is_missing(step.uses, step.place.part.document, home):
            yield Entity(kind, short_name(name), (key,), step.place["uses"].at(), mentioned=True)


def is_of_others(step: Step) -> bool:
    """Say whether a step runs code that stands in another repository, or in an image."""
    return _of_others(step) is not None or step.uses.startswith("docker://")


def _of_others(step: Step) -> Key | None:
    uses = step.uses
    if not uses or uses.startswith(("./", "docker://")) or "/.github/workflows/" in uses:
        return None
    name = "/".join(uses.partition("@")[0].lower().split("/")[:2])
    return Key(SPACE, f"action/{name}") if "/" in name else None


def _action(step: Step, home: Home) -> Iterator[Effect]:
    place, soft = step.place["uses"].at(), _is_soft(step)
    key = _of_others(step)
    if key is None:
        found: Key | Locator | None = other(step.uses, home)
        if found is not None:
            verb = "calls" if "/workflows/" in step.uses else "depends on"
            if is_missing(step.uses, step.place.part.document, home):
                found = Locator(
                    "file",
                    step.uses.removeprefix("./"),
                    home.scope,
                    expects="pipeline" if verb == "calls" else "library",
                )
            yield Effect(verb, found, place, step.name, soft=soft)
        return
    yield Effect("depends on", key, place, step.name, soft=soft)
    name = key.name.removeprefix("action/")
    product = _PRODUCTS.get(name) or _PRODUCTS.get(name.partition("/")[0])
    registry = step.place["with"]["registry"].text if name == "docker/login-action" else ""
    if registry and "docker.io" not in registry:
        yield from _registry(registry, step, home)
    elif product:
        yield Effect("calls", Key("product", product), place, step.name, soft=soft)
    if name == "peter-evans/repository-dispatch":
        yield from _dispatches(step, home)
    elif name in _STARTING:
        yield _started(name, step, home)


def _started(name: str, step: Step, home: Home) -> Effect:
    """Start a workflow by an action that is there for it; where the step waits for its end, call it."""
    given, verb = step.place["with"], _STARTING[name]
    repository = given["repo"].text or home.name
    if given["owner"].text and "/" not in repository:
        repository = f"{given['owner'].text}/{repository}"
    if given["wait_workflow"].flag is False:
        verb = "starts"
    named = (given["workflow"] or given["workflow_file_name"]).text
    target = github_workflow(repository, named, home.scope, str(home.key()))
    return Effect(verb, target, step.title.at(), step.name, soft=_is_soft(step))


def _registry(text: str, step: Step, home: Home) -> Iterator[Effect]:
    """Call the registry of images that a step logs in to."""
    found = located(_EXPRESSION.sub("{}", f"https://{text.removeprefix('https://')}"), home.scope)
    if found is not None:
        place = step.place["with"]["registry"].at()
        yield Effect("calls", found.target, place, step.name, soft=_is_soft(step), certainty=found.certainty)


def _dispatches(step: Step, home: Home) -> Iterator[Effect]:
    """Start the workflows of another repository that wait for a call."""
    given = step.place["with"]
    repository = given["repository"].text or home.name
    if "${{" not in repository:
        yield _dispatch(step, home, repository, given["event-type"].text)


def _dispatch(step: Step, home: Home, repository: str, event: str) -> Effect:
    sent = "" if "${{" in event else event
    address = Locator("webhook", dispatch_path(repository, sent), home.scope, expects="pipeline")
    return Effect("starts", address, step.title.at(), step.name, operation=event[:100], certainty=Certainty.PROBABLE)


def _commands(step: Step, home: Home) -> Iterator[Effect]:
    """Read the addresses that commands name: probably called where a command calls something, else possibly."""
    place, script = step.place["run"].at(), done(step.run)
    for each in started(step.run, caller(step, home)) if may_start(step.run) else ():
        yield Effect(each.verb, each.target, place, step.name, soft=_is_soft(step), certainty=Certainty.PROBABLE)
    yield from _requests(step, script, home)
    sure = Certainty.PROBABLE if _CALLING.search(script) else Certainty.POSSIBLE
    named = (each for each in addresses_in_text(script) if each.scheme and "." in each.host)
    called = dict.fromkeys(locator(each, home.scope) for each in named if not _is_about(each.host))
    for target in list(called)[:_MOST_ADDRESSES]:
        yield Effect("calls", target, place, step.name, soft=_is_soft(step), certainty=sure)


def _requests(step: Step, script: str, home: Home) -> Iterator[Effect]:
    """Give what requests change or ask for, beside that they call: by their method, path and body."""
    place, soft = step.place["run"].at(), _is_soft(step)
    for asked, each in requested(script, _EXPRESSION, home.scope):
        if not _is_about(host_of(asked.target.value)):
            said = changing(asked, each.method, each.sets)
            yield Effect("calls", asked.target, place, step.name, soft=soft, certainty=Certainty.PROBABLE, **said)


def _is_about(authority: str) -> bool:
    """Say whether a host is the runner itself, or one that a step speaks of and needs nothing of."""
    host = authority.rpartition(":")[0] or authority
    return host in _ABOUT or is_here(host)


def _is_soft(step: Step) -> bool:
    return step.tolerant or step.after_failure
