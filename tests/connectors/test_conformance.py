"""Every connector of ours keeps every promise, on its own golden cases and on what is made of them to harm it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from tests.connectors.goldens import CASES, ROOT, built_in, documents_of

from opmap.connecting import Connector, Document
from opmap.connecting.conformance import check
from opmap.errors import Unreadable

NAMES = sorted(
    tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["opmap.connectors"]
)


@pytest.mark.parametrize("name", NAMES)
def test_our_connectors_keep_their_promises(name: str) -> None:
    cases: Path = CASES / name
    assert [str(failure) for failure in check(built_in(name), cases, seconds=60)] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_what_is_recognised_in_utf_8_is_recognised_in_utf_16(name: str, encoding: str) -> None:
    connector = built_in(name)
    for case in sorted(each.parent for each in CASES.glob(f"{name}/*/input")):
        for document in documents_of(case, name):
            if document.suffix in {"json", "yaml", "yml", "bpmn", "xml"} and document.data.isascii():
                wide = replace(document, data=document.data.decode().encode(encoding))
                assert _takes(connector, wide) == _takes(connector, document), f"{case.name}: {document.path}"


def _takes(connector: Connector, document: Document) -> bool | str:
    try:
        return connector.detect(document)
    except Unreadable as error:
        return error.reason
