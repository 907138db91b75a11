"""What the code of a task does, as far as it can be told without running it: hooks, queries, addresses, secrets."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from opmap_connectors.airflow.literals import Names, value_of
from opmap_connectors.airflow.values import Unknown, Value

_ASKING = frozenset({"get", "post", "put", "patch", "delete", "head", "request"})
_CLIENTS = ("requests", "httpx", "session", "client", "http")
_QUERYING = frozenset(
    {"run", "execute", "get_records", "get_first", "get_pandas_df", "get_df", "query", "read_sql", "read_sql_query"}
)
_SQL = ("select ", "insert ", "update ", "delete ", "merge ", "with ", "create ", "drop ", "truncate ", "alter ")
_SENT = ("headers", "auth", "params", "json")
_MOST = 500


def inside(code: ast.AST, names: Names) -> list[dict[str, Value]]:
    """Give what the calls in some code do, no more than so many; of a hook that a query goes through, both."""
    found: list[dict[str, Value]] = []
    hook: Value | None = None
    for call in _calls(code):
        last = _last(call)
        given = {word.arg: value_of(word.value, _Quiet(names)) for word in call.keywords if word.arg}
        if last.endswith("Hook"):
            hook = Value(last, call.lineno)
            first = call.args[0] if call.args and last != "BaseHook" else None
            conn = {"conn_id": value_of(first, _Quiet(names))} if first is not None else {}
            found.append({"hook": hook, **conn, **given})
        elif last == "get_connection" and call.args:
            found.append({"hook": Value("", call.lineno), "conn_id": value_of(call.args[0], _Quiet(names))})
        else:
            found += _asked(call, last, names, hook)
    return found[:_MOST]


def _calls(code: ast.AST) -> Iterator[ast.Call]:
    calls = [node for node in ast.walk(code) if isinstance(node, ast.Call)]
    yield from sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _last(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _asked(call: ast.Call, last: str, names: Names, hook: Value | None) -> Iterator[dict[str, Value]]:
    words = {word.arg: word.value for word in call.keywords if word.arg}
    if last in _ASKING and isinstance(call.func, ast.Attribute):
        where = words.get("url") or next(iter(call.args[last == "request" :]), None)
        on = names.dotted(call.func.value).lower()
        value = value_of(where, _Quiet(names))
        if where is not None and ("://" in value.text or on.startswith(_CLIENTS)):
            sent = {word: value_of(words[word], _Quiet(names)) for word in _SENT if word in words}
            yield {"url": value, "method": Value(last.upper() if last != "request" else "", call.lineno), **sent}
    elif last in _QUERYING:
        query = words.get("sql") or words.get("query") or next(iter(call.args), None)
        value = value_of(query, _Quiet(names))
        if isinstance(value.held, str) and value.held.lstrip().lower().startswith(_SQL):
            yield {"sql": value, **({"hook": hook} if hook is not None else {})}


class _Quiet:
    """Names without what calls do: code inside a task makes no tasks."""

    def __init__(self, names: Names) -> None:
        self.named = names.named
        self.dotted = names.dotted

    def called(self, call: ast.Call) -> Value:
        """Give the name of what is called, and no more."""
        return Value(Unknown(self.dotted(call.func) or "{}"), call.lineno)

    def linked(self, first: Value, then: Value) -> None:
        """Link nothing."""
