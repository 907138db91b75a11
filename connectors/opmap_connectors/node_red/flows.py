"""One flow: what starts it, its nodes, what catches their failures, and what they need."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import (
    Automation,
    Control,
    Effect,
    Entity,
    Field,
    How,
    Notice,
    Reading,
    Starter,
    Step,
    attributes,
    short_name,
)
from opmap_connectors._shared.hardcoded import hard_coded
from opmap_connectors.node_red.doing import LOCAL, Doing, Told, done, product_of
from opmap_connectors.node_red.exports import Export, Node, Tab
from opmap_connectors.node_red.meaning import Meaning
from opmap_connectors.node_red.running import Running, onwards, running
from opmap_connectors.node_red.starters import starter
from opmap_connectors.node_red.systems import Systems

_MOST_NOTICES = 20
_UNFAILING = frozenset({"inject", "catch", "status", "complete", "comment", "debug", "junction", "link in", "link out"})
_ANSWERING = frozenset({"http response", "link out", "link call"})


def read_flow(tab: Tab, export: Export) -> Iterator[Reading | Automation]:
    """Give a flow or a subflow; one in which nothing stands is said to be empty."""
    if not tab.nodes:
        yield Notice("a flow in which no node stands", tab.place.at())
        return
    meaning, run = Meaning.of(tab, export), running(tab, export)
    systems = Systems(export, meaning)
    name = _name(tab, export)
    before = _before(run, export)
    scenes = {
        node: Doing(
            node,
            export,
            meaning,
            systems,
            soft=node in run.handling or node.id in run.caught,
            before=tuple(before.get(node, ())),
        )
        for node in tab.nodes
        if node in run.nodes
    }
    started = {
        node: found
        for node, doing in scenes.items()
        if node in run.starting and (found := starter(doing, name)) is not None
    }
    told = _waiting([each for node, doing in scenes.items() for each in _told(node, doing, started)])
    yield from _broken(tab, export)
    runtime = export.home.shared("instance", export.home.instance)
    yield Automation(
        (export.home.key(tab.id or "flow"),),
        name,
        tab.place.at(),
        "workflow",
        tuple(_starters(tab, started)),
        tuple(_step(node, run, scenes) for node in tab.nodes),
        (*(effect for effect, _ in told), Effect("runs on", runtime, tab.place.at())),
        tuple(_controls(tab, scenes, run, export)),
        beside=(
            *(reading for _, beside in told for reading in beside),
            *(reading for node in started for reading in _beside_start(node, scenes[node])),
            Entity("service", f"Node-RED {export.home.instance}", (runtime,), tab.place.at(), mentioned=True),
        ),
        attributes=attributes(
            description=short_name(tab.place["info"].text, "") if tab.stated else None,
            hard_coded_secrets=list(_written_in(tab)),
        ),
        environment=export.home.document.settings.get("environment", ""),
        inactive=tab.off,
    )


def _name(tab: Tab, export: Export) -> str:
    named = (tab.place["label"].text or tab.place["name"].text) if tab.stated else ""
    stem = export.home.document.name.removesuffix(".json")
    alone = len(export.tabs) == 1
    return short_name(named, stem if alone else f"{stem} ({tab.id or 'no flow'})")


def _told(node: Node, doing: Doing, started: dict[Node, Starter]) -> Iterator[Told]:
    """Give what a node does; what a starting node listens to is said where it starts the flow."""
    for effect, beside in done(doing):
        if node not in started or effect.verb not in {"depends on", "uses credential"}:
            yield effect, beside


def _before(run: Running, export: Export) -> dict[Node, list[Node]]:
    """Give the running nodes that lead to each node."""
    found: dict[Node, list[Node]] = {}
    for node in run.nodes:
        for after in onwards(node, export):
            found.setdefault(after, []).append(node)
    return found


def _waiting(told: list[Told]) -> list[Told]:
    """Leave out that a flow starts another where it calls it as well: the two of them are one dependency."""
    called = {effect.target for effect, _ in told if effect.verb == "calls"}
    return [each for each in told if not (each[0].verb == "starts" and each[0].target in called)]


def _beside_start(node: Node, doing: Doing) -> Iterator[Reading]:
    config = doing.systems.system(node)
    if config is not None:
        yield from doing.systems.described(config)
    for _, beside in doing.systems.credentials(node):
        yield from beside


def _starters(tab: Tab, started: dict[Node, Starter]) -> Iterator[Starter]:
    if tab.is_subflow:
        yield Starter(How.CALL, "flows that use it start it", tab.place.at())
    yield from started.values()


def _written_in(tab: Tab) -> Iterator[tuple[str, str, int | None]]:
    """Give the places of secrets that stand in nodes and in the flow's variables, never the secrets."""
    if tab.stated:
        yield from (("variables of the flow", *found) for found in hard_coded(tab.place["env"]))
    for node in tab.nodes:
        yield from ((node.name, *found) for found in hard_coded(node.place))


def _controls(tab: Tab, scenes: dict[Node, Doing], run: Running, export: Export) -> Iterator[Control]:
    catching = [
        node for node in scenes if node.type == "catch" and _may_catch(node, run, export) and _does(node, export)
    ]
    if catching:
        names = tuple(node.name for node in catching)
        yield Control("error path", catching[0].title.at(), "a failure takes a way of its own", steps=names)
    elif any(node.type not in LOCAL for node in scenes):
        yield Control("error path", tab.place.at(), lacking=True)
    limited = [(node, place) for node in scenes for place in _limits(node)]
    if limited:
        names = tuple(dict.fromkeys(node.name for node, _ in limited))
        yield Control("time-out", limited[0][1].at(), "ends after a while", steps=names)


def _may_catch(node: Node, run: Running, export: Export) -> bool:
    """Say whether anything that it listens to runs before a failure is handled, and may fail."""
    usual = run.nodes - run.handling
    scope = [export.by_id.get(each.text) for each in node["scope"].list()]
    return any(each in usual and each.type not in _UNFAILING for each in (scope or usual) if each is not None)


def _does(node: Node, export: Export) -> bool:
    """Say whether anything is done from a node on: more than values are turned and shown in the editor."""
    seen, waiting = {node}, [node]
    while waiting:
        for after in onwards(waiting.pop(), export):
            if after.off:
                continue
            if after.type in _ANSWERING or (after.type not in LOCAL and after.type != "function"):
                return True
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return False


def _limits(node: Node) -> Iterator[Field]:
    if node.type == "exec" and node["timer"].number:
        yield node["timer"]
    if node.type in {"http request", "link call"}:
        yield from (node[name] for name in ("reqTimeout", "timeout") if node[name].number)


def _broken(tab: Tab, export: Export) -> Iterator[Notice]:
    found = 0
    for node in tab.nodes:
        wires = [wire for port in node["wires"].list() for wire in port.each()]
        for wire in (*wires, *node["links"].list()):
            if wire.text and wire.text not in export.by_id and found < _MOST_NOTICES:
                found += 1
                yield Notice("it leads to a node that is not there", wire.at())


def _step(node: Node, run: Running, scenes: dict[Node, Doing]) -> Step:
    words = _WORDS.get(node.type, "")
    if node.type.startswith("subflow:"):
        words = "runs a subflow"
    elif not words:
        words = "works inside Node-RED" if node.type in LOCAL else f"works with {product_of(node.type)}"
    said = [words] + ["runs when another fails"] * (node in run.handling)
    said += ["is switched off"] * node.off
    said += ["nothing leads to it, and it never runs"] * (node not in run.nodes and not node.off)
    said += ["the flow goes on when it fails"] * (node in scenes and scenes[node].soft and node not in run.handling)
    return Step(node.name, node.type, short_name("; ".join(said)), node.title.at())


_WORDS = {
    "inject": "starts it by hand, by the clock or at the start",
    "http in": "takes a call",
    "http response": "answers a call",
    "http request": "asks an address",
    "mqtt in": "takes messages of a topic",
    "mqtt out": "publishes to a topic",
    "function": "runs code",
    "exec": "runs a command",
    "file": "writes a file",
    "file in": "reads a file",
    "catch": "takes up failures",
    "link in": "goes on from another place",
    "link out": "hands on to another place",
    "link call": "hands on, and waits for the answer",
    "websocket in": "takes messages of a websocket",
    "websocket out": "sends to a websocket",
    "tcp in": "takes data by TCP",
    "tcp out": "sends data by TCP",
    "tcp request": "asks by TCP",
    "udp in": "takes data by UDP",
    "udp out": "sends data by UDP",
    "e-mail": "sends mail",
    "e-mail in": "takes mail",
    "watch": "watches files",
    "debug": "shows messages in the editor",
}
