"""Steps that ask an address: HTTP requests of every version, GraphQL, feeds, MCP servers, and code."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Certainty, Field, Set
from opmap_connectors._shared.code import addresses_in_code
from opmap_connectors._shared.places import locator
from opmap_connectors._shared.requests import METHODS, path_of
from opmap_connectors._shared.starting import Caller, may_start, started
from opmap_connectors.n8n.changing import sets_of
from opmap_connectors.n8n.endpoints import endpoint
from opmap_connectors.n8n.scene import Deed, Need, Scene
from opmap_connectors.n8n.steps import Step

_FIRST_WITH_METHOD = 3.0  # before it, the parameter was called requestMethod
_CHANGING = METHODS - {"GET", "HEAD"}
RUNNING = frozenset({"executeCommand", "ssh"})
"""Steps that run a command."""
_CODE = ("jsCode", "pythonCode", "functionCode", "command", "cellCommand")


def http_request(step: Step, scene: Scene) -> Deed:
    """Read a request: its address and its method."""
    method = method_of(step, scene)
    known = "" if "{" in method else method.upper()
    return _asking(step["url"], known, scene, sets_of(step, scene) if known in _CHANGING else ())


def method_of(step: Step, scene: Scene) -> str:
    """Give the method of a request, as far as it is known before a run."""
    name = "method" if step.version >= _FIRST_WITH_METHOD or step.short.startswith("tool") else "requestMethod"
    return scene.text(step[name]).value or "GET"


def graphql(step: Step, scene: Scene) -> Deed:
    """Read a GraphQL request."""
    return _asking(step["endpoint"], scene.text(step["requestMethod"]).value.upper() or "POST", scene)


def feed(step: Step, scene: Scene) -> Deed:
    """Read the reading of a feed."""
    return _asking(step["url"] or step["feedUrl"], "GET", scene)


def mcp_client(step: Step, scene: Scene) -> Deed:
    """Read what connects to an MCP server, whose tools a model may choose."""
    place = next((step[name] for name in ("endpointUrl", "sseEndpoint", "serverUrl") if step[name]), None)
    found = endpoint(place, scene, "MCP server") if place is not None else None
    if place is None or found is None:
        return Deed("offers the tools of an MCP server that is not set")
    need = Need("uses tool", found.target, place, found.certainty, soft=True)
    return Deed(f"offers the tools of {found.words}", [need])


def _asking(place: Field, method: str, scene: Scene, sets: tuple[Set, ...] = ()) -> Deed:
    found = endpoint(place, scene)
    if found is None:
        return Deed("asks an address that is not set")
    path = path_of(found) if method in METHODS else ""
    operation = method if path else ""
    more = {"method": method}
    need = Need("calls", found.target, place, found.certainty, more, operation=operation, sets=sets, where=path)
    return Deed(f"{method} {found.words}".strip(), [need])


def code(step: Step, scene: Scene) -> Deed:
    """Read code, in which every address is possibly called."""
    needs = {need.target: need for text in _texts(step) for need in _named_in(text, scene)}
    hosts = sorted({str(target) for target in needs})
    words = "runs a command" if step.short == "executeCommand" else "runs code"
    return Deed(f"{words} that names {', '.join(hosts)}" if hosts else words, [*needs.values()])


def commanded(step: Step, scene: Scene) -> Iterator[Need]:
    """Give the automations of other engines that a step's command starts."""
    script = step["command"].text.removeprefix("=") if step.type.app in RUNNING else ""
    if not may_start(script):
        return
    known = {f"$env.{name}": value for name, value in scene.given.variables.items()}
    for each in started(script, Caller(scene.home.scope, f"{scene.home.scope}/{step.called}", known)):
        yield Need(each.verb, each.target, step["command"], Certainty.PROBABLE)


def _texts(step: Step) -> Iterator[Field]:
    for name in _CODE:
        if step[name]:
            yield step[name]
    for part in ("execute", "supplyData"):
        if step["code"][part]["code"]:
            yield step["code"][part]["code"]


def _named_in(text: Field, scene: Scene) -> Iterator[Need]:
    for address in addresses_in_code(text.text):
        yield Need("calls", locator(address, scene.home.scope), text, Certainty.POSSIBLE)
