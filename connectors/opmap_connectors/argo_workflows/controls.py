"""The controls that a workflow shows, and those that it could show and lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Control, Field
from opmap_connectors._shared.approving import UNHEARD
from opmap_connectors._shared.scripts import acts
from opmap_connectors.argo_workflows.agreeing import asks_people
from opmap_connectors.argo_workflows.templates import Template, tried_again, used_in

_FAILED = re.compile(r"Failed|Error")
_SHELLS = frozenset({"sh", "bash", "ash", "zsh"})


def controls(spec: Field, templates: list[Template], *, keeps_back: bool) -> Iterator[Control]:
    """Give what is shown and what lacks, each once."""
    used = used_in(spec, templates)
    doing = [each for each in templates if each in used and each.type not in ("dag", "steps")]
    tried = [each for each in doing if tried_again(each.place)]
    whole = spec["retryStrategy"] if tried_again(spec) else Field(None, spec.part)
    yield _shown("retries", whole, tried, spec, "tried again")
    ended = spec["onExit"] if _acts(spec["onExit"].text, templates) else _hook(spec["hooks"], templates)
    hooked = [each for each in templates if any(_hook(task["hooks"], templates) for task in each.tasks())]
    yield _shown("error path", ended, hooked, spec, "something runs at its end")
    limited = [each for each in doing if _deadline(each.place) or each.place["timeout"]]
    yield _shown("time-out", _deadline(spec), limited, spec, "ends after a while")
    yield _approval([each for each in doing if asks_people(each)], spec, keeps_back=keeps_back)
    account = spec["serviceAccountName"]
    if account and account.text != "default":
        yield Control("permission scope", account.at(), f"runs as {account.text}"[:200])
    else:
        yield Control(
            "permission scope", (account or spec).at(), "runs as the namespace's default account", lacking=True
        )


def _hook(hooks: Field, templates: list[Template]) -> Field:
    """Give a hook that takes up failures, and does something: at the end, or where its condition asks for one."""
    for name, place in hooks.items():
        failing = name == "exit" or _FAILED.search(place["expression"].text)
        if failing and (place["templateRef"] or _acts(place["template"].text, templates)):
            return place
    return Field(None, hooks.part)


def _acts(name: str, templates: list[Template]) -> bool:
    """Say whether a template is there and does more than say something; what only a run names may do anything."""
    if "{{" in name:
        return True
    found = next((each for each in templates if name and each.place["name"].text == name), None)
    if found is None or found.type == "suspend":
        return False
    scripts = [place["source"].text or _command(place) for place in found.containers()]
    return not scripts or any(map(acts, scripts))


def _command(container: Field) -> str:
    """Give the command of a container; what its image does by itself is something."""
    words = [each.text for name in ("command", "args") for each in container[name].each()]
    if words[:2] and words[0].rpartition("/")[2] in _SHELLS and words[1].startswith("-"):
        words = words[2:]
    return " ".join(words) or "run"


def _deadline(place: Field) -> Field:
    limit = place["activeDeadlineSeconds"]
    return Field(None, place.part) if limit.number == 0 else limit


def _approval(asking: list[Template], spec: Field, *, keeps_back: bool) -> Control:
    if not asking or keeps_back:
        words = "waits until somebody lets it go on"
        return _shown("human approval", Field(None, spec.part), asking, spec, words)
    return Control("human approval", asking[0].place.at(), UNHEARD, lacking=True)


def _shown(name: str, whole: Field, templates: list[Template], spec: Field, words: str) -> Control:
    if whole:
        return Control(name, whole.at(), words)
    if not templates:
        return Control(name, spec.at(), lacking=True)
    return Control(name, templates[0].place.at(), words, steps=tuple(each.name for each in templates))
