"""Which nodes of a flow run: those that something sets going, and those that a message reaches from there."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import frozen
from opmap_connectors.node_red.exports import Export, Node, Tab

SOURCES = frozenset(
    {
        "inject",
        "catch",
        "status",
        "complete",
        "watch",
        "http in",
        "mqtt in",
        "websocket in",
        "tcp in",
        "udp in",
        "link in",
        "e-mail in",
        "serial in",
    }
)
_NEED_INPUT = frozenset(
    {
        "function",
        "change",
        "switch",
        "template",
        "range",
        "delay",
        "trigger",
        "filter",
        "rbe",
        "split",
        "join",
        "sort",
        "batch",
        "csv",
        "html",
        "json",
        "xml",
        "yaml",
        "debug",
        "exec",
        "http request",
        "http response",
        "mqtt out",
        "websocket out",
        "tcp out",
        "tcp request",
        "udp out",
        "file",
        "file in",
        "mongodb in",
        "mongodb out",
        "influxdb in",
        "influxdb out",
        "mysql",
        "postgresql",
        "sqlite",
        "link out",
        "link call",
    }
)


@frozen
class Running:
    """The nodes that run, those of them that run only when another fails, and those that set the flow going."""

    nodes: frozenset[Node]
    handling: frozenset[Node]
    starting: frozenset[Node]
    caught: frozenset[str]  # the ids of nodes for which a catch node of their own leads on


def running(tab: Tab, export: Export) -> Running:
    """Follow the wires of a flow from all that sets it going."""
    wired = {wire.text for node in tab.nodes for port in node["wires"].list() for wire in port.each()}
    own = [node for node in tab.nodes if not node.off and _sets_going(node, wired)]
    starts = own + [node for node in _first(tab, export) if not node.off]
    every = _reached(starts, export)
    usual = _reached([node for node in starts if node.type != "catch"], export)
    inside = frozenset(tab.nodes)
    catching = [node for node in starts if node.type == "catch" and any(True for _ in onwards(node, export))]
    caught = frozenset(each.text for node in catching for each in node["scope"].list())
    return Running(frozenset(every & inside), frozenset((every - usual) & inside), frozenset(own), caught)


def onwards(node: Node, export: Export) -> Iterator[Node]:
    """Give the nodes that a node's messages reach by wire, through joints and through links of its own flow."""
    for port in node["wires"].list():
        for wire in port.each():
            found = export.by_id.get(wire.text)
            if found is not None:
                yield found
    if node.type == "link out":
        here = export.tab_of.get(node.id)
        yield from (each for each in export.links.get(node.id, []) if export.tab_of.get(each.id) is here)


def _first(tab: Tab, export: Export) -> Iterator[Node]:
    """Give the nodes of a subflow that its input is wired to."""
    for entry in tab.place["in"].list() if tab.is_subflow else ():
        for wire in entry["wires"].list():
            if wire["id"].text in export.by_id:
                yield export.by_id[wire["id"].text]


def _sets_going(node: Node, wired: set[str]) -> bool:
    """Say whether a node sends messages of itself."""
    sends = any(True for port in node["wires"].list() for _ in port.each())
    return node.type in SOURCES or (sends and node.type not in _NEED_INPUT and node.id not in wired)


def _reached(starts: list[Node], export: Export) -> set[Node]:
    seen = set(starts)
    waiting = list(starts)
    while waiting:
        for after in onwards(waiting.pop(), export):
            if after not in seen and not after.off:
                seen.add(after)
                waiting.append(after)
    return seen
