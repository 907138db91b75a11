"""Bases, sheets, folders and boards: data in a product that the product itself gives an id, unique everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Entity, Field, Key, Locator, Reading, Ref, Relation, frozen, short_name
from opmap_connectors.n8n.scene import Scene, called
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.systems import product

_SPACES = {
    # step: the space of its ids, and the parameters; ~ where the name says it better than the number
    "airtable": ("airtable", ("base|application|baseId", "table|tableId")),
    "googleSheets": ("google-sheets", ("documentId|sheetId", "~sheetName|range")),
    "googleDrive": ("google-drive", ("folderId|folderToWatch|filter.folderId|fileToWatch|fileId",)),
    "googleDocs": ("google-docs", ("documentURL|documentId",)),
    "googleCalendar": ("google-calendar", ("calendar|calendarId",)),
    "googleAnalytics": ("google-analytics", ("propertyId|viewId",)),
    "notion": ("notion", ("databaseId",)),
    "coda": ("coda", ("docId", "tableId")),
    "mondayCom": ("monday", ("boardId",)),
    "typeform": ("typeform", ("formId",)),
}
_NAMED = {
    # step: the parameters that name what is inside, by names that others may use, too
    "googleBigQuery": ("projectId", "datasetId", "tableId"),
    "microsoftExcel": ("workbook", "worksheet", "table"),
    "baserow": ("databaseId", "tableId"),
    "seaTable": ("tableName",),
    "nocoDb": ("projectId", "table"),
    "strapi": ("contentType",),
    "grist": ("docId", "tableId"),
    "awsDynamoDb": ("tableName",),
    "awsS3": ("bucketName",),
    "googleCloudStorage": ("bucketName|bucketId",),
    "azureStorage": ("container",),
    "azureCosmosDb": ("container",),
    "googleFirebaseCloudFirestore": ("projectId", "collection"),
    "googleFirebaseRealtimeDatabase": ("projectId", "path"),
    "webflow": ("siteId", "collectionId"),
}
_IDS_IN_URLS = re.compile(r"/(?:d|folders)/([\w-]{10,})|/((?:app|tbl)\w{14})|([0-9a-f]{32})")
_UUID = re.compile(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")
_UNSET = re.compile(
    r"^(?:your|enter|insert|put|replace|change|my[-_ ]|<|\[|x{3,}|COLLECTION$|(?-i:[A-Z]+(?:_[A-Z]+)*_ID$))",
    re.IGNORECASE,
)


@frozen
class Dataset:
    """A dataset that a step names."""

    ref: Ref
    name: str
    place: Field
    beside: tuple[Reading, ...] = ()


def dataset_of(step: Step, scene: Scene) -> Dataset | None:
    """Give the dataset that a step names; None where it names none, or only a run knows."""
    space, parameters = _SPACES.get(step.type.app, ("", _NAMED.get(step.type.app, ())))
    parts = (_part(step, scene, spellings, outer=not index) for index, spellings in enumerate(parameters))
    found = [part for part in parts if part is not None]
    if not found or any(not part.id for part in found):
        return None
    value = "/".join(part.id for part in found)[:300]
    name = short_name(": ".join(part.name for part in found))
    place = found[-1].place
    if not space:
        return Dataset(Locator("object", value, within=product(step.type.app)), name, place)
    key = Key(space, value)
    return Dataset(key, name, place, tuple(_described(key, value, name, step, place)))


@frozen
class _Part:
    id: str  # empty where only a run knows
    name: str
    place: Field


def _part(step: Step, scene: Scene, spellings: str, *, outer: bool) -> _Part | None:
    by_name = spellings.startswith("~")
    field = next(filter(None, (_place(step, name) for name in spellings.removeprefix("~").split("|"))), None)
    text = scene.text(field) if field is not None else None
    if field is None or text is None or not text.value:
        return None
    value = identity(text.value, outer=outer) if text.known else ""
    shown = called(field)
    if by_name:
        value = value and (shown or (value.partition("!")[0] if "!" in value or ":" not in value else ""))
    return _Part(value, shown or value, field)


def _place(step: Step, path: str) -> Field:
    first, *rest = path.split(".")
    place = step[first]
    for name in rest:
        place = place[name]
    return place


def identity(value: str, *, outer: bool = True) -> str:
    """Give the id in a value; of an address with several the outer one, or the innermost; empty where it is unset.

    >>> identity("https://docs.google.com/spreadsheets/d/1ckPZgAMs2l2s/edit#gid=0"), identity("SHEET_ID")
    ('1ckPZgAMs2l2s', '')
    """
    if "://" in value:
        found = ["".join(match) for match in _IDS_IN_URLS.findall(value)]
        return (found[0] if outer else found[-1]) if found else ""
    if _UUID.fullmatch(value):
        return value.replace("-", "").lower()
    return "" if _UNSET.match(value) else " ".join(value.split())[:200]


def _described(key: Key, value: str, name: str, step: Step, place: Field) -> Iterator[Reading]:
    """Describe a dataset by a name that people know, and say which product it is kept in."""
    system = product(step.type.app)
    address = Locator("object", value, within=system)
    if name != value.replace("/", ": "):
        yield Entity("dataset", name, (key,), place.at(), (address,), mentioned=True)
    yield Relation(key, "stored in", system, place.at())
