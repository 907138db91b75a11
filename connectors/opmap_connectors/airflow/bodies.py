"""What the code of a task does, as far as it can be told without running it: hooks, queries, addresses, secrets."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from opmap_connectors.airflow.literals import Names, value_of
from opmap_connectors.airflow.values import Unknown, Value

_ASKING = frozenset({"get", "post", "put", "patch", "delete", "head", "request"})
_CLIENTS = ("requests", "httpx", "session", "client", "http")
_QUERYING = frozenset(
    {
        "run",
        "execute",
        "executemany",
        "get_records",
        "get_first",
        "get_pandas_df",
        "get_df",
        "query",
        "read_sql",
        "read_sql_query",
    }
)
_SQL = re.compile(r"\s*(?:select|insert|update|delete|merge|with|create|drop|truncate|alter)\s", re.IGNORECASE)
_SENT = ("headers", "auth", "params", "json")
_PRINTING = frozenset({"print", "pprint"})
_LOGS = frozenset({"logging", "logger", "log", "LOG", "LOGGER"})
_MOST = 500


def inside(code: ast.AST, names: Names) -> list[dict[str, Value]]:
    """Give what the calls in some code do, no more than so many; of a hook that a query goes through, both."""
    found: list[dict[str, Value]] = []
    local = _Local(names)
    for node in _in_order(code):
        if isinstance(node, ast.Call):
            found += _done(node, local)
        else:
            local.set(node)
    return found[:_MOST]


def is_idle(code: ast.AST) -> bool:
    """Say whether code does nothing but print or log.

    >>> is_idle(ast.parse("def tell(context): print(context)").body[0]), is_idle(ast.parse("send(1)"))
    (True, False)
    """
    body = code.body if isinstance(code, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Module)) else code
    return all(_is_idle(each) for each in (body if isinstance(body, list) else [body]))


def _is_idle(node: ast.AST | None) -> bool:
    if isinstance(node, (ast.Expr, ast.Return)):
        return node.value is None or _is_idle(node.value)
    if isinstance(node, ast.Call):
        return _last(node) in _PRINTING or _on(node.func) in _LOGS
    return isinstance(node, (ast.Pass, ast.Constant, ast.Import, ast.ImportFrom))


def _in_order(code: ast.AST) -> Iterator[ast.Call | _Setting]:
    """Give calls, and names that are set, as a run comes by; what sets a name comes after what it is set to."""
    found: list[tuple[tuple[int, int, int], ast.Call | _Setting]] = []
    for node in ast.walk(code):
        if isinstance(node, ast.Call):
            found.append(((node.lineno, 0, node.col_offset), node))
        elif isinstance(node, ast.Assign):
            found += [(_end(node.value), (each.id, node.value)) for each in node.targets if isinstance(each, ast.Name)]
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            named = [(each.optional_vars, each.context_expr) for each in node.items]
            found += [(_end(value), (name.id, value)) for name, value in named if isinstance(name, ast.Name)]
    yield from (node for _, node in sorted(found, key=lambda each: each[0]))


def _end(node: ast.expr) -> tuple[int, int, int]:
    return node.end_lineno or node.lineno, 1, node.col_offset


def _done(call: ast.Call, local: _Local) -> Iterator[dict[str, Value]]:
    last = _last(call)
    if last.endswith("Hook"):
        local.hook = _hook(call, local)
        yield local.hook
    elif last == "get_connection" and call.args:
        yield {"hook": Value("", call.lineno), "conn_id": value_of(call.args[0], local)}
    else:
        yield from _asked(call, last, local)


def _hook(call: ast.Call, local: _Local) -> dict[str, Value]:
    last = _last(call)
    given = {word.arg: value_of(word.value, local) for word in call.keywords if word.arg}
    first = call.args[0] if call.args and last != "BaseHook" else None
    conn = {"conn_id": value_of(first, local)} if first is not None else {}
    return {"hook": Value(last, call.lineno), **conn, **given}


def _last(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _asked(call: ast.Call, last: str, local: _Local) -> Iterator[dict[str, Value]]:
    words = {word.arg: word.value for word in call.keywords if word.arg}
    if last in _ASKING and isinstance(call.func, ast.Attribute):
        where = words.get("url") or next(iter(call.args[last == "request" :]), None)
        on = local.dotted(call.func.value).lower()
        value = value_of(where, local)
        if where is not None and ("://" in value.text or on.startswith(_CLIENTS)):
            sent = {word: value_of(words[word], local) for word in _SENT if word in words}
            yield {"url": value, "method": Value(last.upper() if last != "request" else "", call.lineno), **sent}
    elif last in _QUERYING:
        query = words.get("sql") or words.get("query") or next(iter(call.args), None)
        value = value_of(query, local)
        if isinstance(value.held, str) and _SQL.match(value.held):
            yield {**local.hook_of(call), "sql": value}


def _on(expression: ast.expr) -> str:
    """Give the name that a chain of calls and attributes begins with: ``hook`` of ``hook.get_conn().cursor()``."""
    while isinstance(expression, (ast.Attribute, ast.Call)):
        expression = expression.value if isinstance(expression, ast.Attribute) else expression.func
    return expression.id if isinstance(expression, ast.Name) else ""


_Setting = tuple[str, ast.expr]
"""A name, and what it is set to."""


class _Local:
    """Names as the code sets them, and what calls do left out: code inside a task makes no tasks."""

    def __init__(self, names: Names) -> None:
        self.dotted = names.dotted
        self.hook: dict[str, Value] = {}  # the one that was made last
        self._names = names
        self._values: dict[str, Value] = {}
        self._hooks: dict[str, dict[str, Value]] = {}  # by the names of them, and of what was got from them

    def set(self, setting: _Setting) -> None:
        """Remember what a name is set to."""
        name, value = setting
        through = self._hooks.get(_on(value), {})
        if isinstance(value, ast.Call) and _last(value).endswith("Hook"):
            through = self.hook
        self._hooks[name] = through
        self._values[name] = value_of(value, self)

    def hook_of(self, call: ast.Call) -> dict[str, Value]:
        """Give the hook that a query goes through: the one that its name stands for, else the one made last."""
        return self._hooks.get(_on(call.func)) or self.hook

    def named(self, name: str) -> Value | None:
        """Give what a name stands for, in the code or around it."""
        return self._values.get(name) or self._names.named(name)

    def called(self, call: ast.Call) -> Value:
        """Give the name of what is called, and no more."""
        return Value(Unknown(self.dotted(call.func) or "{}"), call.lineno)

    def linked(self, first: Value, then: Value) -> None:
        """Link nothing."""
