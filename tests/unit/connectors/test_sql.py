"""What a statement does to the tables that it names."""

from __future__ import annotations

import pytest

from opmap.connecting import Key
from opmap_connectors._shared.sql import accesses, unread


def written(query: str, dialect: str = "") -> list[tuple[str, str, dict[str, str], str]]:
    """Give what is written: table, operation, what is set to what, of which rows."""
    found = (each for each in accesses(query, dialect) if each.verb == "writes")
    return [(each.table, each.operation, {one.attribute: one.value for one in each.sets}, each.where) for each in found]


@pytest.mark.parametrize(
    ("query", "tables"),
    [
        ("drop table orders", ["orders"]),
        ("DROP TABLE IF EXISTS public.orders CASCADE", ["orders"]),
        ("drop view a.b, c", ["a.b", "c"]),
    ],
)
def test_what_is_dropped_is_written_and_never_read(query: str, tables: list[str]) -> None:
    assert [(each.verb, each.table, each.operation) for each in accesses(query)] == [
        ("writes", table, "drop") for table in tables
    ]


@pytest.mark.parametrize("query", ["drop index by_day", "drop schema old"])
def test_a_drop_of_no_known_table_touches_none(query: str) -> None:
    assert accesses(query) == ()


def test_every_table_of_a_truncate_is_emptied() -> None:
    assert written("truncate table a, b") == [("a", "truncate", {}, ""), ("b", "truncate", {}, "")]


def test_what_follows_a_conflict_is_an_update_beside_the_insert() -> None:
    upsert = (
        "insert into t (id, v) values (1, 2) on conflict (id) "
        "do update set v = 9, w = excluded.v, n = t.n + 1 where t.kind = 'z'"
    )
    assert written(upsert) == [
        ("t", "insert", {"id": "1", "v": "2"}, ""),
        ("t", "update", {"n": "+= 1", "v": "9", "w": "2"}, "t.kind = 'z'"),
    ]


def test_a_duplicate_key_of_mysql_takes_the_values_that_were_offered() -> None:
    upsert = "insert into t (id, v) values (1, 2) on duplicate key update v = values(v), w = 'x'"
    assert written(upsert, "mysql")[1] == ("t", "update", {"v": "2", "w": "x"}, "")


def test_a_conflict_that_does_nothing_leaves_a_plain_insert() -> None:
    insert = [("t", "insert", {"v": "2"}, "")]
    assert written("insert into t (v) values (2) on conflict do nothing") == insert
    assert written("insert or ignore into t (v) values (2)", "sqlite") == insert
    assert written("insert or replace into t (v) values (2)", "sqlite") == [("t", "replace", {"v": "2"}, "")]


def test_each_branch_of_a_merge_counts_by_what_it_does() -> None:
    merge = (
        "merge into t using s on t.id = s.id when matched and s.gone = 1 then delete "
        "when matched then update set t.v = 1, w = s.w when not matched then insert (id, v) values (s.id, 2)"
    )
    assert written(merge) == [
        ("t", "delete", {}, ""),
        ("t", "insert", {"id": "", "v": "2"}, ""),
        ("t", "merge", {"v": "1", "w": ""}, ""),
    ]
    assert written("merge into t using s on t.id = s.id when matched then do nothing") == []


@pytest.mark.parametrize(
    ("query", "table", "operation"),
    [
        ("delete from {{ $json.table }} where id = 7", "{}", "delete"),
        ("DELETE FROM audit_${year} WHERE day < now()", "audit_{}", "delete"),
        ("truncate table {{1.table}}", "{}", "truncate"),
        ("drop table {{ chosen }}", "{}", "drop"),
        ("update {} set a = 1", "{}", "update"),
        ("delete from {{ t }} {% if x %} wher id {% endif %} (", "{}", ""),
    ],
)
def test_what_is_done_to_a_table_that_only_a_run_names_is_said_and_stays_open(
    query: str, table: str, operation: str
) -> None:
    (one,) = [each for each in accesses(query) if each.verb == "writes"]
    assert (one.table, one.operation, one.is_open) == (table, operation, True)
    assert one.target(Key("db", "a"), Key("n8n", "x")) != one.target(Key("db", "a"), Key("n8n", "y"))


def test_a_query_of_which_nothing_can_be_told_is_no_other() -> None:
    assert unread("vacuum analyse a") != unread("vacuum analyse b")
    assert unread(" vacuum ") == unread("vacuum")
