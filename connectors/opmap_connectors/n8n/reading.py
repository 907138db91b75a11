"""One workflow: its steps read, and what they need put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opmap.connecting import Entity, Field, Locator, Notice, Reading, Relation
from opmap_connectors.n8n.claiming import claim, claims
from opmap_connectors.n8n.credentials import credential, used_by
from opmap_connectors.n8n.describing import described
from opmap_connectors.n8n.doing import deed
from opmap_connectors.n8n.exports import Export
from opmap_connectors.n8n.expressions import given
from opmap_connectors.n8n.flow import Flow, flow_of
from opmap_connectors.n8n.naming import Home
from opmap_connectors.n8n.owners import owners
from opmap_connectors.n8n.running import Running, running
from opmap_connectors.n8n.scene import Deed, Scene
from opmap_connectors.n8n.settling import settle
from opmap_connectors.n8n.starters import starter
from opmap_connectors.n8n.starting import started
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.subworkflows import inline, inline_home

_DEEPEST = 3
_BESIDE = frozenset({"stored in", "depends on"})  # what is said of the systems that steps use, not of the workflow


def read_workflow(export: Export, home: Home) -> Iterator[Reading]:
    """Give a workflow and all that it says of others, each statement once."""
    said: set[object] = set()
    for reading in _workflow(export.root, home, 0):
        statement = _statement(reading)
        if statement not in said:
            said.add(statement)
            yield reading


def _statement(reading: Reading) -> object:
    """Tell statements apart: what is only mentioned is said once in a workflow, by whichever step comes first."""
    if isinstance(reading, Entity) and reading.mentioned:
        return reading.kind, reading.keys
    if isinstance(reading, Relation) and reading.verb in _BESIDE and not reading.attributes:
        return reading.source, reading.verb, reading.target
    return reading


def _workflow(root: Field, home: Home, depth: int) -> Iterator[Reading]:
    settings = root.part.document.settings
    flow = flow_of(root)
    run = running(flow)
    organisation = settings.get("organisation", "") or root.part.document.source
    scene = Scene(home, given(flow.steps, settings), organisation, root["settings"]["timezone"].text)
    starters = {step: starter(step, scene) for step in flow.steps if step.type.is_trigger}
    deeds = {step: deed(step, scene) for step in flow.steps if not step.type.is_trigger}
    words = {step: told.words for step, told in starters.items()}
    words |= {step: told.words for step, told in deeds.items()}
    yield described(flow, run, scene, words, settings.get("environment", ""))
    yield from flow.notices()
    yield from owners(root, scene)
    yield from _errors(root, home)
    starters = {step: told for step, told in starters.items() if step in run.steps}
    deeds = {step: told for step, told in deeds.items() if step in run.steps}
    of_starters = [
        each for step, told in starters.items() for need in told.needs for each in claim(step, need, run, need.verb)
    ]
    yield from started(starters, home)
    yield from _beside(deeds, home)
    yield from settle(home.key, [*of_starters, *claims(flow, run, home, deeds)])
    yield from _embeddings(flow, run, deeds)
    yield from _inside(deeds, home, depth)


def _errors(root: Field, home: Home) -> Iterator[Reading]:
    """Say which workflow is told of failures."""
    place = root["settings"]["errorWorkflow"]
    if place.text and place.text != home.id:
        yield Relation(home.key, "on error calls", home.keys(place.text)[0], place.at())


def _beside(deeds: Mapping[Step, Deed], home: Home) -> Iterator[Reading]:
    for step, told in deeds.items():
        yield from told.beside
        for use in used_by(step):
            yield credential(use, home)


def _embeddings(flow: Flow, run: Running, deeds: Mapping[Step, Deed]) -> Iterator[Reading]:
    """Say with which model an index embeds."""
    for link in flow.links:
        if link.kind != "ai_embedding" or not {link.source, link.target} <= run.steps:
            continue
        model = deeds[link.source].offers if link.source in deeds else None
        index = deeds[link.target].offers if link.target in deeds else None
        if isinstance(model, Locator) and isinstance(index, Locator) and index.form == "object":
            yield Relation(index, "uses model", model, link.source.title.at())


def _inside(deeds: Mapping[Step, Deed], home: Home, depth: int) -> Iterator[Reading]:
    """Read the workflows that are written inside steps."""
    for step in deeds:
        found = inline(step)
        if isinstance(found, Notice):
            yield found
        elif found is not None and depth >= _DEEPEST:
            yield Notice("workflows inside workflows, too deep; not read", found.at())
        elif found is not None:
            yield from _workflow(found, inline_home(step, home), depth + 1)
