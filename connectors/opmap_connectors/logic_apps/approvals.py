"""Steps that wait for people: whom they ask, and how many of them have to agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Effect, Field, Group, Key, Locator, attributes
from opmap_connectors._shared.people import email_in
from opmap_connectors.logic_apps.actions import Action
from opmap_connectors.logic_apps.connections import Connection
from opmap_connectors.logic_apps.flow import Flow

_ASKING = re.compile(r"approval|withoptions|waitforresponse|waitforanapproval|flowcontinuation", re.IGNORECASE)
_CREATING = re.compile(r"^create(?:an)?approval$", re.IGNORECASE)
_ASKED = re.compile(r"(?:.*/)?(?:assignedTo|To|Approvers?|recipients?)$", re.IGNORECASE)
_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?")
_HOURS = (168.0, 24.0, 1.0, 1 / 60)
_PEOPLE = ("teams", "office365", "outlook", "approvals", "gmail", "slack")
_MOST = 20


def asks_people(action: Action) -> bool:
    """Say whether a run stops at an action until somebody answers."""
    host = action.given["host"]
    operation = host["operationId"].text or action.given["serviceProviderConfiguration"]["operationId"].text
    path = action.given["path"].text
    if not operation and not path:
        return False
    if "connection" not in action.type or _CREATING.match(operation):
        return False
    return bool(_ASKING.search(operation or path)) or (action.type.endswith("webhook") and _reaches_people(action))


def _reaches_people(action: Action) -> bool:
    """Say whether an action that waits to be called back does so through a product in which people answer."""
    host = action.given["host"]
    named = " ".join(each.text for each in (host["apiId"], host["connectionName"], host["connection"]["name"]))
    return any(product in named.casefold() for product in _PEOPLE)


def approvers(action: Action, connection: Connection, flow: Flow) -> Iterator[Effect]:
    """Give those whom an action asks and waits for, and the system that asks them."""
    said = attributes(waits_hours=_hours(action.place["limit"]["timeout"].text))
    people = list(_people(action, flow))
    everybody = "all" in action.parameter("approvalType").text.casefold()
    group = Group(f"approval {action.name}", len(people) if everybody else 1) if people else None
    for key, place in people:
        yield Effect("approved by", key, place.at(), action.name, soft=action.soft, group=group, attributes=said)
    if connection.api == "approvals" or not people:
        yield Effect(
            "approved by", connection.product, action.title.at(), action.name, soft=action.soft, attributes=said
        )


def _people(action: Action, flow: Flow) -> Iterator[tuple[Key | Locator, Field]]:
    seen: set[str] = set()
    for place in action.given.walk(2000):
        if place.is_text and _ASKED.fullmatch(place.name):
            parts = re.split(r"[,;\s]+", flow.meaning.plain(place.text))[:_MOST]
            for email in filter(None, map(email_in, parts)):
                if email not in seen:
                    seen.add(email)
                    yield Key("person", email), place


def _hours(text: str) -> float | None:
    """Give the hours of a duration as it is written in definitions.

    >>> _hours("P1DT12H"), _hours("PT30M"), _hours("")
    (36.0, 0.5, None)
    """
    found = _DURATION.fullmatch(text) if text else None
    hours = sum(int(part) * each for part, each in zip(found.groups(), _HOURS, strict=True) if part) if found else 0
    return round(hours, 2) or None
