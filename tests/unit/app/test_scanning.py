from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.stored import stored_texts

from opmap.app import ScanResult, open_graph, scan, snapshots, sources
from opmap.errors import NothingThere, SourceClash
from opmap.store import Store


def _scan(store: Path, *folders: Path, source: str | None = None) -> ScanResult:
    return scan(folders, store_path=store, source=source, workers=1)


def _unseen(store: Path) -> dict[str, str]:
    return {node.name: node.unseen_since for node in open_graph(store).details.estate().nodes}


def _write(folder: Path, **files: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, ids in files.items():
        nodes = ", ".join(f"{{id: {each}, kind: service}}" for each in ids.split())
        (folder / f"{name}.yaml").write_text(f"opmap: 1\nnodes: [{nodes}]\n", encoding="utf-8")


def test_a_first_scan_makes_the_first_snapshot(shop: Path, store: Path) -> None:
    (shop / "notes.txt").write_text("nothing", encoding="utf-8")
    (shop / "broken.json").write_text("{", encoding="utf-8")
    result = _scan(store, shop)
    assert (result.snapshot, result.newest, result.nodes, result.edges) == (1, 1, 5, 4)
    assert (result.read, result.not_recognised, result.difference) == (1, 1, None)
    assert [(unread.source, unread.place) for unread in result.unreadable] == [("shop", "broken.json:1")]
    (found,) = result.sources
    assert (found.name, found.documents, found.formats) == ("shop", 3, (("native", 1),))


def test_a_second_scan_of_the_same_tree_makes_no_snapshot(shop: Path, store: Path) -> None:
    first = _scan(store, shop)
    second = _scan(store, shop)
    assert (second.snapshot, second.newest) == (None, 1)
    assert (second.nodes, second.edges, second.resolved) == (first.nodes, first.edges, first.resolved)
    assert second.sources[0].remembered == second.sources[0].documents == 1
    assert len(snapshots(store)) == 1


def test_a_commit_that_changes_no_fact_makes_no_snapshot(shop: Path, store: Path) -> None:
    (shop / ".git").mkdir()
    for commit in ("1" * 40, "2" * 40):
        (shop / ".git" / "HEAD").write_text(commit, encoding="utf-8")
        (shop / "README.md").write_text(f"at {commit}", encoding="utf-8")
        _scan(store, shop)
    assert len(snapshots(store)) == 1
    assert [listed.source.commit for listed in sources(store)] == ["2" * 40]
    assert [state.commit for state in open_graph(store).details.sources()] == ["2" * 40]


def test_what_has_changed_is_said(shop: Path, store: Path) -> None:
    _write(shop, more="crm")
    _scan(store, shop)
    _write(shop, more="erp")
    result = _scan(store, shop)
    assert result.difference is not None
    assert result.difference.new_nodes == ("inventory:shop/erp",)
    assert result.difference.gone_nodes == ("inventory:shop/crm",)


def test_one_and_four_workers_find_the_same(tmp_path: Path) -> None:
    _write(tmp_path / "shop", **{f"file-{number}": f"s{number} t{number}" for number in range(400)})
    found = []
    for workers in (1, 4):
        store = tmp_path / f"{workers}.db"
        scan([tmp_path / "shop"], store_path=store, workers=workers)
        found.append(open_graph(store).content)
    assert found[0] == found[1]


def test_a_deleted_document_loses_its_facts(shop: Path, store: Path) -> None:
    _write(shop, more="crm")
    _scan(store, shop)
    (shop / "more.yaml").unlink()
    _scan(store, shop)
    assert "crm" not in _unseen(store)


def test_a_document_broken_by_an_edit_keeps_its_last_facts_marked(shop: Path, store: Path) -> None:
    _write(shop, more="crm")
    _scan(store, shop)
    (shop / "more.yaml").write_text("opmap: 1\nnodes: [{id: crm", encoding="utf-8")
    result = _scan(store, shop)
    assert [unread.place.partition(":")[0] for unread in result.unreadable] == ["more.yaml"]
    assert (result.snapshot, _unseen(store)["crm"], _unseen(store)["payments"]) == (2, "snapshot 1", "")
    assert result.difference is not None
    assert result.difference.unseen_nodes == ("inventory:shop/crm",)
    assert _scan(store, shop).snapshot is None
    _write(shop, more="crm")
    _scan(store, shop)
    assert _unseen(store)["crm"] == ""


def test_the_good_parts_of_a_document_that_was_never_whole_are_heard_each_time(shop: Path, store: Path) -> None:
    part = "opmap: 1\nscope: shop\nnodes: [{{id: {}, kind: service}}]\n"
    bad = "---\nopmap: 1\nnodes: [{id: lost\n"
    (shop / "more.yaml").write_text(f"{part.format('crm')}{bad}---\n{part.format('erp')}", encoding="utf-8")
    for _ in range(2):
        result = _scan(store, shop)
        assert [(one.place, one.reason) for one in result.unreadable] == [
            ("more.yaml:7", "part 2 of 3 is not YAML: did not find expected ',' or '}'; the others were read")
        ]
        assert {"crm": "", "erp": ""}.items() <= _unseen(store).items()
    (shop / "more.yaml").write_text(f"{part.format('hr')}{bad}", encoding="utf-8")
    _scan(store, shop)
    assert _unseen(store)["hr"] == ""
    assert "crm" not in _unseen(store)


def test_a_part_that_an_edit_breaks_keeps_the_document_as_it_last_was(shop: Path, store: Path) -> None:
    part = "opmap: 1\nscope: shop\nnodes: [{{id: {}, kind: service}}]\n"
    (shop / "more.yaml").write_text(f"{part.format('crm')}---\n{part.format('erp')}", encoding="utf-8")
    _scan(store, shop)
    (shop / "more.yaml").write_text(f"{part.format('crm')}---\nnodes: [{{id: erp", encoding="utf-8")
    for _ in range(2):
        _scan(store, shop)
        assert (_unseen(store)["crm"], _unseen(store)["erp"]) == ("snapshot 1", "snapshot 1")


def test_a_source_that_is_not_there_keeps_everything_marked(shop: Path, store: Path, tmp_path: Path) -> None:
    _write(tmp_path / "crm", more="crm")
    _scan(store, shop, tmp_path / "crm")
    shutil.move(tmp_path / "crm", tmp_path / "away")
    result = _scan(store, shop)
    assert result.unseen_sources == ("crm",)
    assert (_unseen(store)["crm"], _unseen(store)["payments"]) == ("snapshot 1", "")
    assert [(found.name, found.missing) for found in _scan(store, tmp_path / "crm").sources] == [("crm", True)]
    shutil.move(tmp_path / "away", tmp_path / "crm")
    _scan(store, tmp_path / "crm")
    assert _unseen(store)["crm"] == ""


def test_a_folder_that_never_was_there_is_said_and_makes_no_store(store: Path, tmp_path: Path) -> None:
    with pytest.raises(NothingThere, match="There is no file or folder"):
        _scan(store, tmp_path / "nowhere")
    assert not store.exists()


def test_two_clones_are_one_source(store: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        _write(tmp_path / name, inventory="crm")
        (tmp_path / name / ".git").mkdir()
        config = '[remote "origin"]\n\turl = https://git.example/acme/claims.git\n'
        (tmp_path / name / ".git" / "config").write_text(config, encoding="utf-8")
    _scan(store, tmp_path / "one")
    assert _scan(store, tmp_path / "two").snapshot is None
    assert [(listed.source.name, listed.source.root) for listed in sources(store)] == [
        ("acme/claims", str(tmp_path / "two"))
    ]


def test_a_name_taken_by_another_folder_is_refused(store: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        _write(tmp_path / name, inventory="crm")
    _scan(store, tmp_path / "one", source="acme")
    with pytest.raises(SourceClash, match="that is the name of"):
        _scan(store, tmp_path / "two", source="acme")
    with pytest.raises(SourceClash, match="has that name too"):
        _scan(store, tmp_path / "one", tmp_path / "two", source="acme")


def test_folders_inside_each_other_are_refused_and_change_nothing(store: Path, shop: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceClash, match="files would count twice"):
        _scan(store, shop, tmp_path)
    with Store.open(store) as opened:
        assert opened.sources() == []


def test_an_interrupted_scan_changes_nothing_and_need_not_read_again(store: Path, tmp_path: Path) -> None:
    _write(tmp_path / "shop", first="web")
    _scan(store, tmp_path / "shop")
    _write(tmp_path / "shop", first="crm", **{f"file-{number}": f"s{number}" for number in range(9)})

    def interrupt(_what: str, done: int, _total: int) -> None:
        if done == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scan([tmp_path / "shop"], store_path=store, workers=1, progress=interrupt)
    assert list(_unseen(store)) == ["web"]
    assert len(snapshots(store)) == 1
    result = _scan(store, tmp_path / "shop")
    assert (result.snapshot, result.nodes) == (2, 10)
    with Store.open(store) as opened:
        assert all(opened.cache("shop").get(f"file-{number}.yaml") for number in range(9))


def test_progress_is_told(shop: Path, store: Path) -> None:
    told = []
    scan([shop], store_path=store, workers=1, progress=lambda *said: told.append(said))
    assert told[0] == ("Scanning shop", 0, 1)
    assert ("Scanning shop", 1, 1) in told
    assert told[-1] == ("Joining the facts", 0, 0)


def test_no_secret_stands_anywhere_in_the_store(tmp_path: Path, store: Path) -> None:
    secret = "hunter2-" + "Zq8vT3xW"
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / ".env").write_text(f"DB_PASSWORD={secret}\n", encoding="utf-8")
    compose = f"services:\n  web:\n    image: web\n    environment:\n      DATABASE_URL: postgres://ana:{secret}@db:5432/shop\n"
    compose += "      DB_PASSWORD: ${DB_PASSWORD}\n  db:\n    image: postgres\n"
    (shop / "compose.yaml").write_text(compose, encoding="utf-8")
    assert _scan(store, shop).nodes >= 2
    texts = list(stored_texts(store))
    assert any(b"compose.yaml" in text for text in texts)
    assert [text for text in texts if secret.encode() in text] == []


def test_two_processes_may_use_one_store_at_once(store: Path, tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from opmap.app import scan\n"
        "folder, store = map(pathlib.Path, sys.argv[1:])\n"
        "for number in range(5):\n"
        "    text = f'opmap: 1\\nnodes: [{{id: {folder.name}-{number}, kind: service}}]\\n'\n"
        "    (folder / 'a.yaml').write_text(text, encoding='utf-8')\n"
        "    print(scan([folder], store_path=store, workers=1).snapshot)\n"
    )
    running = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        command = [sys.executable, "-c", script, str(tmp_path / name), str(store)]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
    said = [process.communicate()[0] for process in running]
    numbers = sorted(json.loads(word) for words in said for word in words.split())
    assert numbers == list(range(1, 11))
    with Store.open(store) as opened:
        opened.verify()
    assert set(open_graph(store).names) == {"one-4", "two-4"}


def test_folders_of_one_name_are_told_apart_by_names_given_to_them(tmp_path: Path, store: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        _write(tmp_path / name / "x", more=f"only-{name}")
    paths = [tmp_path / "a" / "x", tmp_path / "b" / "x"]
    with pytest.raises(SourceClash, match="opmap scan NAME=FOLDER NAME=FOLDER"):
        _scan(store, *paths)
    result = scan([f"one={paths[0]}", f"acme/two={paths[1]}"], store_path=store, workers=1)
    assert [each.name for each in result.sources] == ["one", "acme/two"]


def test_a_folder_with_an_equals_sign_is_itself(tmp_path: Path, store: Path) -> None:
    _write(tmp_path / "year=2026", more="crm")
    assert [each.name for each in _scan(store, tmp_path / "year=2026").sources] == ["year=2026"]
