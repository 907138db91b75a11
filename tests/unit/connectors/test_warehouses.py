"""One table is one node, whichever engines name it."""

from __future__ import annotations

from pathlib import Path

import pytest

from opmap import app
from opmap.connecting import Document, Key
from opmap_connectors._shared.warehouses import relation_name, store_at

MANIFEST = Path(__file__).parents[2] / "connectors/dbt/old/input/target/manifest.json"
PROFILE = MANIFEST.parents[1] / "profiles.yml"
DAG = """
from airflow import DAG
from airflow.providers.postgres.operators.postgres import PostgresOperator
with DAG("book", schedule="@daily"):
    PostgresOperator(task_id="post", postgres_conn_id="dwh", sql="insert into books.postings select * from inbox")
    PostgresOperator(task_id="look", postgres_conn_id="dwh", sql="select * from public.balance")
"""


def scanned(folder: Path, variables: str) -> set[tuple[str, str]]:
    """Scan a dbt project and a DAG; give the relations between what they name."""
    (folder / "dbt/target").mkdir(parents=True)
    (folder / "dbt/target/manifest.json").write_text(MANIFEST.read_text("utf-8"))
    (folder / "dbt/profiles.yml").write_text(PROFILE.read_text("utf-8"))
    (folder / "book.py").write_text(DAG)
    (folder / "opmap.toml").write_text(variables)
    store = folder / ".opmap/opmap.db"
    app.scan([folder], store_path=store, source="acme")
    graph = app.open_graph(store)
    return {
        (graph.names[int(graph.source[edge])], graph.names[int(graph.target[edge])])
        for edge in range(len(graph.source))
    }


def test_a_table_that_dbt_and_a_query_name_is_one_where_both_name_its_host(tmp_path: Path) -> None:
    found = scanned(tmp_path, '[variables]\nAIRFLOW_CONN_DWH = "postgres://dwh:5432/dwh"\n')
    assert ("book", "dwh.books.postings") in found
    assert ("entries (model)", "dwh.books.postings") in found
    assert ("book", "dwh.public.balance") in found


def test_tables_of_databases_that_nothing_ties_together_stay_apart(tmp_path: Path) -> None:
    found = scanned(tmp_path, "")
    assert ("book", "books.postings") in found
    assert ("book", "dwh.books.postings") not in found


@pytest.mark.parametrize(("given", "name"), [(("db", "s", "t"), "db.s.t"), (("public", "t"), "t"), (("", "", ""), "")])
def test_a_table_is_called_by_what_is_said_of_it(given: tuple[str, ...], name: str) -> None:
    assert relation_name(*given) == name


def test_a_database_whose_host_nobody_names_is_its_engine_s_own() -> None:
    place = Document("x", b"", "acme").at(line=1)
    own = Key("airflow", "ops/credential/dwh/system")
    assert store_at("postgres", "", own, "dwh", place).ref == own
    assert store_at("postgres", "dwh.acme.example:5432", own, "dwh", place).ref == Key("warehouse", "dwh.acme.example")
    assert store_at("bigquery", "", own, "dwh", place).keys_of("P.D.T") == (Key("warehouse", "bigquery/p.d.t"),)
