"""What an operation works on: the table, list, file, queue or model that its parameters or its path name."""

from __future__ import annotations

import itertools
import re

from opmap.connecting import Field, Set, frozen, is_secret_name, url_locator
from opmap_connectors._shared.endpoints import UNKNOWN
from opmap_connectors._shared.operations import verb_of
from opmap_connectors.logic_apps.actions import Action
from opmap_connectors.logic_apps.flow import Flow

_AROUND = ("dataset", "source", "database", "databaseId", "drive", "siteId", "groupId", "spreadsheetId")
_INSIDE = (
    *("entityName", "subscriptionRequest/entityname", "entityname", "table", "tableName", "collectionId"),
    *("containerId", "containerName", "indexName", "libraryId", "listId", "file", "object", "objectType", "planId"),
)
_WITHIN = ("collectionId", "tableName", "table", "worksheet")
_FILES = ("folderPath", "parameters/destinationFolderPath", "blobName", "filePath", "path", "parameters/uri")
_CHANNELS = ("queueName", "topicName", "entityName", "queue", "topic", "eventHubName", "exchangeName")
_IN_PATH = re.compile(r"(datasets|dbs|tables|colls|containers|buckets|entities)", re.IGNORECASE)
_CHANNEL_PATH = re.compile(r"(queues|topics|eventhubs)", re.IGNORECASE)
_WHERE = ("$filter", "subscriptionRequest/filterexpression", "filter", "recordId", "row", "id", "idColumn", "where")
_WRITING = frozenset({"post", "patch", "index", "upsert", "merge", "rename", "replace"})
_ITEMS = frozenset({"items", "docs", "rows", "files", "records", "indexdocuments", "messages", "entities"})
_PREFIXED = re.compile(r"(?:item|body/item|entry|parameters/item)/(.+)")
_TITLE = re.compile(r"lists/getbytitle\('([^'{}]{1,200})'\)", re.IGNORECASE)
_SEGMENT = re.compile(r"/(?![^@{}]*\})")
_WORD = re.compile(r"[A-Za-z][a-z]*")
_PLURALS = (
    ("ies", "y"),
    ("sses", "ss"),
    ("uses", "us"),
    ("xes", "x"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("ss", "ss"),
    ("s", ""),
)
_MESSAGE, _COLUMNS = "subscriptionRequest/message", "subscriptionRequest/filteringattributes"
_ROWS = {"1": "added", "2": "deleted", "3": "modified", "4": "added or modified", "5": "added or deleted"} | {
    "6": "modified or deleted",
    "7": "added, modified or deleted",
}
_LONGEST = 200


@frozen
class Operation:
    """An operation of a product, in its own word, and whether it reads or writes."""

    name: str
    verb: str


def operation(action: Action) -> Operation:
    """Give what an action does: by its name, or by the method and the path that it asks."""
    given = action.given
    named = given["host"]["operationId"].text or given["serviceProviderConfiguration"]["operationId"].text
    if named:
        word = _WORD.match(named)
        writes = word is not None and word.group().casefold() in _WRITING
        return Operation(named, "writes" if writes else verb_of(named))
    fetched = given["fetch"]  # what a notification that nobody names otherwise is about
    method = (given["method"].text or fetched["method"].text).casefold()
    path = given["path"].text or fetched["pathTemplate"]["template"].text
    last = next((each for each in reversed(segments(path)) if "@" not in each and each), "")
    name = f"{method} {last}".strip()
    if method == "get":
        return Operation(name, "reads")
    writes = method in {"patch", "put", "delete"} or (method == "post" and last.casefold() in _ITEMS)
    return Operation(name, "writes" if writes else "calls")


def segments(path: str) -> list[str]:
    """Split a path at what parts it, and not inside its expressions.

    >>> segments("/v2/tables/@{encodeURIComponent('a/b')}/items")
    ['', 'v2', 'tables', "@{encodeURIComponent('a/b')}", 'items']
    """
    return _SEGMENT.split(path)


def object_of(action: Action, flow: Flow) -> tuple[Field, str]:
    """Give the name of the table, list or container that an action works on, and where it stands."""
    known = flow.meaning.known
    around = next((each for name in _AROUND if known(each := action.parameter(name))), None)
    inside = next((each for name in _INSIDE if known(each := action.parameter(name))), None)
    if inside is None:
        path = action.given["path"]
        found = _after(path.text, _IN_PATH, flow)
        return path, _joined(*(part for part in found if part != "default"))
    named = known(inside)
    if inside.name == "entityName" and "/" not in named:
        named = singular(named)
    parts = [*([known(around)] if around is not None else ()), named]
    within = next((each for name in _WITHIN if known(each := action.parameter(name))), None)
    if within is not None and within.path != inside.path:
        parts.append(known(within))
    return inside, _joined(*parts)


def singular(name: str) -> str:
    """Give a table's own name of the name of its set: triggers use the one, actions the other.

    >>> singular("incidents"), singular("opportunities"), singular("addresses"), singular("statuses")
    ('incident', 'opportunity', 'address', 'status')
    """
    for ending, instead in _PLURALS:
        if name.endswith(ending):
            return name.removesuffix(ending) + instead
    return name


def file_of(action: Action, flow: Flow) -> tuple[Field, str]:
    """Give the folder or file that an action names, in the site or drive that it names."""
    around = next((text for name in _AROUND if (text := flow.meaning.known(action.parameter(name)))), "")
    place = next((each for name in _FILES if flow.meaning.known(each := action.parameter(name))), None)
    if place is None:
        return action.title, _joined(around)
    return place, _joined(around, flow.meaning.known(place))


def list_asked(action: Action, flow: Flow) -> tuple[Field, str]:
    """Give the list of a site that a request to its API names."""
    place = action.parameter("parameters/uri")
    found = _TITLE.search(flow.meaning.plain(place.text))
    around = flow.meaning.known(action.parameter("dataset"))
    return place, _joined(around, found.group(1)) if found else ""


def channel_of(place: Action, flow: Flow) -> tuple[Field, str]:
    """Give the queue or topic that an action names."""
    found = next((each for name in _CHANNELS if flow.meaning.known(each := place.parameter(name))), None)
    if found is not None:
        return found, flow.meaning.known(found)
    named = _after(place.given["path"].text, _CHANNEL_PATH, flow) or _first_open(place.given["path"].text, flow)
    return place.given["path"], named[0] if named else ""


def deployment_of(action: Action, flow: Flow) -> tuple[Field, str]:
    """Give the deployment of a model that an action asks."""
    place = action.parameter("deploymentId", "deployment_id", "model")
    if place.text:
        return place, flow.meaning.known(place)
    path = action.given["path"]
    found = _after(path.text, re.compile("deployments"), flow)
    return path, found[0] if found else ""


def where_of(action: Action, flow: Flow) -> str:
    """Give what limits a read or a write, as it is written."""
    place = action.parameter(*_WHERE)
    text = flow.meaning.plain(place.text) if place.is_text else ""
    return " ".join(text.split())[:_LONGEST] if text.strip("{} '") else ""


def event_of(trigger: Action, flow: Flow) -> str:
    """Name the event that a trigger waits for; Dataverse has one operation for all of them, and a number for which."""
    name = operation(trigger).name
    return ": ".join(filter(None, (name, _ROWS.get(flow.meaning.known(trigger.parameter(_MESSAGE)), ""))))


def columns_heard(trigger: Action, flow: Flow) -> tuple[str, ...]:
    """Give the columns whose change alone starts the flow; none where any does."""
    named = flow.meaning.known(trigger.parameter(_COLUMNS)).split(",")
    return tuple(sorted({each.strip()[:_LONGEST] for each in named if each.strip()}))


def sets_of(action: Action, flow: Flow) -> tuple[Set, ...]:
    """Give what a write changes: the fields that are handed over, and the constants among them."""
    given = action.given
    pairs = [
        (found.group(1), value)
        for name, value in given["parameters"].items()
        if (found := _PREFIXED.fullmatch(name)) is not None
    ]
    for inside in ("item", "setColumns", "row"):
        pairs += list(given["parameters"][inside].items())
    if not pairs and given["body"].is_mapping:
        pairs = list(given["body"].items())
    changed = {
        Set(name[:80], "" if is_secret_name(name) else flow.meaning.constant(value["Value"] or value))
        for name, value in pairs
    }
    return tuple(sorted(changed, key=lambda each: (each.attribute, each.value)))


def _after(path: str, marks: re.Pattern[str], flow: Flow) -> list[str]:
    """Give what stands after some words of a path."""
    parts = segments(path)
    named = [flow.meaning.plain(part) for mark, part in itertools.pairwise(parts) if marks.fullmatch(mark)]
    return [each for each in named if UNKNOWN not in each]


def _first_open(path: str, flow: Flow) -> list[str]:
    parts = [flow.meaning.plain(each) for each in segments(path) if each.startswith("@")]
    return [each for each in parts if UNKNOWN not in each][:1]


def _joined(*parts: str) -> str:
    """Name what stands inside something else; of an address only what is no secret."""
    found = [url_locator(part) if "://" in part else None for part in parts]
    named = [(address.value if address else part).strip("/") for address, part in zip(found, parts, strict=True)]
    return " ".join("/".join(filter(None, named)).split())[:_LONGEST]
