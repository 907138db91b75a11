"""The stores that steps read and write, as the associations say that are drawn between them."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Effect, Entity, Reading, short_name
from opmap_connectors._shared.people import slug
from opmap_connectors._shared.xml_trees import Element
from opmap_connectors.bpmn.definitions import Definitions, local, model_elements
from opmap_connectors.bpmn.flow import Node

_STORES = frozenset({"dataStoreReference", "dataStore"})


def accesses(
    nodes: list[Node], process: Element, definitions: Definitions
) -> Iterator[tuple[Effect, tuple[Reading, ...]]]:
    """Give what the steps of a process read from stores and write into them."""
    running = {node.id: node for node in nodes}
    for node in nodes:
        for one in node.element.all("dataInputAssociation"):
            yield from _told("reads", [each.text for each in one.all("sourceRef")], node, one, definitions)
        for one in node.element.all("dataOutputAssociation"):
            yield from _told("writes", [each.text for each in one.all("targetRef")], node, one, definitions)
    for one in model_elements(process):
        if one.name == "association":
            source, target = (local(one.said.get(end, "")) for end in ("sourceRef", "targetRef"))
            verbs = (
                ("reads", "writes") if one.said.get("associationDirection") in {"One", "Both"} else ("depends on",) * 2
            )
            if target in running:
                yield from _told(verbs[0], [source], running[target], one, definitions)
            elif source in running:
                yield from _told(verbs[1], [target], running[source], one, definitions)


def _told(
    verb: str, references: list[str], node: Node, place: Element, definitions: Definitions
) -> Iterator[tuple[Effect, tuple[Reading, ...]]]:
    for reference in references:
        found = definitions.meant(reference)
        if found is not None and found.name in _STORES:
            store = definitions.meant(found.said.get("dataStoreRef", "")) or found
            named = short_name(found.said.get("name", "") or store.said.get("name", ""), "")
            key = definitions.home.part("store", slug(named) or store.said.get("id", ""))
            entity = Entity("datastore", named or "A data store", (key,), definitions.home.at(store), mentioned=True)
            yield Effect(verb, key, definitions.home.at(place), node.name), (entity,)
