"""Agents: the model that chooses the next steps, what instructs it, and the servers whose tools it may choose."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Effect, Entity, Locator
from opmap_connectors._shared.endpoints import located
from opmap_connectors.logic_apps.actions import Action
from opmap_connectors.logic_apps.flow import Flow
from opmap_connectors.logic_apps.requests import Told, expression


def agent(action: Action, flow: Flow) -> Iterator[Told]:
    """Give what an agent thinks with; what its tools do is read as the actions inside them."""
    given = action.given["parameters"]
    settings = given["agentModelSettings"]
    place = given["deploymentId"] if given["deploymentId"].text else settings["deploymentModelProperties"]["name"]
    name = flow.meaning.known(place)
    model = Locator("model", f"azure/{name}") if name else expression(place, flow, "model")
    at = (place if place.text else action.title).at()
    yield Effect("uses model", model, at, action.name, soft=action.soft), ()
    messages = given["messages"]
    if messages.value:
        key = flow.part("prompt", action.name)
        prompt = Entity("prompt", f"{action.name} of {flow.name}", (key,), messages.at())
        yield Effect("uses prompt", key, messages.at(), action.name), (prompt,)
    yield from _servers(action, flow)


def _servers(action: Action, flow: Flow) -> Iterator[Told]:
    for tool in dict(action.place["tools"].items()).values():
        url = tool["inputs"]["Connection"]["McpServerUrl"]
        if url.text:
            found = located(flow.meaning.plain(url.text), flow.scope, "MCP server")
            target = found.target if found else expression(url, flow, "MCP server")
            yield Effect("uses tool", target, url.at(), action.name, soft=True), ()
