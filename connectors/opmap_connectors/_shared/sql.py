"""What SQL reads and writes: which tables, which columns with which constants, and of which rows.

A parser reads it where it can. Of a text with holes in it, or in a dialect that nobody
knows, the words before the tables still tell (`table_names`).

>>> [(each.verb, each.table) for each in accesses("insert into crm.contacts select id from staging.leads")]
[('reads', 'staging.leads'), ('writes', 'crm.contacts')]
>>> found, = accesses("update orders set status = 'paid', note = :note where id = {}")
>>> found.operation, found.sets, found.where
('update', (Set(attribute='note', value=''), Set(attribute='status', value='paid')), 'id = {}')
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from opmap.connecting import Set, is_secret_name
from opmap_connectors._shared.table_names import table_name, tables

Expression: TypeAlias = Any
"""A tree of sqlglot, which says little of the types of its parts."""

_LONGEST = 20_000
_LONGEST_VALUE = 60
_MOST = 200
_HOLE = "opmap_hole"
_HOLES = re.compile(
    r"\{\{.{0,500}?\}\}|\{%.{0,500}?%\}|\$\{[^}]{0,200}\}|@\{[^}]{0,500}\}|\{\}|%\([^)]{1,80}\)s|%s|(?<![\w:]):[A-Za-z_]\w*|\$\d+",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Access:
    """One table that a statement reads or writes."""

    verb: str
    table: str
    operation: str = ""  # select, insert, update, delete, merge, create, drop, truncate
    sets: tuple[Set, ...] = ()
    where: str = ""  # the condition that limits it, as it is written, constants and all


@lru_cache(maxsize=2048)
def accesses(query: str, dialect: str = "") -> tuple[Access, ...]:
    """Give each table that a query touches, reads before writes, by name."""
    text = _HOLES.sub(_HOLE, query[:_LONGEST])
    if not text.strip():
        return ()
    found = _parsed(text, dialect)
    if not found:
        found = {Access(verb, name, "") for verb, name in tables(_HOLES.sub(" ", query))}
    return tuple(sorted(found, key=lambda each: (each.verb, each.table, each.operation, each.where))[:_MOST])


def _parsed(text: str, dialect: str) -> set[Access]:
    from sqlglot import parse
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it prints what it does not know, and that may be secret
    try:
        statements = parse(text, dialect=dialect or None)
    except (SqlglotError, ValueError, RecursionError, AttributeError, TypeError, IndexError, KeyError):
        return set()
    return {access for statement in statements if statement is not None for access in _of(statement)}


def _of(statement: Expression) -> Iterator[Access]:
    from sqlglot import exp

    target = _target(statement)
    operation = _operation(statement)
    intermediate = {each.alias_or_name.casefold() for each in statement.find_all(exp.CTE)}
    if target is not None:
        yield Access("writes", _name(target), operation, tuple(_sets(statement)), _where(statement))
    for table in statement.find_all(exp.Table):
        known = table is not target and table.name and table.name.casefold() not in intermediate
        if known and isinstance(table.this, exp.Identifier) and _HOLE not in _name(table):
            where = _where(statement) if isinstance(statement, exp.Select) else ""
            yield Access("reads", _name(table), "select", (), where)


def _target(statement: Expression) -> Expression | None:
    """Give the table that a statement writes; None for one that only reads, or writes what a run chooses."""
    from sqlglot import exp

    writing = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Drop, exp.TruncateTable, exp.Alter)
    if not isinstance(statement, writing):
        return None
    if isinstance(statement, (exp.Create, exp.Drop)) and statement.args.get("kind") not in ("TABLE", "VIEW"):
        return None
    first: Any = statement.expressions[0] if isinstance(statement, exp.TruncateTable) else statement.this
    found = first if isinstance(first, exp.Table) else first.find(exp.Table) if first is not None else None
    return found if found is not None and found.name and _HOLE not in _name(found) else None


def _operation(statement: Expression) -> str:
    return "truncate" if statement.key == "truncatetable" else str(statement.key)


def _name(table: Any) -> str:
    parts = [part for part in (table.catalog, table.db, table.name) if part]
    return table_name(".".join(f'"{part}"' for part in parts))


def _sets(statement: Expression) -> Iterator[Set]:
    """Give what an update sets, and the columns that an insert fills, with the constants among them."""
    from sqlglot import exp

    pairs: list[tuple[str, Any]] = []
    counted: dict[str, str] = {}
    if isinstance(statement, exp.Update):
        pairs = [(each.this.name, each.expression) for each in statement.expressions if isinstance(each, exp.EQ)]
        counted = {name: step for name, value in pairs if (step := _counted(name, value))}
    elif isinstance(statement, exp.Insert) and isinstance(statement.this, exp.Schema):
        columns = [column.name for column in statement.this.expressions]
        rows = statement.expression.expressions if isinstance(statement.expression, exp.Values) else []
        values = rows[0].expressions if len(rows) == 1 and isinstance(rows[0], exp.Tuple) else [None] * len(columns)
        pairs = list(zip(columns, values, strict=False))
    shown = ((name, value) for name, value in pairs if name)
    found = (Set(name, "" if is_secret_name(name) else counted.get(name) or _constant(value)) for name, value in shown)
    yield from sorted(found, key=lambda each: each.attribute)


def _counted(name: str, value: Any) -> str:
    """Give by how much an attribute is counted up or down: ``+= 1``; empty where it is set to something else."""
    from sqlglot import exp

    if not isinstance(value, (exp.Add, exp.Sub)) or not isinstance(value.this, exp.Column) or value.this.name != name:
        return ""
    step = _constant(value.expression) or "?"
    return f"+= {step}" if isinstance(value, exp.Add) else f"+= -{step}"


def _constant(value: Any) -> str:
    from sqlglot import exp

    constant = isinstance(value, (exp.Literal, exp.Boolean))
    text = value.name if isinstance(value, exp.Literal) else str(value).lower() if constant else ""
    return "" if _HOLE in text or len(text) > _LONGEST_VALUE else text


def _where(statement: Expression) -> str:
    condition = statement.args.get("where")
    text = condition.this.sql() if condition is not None else ""
    return " ".join(text.replace(_HOLE, "{}").split())[:200]
