"""Connections: which product a step reaches through one, and with which credential."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Entity, Field, Key, Locator, attributes, frozen, short_name
from opmap_connectors.logic_apps.flow import Flow
from opmap_connectors.logic_apps.meaning import root_of

_REFERENCE = re.compile(r"\$connections'\)\s*\[\s*'([^']+)'\s*\]")
_RUNTIME = re.compile(r"/apim/([\w-]+)")
_PLACEHOLDER = re.compile(r"[_-]?#\w+#|(?<=[a-z])[_-]\d+$")
_CUSTOM = re.compile(r"(?:-5f|_)[0-9a-f]{16,}$")
_IDENTITY = "managedserviceidentity"
_LISTS = ("managedApiConnections", "serviceProviderConnections", "functionConnections", "apiManagementConnections")
_LENT = frozenset({"invoker"})


@frozen
class Connection:
    """What a step works through."""

    api: str  # the product's name in the engine, without what only decorates it
    reference: str
    place: Field  # where the step names it
    key: Key  # of the credential, and of what stands behind it
    name: str
    opened: bool = True  # False: whoever starts the flow lends their own, or the platform vouches for it
    same: tuple[Key, ...] = ()

    @property
    def product(self) -> Locator:
        """Name the product."""
        return Locator("node type", f"azure:{self.api}")

    def credential(self) -> Entity | None:
        """Give the credential; None where nobody can lose one."""
        if not self.opened:
            return None
        said = attributes(type=self.api)
        keys = (self.key, *self.same)
        return Entity("credential", self.name, keys, self.place.at(), attributes=said, mentioned=True)


def connection_of(given: Field, flow: Flow) -> Connection | None:
    """Say through which connection inputs reach a product; None where they name none."""
    host, provider = given["host"], given["serviceProviderConfiguration"]
    reference, place = _reference(given)
    described = list(_described(reference, flow))
    stated = [host["apiId"].text, provider["serviceProviderId"].text, _at_run_time(host["api"]["runtimeUrl"].text)]
    stated += [_api_in(each) for each in described]
    stated += [_PLACEHOLDER.sub("", _PLACEHOLDER.sub("", reference))]
    api = next((found for found in (api_name(flow.meaning.template.worked_out(each)) for each in stated) if found), "")
    if not api:
        return None
    own = next((found for each in described if (found := _own_id(each, flow))), "")
    within = [flow.app] if flow.app and not own else []
    key = flow.shared(*within, "connection", own or reference or api)
    titles = [each["connectionProperties"]["displayName"].text or each["displayName"].text for each in described]
    name = short_name(next(filter(None, titles), "") or f"connection {own or reference or api}")
    opened = not any(_needs_none(each) for each in described)
    same = (flow.part("connection", reference or api),) if flow.key.name.startswith("flow/") else ()
    return Connection(api, reference, place, key, name, opened, same)


def api_name(text: str) -> str:
    """Give a product's name of an id, without what only decorates it.

    >>> api_name("/providers/Microsoft.PowerApps/apis/shared_sharepointonline"), api_name("/serviceProviders/AzureBlob")
    ('sharepointonline', 'azureblob')
    >>> api_name("shared_claims-5fdesk-5f5e6b1c2d3f4a5b6c")
    'claims_desk'
    """
    last = text.rstrip("/").rpartition("/")[2].removeprefix("shared_")
    return _CUSTOM.sub("", last).replace("-5f", "_").lower() if "{}" not in last else ""


def beside(flow: Flow, name: str) -> Field | None:
    """Give what a file of the Standard app says; None where it is not there, or says nothing that can be read."""
    return root_of(flow.document.sibling(name)) if flow.document.name == "workflow.json" else None


def _reference(given: Field) -> tuple[str, Field]:
    host = given["host"]
    places = (
        given["serviceProviderConfiguration"]["connectionName"],
        host["connectionReferenceName"],
        host["connection"]["referenceName"],
        host["connectionName"],
        host["connection"]["name"],
        given["function"]["connectionName"],
        given["apiManagement"]["connection"],
    )
    place = next((each for each in places if each.text), host)
    found = _REFERENCE.search(place.text)
    return (found.group(1) if found else place.text.rpartition("/")[2]), place


def _described(reference: str, flow: Flow) -> Iterator[Field]:
    """Give the places that describe a connection, what was deployed before what a template asks for."""
    yield from _there(flow.stated["connectionReferences"][reference])
    yield from _there(flow.stated["parameters"]["$connections"]["value"][reference])
    yield from _there(flow.root["parameters"]["$connections"]["defaultValue"][reference])
    standard = beside(flow, "../connections.json")
    for name in _LISTS if standard is not None else ():
        yield from _there(standard[name][reference]) if standard is not None else ()
    gallery = beside(flow, "manifest.json")
    yield from _there(gallery["connections"][reference]) if gallery is not None else ()


def _there(place: Field) -> Iterator[Field]:
    if place.is_mapping:
        yield place


def _api_in(described: Field) -> str:
    named = (
        described["api"]["name"],
        described["api"]["id"],
        described["serviceProvider"]["id"],
        described["apiId"],
        described["connectorId"],
        described["id"],
    )
    return next((each.text for each in named if each.text), "")


def _own_id(described: Field, flow: Flow) -> str:
    connection = described["connection"]
    named = (
        connection["connectionReferenceLogicalName"],
        connection["name"],
        connection["id"],
        described["connectionName"],
        described["connectionId"],
    )
    found = next((each.text for each in named if each.text), "")
    last = flow.meaning.plain(found).rstrip("/").rpartition("/")[2]
    return "" if any(sign in last for sign in "[](){}#@") else last


def _needs_none(described: Field) -> bool:
    kinds = (
        described["connectionProperties"]["authentication"]["type"],
        described["parameterSetName"],
        described["parameterValues"]["authProvider"]["Type"],
    )
    if any(each.text.casefold().replace("_", "") == _IDENTITY for each in kinds):
        return True
    return described["runtimeSource"].text.casefold() in _LENT or described["source"].text.casefold() in _LENT


def _at_run_time(url: str) -> str:
    found = _RUNTIME.search(url)
    return found.group(1) if found else ""
