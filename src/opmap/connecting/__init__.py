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
                    who = shift["who"].text
                    yield Entity("person", who, keys=(Key("person", who),), evidence=shift.at())

It sees documents and what stands beside them; it opens nothing, runs nothing, fetches
nothing and keeps no state. A document that it cannot read raises ``Unreadable``; a part
that it cannot read is a ``Notice``.
"""

from opmap.automations import CONTROLS, Automation, Control, Effect, How, Set, Starter, Step
from opmap.connecting.addresses import host_of, hosts_in, parse_dsn, url_locator
from opmap.connecting.documents import Document
from opmap.connecting.fields import Field, Part
from opmap.connecting.protocol import Connector
from opmap.connecting.tables import MOST_ROWS, Cell, Row, Table
from opmap.connecting.uttering import utterances
from opmap.connecting.words import (
    CRITICALITIES,
    criticality_called,
    did_you_mean,
    environment_called,
    hours_of,
    is_secret_name,
    nearest,
)
from opmap.errors import Unreadable
from opmap.facts import (
    Attributes,
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
from opmap.frozen import frozen
from opmap.kinds import (
    ENVIRONMENTS,
    KINDS,
    VERBS,
    Certainty,
    End,
    Kind,
    Known,
    Strength,
    Verb,
    kind_called,
    verb_called,
)
from opmap.secrecy import holds_known_secret, is_placeholder, is_secret, looks_random, may_name_secret

__all__ = [
    "CONTROLS",
    "CRITICALITIES",
    "ENVIRONMENTS",
    "KINDS",
    "MOST_ROWS",
    "VERBS",
    "Attributes",
    "Automation",
    "Cell",
    "Certainty",
    "Connector",
    "Control",
    "Document",
    "Effect",
    "End",
    "Entity",
    "Evidence",
    "Field",
    "Group",
    "How",
    "Key",
    "Kind",
    "Known",
    "Locator",
    "Notice",
    "Part",
    "Reading",
    "Ref",
    "Relation",
    "Row",
    "Set",
    "Starter",
    "Step",
    "Strength",
    "Table",
    "Unreadable",
    "Verb",
    "attributes",
    "criticality_called",
    "did_you_mean",
    "environment_called",
    "frozen",
    "holds_known_secret",
    "host_of",
    "hosts_in",
    "hours_of",
    "is_placeholder",
    "is_secret",
    "is_secret_name",
    "kind_called",
    "looks_random",
    "may_name_secret",
    "nearest",
    "parse_dsn",
    "short_name",
    "url_locator",
    "utterances",
    "verb_called",
]
