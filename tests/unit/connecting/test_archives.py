"""Zips: their members are documents, a workbook's parts are not, and none may grow beyond measure."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.documents import document

from opmap.connecting import Document, Unreadable, archives
from opmap.scanning.collecting import secrets_in


def packed(members: dict[str, str], name: str = "flows.zip") -> Document:
    """Make a zip of some texts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in members.items():
            archive.writestr(path, text)
    return document(name, target.getvalue())


def test_members_are_documents_that_see_what_stands_beside_them() -> None:
    archive = packed({"a/one.json": '{"n": 1}', "a/b/two.json": "[]", "other.xml": "<x/>", "photo.png": "x"})
    assert [each.path for each in archive.members] == ["a/b/two.json", "a/one.json", "other.xml"]
    beside = archive.members[0].sibling("../one.json")
    assert beside is not None
    assert beside.parts[0]["n"].number == 1
    assert archive.members[1].names_beside(".") == ("b/", "one.json")
    assert archive.members[1].sibling("../../flows.zip") is None


def test_evidence_of_a_member_is_the_zips_with_the_member_in_the_pointer() -> None:
    archive = packed({"a/one.json": '{\n"n": 1}'})
    archive.connector = "somebody"
    said = archive.members[0].parts[0]["n"].at()
    assert (said.path, said.line, said.pointer) == ("flows.zip", 2, "a/one.json#/n")
    assert (said.digest, said.connector) == (archive.digest, "somebody")


def test_a_folder_written_with_backslashes_is_a_folder() -> None:
    assert [each.path for each in packed({"Workflows\\one.json": "{}"}).members] == ["Workflows/one.json"]


def test_a_workbook_and_a_text_have_no_members() -> None:
    assert packed({"xl/workbook.xml": "<workbook/>", "a.json": "{}"}).members == ()
    assert document("a.json", "{}").members == ()


def test_a_zip_that_is_damaged_or_would_grow_too_far_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = packed({"a.json": "{}" * 5000})
    with pytest.raises(Unreadable, match="damaged"):
        _ = document("a.zip", whole.data[: len(whole.data) // 2]).members
    with pytest.raises(Unreadable, match="grows beyond measure"):
        _ = packed({"a.json": " " * 3_000_000}).members
    monkeypatch.setattr(archives, "MOST_BYTES", 9_999)
    with pytest.raises(Unreadable, match="unpacks to more than"):
        _ = document("a.zip", whole.data).members
    monkeypatch.setattr(archives, "MOST_MEMBERS", 0)
    with pytest.raises(Unreadable, match="more than 0 files"):
        _ = document("a.zip", whole.data).members


def test_the_secrets_inside_a_zip_are_found_at_its_path() -> None:
    archive = packed({"a/one.json": '{"password": "T5kQ9vX2mZ7w"}'})
    assert [(each.value, each.path) for each in secrets_in(archive)] == [("T5kQ9vX2mZ7w", "flows.zip")]
