"""The ten minutes of connectors/README.md, done."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from opmap import connecting
from opmap.connecting import Document, Field, Relation
from opmap.connecting.conformance import check

README = Path(__file__).parents[2] / "connectors" / "README.md"
TEXT = README.read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    assert found
    return found.group(1)


@pytest.fixture
def rota() -> Any:
    names: dict[str, Any] = {}
    exec(compile(block("python"), str(README), "exec"), names)
    return names["Rota"]()


def test_the_connector_of_the_page_reads_the_document_of_the_page(rota: Any) -> None:
    document = Document("rota.yaml", block("yaml").encode(), connector="rota")
    assert rota.detect(document)
    assert [str(reading.target) for reading in rota.read(document) if isinstance(reading, Relation)] == [
        "payments",
        "https://claims.acme.example/health",
        "ledger",
    ]


def test_it_keeps_its_promises(rota: Any, tmp_path: Path) -> None:
    (tmp_path / "rota.yaml").write_text(block("yaml"))
    assert check(rota, tmp_path) == []


def test_every_check_is_explained() -> None:
    source = Path(connecting.__file__).parent / "conformance" / "__init__.py"
    checks = set(re.findall(r'Failure\(\s*"([a-z]+)"', source.read_text("utf-8")))
    table = TEXT.partition("| check | what it finds |")[2].partition("## 5")[0]
    explained = {word for row in re.findall(r"^\| ([a-z, ]+) \|", table, re.MULTILINE) for word in row.split(", ")}
    assert checks == explained


def test_every_name_of_the_page_exists() -> None:
    named = set(re.findall(r"`field\.([a-z_]+)", TEXT)) | set(re.findall(r"`\.([a-z_]+)", TEXT))
    assert named
    assert not [name for name in named if not hasattr(Field, name)]
    for name in re.findall(r"`document\.([a-z_]+)", TEXT):
        assert hasattr(Document("a", b""), name), name
    for name in ("attributes", "short_name", "url_locator", "host_of", "is_secret_name"):
        assert name in TEXT
        assert hasattr(connecting, name)
