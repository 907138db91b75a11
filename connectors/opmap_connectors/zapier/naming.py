"""What an action's name says: what is done, and with what; the parameters may say it more exactly.

>>> parted("update_crm_deal"), parted("find_or_create_row"), parted("channel_message"), parted("updated_deal_stage")
(('update', 'deal'), ('upsert', 'row'), ('', ''), ('updated', 'deal'))
>>> parted("add_contact_to_list"), parted("new_row_in_worksheet")
(('add', 'contact'), ('new', 'row'))
"""

from __future__ import annotations

import re

from opmap.connecting import Field, frozen
from opmap_connectors._shared.operations import verb_of
from opmap_connectors.zapier.meaning import known
from opmap_connectors.zapier.steps import Node

_AROUND = ("spreadsheet", "base", "baseId", "workspace", "database", "site", "project", "board", "drive")
_INSIDE = (
    "sobject",
    "object",
    "object_type",
    "objectType",
    "module",
    "worksheet",
    "table",
    "tableId",
    "list",
    "list_id",
)
_CREATED = re.compile(r"^(?:find|search|get)_or_(?:create|add)_|^upsert_|^create_or_update_|^add_or_update_")
_DOING = re.compile(r"^([a-z]+)_([a-z0-9_]+)$")
_NOISE = re.compile(
    r"_(?:v\d+|by_id|(?:via|with|in|to|from|for|on)_\w+|custom_query|custom|multi_record|stage|status)$|(?<=_)crm_"
)
_HEARD = frozenset({"new", "updated", "created", "deleted", "changed"})
_PLAIN = frozenset({"record", "object", "item", "row", "entry", "rows", "records"})
_STANDING = frozenset({"lookup"})


@frozen
class Doing:
    """What a step does with what."""

    verb: str  # reads, writes or calls
    operation: str
    object: str
    place: Field
    around: tuple[str, ...] = ()  # the parameters that say with what


def named(node: Node) -> Doing:
    """Say what a step does, by the kind of step, its action's name and its parameters."""
    operation, thing = parted(node.action)
    if operation == "new" and not node.first:
        operation = "create"  # as old applications call what they make
    around, inside = (
        [node.given[name] for name in names if known(node.given[name].text)] for names in (_AROUND, _INSIDE)
    )
    parts = [place.text for place in (*around, *inside)]
    if not inside and thing not in _PLAIN:
        parts.append(thing)  # a task of this project
    place = (inside or around or [node.title])[-1]
    said = "/".join(filter(None, parts))[:200]
    return Doing(_verb(node, operation), operation or node.action, said, place, (*_AROUND, *_INSIDE))


def parted(action: str) -> tuple[str, str]:
    """Part an action's name into what is done and with what; empty where it names no such pair."""
    bare = action.casefold()
    while (cut := _NOISE.sub("", bare)) != bare:
        bare = cut
    whole = _CREATED.match(bare)
    if whole:
        return "upsert", bare[whole.end() :]
    found = _DOING.match(bare)
    if found is None:
        return "", ""
    word, rest = found.groups()
    doing = word in _HEARD or word in _STANDING or verb_of(word) != "calls"
    return (word, rest) if doing else ("", "")


def _verb(node: Node, operation: str) -> str:
    if not operation:
        return "calls"
    if node.sort == "search" and operation != "upsert":
        return "reads"
    if operation in _HEARD or operation in _STANDING:
        return "reads"
    return "writes" if operation == "upsert" else verb_of(operation)
