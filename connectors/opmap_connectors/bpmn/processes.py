"""One process: what starts it, its steps, who does them, and what these need."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import (
    Automation,
    Locator,
    Reading,
    Starter,
    Step,
    attributes,
    short_name,
)
from opmap_connectors._shared.hardcoded import secrets_in
from opmap_connectors._shared.pinning import pinned
from opmap_connectors._shared.xml_trees import Element
from opmap_connectors.bpmn.agreeing import agreed_in, asks_people
from opmap_connectors.bpmn.connectors import is_agent
from opmap_connectors.bpmn.controls import controls, tries
from opmap_connectors.bpmn.data import accesses
from opmap_connectors.bpmn.definitions import Definitions, documentation
from opmap_connectors.bpmn.doing import Told, does, done, is_handled
from opmap_connectors.bpmn.extensions import extension, inputs
from opmap_connectors.bpmn.flow import TASKS, Flow, Node, flow_of
from opmap_connectors.bpmn.messages import Messages
from opmap_connectors.bpmn.people import People, decides
from opmap_connectors.bpmn.starters import starter


def read_process(identity: str, definitions: Definitions, messages: Messages) -> Iterator[Reading | Automation]:
    """Give a process: an automation where it shows any, else a process of people."""
    process, home = definitions.processes[identity], definitions.home
    flow = flow_of(process, definitions)
    if not flow.nodes:
        return
    yield from flow.odd
    reached, key, name = flow.reached(), home.process(identity), _name(identity, definitions)
    nodes = [node for node in flow.ordered() if node.id in reached]
    people, automated = People(definitions), any(map(does, nodes))
    agreed = agreed_in(flow, [node for node in nodes if asks_people(node, flow, automated=automated)])
    told = list(_told(nodes, flow, process, definitions, messages))
    told += messages.effects(identity, {node.id: node.name for node in nodes})
    told += people.approvals(flow, nodes, process)
    yield Automation(
        (key,),
        name,
        home.at(process),
        _kind(nodes),
        tuple(_starters(nodes, name, definitions, messages)),
        tuple(_step(node, flow, definitions, node.id in reached) for node in flow.ordered()),
        tuple(effect for effect, _ in told),
        (*controls(process, nodes, flow, definitions, agreed), *pinned(effect for effect, _ in told)),
        approved=agreed,
        beside=(
            *(reading for _, beside in told for reading in beside),
            *messages.outsiders(identity, key),
            *people.owners(flow, process, key),
        ),
        addresses=(Locator("name", identity, home.scope),),
        attributes=attributes(
            hard_coded_secrets=list(_written_in(nodes)) or None,
            description=documentation(process),
            version=process.said.get("versionTag"),
        ),
        environment=home.document.settings.get("environment", ""),
    )


def _name(identity: str, definitions: Definitions) -> str:
    """Give what people call a process: its name, its pool's, and for the only one that of the whole document."""
    process, participant = definitions.processes[identity], definitions.participant_of(identity)
    names = [one.said.get("name", "") for one in (process, participant) if one is not None]
    if len(definitions.processes) == 1:
        names.append(definitions.tree.root.said.get("name", ""))
    return short_name(next((name for name in names if name.strip()), ""), identity)


def _kind(nodes: list[Node]) -> str:
    kinds = [added.said.get("type", "") for node in nodes if (added := extension(node.element, "taskDefinition"))]
    if any(is_agent(kind) for kind in kinds):
        return "agent"
    return "workflow" if any(does(node) for node in nodes) else "process"


def _told(
    nodes: list[Node], flow: Flow, process: Element, definitions: Definitions, messages: Messages
) -> Iterator[Told]:
    for node in nodes:
        if node.kind in TASKS or "message" in node.event or node.kind == "adHocSubProcess":
            yield from done(node, flow, definitions)
        yield from messages.by_name(node)
    yield from accesses(nodes, process, definitions)


def _starters(nodes: list[Node], name: str, definitions: Definitions, messages: Messages) -> Iterator[Starter]:
    for node in nodes:
        if node.kind == "startEvent" and node.within is None:
            yield starter(node, name, definitions, messages)


def _step(node: Node, flow: Flow, definitions: Definitions, reached: bool) -> Step:  # noqa: FBT001 - one of its facts
    said = [_WORDS.get(node.kind, "") + (f": {node.event}" if node.event else "")]
    said += ["people decide"] * decides(node, flow) + ["tried again"] * (does(node) and tries(node))
    said += ["the process goes on when it fails"] * (node.kind in TASKS and is_handled(node, flow, definitions))
    said += ["nothing leads to it, and it never runs"] * (not reached)
    words = short_name("; ".join(each for each in said if each), "")
    return Step(node.name, node.type, words, definitions.home.at(node.element))


def _written_in(nodes: list[Node]) -> Iterator[tuple[str, str, int]]:
    """Give the places of secrets that stand in what steps hand over, never the secrets."""
    for node in nodes:
        for one in inputs(node.element):
            for label in sorted(set(secrets_in(one.name.rpartition(".")[2], one.text.strip('= "')))):
                shown = one.name if label == one.name.rpartition(".")[2] else f"{one.name}: {label}"
                yield node.name, short_name(shown), one.line


_WORDS = {
    "task": "a task of which it is not said who or what does it",
    "userTask": "people do it",
    "manualTask": "people do it, outside of the engine",
    "serviceTask": "a program does it",
    "sendTask": "sends a message",
    "receiveTask": "waits for a message",
    "scriptTask": "runs a script",
    "businessRuleTask": "decides by rules",
    "callActivity": "runs another process, and waits for it",
    "subProcess": "a part of the process with steps of its own",
    "adHocSubProcess": "steps in an order that a run chooses",
    "transaction": "steps that are taken back together",
    "exclusiveGateway": "goes one way",
    "inclusiveGateway": "goes one way or several",
    "parallelGateway": "goes several ways at once, or waits for all",
    "eventBasedGateway": "waits for whichever event comes first",
    "complexGateway": "branches or joins by a rule",
    "startEvent": "starts it",
    "endEvent": "ends it",
    "intermediateCatchEvent": "waits for",
    "intermediateThrowEvent": "tells of",
    "boundaryEvent": "takes over on",
}
