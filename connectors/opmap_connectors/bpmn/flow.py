"""The flow of a process: its nodes and where they lead, in an order that no editor's habits change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from opmap.connecting import Notice, short_name
from opmap_connectors._shared.xml_trees import Element
from opmap_connectors.bpmn.definitions import MODEL, Definitions, local

EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"})
TASKS = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
        "callActivity",
    }
)
SUBPROCESSES = frozenset({"subProcess", "adHocSubProcess", "transaction"})
_NODES = EVENTS | GATEWAYS | TASKS | SUBPROCESSES
_THROWING = frozenset({"endEvent", "intermediateThrowEvent"})
_TELLING = frozenset({"message", "signal", "escalation", "compensate"})
_MOST_NOTICES = 20


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One node of a flow, and the sub-process that it stands in."""

    element: Element
    within: Node | None = None

    @property
    def id(self) -> str:
        """Give its id."""
        return self.element.said.get("id", "")

    @property
    def kind(self) -> str:
        """Give what the model calls it."""
        return self.element.name

    @property
    def event(self) -> str:
        """Give what an event waits for or tells: message, timer, error; several joined; empty for a plain one."""
        kinds = [
            one.name.removesuffix("EventDefinition")
            for one in self.element.inner
            if one.space == MODEL and one.name.endswith("EventDefinition")
        ]
        return "+".join(
            sorted(set(kinds) | ({"defined elsewhere"} if self.element.first("eventDefinitionRef") else set()))
        )

    @property
    def throws(self) -> bool:
        """Say whether it is an event that a run brings about, and not one that it waits for."""
        return self.kind in _THROWING

    @property
    def acts(self) -> bool:
        """Say whether anything is done there: somebody works, or is told."""
        return self.kind in TASKS | SUBPROCESSES or (self.throws and self.event in _TELLING)

    @property
    def type(self) -> str:
        """Give its type in words that tell events apart.

        >>> Node(Element("startEvent", {}, 1, [Element("timerEventDefinition", {}, 2, space=MODEL)])).type
        'startEvent: timer'
        """
        return f"{self.kind}: {self.event}" if self.event else self.kind

    @property
    def title(self) -> str:
        """Give its name, as it is written; empty where it has none."""
        return short_name(self.element.said.get("name", ""), "")

    @property
    def name(self) -> str:
        """Give its name, or what it is where it has none."""
        return self.title or self.type

    @property
    def starts_itself(self) -> bool:
        """Say whether it needs no sequence flow to be reached."""
        said = self.element.said
        return (
            self.kind == "startEvent"
            or said.get("triggeredByEvent") == "true"
            or said.get("isForCompensation") == "true"
            or (self.kind == "intermediateCatchEvent" and self.event == "link")
            or (self.within is not None and self.within.kind == "adHocSubProcess")
        )

    def definition(self, kind: str) -> Element | None:
        """Give what an event says of one kind of trigger."""
        return self.element.first(f"{kind}EventDefinition")

    def around(self) -> Iterator[Node]:
        """Give it and the sub-processes that it stands in, outwards."""
        one: Node | None = self
        while one is not None:
            yield one
            one = one.within


@dataclass(slots=True)
class Flow:
    """The nodes of a process and of its sub-processes by id, and where each leads."""

    nodes: dict[str, Node] = field(default_factory=dict)
    onwards: dict[str, list[str]] = field(default_factory=dict)
    conditions: dict[tuple[str, str], str] = field(default_factory=dict)
    attached: dict[str, list[Node]] = field(default_factory=dict)  # boundary events, by what they stand on
    dangling: list[Element] = field(default_factory=list)
    odd: list[Notice] = field(default_factory=list)

    def ordered(self) -> list[Node]:
        """Give the nodes as a run comes by: nearest to a start first, then by name and type.

        The order in which the file lists them does not count; what no start leads to comes last.
        """
        depth = self._depths()
        furthest = len(self.nodes)
        return sorted(
            self.nodes.values(), key=lambda node: (depth.get(node.id, furthest), node.name, node.type, node.id)
        )

    def _depths(self) -> dict[str, int]:
        """Give how many steps from a start each node is; those that no run comes by are left out."""
        starts: dict[str, list[str]] = {}
        for node in self._starts():
            starts.setdefault(node.within.id if node.within is not None else "", []).append(node.id)
        waiting = starts.get("", [])[:]
        depths = dict.fromkeys(waiting, 0)
        for here in waiting:
            boundaries = [each.id for each in self.attached.get(here, [])]
            for after in (*starts.get(here, []), *boundaries, *self.onwards.get(here, [])):
                if after not in depths:
                    depths[after] = depths[here] + 1
                    waiting.append(after)
        return depths

    def _starts(self) -> Iterator[Node]:
        """Give the nodes that nothing has to lead to; where nothing is marked as a start, all to which nothing does."""
        led_to = {target for targets in self.onwards.values() for target in targets}
        marked = {node.within for node in self.nodes.values() if node.kind == "startEvent"}
        for node in self.nodes.values():
            free = node.id not in led_to and node.kind != "boundaryEvent"
            if node.starts_itself or (free and node.within not in marked):
                yield node

    def after(self, node: Node) -> list[Node]:
        """Give the nodes that one leads to."""
        return [self.nodes[target] for target in self.onwards.get(node.id, [])]

    def fails_after(self, node: Node) -> bool:
        """Say whether a node leads to a failure whatever happens: it does, or its one successor does."""
        seen: set[str] = set()
        while node.id not in seen:
            seen.add(node.id)
            if node.kind == "endEvent" and "error" in node.event:
                return True
            onwards = self.after(node)
            if len(onwards) != 1:
                return False
            node = onwards[0]
        return False

    def links(self) -> Iterator[tuple[Node, Node]]:
        """Give each sequence flow's ends."""
        for source, targets in self.onwards.items():
            yield from ((self.nodes[source], self.nodes[target]) for target in targets)

    def reached(self) -> set[str]:
        """Give the ids of the nodes that a run can come by."""
        return set(self._depths())


def flow_of(process: Element, definitions: Definitions) -> Flow:
    """Read the flow of a process, its sub-processes too."""
    flow = Flow()
    lines: list[Element] = []
    waiting: list[tuple[Element, Node | None]] = [(process, None)]
    while waiting:
        parent, within = waiting.pop(0)
        for one in parent.inner:
            if one.space != MODEL:
                continue
            if one.name == "sequenceFlow":
                lines.append(one)
            elif one.name in _NODES:
                node = _add(flow, Node(one, within))
                if one.name in SUBPROCESSES:
                    waiting.append((one, node))
    _connect(flow, lines)
    _attach(flow)
    flow.odd += [
        Notice("it leads to or from something that is not there", definitions.home.at(one))
        for one in flow.dangling[:_MOST_NOTICES]
    ]
    return flow


def _add(flow: Flow, node: Node) -> Node:
    """Keep a node, under its id or, where it has none or a taken one, under its place."""
    identity = node.id if node.id and node.id not in flow.nodes else f"line {node.element.line}.{len(flow.nodes)}"
    if identity != node.id:
        node.element.said["id"] = identity
    flow.nodes[identity] = node
    return node


def _connect(flow: Flow, lines: Iterable[Element]) -> None:
    for one in lines:
        source, target = (local(one.said.get(end, "")) for end in ("sourceRef", "targetRef"))
        if source not in flow.nodes or target not in flow.nodes:
            flow.dangling.append(one)
            continue
        flow.onwards.setdefault(source, []).append(target)
        condition = one.first("conditionExpression")
        words = one.said.get("name", "") or (condition.text if condition is not None else "")
        flow.conditions[source, target] = short_name(words, "")[:200]


def _attach(flow: Flow) -> None:
    for node in flow.nodes.values():
        if node.kind == "boundaryEvent":
            target = local(node.element.said.get("attachedToRef", ""))
            if target in flow.nodes:
                flow.attached.setdefault(target, []).append(node)
            else:
                flow.dangling.append(node.element)
