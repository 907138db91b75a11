"""Steps that ask an address, a function, a managed API or another flow, and how they prove who asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Certainty, Effect, Entity, Field, Key, Locator, Reading, Ref, attributes, short_name
from opmap_connectors._shared.endpoints import UNKNOWN, located
from opmap_connectors._shared.requests import changing, of_body
from opmap_connectors.logic_apps.actions import Action
from opmap_connectors.logic_apps.connections import beside
from opmap_connectors.logic_apps.flow import SPACE, Flow
from opmap_connectors.logic_apps.meaning import bare

Told = tuple[Effect, tuple[Reading, ...]]
"""What is done, and what is to be said of the things that only this names."""

_PARAMETER = re.compile(r"@\{?(?:parameters|appsetting)\('([^']+)'\)\}?")
_RESOURCE = re.compile(r"/subscriptions/[^{}]+", re.IGNORECASE)
_SECRET_FIELDS = {
    "activedirectoryoauth": ("clientId", "secret"),
    "basic": ("password", "username"),
    "clientcertificate": ("pfx", "password"),
    "raw": ("value",),
}


def asked(action: Action, flow: Flow) -> Iterator[Told]:
    """Give the address that a request goes to, and what proves who asks."""
    given = action.given["subscribe"] if action.type == "httpwebhook" else action.given
    place = given["uri"] or given["url"]
    method = flow.meaning.known(given["method"]).upper()
    yield _called(place, flow.meaning.plain(place.text), method, action, flow), ()
    yield from proofs(given["authentication"], action, flow)


def _called(place: Field, text: str, method: str, action: Action, flow: Flow) -> Effect:
    found = located(text, flow.scope)
    how = action.given["authentication"]["type"].text.casefold() == "managedserviceidentity"
    said = attributes(method=method, authentication="managed identity" if how else None)
    target = found.target if found else expression(place, flow)
    sure = found.certainty if found else Certainty.CERTAIN
    at = (place or action.title).at()
    anything = (bool(action.given["method"].text) and not method) or (action.chosen and found is None)
    more = changing(found, method, of_body(action.given["body"], flow.meaning.plain)) if found else {}
    return Effect(
        "calls", target, at, action.name, soft=action.soft, attributes=said, certainty=sure, open=anything, **more
    )


def expression(place: Field, flow: Flow, expects: str = "") -> Locator:
    """Name an end that only a run knows."""
    usual = f"{expects or 'address'} that is not set"
    return Locator("expression", short_name(bare(place.text)[:120], usual), str(flow.key), None, expects)


def proofs(given: Field, action: Action, flow: Flow) -> Iterator[Told]:
    """Give the credential that a request proves itself with; what the platform vouches for is none."""
    kind = given["type"].text.casefold()
    if kind not in _SECRET_FIELDS:
        return
    if kind == "activedirectoryoauth":
        identity = Locator("node type", "azure:azuread")
        yield Effect("authenticates with", identity, given.at(), action.name, soft=action.soft), ()
    place = next((given[name] for name in _SECRET_FIELDS[kind] if given[name].text), given["type"])
    named = _PARAMETER.fullmatch(place.text)
    client = flow.meaning.known(place) if place.name == "clientId" else ""
    if place.text.startswith("@") and not named and not client:
        return  # a token that the call itself brought
    key = flow.shared("credential", client) if client else flow.part("credential", named[1] if named else action.name)
    name = f"client {client}" if client else named[1] if named else f"{given['type'].text} of {action.name}"
    entity = Entity("credential", short_name(name), (key,), given.at(), mentioned=True)
    yield Effect("uses credential", key, given.at(), action.name, soft=action.soft), (entity,)


def function(action: Action, flow: Flow) -> Iterator[Told]:
    """Call a function of Azure, by its id or through a connection of the app."""
    place = action.given["function"]["id"]
    name = action.given["function"]["connectionName"].text
    connections = beside(flow, "../connections.json") if name else None
    if connections is not None:
        place = connections["functionConnections"][name]["function"]["id"]
    yield _resource(place, "function", action, flow)


def managed_api(action: Action, flow: Flow) -> Iterator[Told]:
    """Call an API through the gateway that manages it: at its address where that is known."""
    place = action.given["api"]["id"]
    name = action.given["apiManagement"]["connection"].text
    connections = beside(flow, "../connections.json") if name else None
    template = action.given["pathTemplate"]["template"]
    method = flow.meaning.known(action.given["method"]).upper()
    if connections is not None:
        known = connections["apiManagementConnections"][name]
        place = known["apiId"]
        base = flow.meaning.plain(known["baseUrl"].text).rstrip("/")
        if "://" in base:
            path = re.sub(r"\{[^{}]*\}", UNKNOWN, template.text)
            yield _called(template, base + path, method, action, flow), ()
            return
    effect, named = _resource(place, "API", action, flow)
    yield effect, named


def _resource(place: Field, kind: str, action: Action, flow: Flow) -> Told:
    """Call a resource of Azure: by its id where that is written down, else by its name."""
    text = flow.meaning.plain(place.text)
    name = text.rstrip("/").rpartition("/")[2]
    at = (place if place.text else action.title).at()
    named: tuple[Reading, ...] = ()
    target: Ref
    if _RESOURCE.fullmatch(text):
        target = Key(SPACE, text.strip("/").lower())
        named = (Entity(kind, short_name(name), (target,), at, mentioned=True),)
    elif _is_name(text):
        target = Locator("name", name, flow.scope, expects=kind)
    else:
        target = expression(place, flow, kind)
    return Effect("calls", target, at, action.name, soft=action.soft), named


def handed_on(action: Action, flow: Flow) -> Iterator[Told]:
    """Hand work to another flow, and wait for it unless told not to."""
    host = action.given["host"]
    place = host["workflowReferenceName"] if host["workflowReferenceName"].text else host["workflow"]["id"]
    waits = action.type != "sendtobatch" and "DisableAsyncPattern" not in action.place["operationOptions"].text
    text = flow.meaning.plain(place.text)
    name = text.rstrip("/").rpartition("/")[2]
    target: Ref
    if host["workflowReferenceName"].text and UNKNOWN not in text:
        target = Key(SPACE, f"flow/{text.lower()}")
    elif _RESOURCE.fullmatch(text):
        target = Key(SPACE, text.strip("/").lower())
    elif flow.document.sibling(f"../{name}/workflow.json") is not None and name.strip("."):
        target = flow.shared(*filter(None, (flow.app, name)))
    elif _is_name(text):
        target = Locator("name", name, flow.scope, expects="workflow")
    else:
        target = expression(place, flow, "workflow")
    at = (place if place.text else action.title).at()
    yield Effect("calls" if waits else "starts", target, at, action.name, soft=action.soft), ()


def _is_name(text: str) -> bool:
    """Say whether a text ends in a name, and is no expression that only a deployment or a run works out."""
    return not text.startswith(("[", "@")) and UNKNOWN not in (text.rstrip("/").rpartition("/")[2] or UNKNOWN)
