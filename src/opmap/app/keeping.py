"""To look after what is known: drop a source."""

from __future__ import annotations

from pathlib import Path

from opmap.app.compiling import compile_estate_of
from opmap.frozen import frozen
from opmap.store import DEFAULT_PATH, Store


@frozen
class Kept:
    """The snapshots before and after; the same where nothing has changed."""

    before: int
    after: int


def forget(name: str, store_path: Path | str = DEFAULT_PATH) -> Kept:
    """Drop a source with all that it said; raise UnknownSource. Earlier snapshots still know it."""
    with Store.open(store_path) as store, store.changing():
        before = store.snapshot().number
        with store.writing():
            store.forget(name)
            return Kept(before, compile_estate_of(store).newest)
