"""The nodes of a document, however they were exported: as one list, with a revision, or one flow of the admin API."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from opmap.connecting import Document, Field, Key, frozen, short_name

SPACE = "nodered"
_MOST = 20_000
_LONGEST_CODE = 100_000
_LINK_CALL = re.compile(r"""\bnode\.linkcall\(\s*(["'`])([^"'`$]{1,200})\1""")


@frozen
class Home:
    """The Node-RED that runs the flows; ids mean one thing in it, and without its name in one document only."""

    document: Document
    instance: str
    within: str  # what parts of keys stand below where no Node-RED is named

    @classmethod
    def of(cls, document: Document) -> Home:
        """Say where a document's flows run."""
        named = document.settings.get("instance", "")
        return cls(document, named or document.source, "" if named else f"{document.path}#")

    @property
    def scope(self) -> str:
        """Give the scope of what is known in this Node-RED alone."""
        return f"{SPACE}:{self.instance}"

    def key(self, *parts: str) -> Key:
        """Give the key of a flow, or of a part of one."""
        return Key(SPACE, f"{self.instance}/{self.within}{'/'.join(parts)}")

    def shared(self, sort: str, name: str) -> Key:
        """Give the key of something that all flows of a Node-RED share."""
        return Key(SPACE, f"{self.instance}/{sort}/{short_name(name)}")


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One node."""

    place: Field
    inherited_off: bool = False

    @property
    def id(self) -> str:
        """Give its id."""
        return self.place["id"].text

    @property
    def type(self) -> str:
        """Give its type."""
        return self.place["type"].text

    @property
    def name(self) -> str:
        """Give its name, or its type and id where it has none."""
        return short_name(self.place["name"].text or self.place["label"].text, f"{self.type} ({self.id})")

    @property
    def off(self) -> bool:
        """Say whether it is switched off."""
        return self.inherited_off or self.place["d"].flag is True

    @property
    def title(self) -> Field:
        """Give the place that shows it."""
        return self.place["type"]

    def __getitem__(self, name: str) -> Field:
        """Give one of its properties."""
        return self.place[name]


@dataclass(frozen=True, slots=True, eq=False)
class Tab:
    """A flow or a subflow: where its nodes stand."""

    id: str
    place: Field  # its own entry, or where it has none its first node
    stated: bool  # it has an entry of its own
    nodes: tuple[Node, ...]

    @property
    def is_subflow(self) -> bool:
        """Say whether other flows use it as a node."""
        return self.stated and self.place["type"].text == "subflow"

    @property
    def off(self) -> bool:
        """Say whether it is switched off."""
        return self.stated and self.place["disabled"].flag is True


@frozen
class Export:
    """All that a document holds."""

    home: Home
    tabs: tuple[Tab, ...]
    by_id: dict[str, Node] = field(default_factory=dict)
    tab_of: dict[str, Tab] = field(default_factory=dict)
    links: dict[str, list[Node]] = field(default_factory=dict)  # the link-in nodes that each link leads to
    handed_to: frozenset[str] = frozenset()  # the link-in nodes that another flow leads to
    paths: frozenset[str] = frozenset()  # on which it listens itself
    everywhere: tuple[Node, ...] = ()  # what sets variables for all flows
    left_out: Field | None = None  # where entries begin that are too many to be read

    def config(self, identity: str) -> Node | None:
        """Give the configuration that an id means; None where it means none."""
        found = self.by_id.get(identity)
        return found if found is not None and is_config(found.place) else None


_NO_NODES = frozenset({"tab", "subflow", "group", "comment", "junction"})


def is_config(place: Field) -> bool:
    """Say whether an entry configures something that nodes share: it has no place in a drawing, and no wires."""
    return "wires" not in place and "x" not in place and place["type"].text not in _NO_NODES


def entries(root: Field) -> list[Field]:
    """Give the entries of a document in whichever wrapper; none where it holds no flows."""
    if root.is_mapping and root["nodes"].is_list and (root["configs"].is_list or root["subflows"].is_list):
        found = [root, *(each for word in ("nodes", "configs", "subflows") for each in root[word].list())]
        return found if any(is_flow_like(each) for each in root["nodes"].list()) else []
    listed = root["flows"] if root["flows"].is_list else root
    found = [each for each in listed.list() if each["id"].text and (each["type"].text or each is root)]
    return found if any(map(is_flow_like, found)) else []


def is_flow_like(place: Field) -> bool:
    """Say whether an entry can only be one of Node-RED's: it has wires, or is a tab or a subflow."""
    kind = place["type"].text
    wired = place["wires"].is_list and "z" in place
    return bool(kind) and (wired or (kind == "tab" and "label" in place) or (kind == "subflow" and "in" in place))


def export_of(document: Document) -> Export | None:
    """Read the nodes of a document; None where it holds none."""
    for part in document.parts:
        found = entries(part.root)
        if found:
            read = _export(found[:_MOST], document, part.root)
            return replace(read, left_out=found[_MOST]) if len(found) > _MOST else read
    return None


def _export(found: list[Field], document: Document, root: Field) -> Export:
    own = {each["id"].text: each for each in found if each["type"].text in {"tab", "subflow"}}
    if root.is_mapping and root["nodes"].is_list:
        own[root["id"].text] = root
    groups_off = {each["id"].text for each in found if each["type"].text == "group" and each["d"].flag is True}
    below: dict[str, list[Node]] = {identity: [] for identity in own}
    by_id: dict[str, Node] = {}
    for each in found:
        node = Node(each, each["g"].text in groups_off)
        by_id.setdefault(node.id, node)
        if node.type not in _NO_NODES and not is_config(each) and each is not root:
            below.setdefault(each["z"].text, []).append(node)
    tabs = tuple(_tab(identity, own, nodes) for identity, nodes in below.items() if nodes or identity in own)
    tab_of = {node.id: tab for tab in tabs for node in tab.nodes}
    paths = frozenset("/" + node["url"].text.strip("/") for node in by_id.values() if node.type == "http in")
    everywhere = tuple(node for node in by_id.values() if node.type == "global-config")
    links = _links(by_id)
    handed_to = frozenset(
        each.id
        for source, targets in links.items()
        for each in targets
        if tab_of.get(each.id) is not tab_of.get(source)
    )
    return Export(Home.of(document), tabs, by_id, tab_of, links, handed_to, paths, everywhere)


def _links(by_id: dict[str, Node]) -> dict[str, list[Node]]:
    """Join links: of a link-out and its link-ins either end may be the one that says so."""
    pairs = [
        (node.id, each.text)
        for node in by_id.values()
        if node.type in {"link out", "link call"} and node["mode"].text != "return"
        for each in node["links"].list()
    ]
    pairs += [
        (each.text, node.id)
        for node in by_id.values()
        if node.type == "link in"
        for each in node["links"].list()
        if each.text in by_id and by_id[each.text].type == "link out" and by_id[each.text]["mode"].text != "return"
    ]
    pairs += _called_in_code(by_id)
    found: dict[str, list[Node]] = {}
    for source, target in dict.fromkeys(pairs):
        if target in by_id and by_id[target].type == "link in":
            found.setdefault(source, []).append(by_id[target])
    return found


def _called_in_code(by_id: dict[str, Node]) -> list[tuple[str, str]]:
    """Join the functions that call a link from their code to it: by its id, or by a name that one link has."""
    named: dict[str, list[str]] = {}
    for node in by_id.values():
        if node.type == "link in":
            for word in dict.fromkeys((node.id, node["name"].text)):
                named.setdefault(word, []).append(node.id)
    return [
        (node.id, named[word][0])
        for node in by_id.values()
        if node.type == "function"
        for _, word in _LINK_CALL.findall(node["func"].text[:_LONGEST_CODE])
        if len(named.get(word, ())) == 1
    ]


def _tab(identity: str, own: dict[str, Field], nodes: list[Node]) -> Tab:
    stated = identity in own
    return Tab(identity, own[identity] if stated else nodes[0].place, stated, tuple(nodes))
