"""Airflow: what is known without running anything, and that reading whatever a file holds ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents import document
from tests.engines import ANYTHING, cut_off, read_with
from tests.workflows import agreement, control, effects, entities, notices, relations, steps

from opmap.automations import expanded
from opmap.connecting import Locator, Reading, Unreadable
from opmap_connectors.airflow import Airflow

CASES = Path(__file__).parents[2] / "connectors" / "airflow"
RICH = (CASES / "claims/input/dags/claims_daily.py").read_text("utf-8")
WRITTEN = (CASES / "serialized/input/ledger_close.json").read_text("utf-8")
HEAD = (
    "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nfrom airflow.operators.python import *\n"
)
KEYS = ["task_id", "task_type", "sql", "bash_command", "outlets", "retries", "downstream_task_ids", "trigger_dag_id"]


def read(code: str, **stated: str) -> list[Reading]:
    return read_with(Airflow(), HEAD + code, "dags/x.py", **stated)


def targets(readings: list[Reading], verb: str) -> list[str]:
    return [str(each.target) for each in relations(readings, verb)]


def after(readings: list[Reading]) -> dict[str, str]:
    """Give, for each task, what it says of those that it follows."""
    found = {
        name: [part for part in words.split("; ") if part.startswith("after ")] for name, _, words, _ in steps(readings)
    }
    return {name: parts[0].removeprefix("after ") if parts else "" for name, parts in found.items()}


@given(end=st.integers(0, len(RICH) - 1))
@settings(max_examples=80)
def test_code_that_is_cut_off_gives_facts_or_one_reason(end: int) -> None:
    cut_off(Airflow(), RICH, "dags/claims.py", end)


@given(end=st.integers(0, len(WRITTEN) - 1))
@settings(max_examples=80)
def test_a_written_dag_that_is_cut_off_gives_facts_or_one_reason(end: int) -> None:
    cut_off(Airflow(), WRITTEN, "dag.json", end)


@given(
    task=st.dictionaries(st.sampled_from(KEYS), ANYTHING), place=st.sampled_from(["tags", "timetable", "default_args"])
)
@settings(max_examples=150)
def test_nonsense_in_a_written_dag_costs_nothing_but_itself(task: dict[str, Any], place: str) -> None:
    whole = json.loads(WRITTEN)
    whole["dag"]["tasks"] += [task, {"__type": "operator", "__var": task}]
    whole["dag"][place] = task
    found = read_with(Airflow(), json.dumps(whole), "dag.json")
    assert "ledger.periods of airflow:source/credential/postgres_default/system" in targets(found, "writes")


@given(lines=st.permutations([f"t{n} = BashOperator(task_id='t{n}', bash_command='x')" for n in range(5)]))
@settings(max_examples=30)
def test_the_order_in_which_tasks_are_made_says_nothing_about_the_order_in_which_they_run(lines: list[str]) -> None:
    code = "with DAG('d') as dag:\n" + "\n".join(f"    {line}" for line in lines)
    found = after(read(f"{code}\n    t0 >> [t1, t2] >> t3\n    t4 << t3\n"))
    assert {name: set(words.split(", ")) for name, words in found.items()} == {
        "t0": {""}, "t1": {"t0"}, "t2": {"t0"}, "t3": {"t1", "t2"}, "t4": {"t3"},
    }  # fmt: skip


def test_nothing_of_a_file_runs(tmp_path: Path) -> None:
    left = tmp_path / "left"
    found = read(f"open({str(left)!r}, 'w').write('x')\nimport os; os.system('touch {left}')\ndag = DAG('d')\n")
    assert entities(found, "pipeline")
    assert not left.exists()


@pytest.mark.parametrize(
    "code",
    [
        "a = [1]\n" + "a = a + a\n" * 60 + "dag = DAG('d', tags=a)\n",
        "a = ['x']\n" + "a = [a, a, a, a, a, a, a, a]\n" * 40 + "dag = DAG('d', tags=a)\n",
        "a = 'x' * 10\n" + "a = a + a\n" * 60 + "dag = DAG('d', description=a)\n",
        "a = '{x}' * 9\n" + "a = (a + a).format(x=a)\n" * 60 + "dag = DAG('d', description=a)\n",
        "def f(n):\n" + "    f(n)\n" * 20 + "dag = DAG('d')\nf(1)\n",
        "dag = DAG('d')\n"
        + "for a in [1, 2, 3, 4, 5, 6, 7, 8, 9]:\n".join("    " * n for n in range(12))
        + "    pass\n",
        "dag = DAG('d')\nx = " + "+".join("1" for _ in range(3000)) + "\n",
        "dag = DAG('d')\nx = " + "(" * 150 + ")" * 150 + "\n",
    ],
)
def test_code_that_grows_beyond_measure_ends(code: str) -> None:
    try:
        read(code)
    except Unreadable as error:
        assert error.reason  # noqa: PT017 - either way it ends


def test_a_loop_over_a_written_list_is_followed_and_any_other_makes_the_dag_partial() -> None:
    known = (
        "with DAG('d') as dag:\n    for n in ['a', 'b']:\n        BashOperator(task_id=f'load_{n}', bash_command='x')\n"
    )
    found = read(known)
    assert list(after(found)) == ["load_a", "load_b"]
    assert not notices(found)
    unknown = read(known.replace("['a', 'b']", "tables()"))
    assert list(after(unknown)) == ["load_{}"]
    assert len(notices(unknown)) == 1
    assert dict(entities(unknown, "pipeline")[0].attributes)["partial"] is True


def test_a_variable_is_known_where_opmap_toml_says_it() -> None:
    code = "from airflow.models import Variable\nurl = Variable.get('portal')\nwith DAG('d'):\n"
    code += "    BashOperator(task_id='t', bash_command=f'curl {url}/x')\n"
    stated = {"variable.AIRFLOW_VAR_PORTAL": "https://portal.acme.example"}
    assert targets(read(code, **stated), "calls") == ["https://portal.acme.example/x"]
    assert targets(read(code), "calls") == []


@pytest.mark.parametrize("owner", ["airflow", "Airflow", "admin", "", "{{ var }}"])
def test_an_owner_that_airflow_itself_writes_is_none(owner: str) -> None:
    assert not relations(read(f"dag = DAG('d', default_args={{'owner': {owner!r}}})\n"), "owned by")


def test_a_dag_that_is_waited_for_is_called_and_another_is_started() -> None:
    code = "from airflow.operators.trigger_dagrun import TriggerDagRunOperator as T\nwith DAG('d'):\n"
    code += "    T(task_id='a', trigger_dag_id='x')\n    T(task_id='b', trigger_dag_id='y', wait_for_completion=True)\n"
    found = read(code)
    assert targets(found, "calls") == ["airflow:source/y"]
    assert "airflow:source/x" in targets(found, "starts")


def test_a_table_is_one_for_every_engine_whose_connection_names_its_host() -> None:
    code = "from airflow.providers.postgres.operators.postgres import PostgresOperator\nwith DAG('d'):\n"
    code += "    PostgresOperator(task_id='t', postgres_conn_id='dwh', sql='update marts.orders set paid = true')\n"
    stated = {"variable.AIRFLOW_CONN_DWH": "postgresql://dwh.acme.example:5432/shop"}
    found = read(code, **stated)
    assert targets(found, "writes") == ["marts.orders of warehouse:dwh.acme.example"]
    assert targets(read(code), "writes") == ["marts.orders of airflow:source/credential/dwh/system"]


def test_a_query_goes_through_the_hook_that_its_name_stands_for() -> None:
    code = """
from airflow.providers.mysql.hooks.mysql import MySqlHook
from airflow.providers.postgres.hooks.postgres import PostgresHook
from airflow.operators.python import PythonOperator

def carry():
    shop = MySqlHook("shop")
    marts = PostgresHook(postgres_conn_id="marts")
    wanted = '''
        SELECT
            id FROM orders'''
    rows = shop.get_records(wanted)
    conn = marts.get_conn()
    with conn.cursor() as cursor:
        cursor.executemany("insert into copied (id) values (%s)", rows)

with DAG("carrying"):
    PythonOperator(task_id="carry", python_callable=carry)
"""
    facts = read(code)
    targets = [each.target for verb in ("reads", "writes") for each in relations(facts, verb)]
    found = [(target.value, str(target.within)) for target in targets if isinstance(target, Locator)]
    assert found == [
        ("orders", "airflow:source/credential/shop/system"),
        ("copied", "airflow:source/credential/marts/system"),
    ]


def test_what_a_hook_in_a_function_asks_is_what_the_task_does() -> None:
    code = "from airflow.providers.mysql.hooks.mysql import MySqlHook\ndef work():\n    h = MySqlHook('shop')\n"
    code += "    h.run('delete from carts where age > 9')\n"
    code += "with DAG('d'):\n    PythonOperator(task_id='t', python_callable=work)\n"
    found = read(code)
    assert targets(found, "writes") == ["carts of airflow:source/credential/shop/system"]
    assert targets(found, "uses credential") == ["airflow:source/credential/shop"]


def test_a_query_in_a_file_that_is_not_there_leaves_its_database() -> None:
    code = "from airflow.providers.snowflake.operators.snowflake import SnowflakeOperator\nwith DAG('d'):\n"
    code += "    SnowflakeOperator(task_id='t', snowflake_conn_id='sf', sql='sql/load.sql')\n"
    assert set(targets(read(code), "depends on")) == {"airflow:source/credential/sf/system", "product:snowflake"}
    files = {"dags/sql/load.sql": "insert into marts.orders select 1"}
    found = list(expanded(Airflow().read(document("dags/x.py", HEAD + code, beside=files))))
    assert targets(found, "writes") == ["marts.orders of airflow:source/credential/sf/system"]


def test_a_secret_is_told_by_its_place_and_never_said() -> None:
    found = read("with DAG('d'):\n    BashOperator(task_id='t', bash_command='x', env={'API_KEY': 'k9x2m4v7q1w8e5'})\n")
    assert dict(entities(found, "pipeline")[0].attributes)["hard_coded_secrets"] == (("t", "env: API_KEY", 5),)
    assert "k9x2m4v7q1w8e5" not in repr(found)


@pytest.mark.parametrize(
    "code", ["print('DAG( and airflow')", "import airflow\nprint(1)\n", "from x import DAG\nDAG('a')\n"]
)
def test_python_that_makes_no_dags_is_not_taken(code: str) -> None:
    assert not Airflow().detect(document("x.py", code))


def test_a_state_machine_is_started_by_the_name_and_the_account_in_its_arn() -> None:
    code = """
from airflow.providers.amazon.aws.operators.step_function import StepFunctionStartExecutionOperator
ARN = "arn:aws:states:eu-west-1:111122223333:stateMachine:settle"
with DAG("close"):
    StepFunctionStartExecutionOperator(task_id="settle", state_machine_arn=ARN)
    StepFunctionStartExecutionOperator(task_id="other", state_machine_arn=made_elsewhere())
"""
    machine, unknown = [each.target for each in relations(read(code), "starts")]
    assert isinstance(machine, Locator)
    assert isinstance(unknown, Locator)
    assert (machine.form, machine.value, machine.scope) == ("name", "stateMachine:settle", "sfn:111122223333")
    assert unknown.form == "expression"


@pytest.mark.parametrize(
    "task",
    [
        'HttpOperator(task_id="a", method="PUT", endpoint="https://a.example/flags/{{ ds }}", data=\'{"on": true}\')',
        'HttpOperator(task_id="a", method="PUT", endpoint="https://a.example/flags/{{ ds }}", data={"on": "true"})',
        'PythonOperator(task_id="a", python_callable=switch)',
    ],
)
def test_a_request_that_changes_something_says_what_it_sets_and_where(task: str) -> None:
    code = f"""
import requests
from airflow import DAG
from airflow.operators.python import PythonOperator
from airflow.providers.http.operators.http import HttpOperator
def switch(day):
    requests.put(f"https://a.example/flags/{{day}}", json={{"on": "true"}})
with DAG("flags"):
    {task}
"""
    assert effects(read(code), "calls") == [("PUT", "on", "true", "/flags/{}")]


HITL = "from airflow.providers.standard.operators.hitl import *\nwith DAG('pay', schedule='@daily'):\n"


def agreed(*lines: str) -> tuple[tuple[str, ...], str]:
    """Give the approved tasks of a DAG, and how it stands to the control."""
    tasks = (f"    {name} = BashOperator(task_id='{name}', bash_command='x')\n" for name in ("pay", "tell"))
    return agreement(read(HITL + "".join(tasks) + "".join(f"    {line}\n" for line in lines)))


ASK = "ask = ApprovalOperator(task_id='ask', subject='Pay?')"


def test_a_refused_approval_skips_what_follows_and_nothing_beside_it() -> None:
    assert agreed(ASK, "ask >> pay") == (("pay",), "shown")
    assert agreed(ASK, "pay >> ask") == ((), "lacking")
    assert agreed(ASK, "[ask, tell] >> pay") == (("pay",), "shown")


def test_what_asks_for_no_success_runs_all_the_same() -> None:
    late = "late = BashOperator(task_id='late', bash_command='x', trigger_rule='{}')"
    for rule, approved in (("all_done", ()), ("none_failed", ()), ("all_success", ("late",)), ("one_success", ())):
        assert agreed(ASK, late.format(rule), "[ask, tell] >> late")[0] == approved


def test_an_answer_that_comes_by_default_is_nobodys() -> None:
    assert agreed(ASK.replace("'Pay?'", "'Pay?', defaults=['Approve']"), "ask >> pay") == ((), "lacking")
    assert agreed(ASK.replace("'Pay?'", "'Pay?', defaults=['Reject']"), "ask >> pay") == (("pay",), "shown")


def test_a_choice_of_people_keeps_back_what_not_every_choice_leads_to() -> None:
    choose = "ask = HITLBranchOperator(task_id='ask', subject='Pay?', options=['pay', 'tell'])"
    assert agreed(choose, "ask >> [pay, tell]") == (("pay", "tell"), "shown")
    end = "end = BashOperator(task_id='end', bash_command='x', trigger_rule='none_failed_min_one_success')"
    assert agreed(choose, end, "ask >> [pay, tell] >> end") == (("pay", "tell"), "shown")
    assert agreed("ask = HITLOperator(task_id='ask', subject='Pay?', options=['a'])", "ask >> pay") == ((), "lacking")


def test_a_failure_that_nothing_is_done_about_is_told_to_nobody() -> None:
    def standing(more: str, argument: str = "") -> str:
        head = f"with DAG('a', schedule='@daily', {argument}):\n    x = BashOperator(task_id='x', bash_command='x')\n"
        return control(read("from airflow.operators.empty import EmptyOperator\n" + head + more), "error path")

    assert standing("    y = EmptyOperator(task_id='y', trigger_rule='one_failed')\n") == "lacking"
    assert standing("    y = BashOperator(task_id='y', bash_command='m', trigger_rule='one_failed')\n") == "shown"
    assert standing("", "on_failure_callback=[]") == "lacking"


@pytest.mark.parametrize(
    ("body", "found"),
    [("pass", "lacking"), ("'later'", "lacking"), ("print(context)", "lacking"), ("log.error(context)", "lacking"),
     ("page(context)", "shown")],
)  # fmt: skip
def test_a_callback_that_does_nothing_or_only_prints_tells_nobody(body: str, found: str) -> None:
    head = f"def tell(context):\n    {body}\n"
    task = "    x = BashOperator(task_id='x', bash_command='x'{})\n"
    for said, more in (("on_failure_callback=tell", ""), ("default_args={'on_failure_callback': tell}", ""),
                        ("", ", on_failure_callback=tell")):  # fmt: skip
        text = f"{head}with DAG('a', schedule='@daily', {said}):\n{task.format(more)}"
        assert control(read(text), "error path") == found
