"""Everything that the author of a connector imports.

A connector is an object with four names and two methods, and nothing to inherit::

    class Rota:
        name = "rota"
        title = "On-call rota"
        recognises = "a YAML file with the key `rota` and a list of shifts"
        version = 1

        def detect(self, document: Document) -> bool:
            return any(part["rota"].is_list for part in document.parts)

        def read(self, document: Document) -> Iterator[Reading]:
            for part in document.parts:
                for shift in part["rota"].each():
                    yield Entity("person", shift["who"].text, keys=(Key("person", shift["who"].text),), evidence=shift.at())

It sees documents and what stands beside them; it opens nothing, runs nothing, fetches
nothing and keeps no state. A document that it cannot read raises ``Unreadable``; a part
that it cannot read is a ``Notice``.
"""

from opmap.connecting.addresses import host_of, hosts_in, parse_dsn, url_locator
from opmap.connecting.documents import Document
from opmap.connecting.fields import Field, Part
from opmap.connecting.protocol import Connector
from opmap.errors import Unreadable
from opmap.facts import (
    Entity,
    Evidence,
    Group,
    Key,
    Locator,
    Notice,
    Reading,
    Ref,
    Relation,
    attributes,
    short_name,
)
from opmap.kinds import Certainty, Known, Strength

__all__ = [
    "Certainty",
    "Connector",
    "Document",
    "Entity",
    "Evidence",
    "Field",
    "Group",
    "Key",
    "Known",
    "Locator",
    "Notice",
    "Part",
    "Reading",
    "Ref",
    "Relation",
    "Strength",
    "Unreadable",
    "attributes",
    "host_of",
    "hosts_in",
    "parse_dsn",
    "short_name",
    "url_locator",
]
