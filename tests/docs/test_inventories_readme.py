"""What inventories/README.md says of the native format holds, and it says all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.documents import document

from opmap.connecting import KINDS, VERBS, Notice
from opmap_connectors.native import Native
from opmap_connectors.native.models import Address, Defaults, Inventory, Node, Owner, Redundancy, Row, Target
from opmap_connectors.native.references import FORMS

README = Path(__file__).parents[2] / "inventories" / "README.md"
TEXT = README.read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_read_without_a_notice(example: str) -> None:
    found = [*Native().read(document("estate.yaml", example))]
    assert found
    assert [reading.reason for reading in found if isinstance(reading, Notice)] == []


@pytest.mark.parametrize("model", [Address, Defaults, Inventory, Node, Owner, Redundancy, Row, Target])
def test_every_field_is_described(model: type) -> None:
    fields = {field.alias or name for name, field in model.model_fields.items()}  # type: ignore[attr-defined]
    assert [
        name for name in fields if f"`{name}`" not in TEXT and f"{{{name}:" not in TEXT and f", {name}:" not in TEXT
    ] == []


def test_every_verb_and_every_form_of_address_is_described() -> None:
    assert [name for name in (*VERBS, *FORMS) if f"`{name}`" not in TEXT] == []


def test_every_kind_of_an_example_is_one() -> None:
    assert set(re.findall(r"kind: ([a-z ]+)", TEXT)) <= set(KINDS)
