"""What actions do outside the flow: which data they read or write, what they call, ask of a model, or set going."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from opmap.connecting import Effect, Field, Locator, Reading, Ref
from opmap_connectors.logic_apps.actions import Action
from opmap_connectors.logic_apps.agents import agent
from opmap_connectors.logic_apps.approvals import approvers, asks_people
from opmap_connectors.logic_apps.connections import Connection, connection_of
from opmap_connectors.logic_apps.databases import DATABASES, queried
from opmap_connectors.logic_apps.flow import Flow
from opmap_connectors.logic_apps.objects import (
    channel_of,
    deployment_of,
    file_of,
    list_asked,
    object_of,
    operation,
    sets_of,
    where_of,
)
from opmap_connectors.logic_apps.requests import Told, asked, expression, function, handed_on, managed_api
from opmap_connectors.logic_apps.systems import System, system_of

BROKERS = frozenset({"servicebus", "mq", "eventhubs", "azurequeues", "rabbitmq", "kafka", "confluentkafka"})
_MODELS = {"openai": "azure", "azureopenai": "azure", "openaiip": "openai", "anthropicip": "anthropic"}
_FILES = frozenset(
    """sharepointonline onedriveforbusiness onedrive azureblob azurefile dropbox box googledrive ftp sftp sftpwithssh
    filesystem""".split()
)
_SENDING = ("send", "post", "publish", "put")
_READY_MADE = ("aibuilderpredict", "predict")


def done(action: Action, flow: Flow) -> Iterator[Told]:
    """Give what one action does."""
    doing = _BY_TYPE.get(action.type)
    if doing is not None:
        yield from doing(action, flow)
    elif action.type.startswith(("apiconnection", "openapiconnection")) or action.type == "serviceprovider":
        yield from _through(action, flow)


def operation_of(action: Action) -> str:
    """Give what an action does, in words."""
    connection = (
        action.given["host"]["apiId"].text or action.given["serviceProviderConfiguration"]["serviceProviderId"].text
    )
    product = connection.rpartition("/")[2].removeprefix("shared_")
    named = operation(action).name
    return f"{named}: {product}" if product and named else named or action.place["type"].text or "does something"


def _through(action: Action, flow: Flow) -> Iterator[Told]:
    """Use a product through a connection."""
    connection = connection_of(action.given, flow)
    if connection is None:
        return
    credential = connection.credential()
    if credential is not None:
        yield _effect("uses credential", connection.key, connection.place, action), (credential,)
    if asks_people(action):
        yield from ((effect, ()) for effect in approvers(action, connection, flow))
        if connection.api != "approvals":
            yield _effect("calls", connection.product, action.title, action, operation=operation(action).name), ()
    elif connection.api in DATABASES:
        yield from queried(action, connection, flow)
    elif connection.api in BROKERS:
        yield from _messaged(action, connection, flow)
    elif connection.api in _MODELS:
        yield from _thought(action, connection, flow)
    elif operation(action).name.casefold().startswith(_READY_MADE):
        yield _effect("uses model", Locator("model", "aibuilder/custom prompt"), action.title, action), ()
        yield _effect("calls", connection.product, action.title, action, operation=operation(action).name), ()
    else:
        system = system_of(connection)
        yield _used(action, connection, system, flow), system.beside


def _effect(verb: str, target: Ref, place: Field, action: Action, **more: object) -> Effect:
    at = (place or action.title).at()
    return Effect(verb, target, at, action.name, soft=action.soft, **more)  # type: ignore[arg-type]


def _used(action: Action, connection: Connection, system: System, flow: Flow) -> Effect:
    """Read or write an object of a product where one is named, else call it."""
    found = operation(action)
    place, name = object_of(action, flow)
    if connection.api in _FILES and (not name or "file" in found.name.casefold() or "blob" in found.name.casefold()):
        place, name = file_of(action, flow)
    verb = found.verb
    if found.name == "HttpRequest":
        place, name = list_asked(action, flow)
        verb = "reads" if flow.meaning.known(action.parameter("parameters/method")).upper() == "GET" else "writes"
    if verb == "calls" or not name:
        return _effect(system.verb, system.ref, action.title, action, operation=found.name)
    expects = "index" if connection.api == "azureaisearch" else ""
    target = Locator("object", name, within=system.ref, expects=expects)
    sets = sets_of(action, flow) if verb == "writes" else ()
    return _effect(verb, target, place, action, operation=found.name, sets=sets, where=where_of(action, flow))


def _messaged(action: Action, connection: Connection, flow: Flow) -> Iterator[Told]:
    """Send to a queue or topic, or take from it."""
    place, name = channel_of(action, flow)
    doing = operation(action)
    sends = doing.name.casefold().startswith(_SENDING)
    if name:
        target = Locator("topic", name, flow.scope)
        yield _effect("publishes" if sends else "consumes", target, place, action, operation=doing.name), ()
    system = system_of(connection)
    yield _effect(system.verb, system.ref, action.title, action, operation=doing.name), system.beside


def _thought(action: Action, connection: Connection, flow: Flow) -> Iterator[Told]:
    """Ask a model."""
    place, name = deployment_of(action, flow)
    target = Locator("model", f"{_MODELS[connection.api]}/{name}") if name else expression(place, flow, "model")
    yield _effect("uses model", target, place, action), ()
    yield _effect("calls", connection.product, action.title, action, operation=operation(action).name), ()


_BY_TYPE: dict[str, Callable[[Action, Flow], Iterator[tuple[Effect, tuple[Reading, ...]]]]] = {
    "http": asked,
    "httpwebhook": asked,
    "function": function,
    "apimanagement": managed_api,
    "workflow": handed_on,
    "sendtobatch": handed_on,
    "agent": agent,
}
