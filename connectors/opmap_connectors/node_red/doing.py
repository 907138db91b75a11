"""What nodes do outside Node-RED: which data they read or write, what they call, publish, or set going."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from opmap.connecting import (
    Certainty,
    Effect,
    Entity,
    Field,
    Key,
    Locator,
    Reading,
    Ref,
    attributes,
    frozen,
    short_name,
)
from opmap.connecting.hosts import is_here
from opmap_connectors._shared.code import addresses_in_code
from opmap_connectors._shared.endpoints import located
from opmap_connectors._shared.operations import verb_of
from opmap_connectors._shared.places import locator
from opmap_connectors._shared.requests import METHODS, curls, path_of
from opmap_connectors._shared.sql import accesses, may_write, unread
from opmap_connectors._shared.starting import Caller, started
from opmap_connectors.node_red.bodies import sets_of
from opmap_connectors.node_red.exports import Export, Home, Node
from opmap_connectors.node_red.meaning import Meaning
from opmap_connectors.node_red.systems import Systems

Told = tuple[Effect, tuple[Reading, ...]]
"""What is done, and what is to be said of the things that only this names."""

LOCAL = frozenset(
    """change switch template range delay trigger rbe filter split join sort batch csv html json xml yaml debug inject
    catch status complete comment junction unknown moment bigtimer cron cronplus ui-template""".split()
) | {"http response", "link in", "csv-to-json", "node-red-contrib-queue"}
_SENT_BACK = frozenset({"http in", "http response", "websocket in", "mqtt in", "tcp in", "udp in", "watch"})
_SORT = re.compile(
    r"[ _-](?:in|out|get|request|sender|receiver|send|reply|command|event|node|api|query|upload|download)$"
)
_ADDRESSED = {"udp out": "addr", "tcp out": "host", "tcp request": "server"}
_QUERIES = ("query", "sql", "sqlquery", "command", "statement")
_DIALECTS = {"postgres": "postgres", "mysql": "mysql", "mssql": "tsql", "sqlite": "sqlite", "oracle": "oracle"}
_TABLES = ("table", "collection", "measurement", "tableName", "bucket", "key", "index", "sheet")
_OPERATIONS = ("operation", "method", "action", "cmd", "command")


@frozen
class Doing:
    """A node that runs, and what is known around it."""

    node: Node
    export: Export
    meaning: Meaning
    systems: Systems
    soft: bool = False
    before: tuple[Node, ...] = ()  # the nodes whose messages reach it

    @property
    def home(self) -> Home:
        """Give the Node-RED that runs it."""
        return self.export.home

    def told(self, verb: str, target: Ref, place: Field, *beside: Reading, **more: object) -> Told:
        """Say what is done, and where that stands."""
        at = (place if place.value is not None else self.node.title).at()
        return Effect(verb, target, at, self.node.name, soft=self.soft, **more), beside  # type: ignore[arg-type]

    def expression(self, place: Field, words: str) -> Locator:
        """Name an address that only a run knows."""
        shown = short_name(self.meaning.open(place), words)
        return Locator("expression", shown, str(self.home.key(self.node.id)), expects="service")


def done(doing: Doing) -> Iterator[Told]:
    """Give what one node does, and what it proves itself with."""
    kind = doing.node.type
    if kind.startswith("subflow:"):
        yield doing.told("calls", doing.home.key(kind.partition(":")[2]), doing.node.title)
    elif kind in _BY_TYPE:
        yield from _BY_TYPE[kind](doing)
    elif kind not in LOCAL | _SENT_BACK and not kind.startswith(("ui_", "ui-")):
        yield from _used(doing)
    yield from doing.systems.credentials(doing.node)


def product_of(kind: str) -> str:
    """Give the product that a type of node works with: reading and writing nodes of one maker name one.

    >>> product_of("telegram sender"), product_of("mongodb in"), product_of("googleHome")
    ('telegram', 'mongodb', 'googlehome')
    """
    bare = kind.casefold().strip()
    while (cut := _SORT.sub("", bare)) != bare:
        bare = cut
    return bare.replace(" ", "-")


def _asked(doing: Doing) -> Iterator[Told]:
    place = doing.node["url"]
    method = doing.node["method"].text.upper()
    said = attributes(method=method if method.isalpha() and method != "USE" else None)
    found = located(doing.meaning.text(place), doing.home.scope)
    own = _own_path(doing, found.target.value) if found is not None else ""
    unknown = method == "USE"
    if own:
        target = Locator("webhook", own, doing.home.scope)
        yield doing.told("calls", target, place, attributes=said, open=unknown)
    elif found is not None:
        path = path_of(found) if method in METHODS else ""
        sets = sets_of(doing.before) if path and method not in {"GET", "HEAD"} else ()
        more = {"operation": method if path else "", "sets": sets, "where": path, "open": unknown}
        yield doing.told("calls", found.target, place, certainty=found.certainty, attributes=said, **more)
    else:
        yield doing.told("calls", doing.expression(place, "msg.url"), place, attributes=said, open=unknown)


def _own_path(doing: Doing, address: str) -> str:
    """Give the path of this Node-RED's own that a local address leads to; empty where it leads elsewhere."""
    found = urlsplit(address)
    return found.path if is_here(found.hostname or "") and found.path in doing.export.paths else ""


def _published(doing: Doing) -> Iterator[Told]:
    broker = doing.systems.system(doing.node)
    place = doing.node["topic"]
    named = doing.meaning.known(place)
    if named:
        target = Locator("topic", named, doing.home.scope, doing.systems.broker(doing.node), expects="topic")
        yield doing.told("publishes", target, place)
    if broker is not None:
        key = doing.systems.key(broker)
        yield doing.told("depends on", key, doing.node["broker"], *doing.systems.described(broker))


def _file(doing: Doing) -> Iterator[Told]:
    node, reads = doing.node, doing.node.type == "file in"
    named = doing.meaning.known(node["filename"], node["filenameType"])
    if not named:
        return
    key = doing.home.shared("file", named)
    entity = Entity("file", short_name(named), (key,), node["filename"].at(), mentioned=True)
    how = {"true": "overwrite", "delete": "delete", "false": "append"}.get(node["overwriteFile"].text, "")
    yield doing.told("reads" if reads else "writes", key, node["filename"], entity, operation="" if reads else how)


def _code(doing: Doing) -> Iterator[Told]:
    """Name every address in code or in a command: each is possibly called."""
    for name in ("func", "initialize", "finalize", "command"):
        for address in addresses_in_code(doing.node[name].text):
            target = locator(address, doing.home.scope)
            yield doing.told("calls", target, doing.node[name], certainty=Certainty.POSSIBLE)


def _command(doing: Doing) -> Iterator[Told]:
    """Run a command: what it starts, what it asks with curl, and any other address, which it possibly calls."""
    place = doing.node["command"]
    asked = [(each, located(each.url, doing.home.scope)) for each in curls(place.text)]
    for each, found in asked:
        if found is not None:
            said, path = attributes(method=each.method), path_of(found)
            more = {"operation": each.method if path else "", "sets": each.sets, "where": path}
            yield doing.told("calls", found.target, place, attributes=said, certainty=found.certainty, **more)
    caller = Caller(doing.home.scope, str(doing.home.key(doing.node.id)), doing.meaning.variables)
    for one in started(place.text, caller):
        yield doing.told(one.verb, one.target, place, certainty=Certainty.PROBABLE)
    called = {found.target for _, found in asked if found is not None}
    yield from (told for told in _code(doing) if told[0].target not in called)


def _function(doing: Doing) -> Iterator[Told]:
    yield from _code(doing)
    yield from _linked(doing)


def _linked(doing: Doing) -> Iterator[Told]:
    """Hand on to another flow: a link-out does not wait, a link-call does."""
    node = doing.node
    verb = "starts" if node.type == "link out" else "calls"
    if verb == "calls" and node["linkType"].text == "dynamic":
        target = Locator("expression", "msg.target", str(doing.home.key(node.id)), expects="workflow")
        yield doing.told(verb, target, node["linkType"])
        return
    here = doing.export.tab_of.get(node.id)
    for other in doing.export.links.get(node.id, []):
        tab = doing.export.tab_of.get(other.id)
        if tab is not None and tab is not here and not other.off:
            yield doing.told(verb, doing.home.key(tab.id), node["links"] or node["func"])


def _sent(doing: Doing) -> Iterator[Told]:
    """Send by TCP or UDP to a host, or by a websocket as a client; what listens itself only answers."""
    node = doing.node
    client = doing.export.config(node["client"].text)
    if client is not None:
        found = located(doing.meaning.text(client["path"]), doing.home.scope)
        target = found.target if found is not None else doing.expression(client["path"], "a websocket")
        yield doing.told("calls", target, client["path"])
        return
    if node.type not in _ADDRESSED:
        return
    place = node[_ADDRESSED[node.type]]
    named, port = doing.meaning.known(place), doing.meaning.known(node["port"])
    if named:
        address = f"{named}:{port}" if port.isdigit() else named
        yield doing.told("calls", Locator("host", address.lower(), doing.home.scope), place)
    elif node.type == "tcp request":
        yield doing.told("calls", doing.expression(place, "msg.host"), place)


def _mailed(doing: Doing) -> Iterator[Told]:
    place = doing.node["server"]
    named = doing.meaning.known(place)
    port = doing.meaning.known(doing.node["port"])
    if named:
        address = f"{named}:{port}" if port.isdigit() else named
        yield doing.told("calls", Locator("host", address.lower(), doing.home.scope), place)
    else:
        yield doing.told("calls", Locator("node type", "nodered:e-mail"), doing.node.title)


def _used(doing: Doing) -> Iterator[Told]:
    """Use the system behind a configuration, by query or by table where one is written down; else the product."""
    node = doing.node
    config = doing.systems.system(node)
    product = Locator("node type", f"nodered:{product_of(node.type)}")
    if config is None:
        proven = any(True for _ in doing.systems.credentials(node)) or doing.systems.used_by(node)
        sure = Certainty.CERTAIN if proven else Certainty.POSSIBLE  # it may work inside Node-RED alone
        yield from _at(doing, product, (), certainty=sure)
        return
    key, beside = doing.systems.key(config), doing.systems.described(config)
    if not doing.systems.address(config) and not doing.systems.is_store(config):
        yield from _at(doing, product, ())
        return
    yield from _at(doing, key, beside)


def _at(doing: Doing, system: Key | Locator, beside: tuple[Reading, ...], **more: object) -> Iterator[Told]:
    node = doing.node
    query = next((node[name] for name in _QUERIES if " " in node[name].text.strip()), node["query"])
    dialect = next((each for word, each in _DIALECTS.items() if word in node.type.casefold()), "")
    found = accesses(doing.meaning.text(query), dialect) if dialect and query.is_text else ()
    for each in found:
        target = each.target(system, doing.export.home.key(doing.node.id))
        said = {"operation": each.operation, "sets": each.sets, "where": each.where}
        yield doing.told(each.verb, target, query, *beside, **said)
    if not all(each.is_open for each in found):
        return
    table = next((node[name] for name in _TABLES if doing.meaning.known(node[name])), node["table"])
    operation = next(
        (text for name in _OPERATIONS if (text := doing.meaning.known(node[name])) and " " not in text), ""
    )
    verb = verb_of(operation)
    if verb == "calls":
        verb = "writes" if node.type.endswith(" out") else "reads" if node.type.endswith((" in", " get")) else "calls"
    if doing.meaning.known(table) and verb != "calls":
        target = Locator("object", short_name(doing.meaning.known(table)), within=system)
        yield doing.told(verb, target, table, *beside, operation=operation, **more)
    else:
        verb = "depends on" if isinstance(system, Key) else "calls"
        operation = operation or (unread(query.text) if dialect else "")
        is_open = bool(dialect) and may_write(doing.meaning.text(query), dialect)
        yield doing.told(verb, system, node.title, *beside, operation=operation, open=is_open, **more)


_BY_TYPE: dict[str, Callable[[Doing], Iterator[Told]]] = {
    "http request": _asked,
    "mqtt out": _published,
    "file": _file,
    "file in": _file,
    "function": _function,
    "exec": _command,
    "link out": _linked,
    "link call": _linked,
    "tcp out": _sent,
    "tcp request": _sent,
    "udp out": _sent,
    "websocket out": _sent,
    "websocket in": _sent,
    "e-mail": _mailed,
}
