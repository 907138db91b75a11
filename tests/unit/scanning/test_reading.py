from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from tests.unit.scanning.readers import Broken, Cards, WithVariables
from tests.unit.scanning.trees import lay_out, outcomes, scanned

from opmap.config import Config
from opmap.connecting import Entity, Notice
from opmap.scanning.reading import Reader

CARD = '{"card": "x"}'


def outcome_of(tmp_path: Path, name: str, text: str | bytes) -> str:
    return outcomes(lay_out(tmp_path, {name: text}))[name]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", '{"a": 1,\n "b": ]}', "unreadable: not JSON: expecting value (column 7)"),
        ("a.json", "", "unreadable: empty"),
        ("a.yaml", "a: [1\nb: 2", "unreadable: not YAML"),
        ("a.yml", "kind: {{ .Values.kind }}\nx: {{ y }}", "unreadable: a Helm template: render it first"),
        ("a.bpmn", "<a><b></a>", "unreadable: not XML: mismatched tag"),
        ("export", '{"nodes": [}', "unreadable: not JSON"),
        ("export.dump", '[{"a": 1}, {]', "unreadable: not JSON"),
        ("a.json", b'{"a": "\xff"}', "unreadable: not UTF-8 text"),
        ("a.yaml", " \n", "unreadable: empty"),
        ("a.yaml", "a: 1\n---\nb: [\n", "unreadable: part 2 of 2 is not YAML"),
    ],
)
def test_what_promises_a_form_and_does_not_keep_it_is_unreadable_even_if_nobody_claims_it(
    tmp_path: Path, name: str, text: str | bytes, said: str
) -> None:
    assert outcome_of(tmp_path, name, text).startswith(said)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Cargo.toml", '[package]\nname = "x"\n'),
        ("setup.cfg", "[metadata]\nname = x\n"),
        ("events.jsonl", '{"a": 1}\n{"a": 2}\n'),
        ("page.html", "<html><br></html>"),
        ("feed.xml", "<a><b/></a>"),
        ("entities.xml", '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</oops>'),
        ("notes", "to do: call [her\n- {"),
        ("picture.png", b"\x89PNG\r\n\0\0"),
        ("latin.txt", b"caf\xe9"),
        ("template.j2", "{% if x %}{{ y }}{% endif %}"),
        ("fine.json", '{"nobody": "knows this"}'),
        ("fine.yaml", "nobody: knows this"),
    ],
)
def test_what_means_nothing_to_anybody_is_not_recognised(tmp_path: Path, name: str, text: str | bytes) -> None:
    assert outcome_of(tmp_path, name, text) == "not recognised"


def test_the_line_of_the_fault_is_named(tmp_path: Path) -> None:
    [record] = scanned(lay_out(tmp_path, {"a.json": '{"a": 1,\n "b": ]}'})).values()
    assert (record.place, record.line) == ("a.json:2", 2)


def test_a_document_is_read_with_its_settings(tmp_path: Path) -> None:
    lay_out(tmp_path, {"prod/a.json": CARD, "b.json": CARD})
    config = Config.parse('[[paths]]\nmatch = "prod/**"\nenvironment = "production"')
    records = scanned(tmp_path, config=config)
    environments = {path: [fact.environment for fact in record.readings] for path, record in records.items()}  # type: ignore[union-attr]
    assert environments == {"prod/a.json": ["production"], "b.json": [""]}


def test_a_document_may_look_at_what_stands_beside_it_and_the_record_says_so(tmp_path: Path) -> None:
    lay_out(tmp_path, {"one/a.json": CARD, "one/.env": "A=1", "two/b.json": CARD})
    records = scanned(tmp_path, (WithVariables(),))
    one, two = records["one/a.json"], records["two/b.json"]
    assert [fact.name for fact in one.readings if isinstance(fact, Entity)] == ["with A=1"]
    assert [(path, bool(digest)) for path, digest in one.consulted] == [("one/.env", True)]
    assert two.consulted == (("two/.env", ""),)


def test_an_ignored_file_may_be_looked_at_from_beside(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.json": CARD, ".env": "A=1", ".gitignore": ".env"})
    assert "with A=1" in str(scanned(tmp_path, (WithVariables(),))["a.json"].readings)


@pytest.mark.skipif(os.name != "posix", reason="needs links and pipes as POSIX has them")
def test_what_stands_beside_is_not_looked_at_through_a_link_that_leads_out_nor_in_a_pipe(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "root", {"out/a.json": CARD, "pipe/b.json": CARD, "in/c.json": CARD, "real.env": "A=1"})
    lay_out(tmp_path, {"outside.env": "PRIVATE=1"})
    (root / "out" / ".env").symlink_to(tmp_path / "outside.env")
    os.mkfifo(root / "pipe" / ".env")
    (root / "in" / ".env").symlink_to("../real.env")
    names = {
        path: str(record.readings) for path, record in scanned(root, (WithVariables(),)).items() if record.readings
    }
    assert "nothing beside it" in names["out/a.json"]
    assert "nothing beside it" in names["pipe/b.json"]
    assert "with A=1" in names["in/c.json"]


def test_a_document_that_is_larger_than_allowed_is_not_looked_at_from_beside(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.json": CARD, ".env": "A" * 100})
    assert "nothing beside it" in str(
        scanned(tmp_path, (WithVariables(),), config=Config(max_bytes=99))["a.json"].readings
    )


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("raise", "connector broken failed: ValueError"),
        ("exit", "connector broken failed: SystemExit"),
        ("nonsense", "connector broken failed: TypeError"),
        ("recurse", "connector broken failed: RecursionError"),
        ("refuse", "this card is torn"),
    ],
)
def test_a_connector_that_breaks_costs_only_its_document(tmp_path: Path, how: str, said: str) -> None:
    lay_out(tmp_path, {"a.json": f'{{"break": "{how}"}}', "b.json": CARD})
    records = scanned(tmp_path, (Broken(), Cards()))
    broken = records["a.json"]
    assert (broken.outcome, broken.reason, broken.failed, broken.readings) == ("unreadable", said, ("broken",), ())
    assert records["b.json"].outcome == "read"


def test_a_connector_that_breaks_does_not_cost_another_its_facts_and_is_said(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.json": '{"break": "raise", "card": "x"}'})
    record = scanned(tmp_path, (Broken(), Cards()))["a.json"]
    assert (record.outcome, record.connectors, record.failed) == ("read", ("cards",), ("broken",))
    assert [type(reading) for reading in record.readings] == [Entity, Notice]
    assert record.readings[1].evidence.connector == "broken"
    assert "this far" not in str(record.readings)


def test_what_is_odd_about_a_document_is_said_once(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.json": '{"card": "x", // here\n "card": "y"}'})
    record = scanned(tmp_path, (Cards(), WithVariables()))["a.json"]
    said = [reading.reason for reading in record.readings if isinstance(reading, Notice)]
    assert len(said) == len(set(said)) == 2


def test_too_many_facts_are_cut_and_that_is_said(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.json": '{"card": "x", "calls": ["a", "b", "c"]}', "b.json": '{"card": "x", "calls": ["a"]}'})
    reader = Reader(tmp_path, "acme", (Cards(),), b"key", 1000, most_readings=2)
    few, many = (reader.read(path, {}).record.readings for path in ("b.json", "a.json"))
    assert len(few) == 2
    assert len(many) == 3
    assert "more than 2 facts" in str(many[-1])


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs alarms as POSIX has them")
def test_a_document_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.json": '{"break": "hang"}', "b.json": CARD})
    reader = Reader(tmp_path, "acme", (Broken(), Cards()), b"key", 1000, seconds=0.05)
    assert reader.read("a.json", {}).record.reason == "took longer than 0.05 s to read"
    assert reader.read("b.json", {}).record.outcome == "read"


def test_the_order_of_connectors_does_not_matter(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.json": CARD, ".env": "A=1"})
    assert scanned(tmp_path, (Cards(), WithVariables())) == scanned(tmp_path, (WithVariables(), Cards()))
