"""What a step changes, and where: columns, fields and properties; keys, filters and ids.

n8n has a shape of its own for nearly every product. What these shapes share is that they
name an attribute beside a value, or are a mapping of the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Field, Set
from opmap_connectors._shared.setting import constant, equal, of_json, told
from opmap_connectors.n8n.scene import Scene, chosen
from opmap_connectors.n8n.steps import Step

_MAPPINGS = ("updateFields", "additionalFields", "fields", "customFields", "properties")
_ROWS = (
    # parameter, its list, how the attribute is called, how the value
    ("fieldsUi", ("fieldValues", "values", "fieldValue"), ("fieldId", "fieldName", "fieldKey", "column", "key")),
    ("valuesToSend", ("values",), ("column",)),
    ("propertiesUi", ("propertyValues",), ("key",)),
    ("customPropertiesUi", ("customPropertiesValues",), ("property",)),
    ("customFieldsUi", ("customFieldsValues", "customFieldValues"), ("fieldId", "id")),
    ("values", ("string", "number", "boolean"), ("name",)),
    ("bodyParameters", ("parameters",), ("name",)),
    ("bodyParametersUi", ("parameter",), ("name",)),
)
_ROWED = frozenset(parameter for parameter, *_ in _ROWS)
_CONDITIONS = (
    ("where", ("values",), "column", "value"),
    ("filters", ("conditions",), "keyName", "keyValue"),
    ("filters", ("conditions",), "key", "value"),
)
_EQUAL = frozenset({"", "=", "equal", "equals", "eq", "is"})
_SIGNS = {"notequals": "!=", "neq": "!=", "!=": "!=", "gt": ">", ">": ">", "gte": ">=", ">=": ">=", "lt": "<"} | {
    "<": "<",
    "lte": "<=",
    "<=": "<=",
}
_IDS = frozenset(
    """id recordId rowId pageId contactId ticketId leadId dealId issueId issueKey taskId cardId orderId productId caseId
    opportunityId accountId companyId userId eventId messageId itemId objectId customerId personId organizationId
    noteId activityId documentKey invoiceId""".split()
)


def sets_of(step: Step, scene: Scene) -> tuple[Set, ...]:
    """Give what a step sets."""
    body = step["jsonBody"].text or step["bodyParametersJson"].text
    if body:
        return of_json(body.removeprefix("="))
    return told((name, _read(value, scene)) for name, value in _pairs(step))


def where_of(step: Step, scene: Scene) -> str:
    """Give which part of its target a step is limited to; empty where it takes the whole or nothing says."""
    said = [*_conditions(step, scene), *_matched(step, scene), *_ids(step, scene)]
    return " and ".join(dict.fromkeys(said))[:200]


def _pairs(step: Step) -> Iterator[tuple[str, Field]]:
    columns = step["columns"]
    found_by = {place.text for place in columns["matchingColumns"].each()}
    yield from ((name, place) for name, place in columns["value"].items() if name not in found_by)
    if columns.is_text and not columns.text.startswith("="):
        yield from ((name.strip().partition(":")[0], step["nothing"]) for name in columns.text.split(","))
    if step.type.app == "mongoDb":
        yield from ((name.strip(), step["nothing"]) for name in step["fields"].text.split(","))
    for name in _MAPPINGS:
        yield from ((each, place) for each, place in step[name].items() if each not in _ROWED)
    for parameter, lists, names in _ROWS:
        places = (step[parameter], *(step[name][parameter] for name in _MAPPINGS))
        for row in (row for place in places for each in lists for row in place[each].list()):
            name = next((row[key].text for key in names if row[key].text), "")
            yield name.partition("|")[0], _valued(row)


def _valued(row: Field) -> Field:
    """Give the value of a row, whatever it is called beside its name."""
    places = [place for key, place in row.items() if key.casefold().endswith("value") and not place.is_mapping]
    return places[0] if places else row["value"]


def _read(place: Field, scene: Scene) -> object:
    if place.is_mapping or place.is_text:
        text = scene.given.read(chosen(place))
        return text.value if text.known else ""
    return place.value


def _conditions(step: Step, scene: Scene) -> Iterator[str]:
    for parameter, lists, name, value in _CONDITIONS:
        for row in (row for each in lists for row in step[parameter][each].list()):
            column = chosen(row[name]).strip()
            if not column or column.startswith("="):
                continue
            yield _compared(column, row["condition"].text.casefold(), _read(row[value], scene))


def _compared(column: str, sign: str, value: object) -> str:
    if sign in _EQUAL:
        return equal(column, value)
    known = constant(column, value)
    return f"{column} {_SIGNS[sign]} '{known}'" if sign in _SIGNS and known else f"{column} {{}}"


def _matched(step: Step, scene: Scene) -> Iterator[str]:
    """Say by which columns rows are found that are to be changed."""
    for place in step["columns"]["matchingColumns"].each():
        yield equal(place.text, _read(step["columns"]["value"][place.text], scene))
    for name in ("updateKey", "columnToMatchOn", "columnToUpsertOn"):
        place = step[name]
        value = step["valueToMatchOn"] if name == "columnToMatchOn" else step["nothing"]
        column = chosen(place).strip()
        if column and not column.startswith("="):
            yield equal(column, _read(value, scene))


def _ids(step: Step, scene: Scene) -> Iterator[str]:
    """Say which record is meant: by its id, or by the key that it is found by."""
    for name in sorted(_IDS):
        place = step[name]
        if place.is_text or place.is_mapping or place.number is not None:
            value = _read(place, scene)
            if value != "" or chosen(place):
                yield equal("id", value)
