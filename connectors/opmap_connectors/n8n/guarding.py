"""The condition under which a run goes on at all: the first step after a trigger asks it, and its other way ends."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Field
from opmap_connectors._shared.setting import equal
from opmap_connectors.n8n.flow import MAIN, Flow
from opmap_connectors.n8n.scene import Scene
from opmap_connectors.n8n.steps import Step

_EQUAL = frozenset({"", "equal", "equals", "true", "false"})
_OPPOSITE = frozenset({"notEqual", "notEquals"})
_ITEM = ("$json.", "$json[")


def guard_of(flow: Flow, scene: Scene) -> str:
    """Give the condition as it is written; empty where every run goes on, or nobody can tell."""
    if len(flow.starters) != 1:
        return ""
    links = [link for link in flow.links_from[flow.starters[0]] if link.kind == MAIN]
    if len(links) != 1 or links[0].target.short not in ("if", "filter") or links[0].target.disabled:
        return ""
    step = links[0].target
    outputs = {link.output for link in flow.links_from[step] if link.kind == MAIN}
    return " and ".join(_said(step, scene)) if outputs == {0} else ""


def _said(step: Step, scene: Scene) -> Iterator[str]:
    conditions = step["conditions"]
    several = [*conditions["conditions"].list()]
    if (conditions["combinator"].text or step["combineOperation"].text) in ("or", "any") and len(several) != 1:
        yield "{} or {}"
        return
    for row in several:
        operation = row["operator"]["operation"].text
        value = operation if operation in ("true", "false") else row["rightValue"]
        yield _compared(row["leftValue"].text, operation, value, scene)
    for kind in ("string", "number", "boolean"):
        for row in conditions[kind].list():
            yield _compared(row["value1"].text, row["operation"].text, row["value2"], scene)


def _compared(left: str, operation: str, value: Field | str, scene: Scene) -> str:
    name = _attribute(left)
    if isinstance(value, Field):
        text = scene.text(value) if value.is_text else None
        known: object = value.value if text is None else (text.value if text.known else "")
    else:
        known = value
    if not name or operation not in _EQUAL | _OPPOSITE:
        return "{}"
    said = equal(name, known)
    return said.replace(" = ", " != ", 1) if operation in _OPPOSITE else said


def _attribute(expression: str) -> str:
    """Give the attribute of the item that an expression names; empty where it is more than that.

    >>> _attribute("={{ $json.body.status }}"), _attribute("={{ $json['a'] + 1 }}")
    ('status', '')
    """
    inner = expression.removeprefix("=").strip().removeprefix("{{").removesuffix("}}").strip()
    if not inner.startswith(_ITEM):
        return ""
    name = inner.rpartition(".")[2].rpartition("[")[2].strip("'\"] ")
    return name if name.replace("_", "").replace("-", "").isalnum() and " " not in inner else ""
