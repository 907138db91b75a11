"""Steps that hand work to another workflow: by its id, its name, an address, or all of it written inside."""

from __future__ import annotations

import json
import re
from typing import Any

from opmap.connecting import Certainty, Field, Locator, Notice, Ref, short_name
from opmap_connectors.n8n.endpoints import endpoint, unresolved
from opmap_connectors.n8n.exports import is_workflow
from opmap_connectors.n8n.naming import Home
from opmap_connectors.n8n.scene import Deed, Need, Scene, called, chosen
from opmap_connectors.n8n.steps import Step

_ITSELF = re.compile(r"=?\s*\{\{\s*\$workflow(?:\.id|\[['\"]id['\"]\])\s*\}\}")
_IN_URL = re.compile(r"/workflow/([\w-]+)")
_LONGEST = 2_000_000
STEPS = frozenset({"executeWorkflow", "executeWorkflowTool", "toolWorkflow"})


def subworkflow(step: Step, scene: Scene) -> Deed:
    """Read a step that hands work to another workflow, and waits for it or does not."""
    place, target, name, certainty = _other(step, scene)
    waits = step["options"]["waitForSubWorkflow"].flag is not False
    words = f"{'calls' if waits else 'starts'} the workflow {name}"
    if target is None:
        return Deed(words)
    more = {"mode": step["mode"].text, "called": called(place)}
    return Deed(words, [Need("calls" if waits else "starts", target, place, certainty, more)])


def _other(step: Step, scene: Scene) -> tuple[Field, Ref | None, str, Certainty]:
    source = step["source"].text or "database"
    if source == "parameter":
        return step["workflowJson"], inline_home(step, scene.home).key, "written in it", Certainty.CERTAIN
    if source == "url":
        found = endpoint(step["workflowUrl"], scene, "workflow")
        if found is None:
            return step["workflowUrl"], None, "at no address", Certainty.CERTAIN
        return step["workflowUrl"], found.target, found.words, found.certainty
    if source == "localFile":
        place = step["workflowPath"]
        path = scene.text(place).name
        return (
            place,
            Locator("name", path, scene.home.scope, expects="workflow") if path else None,
            path,
            Certainty.CERTAIN,
        )
    place = step["workflowId"]
    return place, *_by_id(place, scene), Certainty.CERTAIN


def _by_id(place: Field, scene: Scene) -> tuple[Ref | None, str]:
    """Name the workflow that is chosen; itself is none, and one that only a run knows is named by its expression."""
    written, name = chosen(place), called(place)
    if _ITSELF.fullmatch(written):
        return None, "itself"
    if place["mode"].text == "name":
        name = name or scene.given.read(written).name
    elif written:
        text = scene.given.read(written)
        if not text.known:
            target = unresolved(written, scene, "workflow")
            return target, target.value
        return _by_known_id(_id(text.name), name, scene.home)
    if not name:
        return None, "that is not chosen"
    return Locator("name", name, scene.home.scope, expects="workflow"), name


def _by_known_id(identity: str, name: str, home: Home) -> tuple[Ref | None, str]:
    """Prefer the id; where this export has no ids, the name that was kept beside it is what can be found."""
    if identity == home.id:
        return None, "itself"
    nameless = not home.id and not home.ids
    if name and identity not in home.ids and (nameless or name in home.names):
        return Locator("name", name, home.scope, expects="workflow"), name
    return home.keys(identity)[0], name or identity


def _id(value: str) -> str:
    found = _IN_URL.search(value) if "/" in value else None
    return found.group(1) if found else value


def inline_home(step: Step, home: Home) -> Home:
    """Give the home of the workflow that is written inside a step."""
    value = _parsed(step["workflowJson"])
    name = value.get("name") if isinstance(value, dict) else ""
    return home.inline(step.name, short_name(name, "") if isinstance(name, str) else "")


def inline(step: Step) -> Field | Notice | None:
    """Give the workflow that is written inside a step, at the step's own place in the document."""
    place = step["workflowJson"]
    if step["source"].text != "parameter" or not place:
        return None
    value = _parsed(place)
    root = Field(value, place.part, place.path)
    return (
        root if is_workflow(root) else Notice("a workflow written inside a step does not parse; not read", place.at())
    )


def _parsed(place: Field) -> Any:
    if not place.is_text:
        return place.value
    if len(place.text) > _LONGEST:
        return None
    try:
        return json.loads(place.text.removeprefix("="), strict=False)
    except (ValueError, RecursionError):
        return None
