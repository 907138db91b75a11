from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.scanning.readers import Broken, Cards, Leaky, WithVariables
from tests.unit.scanning.trees import InMemory, lay_out, scanned

from opmap.config import Config
from opmap.connecting.registry import load_connectors
from opmap.scanning import DocumentOutcome, scan_source
from opmap.scanning.pool import FEW, Task, read_all, started
from opmap.scanning.reading import Reader

ALL = (Cards(), WithVariables(), Leaky())


def many(count: int = FEW + 50) -> dict[str, str]:
    """Make so many documents that they are read by several processes; all but three are read."""
    cards = [json.dumps({"card": f"c{number}", "calls": ["x"]}) for number in range(count)]
    files = {f"d{number % 7}/{number}.json": card for number, card in enumerate(cards)}
    files |= {"d1/.env": "DB_PASSWORD=s3cr3t-Pa55", "d2/torn.json": "{", "d3/n.txt": "nothing", "d4/y.yaml": "card: y"}
    return files | {"d5/secret.yaml": "card: z\npassword: s3cr3t-Pa55\nnote: it is s3cr3t-Pa55\n"}


def test_the_records_are_the_same_with_one_and_with_four_workers(tmp_path: Path) -> None:
    lay_out(tmp_path, many())
    alone, four = (list(scan_source(tmp_path, "acme", Config(), ALL, key=b"k", workers=count)) for count in (1, 4))
    assert alone == four
    assert [record.readings for record in alone] == [record.readings for record in four]
    assert [record.path for record in alone] == sorted(record.path for record in alone)
    assert {record.outcome for record in alone} == set(DocumentOutcome)


def test_the_records_do_not_depend_on_the_order_in_which_files_were_made(tmp_path: Path) -> None:
    files = list(many(20).items())
    lay_out(tmp_path / "one", dict(files))
    random.Random(3).shuffle(files)
    lay_out(tmp_path / "other", dict(files))
    assert scanned(tmp_path / "one", ALL) == scanned(tmp_path / "other", ALL)


def test_a_cache_that_others_filled_gives_the_same(tmp_path: Path) -> None:
    lay_out(tmp_path, many())
    cache = InMemory()
    first = scanned(tmp_path, ALL, cache=cache, workers=3)
    assert scanned(tmp_path, ALL, cache=cache) == first == scanned(tmp_path, ALL)


def test_a_process_that_ends_costs_only_the_document_that_it_had_in_hand(tmp_path: Path) -> None:
    lay_out(tmp_path, many() | {f"k/{number}.json": '{"break": "end the process"}' for number in range(3)})
    records = scanned(tmp_path, (Broken(), Cards()), workers=2)
    lost = {path: record.reason for path, record in records.items() if path.startswith("k/")}
    reason = "reading it ended the process: out of memory, or a connector that is broken"
    assert lost == {f"k/{number}.json": reason for number in range(3)}
    assert sum(record.outcome == "read" for record in records.values()) == len(many()) - 3


def test_a_process_that_hangs_is_ended_and_costs_only_its_document(tmp_path: Path) -> None:
    files = {f"{number}.json": '{"card": "x"}' for number in range(FEW)} | {"stuck.json": '{"break": "hold on"}'}
    lay_out(tmp_path, files)
    reader = Reader(tmp_path, "acme", (Broken(), Cards()), b"key", 1000, seconds=0.5)
    pool = started(len(files), 2)
    answers = read_all(reader, [Task(path, {}, "") for path in files], pool)
    records = {answer.task.path: answer.read.record for answer in answers}
    assert pool is not None
    pool.end()
    assert records.pop("stuck.json").reason == "took longer than 0.5 s to read"
    assert {record.outcome for record in records.values()} == {DocumentOutcome.READ}


def test_connectors_that_other_processes_cannot_load_are_used_in_this_one(tmp_path: Path) -> None:
    class Local(Cards):
        pass

    lay_out(tmp_path, many())
    records = scanned(tmp_path, (Local(),), workers=2)
    assert sum(record.outcome == "read" for record in records.values()) == len(many()) - 3


def test_where_no_process_can_start_documents_are_read_in_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path, many())
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    records = scanned(tmp_path, (Cards(),), workers=2)
    assert sum(record.outcome == "read" for record in records.values()) == len(many()) - 3


@pytest.mark.parametrize("begun", ["next(scan)", "before_anybody_asked = True"])
def test_a_scan_that_is_stopped_leaves_no_process_behind(tmp_path: Path, begun: str) -> None:
    lay_out(tmp_path, many())
    script = f"""
from pathlib import Path
from opmap.config import Config
from opmap.scanning import scan_source
from tests.unit.scanning.readers import Cards
scan = scan_source(Path({str(tmp_path)!r}), "acme", Config(), (Cards(),), workers=2)
{begun}
import subprocess
started = [thing for thing in __import__("gc").get_objects() if isinstance(thing, subprocess.Popen)]
print(len(started), [each.poll() for each in started])
scan.close()
print([each.poll() is None for each in started])
"""
    here = Path(__file__).parents[3]
    answer = subprocess.run([sys.executable, "-c", script], cwd=here, capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines() == ["2 [None, None]", "[False, False]"]


def test_a_program_need_not_guard_its_main_module(tmp_path: Path) -> None:
    lay_out(tmp_path / "tree", many())
    script = tmp_path / "script.py"
    script.write_text(f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[3])!r})
from pathlib import Path
from opmap.config import Config
from opmap.scanning import scan_source
from tests.unit.scanning.readers import Cards
print(len(list(scan_source(Path({str(tmp_path / "tree")!r}), "acme", Config(), (Cards(),), workers=2))))
""")
    answer = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert answer.stdout == f"{len(many())}\n"


def test_a_module_that_lies_in_the_scanned_folder_is_not_run(tmp_path: Path) -> None:
    code = "open('it ran', 'w').close()"
    planted = {f"{name}.py": code for name in ("json", "pickle", "yaml", "struct", "faulthandler", "opmap")}
    lay_out(tmp_path, many() | planted)
    script = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[3])!r})
from pathlib import Path
from opmap.config import Config
from opmap.scanning import scan_source
from tests.unit.scanning.readers import Cards
records = list(scan_source(Path("."), "acme", Config(), (Cards(),), workers=2))
print(sum(record.outcome == "read" for record in records))
"""
    answer = subprocess.run(
        [sys.executable, "-P", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert answer.stdout == f"{len(many()) - 3}\n"
    assert not (tmp_path / "it ran").exists()


def test_progress_goes_from_what_is_remembered_to_all(tmp_path: Path) -> None:
    lay_out(tmp_path, many(10))
    cache, seen = InMemory(), list[tuple[int, int]]()
    for _ in range(2):
        list(
            scan_source(
                tmp_path,
                "acme",
                Config(),
                ALL,
                cache=cache,
                progress=lambda done, total: seen.append((done, total)),
            )
        )
    count = len(many(10))
    assert seen == [*((done, count) for done in range(count + 1)), (count, count)]


def test_what_was_left_out_is_said(tmp_path: Path) -> None:
    lay_out(tmp_path, {"node_modules/a.json": "", "b.json": ""})
    scan = scan_source(tmp_path, "acme", Config(), ALL)
    assert (scan.total, scan.skipped) == (1, {"installed packages": 1})


@pytest.mark.corpus
def test_the_corpora_are_read_without_a_crash_and_each_broken_file_is_named(corpora: Path) -> None:
    connectors, problems = load_connectors()
    assert not problems
    records = scanned(corpora, (*connectors, Cards()), workers=2)
    unreadable = {path: record for path, record in records.items() if record.outcome == "unreadable"}
    assert {str(path.relative_to(corpora)) for path in broken_files(corpora)} <= set(unreadable)
    assert all(unreadable[str(path.relative_to(corpora))].line for path in broken_files(corpora))
    assert not [record.place for record in records.values() if "failed" in record.reason]
    charts = [record.reason for path, record in unreadable.items() if "/templates/" in path and "helm" in path]
    assert {reason.partition(":")[0] for reason in charts} == {"a Helm template"}


def broken_files(corpora: Path) -> list[Path]:
    return [path for path in sorted((corpora / "n8n-broken").iterdir()) if not parses(path)]


def parses(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return False
    return True
