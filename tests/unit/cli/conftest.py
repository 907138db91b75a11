"""Stores that are scanned once, and a way to ask opmap in the same process."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.unit.cli.estates import SHOP, evil_files, lay_out

from opmap import app
from opmap.cli.running import run


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str


Ask = Callable[..., Answer]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Give a function that runs a command line in a folder, and gives its answer."""
    for name in ("OPMAP_PERSON", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def asked(folder: Path, *words: str) -> Answer:
        monkeypatch.chdir(folder)
        capsys.readouterr()
        code = run(words)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return asked


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the shop, scanned; nobody may change it."""
    return _scanned(lay_out(tmp_path_factory.mktemp("shop"), SHOP))


@pytest.fixture(scope="session")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of an organisation that means harm, scanned; nobody may change it."""
    return _scanned(lay_out(tmp_path_factory.mktemp("evil"), evil_files()))


def _scanned(root: Path) -> Path:
    app.scan([root], store_path=root / ".opmap" / "opmap.db", workers=1)
    return root


@pytest.fixture
def own_shop(shop: Path, tmp_path: Path) -> Path:
    """Give a copy of the shop with its store, to be changed at will."""
    return Path(shutil.copytree(shop, tmp_path / "shop"))
