"""Steps that may write anything: of what they ask, run or execute, only a run knows what it is.

A model that fills in a statement, a method, an address or a command may do whatever the
credential behind it may. Code that a model calls is taken for the same: nobody reads here
what it does.
"""

from __future__ import annotations

from opmap_connectors._shared.sql import may_write
from opmap_connectors.n8n.expressions import UNKNOWN
from opmap_connectors.n8n.requests import RUNNING, method_of
from opmap_connectors.n8n.scene import Scene, chosen
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.stores import STORES, operation_of

_CODE = frozenset({"code", "function", "functionItem", "toolCode"})
_REQUESTS = frozenset({"httpRequest", "toolHttpRequest"})
_QUERIED = frozenset({*STORES, "googleBigQuery"}) - {"mongoDb"}
_CHANGING_STAGES = ("$out", "$merge")


def may_write_anything(step: Step, scene: Scene) -> bool:
    """Say whether only a run knows what a step writes."""
    app = step.type.app
    if app in _CODE:
        return _is_tool(step)
    if app in _REQUESTS:
        return _asks_anything(step, scene)
    if app in RUNNING:
        command = scene.text(step["command"]).value
        return UNKNOWN in command if _is_tool(step) else command.startswith(UNKNOWN)
    if app == "mongoDb":
        return operation_of(step, scene) == "aggregate" and _aggregates_anything(step, scene)
    if app in _QUERIED and operation_of(step, scene) == "executeQuery":
        return may_write(scene.text(step["query"] or step["sqlQuery"]).value)
    return False


def _asks_anything(step: Step, scene: Scene) -> bool:
    """Say whether a run alone knows the method, or a model names the host as well."""
    if UNKNOWN in method_of(step, scene):
        return True
    host = scene.given.read(chosen(step["url"])).value.partition("://")
    return _is_tool(step) and (host[2] or host[0]).startswith("{")  # `{name}`: a model fills it in


def _aggregates_anything(step: Step, scene: Scene) -> bool:
    stages = scene.text(step["query"]).value
    return stages.startswith(UNKNOWN) or any(stage in stages for stage in _CHANGING_STAGES)


def _is_tool(step: Step) -> bool:
    return step.type.is_tool or step.short.startswith("tool")
