"""What a step does outside its process: workers, connectors, delegates, web services, other processes, decisions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from opmap.connecting import Certainty, Effect, Entity, Locator, Reading, Ref, attributes, frozen, short_name
from opmap_connectors._shared.code import addresses_in_code
from opmap_connectors._shared.endpoints import located
from opmap_connectors._shared.places import locator
from opmap_connectors._shared.xml_trees import Element
from opmap_connectors.bpmn.connectors import connected
from opmap_connectors.bpmn.definitions import Definitions, local
from opmap_connectors.bpmn.extensions import extension, given, known, open_parts, plain, secrets
from opmap_connectors.bpmn.flow import Flow, Node

Told = tuple[Effect, tuple[Reading, ...]]
"""What is done, and what is to be said of the things that only this names."""

WORKING = frozenset({"serviceTask", "sendTask", "businessRuleTask", "scriptTask"})
_CONNECTOR = re.compile(r"io\.camunda[.:]")
_CODE = ("class", "delegateExpression", "expression")
_MAIL = frozenset({"mail", "email"})


@frozen
class Doing:
    """A step that does something, and whether the process goes on when it fails."""

    node: Node
    carrier: Element  # what says how: the step itself or, of an event, its definition
    soft: bool
    definitions: Definitions

    def told(self, verb: str, target: Ref, *beside: Reading, **more: object) -> Told:
        """Say what is done, at the step's own place."""
        at = self.definitions.home.at(self.carrier)
        return Effect(verb, target, at, self.node.name, soft=self.soft, **more), beside  # type: ignore[arg-type]

    def shared(self, kind: str, sort: str, name: str) -> Entity:
        """Mention something that all processes of the engine share."""
        key = self.definitions.home.shared(sort, name)
        return Entity(kind, short_name(name), (key,), self.definitions.home.at(self.carrier), mentioned=True)


def done(node: Node, flow: Flow, definitions: Definitions) -> Iterator[Told]:
    """Give what one step does."""
    doing = Doing(node, _carrier(node), is_handled(node, flow, definitions), definitions)
    if node.kind == "callActivity":
        yield from _called(doing)
    elif node.kind == "scriptTask":
        yield from _script(doing)
    else:
        found = next((told for way in _WAYS if (told := list(way(doing)))), [])
        yield from found
        if not found and node.kind in {"serviceTask", "businessRuleTask"}:
            yield _not_said(doing)
    for one in secrets(node.element):
        entity = doing.shared("credential", "credential", one.name)
        yield doing.told("uses credential", entity.keys[0], entity)


def does(node: Node) -> bool:
    """Say whether a step shows automation: something other than people does it."""
    carrier = _carrier(node)
    told = extension(carrier, "taskDefinition", "connector") or extension(node.element, "taskDefinition")
    return node.kind in WORKING or told is not None or any(carrier.said.get(word) for word in (*_CODE, "topic"))


def is_handled(node: Node, flow: Flow, definitions: Definitions) -> bool:
    """Say whether the process goes on when a step fails: any error is caught, and what follows is no failure.

    What an agent may choose to do fails for the agent alone.
    """
    for one in node.around():
        if one is not node and one.kind == "adHocSubProcess":
            return True
        for boundary in flow.attached.get(one.id, []):
            if catches_all(boundary, definitions) and not flow.fails_after(boundary):
                return True
    return False


def catches_all(boundary: Node, definitions: Definitions) -> bool:
    """Say whether a boundary event catches every error, and not only those of one code."""
    caught = boundary.definition("error")
    if caught is None:
        return False
    error = definitions.meant(caught.said.get("errorRef", ""))
    return error is None or not error.said.get("errorCode")


def _carrier(node: Node) -> Element:
    return node.definition("message") or node.element


def _called(doing: Doing) -> Iterator[Told]:
    """Call another process; a task that is defined once for several processes is no other."""
    node, definitions = doing.node, doing.definitions
    added = extension(node.element, "calledElement")
    reference = added.said.get("processId", "") if added is not None else ""
    reference = reference or node.element.said.get("calledElement", "")
    named, home = known(reference), definitions.home
    if local(named) in definitions.processes:
        yield doing.told("calls", home.process(local(named)))
        return
    inside = definitions.meant(named)
    if inside is not None and inside.name.startswith("global"):
        return
    if home.deployed and named:
        yield doing.told("calls", home.process(local(named)))
    elif named:
        yield doing.told("calls", definitions.imported(local(named)) or Locator("name", local(named), home.scope))
    else:
        words = short_name(open_parts(reference), node.name)[:120]
        yield doing.told("calls", Locator("expression", words, str(home.part(node.id)), expects="workflow"))


def _script(doing: Doing) -> Iterator[Told]:
    """Name every address in a script: each is possibly called."""
    script = doing.node.element.first("script")
    scope = doing.definitions.home.scope
    for address in addresses_in_code(script.text) if script is not None else ():
        yield doing.told("calls", locator(address, scope), certainty=Certainty.POSSIBLE)


def _worker(doing: Doing) -> Iterator[Told]:
    """Hand the step to a worker that listens for its topic or type, unless it is a connector of the engine."""
    defined = extension(doing.carrier, "taskDefinition") or extension(doing.node.element, "taskDefinition")
    said = doing.carrier.said
    kind = defined.said.get("type", "") if defined is not None else ""
    kind = kind or (said.get("topic", "") if said.get("type", "external").startswith("external") else "")
    kind = kind or (said.get("type", "") if said.get("type", "").casefold() in _MAIL | {"http"} else "")
    if not kind:
        return
    if _CONNECTOR.match(kind) or kind in _MAIL | {"http"}:
        yield from _by_connector(doing, kind)
        return
    named = known(kind)
    if named:
        worker = doing.shared("service", "worker", named)
        yield doing.told("calls", worker.keys[0], worker)
    else:
        yield _not_said(doing)


def _connector(doing: Doing) -> Iterator[Told]:
    added = extension(doing.carrier, "connector") or extension(doing.node.element, "connector")
    named = added.first("connectorId") if added is not None else None
    if named is not None and named.text.strip():
        yield from _by_connector(doing, named.text.strip())


def _by_connector(doing: Doing, kind: str) -> Iterator[Told]:
    for asked in connected(kind, doing.node.element, doing.definitions.home):
        said = attributes(method=asked.method)
        more = {"operation": asked.operation, "sets": asked.sets, "where": asked.where}
        yield doing.told(asked.verb, asked.target, attributes=said, **more)


def _decision(doing: Doing) -> Iterator[Told]:
    """Let a decision table decide; what stands in it is data of its own."""
    added = extension(doing.node.element, "calledDecision")
    said = doing.node.element.said
    reference = (added.said.get("decisionId", "") if added is not None else "") or said.get("decisionRef", "")
    field = given(doing.node.element, "decisionTableReferenceKey")
    named = known(reference or (field.text if field is not None else ""))
    if named:
        table = doing.shared("dataset", "decision", named)
        yield doing.told("reads", table.keys[0], table)


def _code(doing: Doing) -> Iterator[Told]:
    """Run code that is deployed with the process: a class, or what an expression names."""
    for word in _CODE:
        text = doing.carrier.said.get(word, "").strip()
        if text:
            function = doing.shared("function", "delegate", text.strip("${}# ")[:200])
            yield doing.told("calls", function.keys[0], function)
            return


def _web_service(doing: Doing) -> Iterator[Told]:
    """Ask an operation of an interface that the document names, or the address that stands as the implementation."""
    definitions = doing.definitions
    operation = definitions.meant(doing.carrier.said.get("operationRef", ""))
    implementation = doing.node.element.said.get("implementation", "")
    found = located(plain(implementation), definitions.home.scope)
    if found is not None:
        yield doing.told("calls", found.target, certainty=found.certainty)
        return
    interface = definitions.interfaces.get(operation.said.get("id", "")) if operation is not None else None
    if interface is not None and operation is not None:
        named = interface.said.get("name", "") or local(interface.said.get("implementationRef", ""))
        where = located(plain(interface.said.get("implementationRef", "")), definitions.home.scope)
        by_name = Locator("name", short_name(named), definitions.home.scope, expects="service")
        yield doing.told("calls", where.target if where else by_name, operation=operation.said.get("name", ""))


def _not_said(doing: Doing) -> Told:
    home = doing.definitions.home
    target = Locator("expression", doing.node.name[:120], str(home.part(doing.node.id)), expects="service")
    return doing.told("calls", target)


_WAYS: tuple[Callable[[Doing], Iterator[Told]], ...] = (_worker, _connector, _decision, _code, _web_service)
