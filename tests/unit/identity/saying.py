"""Facts for tests, written as short as they are said."""

from __future__ import annotations

from typing import Any

from opmap.decisions import Decision
from opmap.estate import Edge, Estate, Node, Reference
from opmap.facts import Entity, Evidence, Key, Locator, Ref, Relation, attributes
from opmap.kinds import Known

Saying = str | Key | Locator


def at(place: str = "acme/a.yaml", line: int = 1, connector: str = "test", known: Known = Known.CONFIGURED) -> Evidence:
    """Stand at ``source/path``."""
    source, _, path = place.partition("/")
    return Evidence(source, path, line, "", "0f" * 16, connector, known)


def ref(saying: Saying, scope: str = "") -> Ref:
    """Read ``host=cart:7070`` as a locator, ``k8s:prod/x`` as a key."""
    if not isinstance(saying, str):
        return saying
    form, equals, value = saying.partition("=")
    if equals and ":" not in form and "/" not in form:
        return Locator(form, value, scope)
    return Key.parse(saying)


def entity(*keys: str, kind: str = "service", name: str = "", place: str = "acme/a.yaml", **more: Any) -> Entity:
    """Describe a thing; addresses are ``form=value`` or ``form=value@scope``."""
    connector, known = more.pop("connector", "test"), more.pop("known", Known.CONFIGURED)
    line = more.pop("line", 1)
    addresses = tuple(map(address, more.pop("addresses", ())))
    links = tuple(map(Key.parse, more.pop("links", ())))
    said = attributes(more.pop("attributes", {}))
    parsed = tuple(map(Key.parse, keys))
    called = name or parsed[0].name.rpartition("/")[2]
    evidence = at(place, line, connector, known)
    return Entity(kind, called, parsed, evidence, addresses=addresses, links=links, attributes=said, **more)


def address(saying: str | Locator) -> Locator:
    """Read ``host=cart@k8s:prod/shop``."""
    if isinstance(saying, Locator):
        return saying
    form, _, rest = saying.partition("=")
    value, _, scope = rest.partition("@")
    return Locator(form, value, scope)


def relation(source: Saying, verb: str, target: Saying, *, scope: str = "", **more: Any) -> Relation:
    """Say a sentence; the scope is that of the locators in it."""
    connector, known = more.pop("connector", "test"), more.pop("known", Known.CONFIGURED)
    evidence = at(more.pop("place", "acme/a.yaml"), more.pop("line", 1), connector, known)
    said = attributes(more.pop("attributes", {}))
    return Relation(ref(source, scope), verb, ref(target, scope), evidence, attributes=said, **more)


def decision(number: int, act: str, subject: str, *objects: str, value: str = "", undone: bool = False) -> Decision:
    """Let Ana decide something."""
    time = f"2026-05-01T12:00:{number:02}Z"
    return Decision(number, act, subject, objects, value, "Ana", "she knows", time, undone)


def ids(estate: Estate) -> list[str]:
    """Give the ids of all nodes."""
    return [node.id for node in estate.nodes]


def node(estate: Estate, node_id: str) -> Node:
    """Give the node of an id."""
    return {each.id: each for each in estate.nodes}[node_id]


def sentences(estate: Estate, *verbs: str) -> set[tuple[str, str, str]]:
    """Give what all edges say, or those of some verbs."""
    return {(edge.source, edge.verb, edge.target) for edge in estate.edges if not verbs or edge.verb in verbs}


def edge(estate: Estate, source: str, verb: str, target: str) -> Edge:
    """Give the edge of a sentence."""
    return {(each.source, each.verb, each.target): each for each in estate.edges}[source, verb, target]


def only_reference(estate: Estate) -> Reference:
    """Give the one reference that there is."""
    (found,) = estate.references
    return found
