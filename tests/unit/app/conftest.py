from __future__ import annotations

from pathlib import Path

import pytest

SHOP = """\
opmap: 1
nodes:
  - {id: checkout, kind: service, calls: payments, supports: selling}
  - {id: payments, kind: service, calls: [stripe, adyen]}
  - {id: stripe, kind: service}
  - {id: adyen, kind: service}
  - {id: selling, kind: capability}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Give a folder with one small inventory."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "shop.yaml").write_text(SHOP, encoding="utf-8")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Give the place of a store that nobody has made yet."""
    return tmp_path / ".opmap" / "opmap.db"
