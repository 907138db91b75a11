"""The controls that a process shows, and those that it could show and lacks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from opmap.connecting import Control
from opmap_connectors._shared.approving import UNHEARD
from opmap_connectors._shared.xml_trees import Element
from opmap_connectors.bpmn.agreeing import asks_people
from opmap_connectors.bpmn.definitions import Definitions
from opmap_connectors.bpmn.doing import does
from opmap_connectors.bpmn.extensions import extension
from opmap_connectors.bpmn.flow import Flow, Node
from opmap_connectors.bpmn.starters import moment

_TIMES = re.compile(r"R(\d+)/")


def controls(
    process: Element, nodes: list[Node], flow: Flow, definitions: Definitions, agreed: Collection[str]
) -> Iterator[Control]:
    """Give what is shown and, where steps are automated, what lacks; each once."""
    automated = [node for node in nodes if does(node)]
    asking = [node for node in nodes if asks_people(node, flow, automated=bool(automated))]
    shown = {
        "retries": [node for node in automated if tries(node)],
        "error path": [node for node in nodes if _takes(node, "error", flow)],
        "time-out": [node for node in nodes if _ends_a_wait(node, flow)],
        "human approval": asking if agreed else [],
        "incident escalation": [node for node in nodes if _escalates(node, nodes)],
        "way back": [node for node in nodes if _takes_back(node, nodes)],
    }
    for name, found in shown.items():
        if found:
            words = _WORDS[name] + (f" after {moment(found[0])}" if name == "time-out" and moment(found[0]) else "")
            at = definitions.home.at(found[0].element)
            yield Control(name, at, words, steps=tuple(node.name for node in found))
        elif automated and name in _COULD and (name != "retries" or any(_by_engine(node) for node in automated)):
            unheard = asking[:1] if name == "human approval" else []
            at = definitions.home.at(unheard[0].element if unheard else process)
            yield Control(name, at, UNHEARD if unheard else "", lacking=True)


_WORDS = {
    "retries": "tried again",
    "error path": "a failure takes a way of its own",
    "time-out": "it does not wait longer",
    "human approval": "people decide",
    "incident escalation": "somebody higher up is told",
    "way back": "what was done is taken back",
}
_COULD = frozenset({"retries", "error path", "time-out", "human approval"})


def tries(node: Node) -> bool:
    """Say whether the engine tries a step again: as a task of a worker, or as a job of its own."""
    said = node.element.said
    defined = extension(node.element, "taskDefinition")
    if defined is not None:
        return defined.said.get("retries", "3").strip() not in {"0", "1"}
    job = "true" in {said.get("asyncBefore"), said.get("asyncAfter"), said.get("async")}
    cycle = extension(node.element, "failedJobRetryTimeCycle")
    if cycle is None or not job:
        return job
    found = _TIMES.match(cycle.text.strip())
    return found is None or int(found.group(1)[:6]) > 1


def _takes_back(node: Node, nodes: list[Node]) -> bool:
    """Say whether an event calls for what was done to be taken back, and somebody does that."""
    if not node.throws:
        return False
    handled = any(each.element.said.get("isForCompensation") == "true" for each in nodes)
    by_part = any(each.kind == "startEvent" and "compensate" in each.event for each in nodes)
    return any(kind in node.event for kind in ("compensate", "cancel")) and (handled or by_part)


def _escalates(node: Node, nodes: list[Node]) -> bool:
    """Say whether an event calls for somebody higher up, or takes that up from where it may be called for."""
    if "escalation" not in node.event:
        return False
    return node.throws or any(
        each.kind == "callActivity" or (each.throws and "escalation" in each.event) for each in nodes
    )


def _by_engine(node: Node) -> bool:
    """Say whether a step shows that an engine runs it, which could try it again."""
    said = node.element.said
    worked = extension(node.element, "taskDefinition", "connector") is not None
    return worked or any(said.get(word) for word in ("class", "delegateExpression", "expression", "topic", "type"))


def _takes(node: Node, kind: str, flow: Flow) -> bool:
    """Say whether an event takes up what goes wrong, on a step or for a part of the process, and leads on."""
    if kind not in node.event:
        return False
    if node.kind == "boundaryEvent":
        return _does(node, flow) and not flow.fails_after(node)
    within = node.within
    by_event = within is not None and within.element.said.get("triggeredByEvent") == "true"
    return node.kind == "startEvent" and by_event and _does(node, flow)


def _does(node: Node, flow: Flow) -> bool:
    """Say whether anything is done after a node: somebody works, or is told; a way that only ends does nothing."""
    seen, waiting = {node.id}, flow.after(node)
    while waiting:
        here = waiting.pop()
        if here.acts:
            return True
        seen.add(here.id)
        waiting += [each for each in flow.after(here) if each.id not in seen]
    return False


def _ends_a_wait(node: Node, flow: Flow) -> bool:
    """Say whether a timer ends a wait: it interrupts a step, or is one of the events that a gateway waits for."""
    if "timer" not in node.event:
        return False
    if node.kind == "boundaryEvent":
        return node.element.said.get("cancelActivity") != "false"
    return any(before.kind == "eventBasedGateway" and node in flow.after(before) for before in flow.nodes.values())
