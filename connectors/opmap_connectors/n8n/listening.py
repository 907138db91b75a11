"""Paths that n8n listens on for a workflow: webhooks, forms, public chats, MCP servers."""

from __future__ import annotations

from opmap.connecting import Entity, Locator, attributes, frozen
from opmap_connectors.n8n.scene import Scene
from opmap_connectors.n8n.steps import Step


@frozen
class Listening:
    """A path, and what answers on it; nothing where only people inside n8n use it."""

    words: str
    entity: Entity | None = None


def listening(step: Step, scene: Scene) -> Listening | None:
    """Say on which path a trigger listens; None for any other trigger."""
    if step.short == "webhook":
        return _webhook(step, scene)
    if step.short == "formTrigger":
        path = _own_path(step, scene) or _hook_id(step)
        return _entity(step, scene, f"/form/{path}", "a form starts it", "POST")
    if step.short == "chatTrigger":
        if step["public"].flag is not True:
            return Listening("people start it by chat, inside n8n")
        return _entity(step, scene, f"/webhook/{_hook_id(step)}/chat", "a public chat starts it", "POST")
    if step.short == "mcpTrigger":
        path = f"/mcp/{_own_path(step, scene) or _hook_id(step)}"
        return _entity(step, scene, path, "offers its tools as an MCP server", kind="MCP server")
    return None


def _webhook(step: Step, scene: Scene) -> Listening:
    path = _own_path(step, scene) or _hook_id(step)
    if ":" in path:  # a path with parameters stands below the id, so that two of them never meet
        path = f"{_hook_id(step)}/{path}"
    methods = [method.text for method in step["httpMethod"].each()]
    if not methods:
        methods = ["GET", "POST"] if step["multipleMethods"].flag else ["GET"]
    return _entity(step, scene, f"/webhook/{path}", "a webhook starts it", *methods)


def _own_path(step: Step, scene: Scene) -> str:
    place = step["path"] or step["options"]["path"]
    return scene.text(place).name.partition("?")[0].strip("/ ")


def _hook_id(step: Step) -> str:
    return step.place["webhookId"].text or step.place["id"].text


def _entity(step: Step, scene: Scene, path: str, words: str, *methods: str, kind: str = "operation") -> Listening:
    method = ", ".join(methods)
    guard = step["authentication"].text or "none"
    entity = Entity(
        kind,
        f"{method} {path}".strip() if kind == "operation" else f"{step.name} ({scene.home.name})",
        (scene.home.part("trigger", step.name),),
        (step["path"] or step.title).at(),
        (Locator("webhook", path, scene.home.scope),),
        attributes=attributes(method=method, path=path, authentication=guard),
    )
    return Listening(f"{words}: {f'{method} {path}'.strip()}", entity)
