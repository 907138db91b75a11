"""The controls that a workflow shows, and those that it could show and lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from opmap.connecting import Control, Field
from opmap_connectors._shared.approving import UNHEARD
from opmap_connectors.argo_workflows.agreeing import asks_people
from opmap_connectors.argo_workflows.templates import Template, tried_again


def controls(spec: Field, templates: list[Template], agreed: Collection[str]) -> Iterator[Control]:
    """Give what is shown and what lacks, each once."""
    doing = [each for each in templates if each.type not in ("dag", "steps")]
    tried = [each for each in doing if tried_again(each.place)]
    whole = spec["retryStrategy"] if tried_again(spec) else Field(None, spec.part)
    yield _shown("retries", whole, tried, spec, "tried again")
    ended = spec["onExit"] or spec["hooks"]
    hooked = [each for each in templates if any(task["hooks"] for task in each.tasks())]
    yield _shown("error path", ended, hooked, spec, "something runs at its end")
    limited = [each for each in doing if each.place["activeDeadlineSeconds"] or each.place["timeout"]]
    yield _shown("time-out", spec["activeDeadlineSeconds"], limited, spec, "ends after a while")
    yield _approval([each for each in doing if asks_people(each)], spec, agreed)
    account = spec["serviceAccountName"]
    if account:
        yield Control("permission scope", account.at(), f"runs as {account.text}"[:200])
    else:
        yield Control("permission scope", spec.at(), "runs as the namespace's default account", lacking=True)


def _approval(asking: list[Template], spec: Field, agreed: Collection[str]) -> Control:
    if not asking or agreed:
        words = "waits until somebody lets it go on"
        return _shown("human approval", Field(None, spec.part), asking, spec, words)
    return Control("human approval", asking[0].place.at(), UNHEARD, lacking=True)


def _shown(name: str, whole: Field, templates: list[Template], spec: Field, words: str) -> Control:
    if whole:
        return Control(name, whole.at(), words)
    if not templates:
        return Control(name, spec.at(), lacking=True)
    return Control(name, templates[0].place.at(), words, steps=tuple(each.name for each in templates))
