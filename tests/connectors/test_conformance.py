"""Every connector of ours keeps every promise, on its own golden cases and on what is made of them to harm it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from tests.connectors.goldens import CASES, ROOT, built_in

from opmap.connecting.conformance import check

NAMES = sorted(
    tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["opmap.connectors"]
)


@pytest.mark.parametrize("name", NAMES)
def test_our_connectors_keep_their_promises(name: str) -> None:
    cases: Path = CASES / name
    assert [str(failure) for failure in check(built_in(name), cases, seconds=60)] == []
