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
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeAlias

from opmap.connecting import Key, Locator, Ref, Set, frozen, is_secret_name
from opmap_connectors._shared.table_names import table_name, tables

Expression: TypeAlias = Any
"""A tree of sqlglot, which says little of the types of its parts."""

_LONGEST = 20_000
_LONGEST_VALUE = 60
_MOST = 200
_HOLE, _OPEN = "opmap_hole", "{}"
_MERGING = {"insert": "insert", "update": "merge", "delete": "delete"}
"""What a branch of a merge does, as an operation of its own; a branch that does nothing is none."""
_LOST = {"drop": "drop", "renamecolumn": "drop by rename", "alterrename": "drop by rename"} | {
    "renametable": "drop by rename"  # as the parser called it before
}
_COLUMN_LOST = frozenset({"drop", "renamecolumn"})
_HOLES = re.compile(
    r"\{\{.{0,500}?\}\}|\{%.{0,500}?%\}|\$\{[^}]{0,200}\}|@\{[^}]{0,500}\}|\{\}|%\([^)]{1,80}\)s|%s|(?<![\w:]):[A-Za-z_]\w*|\$\d+",
    re.DOTALL,
)


@frozen
class Access:
    """One table that a statement reads or writes."""

    verb: str
    table: str
    operation: str = ""  # select, insert, update, delete, merge, create, drop, truncate
    sets: tuple[Set, ...] = ()
    where: str = ""  # the condition that limits it, as it is written, constants and all

    @property
    def is_open(self) -> bool:
        """Say whether only a run knows the table."""
        return _OPEN in self.table

    def target(self, system: Ref, asker: Key) -> Locator:
        """Give its table in a system; one that only a run names stays open, and is nobody's but the asker's."""
        if self.is_open:
            return Locator("expression", f"table {self.table}"[:120], str(asker), expects="dataset")
        return Locator("object", self.table, within=system)


@lru_cache(maxsize=2048)
def accesses(query: str, dialect: str = "") -> tuple[Access, ...]:
    """Give each table that a query touches, reads before writes, by name."""
    text = _HOLES.sub(_HOLE, query[:_LONGEST])
    if not text.strip():
        return ()
    found = _parsed(text, dialect)
    if not found:
        found = {Access(verb, name.replace(_HOLE, _OPEN)) for verb, name in tables(text)}
        found = {each for each in found if each.verb == "writes" or not each.is_open}
    return tuple(sorted(found, key=lambda each: (each.verb, each.table, each.operation, each.where))[:_MOST])


@lru_cache(maxsize=2048)
def may_write(query: str, dialect: str = "") -> bool:
    """Say whether only a run knows what a query writes: a statement of it is a hole, a procedure, or not to be read.

    >>> may_write("{}"), may_write("call refund({})"), may_write("select 1"), may_write("delete from a where id = {}")
    (True, True, False, False)
    """
    text = _HOLES.sub(_HOLE, query[:_LONGEST])
    statements = _statements(text, dialect) if text.strip() else ()
    if statements is None:
        return all(each.is_open for each in accesses(query, dialect))
    return not all(_is_told(statement) for statement in statements if statement is not None)


def _is_told(statement: Expression) -> bool:
    """Say whether a statement says itself what it does."""
    from sqlglot import exp

    reading = (exp.Query, exp.Describe, exp.Show, exp.Set, exp.Use, exp.Pragma, exp.Comment, exp.Analyze)
    around = (exp.Transaction, exp.Commit, exp.Rollback)
    return isinstance(
        statement, (exp.DML, exp.DDL, exp.Merge, exp.Drop, exp.Alter, exp.TruncateTable, *reading, *around)
    )


def unread(query: str) -> str:
    """Name a query of which nothing could be told, so that it is no other: by its digest.

    >>> unread("?"), unread("?") == unread("? ")
    ('query 83553d0d', True)
    """
    return f"query {blake2b(query.strip().encode(), digest_size=4).hexdigest()}" if query.strip() else ""


def _parsed(text: str, dialect: str) -> set[Access]:
    statements = _statements(text, dialect) or ()
    return {access for statement in statements if statement is not None for access in _of(statement)}


@lru_cache(maxsize=16)
def _statements(text: str, dialect: str) -> tuple[Expression, ...] | None:
    """Read the statements of a text; None where they are not to be read."""
    from sqlglot import parse
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it prints what it does not know, and that may be secret
    try:
        return tuple(parse(text, dialect=dialect or None))
    except (SqlglotError, ValueError, RecursionError, AttributeError, TypeError, IndexError, KeyError):
        return None


def _of(statement: Expression) -> Iterator[Access]:
    from sqlglot import exp

    named = list(statement.find_all(exp.CTE))
    intermediate = {each.alias_or_name.casefold() for each in named}
    written = [(part, target) for part in (statement, *(each.this for each in named)) for target in _targets(part)]
    targets = [target for _, target in written]
    for part, target in written:
        if target.name:
            name = _name(target).replace(_HOLE, _OPEN)
            yield from (Access("writes", name, *change) for change in _changes(part))
    if isinstance(statement, (exp.Drop, exp.Alter)):
        return  # what else it names is an index, a schema, a function, a new name: no table that is read
    for table in statement.find_all(exp.Table):
        known = not any(table is each for each in targets) and table.name
        known = known and table.name.casefold() not in intermediate
        if known and isinstance(table.this, exp.Identifier) and _HOLE not in _name(table):
            where = _where(statement) if isinstance(statement, exp.Select) else ""
            yield Access("reads", _name(table), "select", (), where)


def _targets(statement: Expression) -> list[Expression]:
    """Give the tables that a statement writes, those that only a run chooses too; none where it only reads."""
    from sqlglot import exp

    writing = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Drop, exp.TruncateTable, exp.Alter)
    if not isinstance(statement, writing):
        return []
    if isinstance(statement, (exp.Create, exp.Drop)) and statement.args.get("kind") not in ("TABLE", "VIEW"):
        return []
    if isinstance(statement, exp.TruncateTable):
        places = statement.expressions
    else:  # what is dropped stands in `tables` since sqlglot 30, and in `this` before it
        places = statement.args.get("tables") or [statement.this]
    found = (each if isinstance(each, exp.Table) else each.find(exp.Table) for each in places if each is not None)
    return [each for each in found if each is not None]


def _changes(statement: Expression) -> Iterator[tuple[str, tuple[Set, ...], str]]:
    """Give what a statement does to its table: operation, what is set, of which rows; of an upsert and a merge each."""
    from sqlglot import exp

    if isinstance(statement, exp.Merge):
        for then in (each.args["then"] for each in statement.args["whens"].expressions):
            operation = _MERGING.get(then.name.casefold() if isinstance(then, exp.Var) else then.key)
            if operation is not None:
                yield operation, _sets(_pairs(then)), ""
        return
    if isinstance(statement, exp.Alter):
        yield from map(_altering, statement.args.get("actions") or [statement])
        return
    pairs = _pairs(statement)
    yield _operation(statement), _sets(pairs), _where(statement)
    conflict = statement.args.get("conflict")
    if conflict is not None and conflict.expressions:
        yield "update", _sets(_pairs(conflict, dict(pairs))), _where(conflict)


def _operation(statement: Expression) -> str:
    if str(statement.args.get("alternative")).casefold() == "replace":  # INSERT OR REPLACE
        return "replace"
    return "truncate" if statement.key == "truncatetable" else str(statement.key)


def _altering(action: Expression) -> tuple[str, tuple[Set, ...], str]:
    """Say what a change of a table's form does: who reads what is dropped or renamed, does so in vain.

    Nobody knows who reads a column among those who read the table.
    """
    from sqlglot import exp

    operation = _LOST.get(action.key, "alter")
    column = action.find(exp.Column) if action.key in _COLUMN_LOST else None
    if action.key in _COLUMN_LOST and column is None:  # a constraint, an index: nobody reads it
        return "alter", (), ""
    return operation, (), f"column ({column.name})" if column is not None else ""


def _name(table: Any) -> str:
    parts = [part for part in (table.catalog, table.db, table.name) if part]
    return table_name(".".join(f'"{part}"' for part in parts))


def _pairs(place: Expression, offered: Mapping[str, Any] | None = None) -> list[tuple[str, Any]]:
    """Give the columns that an update, an insert or what follows a conflict fills, and their values.

    What a conflict takes from the row that was `offered` has the value that stands there.
    """
    from sqlglot import exp

    if isinstance(place, (exp.Update, exp.OnConflict)):
        pairs = ((each.this.name, each.expression) for each in place.expressions if isinstance(each, exp.EQ))
        return [(name, _taken(value, offered or {})) for name, value in pairs]
    if not isinstance(place, exp.Insert) or not isinstance(place.this, (exp.Schema, exp.Tuple)):
        return []
    columns = [column.name for column in place.this.expressions]
    rows = place.expression.expressions if isinstance(place.expression, exp.Values) else [place.expression]
    values = rows[0].expressions if len(rows) == 1 and isinstance(rows[0], exp.Tuple) else [None] * len(columns)
    return list(zip(columns, values, strict=False))


def _taken(value: Any, offered: Mapping[str, Any]) -> Any:
    from sqlglot import exp

    if isinstance(value, exp.Column) and value.table.casefold() == "excluded":
        return offered.get(value.name)
    if isinstance(value, (exp.Values, exp.Anonymous)) and len(value.expressions) == 1:
        return offered.get(value.expressions[0].name)  # VALUES(column), as MySQL has it
    return value


def _sets(pairs: list[tuple[str, Any]]) -> tuple[Set, ...]:
    """Give what is set, with the constants among the values, and by how much something is counted."""
    shown = ((name, value) for name, value in pairs if name)
    found = (
        Set(name, "" if is_secret_name(name) else _counted(name, value) or _constant(value)) for name, value in shown
    )
    return tuple(sorted(found, key=lambda each: each.attribute))


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
