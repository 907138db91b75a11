"""One inventory read into facts."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Field, Part, Reading, Unreadable
from opmap_connectors.native.checking import Checking
from opmap_connectors.native.models import Defaults, Inventory, Node, Redundancy, Row
from opmap_connectors.native.naming import Names
from opmap_connectors.native.nodes import Nodes
from opmap_connectors.native.relations import Relations

_LISTS = ("nodes", "relations", "redundancy")


def read_part(part: Part) -> Iterator[Reading]:
    """Read one tree that is an inventory; raise Unreadable where another version wrote it."""
    version = part["opmap"]
    if version.text != "1":
        raise Unreadable("this opmap reads version 1 of the inventory format: write opmap: 1", version.line)
    checking = Checking()
    header = checking.read(Inventory, part.root, without=_LISTS) or Inventory(opmap=1)
    defaults = header.defaults or Defaults()
    names = Names(part, header.scope or part.document.source, checking)
    environment = part.document.settings.get("environment", "")
    nodes = Nodes(names, defaults, part.root, checking, environment)
    relations = Relations(names, defaults, part.root, checking)
    for field in _listed(part["nodes"], checking):
        node = checking.read(Node, field)
        if node is not None:
            yield nodes.entity(node, field)
            relations.of_node(node, field)
    for field in _listed(part["relations"], checking):
        row = checking.read(Row, field)
        if row is not None:
            relations.of_row(row, field)
    for field in _listed(part["redundancy"], checking):
        redundancy = checking.read(Redundancy, field)
        if redundancy is not None:
            relations.of_redundancy(redundancy, field)
    yield from relations.all()
    yield from (somebody for somebody in names.mentioned if somebody.keys[0] not in nodes.keys)
    yield from checking.notices


def _listed(field: Field, checking: Checking) -> Iterator[Field]:
    if field and not field.is_list:
        checking.say(field, "must be a list: begin each entry with a hyphen")
    for item in field.list():
        if item:
            yield item
