"""Expressions that are known before any run: constants, f-strings, lists, mappings, and names that stand for them."""

from __future__ import annotations

import ast
from typing import Any, Protocol

from opmap_connectors.airflow.values import HOLE, Unknown, Value

MOST_TEXT = 50_000
MOST_ITEMS = 10_000


class Names(Protocol):
    """Who knows what names mean, and what calls do."""

    def named(self, name: str) -> Value | None:
        """Give what a name stands for."""
        ...

    def called(self, call: ast.Call) -> Value:
        """Give what a call gives."""
        ...

    def dotted(self, expression: ast.expr) -> str:
        """Give the whole name of what is imported or defined."""
        ...

    def linked(self, first: Value, then: Value) -> None:
        """Let one task run after another."""
        ...


def value_of(expression: ast.expr | None, names: Names) -> Value:
    """Give what an expression is before any run."""
    if expression is None:
        return Value(None, 0)
    held = _held(expression, names)
    return held if isinstance(held, Value) else Value(held, expression.lineno)


def _held(expression: ast.expr, names: Names) -> Any:  # noqa: C901, PLR0911, PLR0912 - one case for each form
    match expression:
        case ast.Constant(value=value):
            return value if isinstance(value, (str, int, float, bool)) or value is None else Unknown()
        case ast.Name(id=name):
            return names.named(name) or Unknown(name)
        case ast.Call():
            return names.called(expression)
        case ast.JoinedStr(values=parts):
            return "".join(_piece(part, names)[:2000] for part in parts[:500])
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return _listed(items, names)
        case ast.Dict(keys=keys, values=values):
            return _mapping(keys, values, names)
        case ast.BinOp():
            return _joined(expression, names)
        case ast.Subscript():
            return _part(expression, names)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -number
        case ast.IfExp(body=body, orelse=other):
            chosen, _ = value_of(body, names), value_of(other, names)
            return Unknown() if isinstance(chosen.held, (str, int, float)) else chosen
        case ast.ListComp(elt=element) | ast.GeneratorExp(elt=element):
            return [value_of(element, names)]
        case ast.Attribute():
            return _attribute(expression, names)
        case ast.Await(value=inner) | ast.Starred(value=inner):
            return value_of(inner, names)
    return Unknown()


def _piece(part: ast.expr, names: Names) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    return value_of(part.value, names).text if isinstance(part, ast.FormattedValue) else HOLE


def _listed(items: list[ast.expr], names: Names) -> list[Value]:
    found: list[Value] = []
    for item in items:
        value = value_of(item, names)
        if isinstance(item, ast.Starred) and isinstance(value.held, list):
            found += value.held
        else:
            found.append(value)
    return found


def _mapping(keys: list[ast.expr | None], values: list[ast.expr], names: Names) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, item in zip(keys, values, strict=True):
        value = value_of(item, names)
        if key is None:
            found |= value.held if isinstance(value.held, dict) else {}
        else:
            found[value_of(key, names).text] = value
    return found


def _joined(expression: ast.BinOp, names: Names) -> Any:  # noqa: PLR0911 - one case for each operator
    """Join texts and lists; and let what stands beside ``>>`` run one after another, and be its last."""
    left, right = value_of(expression.left, names), value_of(expression.right, names)
    match expression.op:
        case ast.RShift():
            names.linked(left, right)
            return right
        case ast.LShift():
            names.linked(right, left)
            return right
        case ast.Add() if isinstance(left.held, list) and isinstance(right.held, list):
            return (left.held + right.held)[:MOST_ITEMS]
        case ast.Add() if isinstance(left.held, str) or isinstance(right.held, str):
            return (left.text + right.text)[:MOST_TEXT]
        case ast.Add() if _number(left) and _number(right):
            return left.held + right.held
        case ast.Mult() if _number(left) and _number(right):
            return left.held * right.held if max(abs(left.held), abs(right.held)) < 1e9 else Unknown()
        case ast.Mod() if isinstance(left.held, str):
            return left.held.replace("%s", HOLE)
        case ast.BitOr() if isinstance(left.held, dict) and isinstance(right.held, dict):
            return left.held | right.held
        case ast.Div() if isinstance(right.held, str):
            return f"{left.text}/{right.held}"  # paths
    return Unknown()


def _number(value: Value) -> bool:
    return isinstance(value.held, (int, float)) and not isinstance(value.held, bool)


def _part(expression: ast.Subscript, names: Names) -> Any:
    whole, key = value_of(expression.value, names), value_of(expression.slice, names)
    if isinstance(whole.held, dict):
        return whole.held.get(key.text, Unknown())
    if isinstance(whole.held, list) and isinstance(key.held, int) and -len(whole.held) <= key.held < len(whole.held):
        return whole.held[key.held]
    if names.dotted(expression.value) == "os.environ":
        return Unknown(f"${key.text}")
    return whole if not isinstance(whole.held, (str, Unknown)) else Unknown()


def _attribute(expression: ast.Attribute, names: Names) -> Any:
    """Give what an attribute is: ``task.output`` is the task, ``TriggerRule.ALL_DONE`` its own name."""
    whole = value_of(expression.value, names)
    if not isinstance(whole.held, Unknown):
        return whole if not isinstance(whole.held, (str, int, float)) else Unknown()
    dotted = names.dotted(expression)
    owner = dotted.rpartition(".")[0].rpartition(".")[2]
    return expression.attr.lower() if owner in ("TriggerRule", "WeightRule") else Unknown(dotted or HOLE)
