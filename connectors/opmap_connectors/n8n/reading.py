"""One workflow: its steps read, and what they need put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from opmap.connecting import Automation, Effect, Field, Locator, Notice, Reading, Relation
from opmap_connectors.n8n.claiming import claim, claims
from opmap_connectors.n8n.credentials import credential, used_by
from opmap_connectors.n8n.describing import described
from opmap_connectors.n8n.doing import deed
from opmap_connectors.n8n.exports import Export
from opmap_connectors.n8n.expressions import given
from opmap_connectors.n8n.flow import Flow, flow_of
from opmap_connectors.n8n.guarding import guard_of
from opmap_connectors.n8n.naming import Home
from opmap_connectors.n8n.owners import owners
from opmap_connectors.n8n.running import Running, running
from opmap_connectors.n8n.scene import Deed, Scene
from opmap_connectors.n8n.starters import Started, starter
from opmap_connectors.n8n.starting import starters_of
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.subworkflows import inline, inline_home

_DEEPEST = 3


def read_workflow(export: Export, home: Home) -> Iterator[Reading | Automation]:
    """Give a workflow, those written inside its steps, and what is odd about them."""
    yield from _workflow(export.root, home, 0)


def _workflow(root: Field, home: Home, depth: int) -> Iterator[Reading | Automation]:
    settings = root.part.document.settings
    flow = flow_of(root)
    run = running(flow)
    organisation = settings.get("organisation", "") or root.part.document.source
    scene = Scene(home, given(flow.steps, settings), organisation, root["settings"]["timezone"].text)
    started = {step: starter(step, scene) for step in flow.steps if step.type.is_trigger}
    deeds = {step: deed(step, scene) for step in flow.steps if not step.type.is_trigger}
    words = {step: told.words for step, told in started.items()}
    words |= {step: told.words for step, told in deeds.items()}
    started = {step: told for step, told in started.items() if step in run.steps}
    running_deeds = {step: told for step, told in deeds.items() if step in run.steps}
    yield from flow.notices()
    yield replace(
        described(flow, run, scene, words),
        guard=guard_of(flow, scene),
        starters=tuple(starters_of(started, home)),
        effects=tuple(_effects(flow, run, home, started, running_deeds)),
        beside=tuple(_beside(flow, run, scene, started, running_deeds)),
    )
    yield from _inside(running_deeds, home, depth)


def _effects(
    flow: Flow, run: Running, home: Home, started: Mapping[Step, Started], deeds: Mapping[Step, Deed]
) -> Iterator[Effect]:
    """Say what the steps need, what the starters need of the workflow, and which workflow is told of failures."""
    for step, told in started.items():
        for need in told.needs:
            yield from claim(step, need, run, need.verb)
    yield from claims(flow, run, home, deeds)
    place = flow.root["settings"]["errorWorkflow"]
    if place.text and place.text != home.id:
        yield Effect("on error calls", home.keys(place.text)[0], place.at())


def _beside(
    flow: Flow, run: Running, scene: Scene, started: Mapping[Step, Started], deeds: Mapping[Step, Deed]
) -> Iterator[Reading]:
    """Give what is to be said of things that the workflow names."""
    yield from owners(flow.root, scene)
    for starting in started.values():
        yield from starting.beside
    for done in deeds.values():
        yield from done.beside
    for step in (*(step for step, told in started.items() if told.entity is not None), *deeds):
        for use in used_by(step):
            yield credential(use, scene.home)
    yield from _embeddings(flow, run, deeds)


def _embeddings(flow: Flow, run: Running, deeds: Mapping[Step, Deed]) -> Iterator[Reading]:
    """Say with which model an index embeds."""
    for link in flow.links:
        if link.kind != "ai_embedding" or not {link.source, link.target} <= run.steps:
            continue
        model = deeds[link.source].offers if link.source in deeds else None
        index = deeds[link.target].offers if link.target in deeds else None
        if isinstance(model, Locator) and isinstance(index, Locator) and index.form == "object":
            yield Relation(index, "uses model", model, link.source.title.at())


def _inside(deeds: Mapping[Step, Deed], home: Home, depth: int) -> Iterator[Reading | Automation]:
    """Read the workflows that are written inside steps."""
    for step in deeds:
        found = inline(step)
        if isinstance(found, Notice):
            yield found
        elif found is not None and depth >= _DEEPEST:
            yield Notice("workflows inside workflows, too deep; not read", found.at())
        elif found is not None:
            yield from _workflow(found, inline_home(step, home), depth + 1)
