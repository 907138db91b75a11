"""What of a process runs only after people agreed.

An engine waits at a user task, and passes by a manual one. Where the way parts behind a decision, the
branch that an agreement takes counts; where it does not part, nothing goes on until the task is done.
What takes over while people are waited for is no agreement.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from opmap_connectors._shared.approving import Answer, Ways, agrees, approved, opposite
from opmap_connectors.bpmn.flow import SUBPROCESSES, Flow, Node
from opmap_connectors.bpmn.people import BRANCHING, decides

_ANYTHING = {
    True: re.compile(r"\|\||\bor\b|\b(?:null|empty|defined)\b", re.IGNORECASE),
    False: re.compile(r"&&|\b(?:null|empty|defined)\b", re.IGNORECASE),
}
"""What lets a condition hold without an agreement, or fail without one, though it speaks of it."""
_TURNED = re.compile(r"!\s*(?=[\w(=])")

_Place = tuple[str, str]
"""A node as a run comes to it, when it is done, and each way out of it."""
_DONE = "done"


def asks_people(node: Node, flow: Flow, *, automated: bool) -> bool:
    """Say whether people decide at a node, and an engine would wait for them."""
    return decides(node, flow) and (node.kind == "userTask" or not automated)


def agreed_in(flow: Flow, asking: Collection[Node]) -> tuple[str, ...]:
    """Name the nodes that do something, and run only after people agreed; of nodes with one name, all must."""
    if not asking:
        return ()
    onwards = _onwards(flow)
    joins = {(node.id, "") for node in flow.nodes.values() if node.kind == "parallelGateway"}
    parting = {node: list(_parting(node, flow)) for node in asking}
    found = approved(
        Ways([(node.id, "") for node in _beginning(flow)], onwards, joins),
        {(node.id, _DONE) for node, parts in parting.items() if not parts},
        {(node.id, _DONE) for node, parts in parting.items() if parts},
        {(each.id, _DONE): _answers(each, flow) for parts in parting.values() for each in parts},
    )
    open_names = {node.name for node in flow.nodes.values() if (node.id, "") not in found}
    return tuple(sorted({node.name for node in flow.nodes.values() if node.acts} - open_names))


def _beginning(flow: Flow) -> Iterator[Node]:
    """Give where runs begin, and what something else than the flow may start at any time."""
    outermost = set(_free(flow, None))
    for node in flow.nodes.values():
        if node in outermost or node.element.said.get("triggeredByEvent") == "true" or node.event == "link":
            yield node


def _free(flow: Flow, within: Node | None) -> list[Node]:
    """Give the nodes of a process or sub-process with which it begins: its starts, else what nothing leads to."""
    led_to = {target for targets in flow.onwards.values() for target in targets}
    inside = [node for node in flow.nodes.values() if node.within is within and node.kind != "boundaryEvent"]
    starts = [node for node in inside if node.kind == "startEvent"]
    return starts or [node for node in inside if node.id not in led_to]


def _onwards(flow: Flow) -> dict[_Place, list[_Place]]:
    found: dict[_Place, list[_Place]] = {}
    for node in flow.nodes.values():
        here, done = (node.id, ""), (node.id, _DONE)
        inside = _free(flow, node) if node.kind in SUBPROCESSES else []
        found[here] = [(each.id, "") for each in inside] or [done]
        found[here] += [(each.id, "") for each in flow.attached.get(node.id, [])]
        if node.kind == "adHocSubProcess":
            found[here].append(done)
        for target in flow.onwards.get(node.id, []):
            found.setdefault(done, []).append((node.id, target))
            found[node.id, target] = [(target, "")]
        if not flow.onwards.get(node.id) and node.within is not None and not _ends_all(node):
            found.setdefault(done, []).append((node.within.id, _DONE))
    return found


def _ends_all(node: Node) -> bool:
    """Say whether a node ends more than the part that it stands in, or takes it another way."""
    return node.kind == "endEvent" and any(kind in node.event for kind in ("error", "escalation", "cancel"))


def _parting(node: Node, flow: Flow) -> Iterator[Node]:
    """Give the nodes at which the way first parts behind a decision: a gateway, or the decision itself."""
    seen, waiting = {node.id}, [node]
    while waiting:
        here = waiting.pop()
        onwards = flow.after(here)
        if len(onwards) > 1 and (here.kind in BRANCHING or here is node):
            yield here
            continue
        for each in onwards:
            if each.id not in seen:
                seen.add(each.id)
                waiting.append(each)


def _answers(node: Node, flow: Flow) -> dict[_Place, Answer]:
    """Say which ways out of a node an agreement takes, by the words on them and on the node."""
    refused = node.kind in BRANCHING and agrees(node.title) is False
    found: dict[_Place, Answer] = {}
    for target in flow.onwards.get(node.id, []):
        words = flow.conditions.get((node.id, target), "")
        told = agrees(words)
        turned = refused is not bool(_TURNED.search(words))
        told = opposite(told) if turned else told
        found[node.id, target] = None if told is not None and _ANYTHING[told].search(words) else told
    return found
