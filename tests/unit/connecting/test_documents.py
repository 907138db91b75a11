"""Documents: what is damaged is said with its place."""

from __future__ import annotations

import pytest

from opmap.connecting import Document, Unreadable


def test_a_damaged_yaml_file_is_unreadable_at_its_line() -> None:
    with pytest.raises(Unreadable) as caught:
        _ = Document("a.yaml", b"kind: Service\nname: a\0b\n").parts
    assert caught.value.line == 2
