"""CODEOWNERS files, from their lines to who owns a path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents import document

from opmap.connecting import Document, Entity, Key, Notice, Reading, Relation
from opmap.connecting.ownership import Rules
from opmap_connectors.codeowners import CodeOwners


def read(found: Document) -> list[Reading]:
    assert CodeOwners().detect(found)
    return list(CodeOwners().read(found))


def owners(path: str, readings: list[Reading]) -> list[str]:
    rules = [found for found in readings if isinstance(found, Relation)]
    return [str(found.target) for found in Rules(rules).of(path)]


GITHUB = """\
*                    @acme/all
/claims/             @acme/claims ana@acme.example
/claims/*.md
docs/*               @acme/writers
"""

GITLAB = """\
* @acme/all
[Data] @acme/dba
*.sql
/claims/db/*.sql @ana
^[Docs] @writers
docs/
readme @acme/nobody
"""


def test_github_lets_the_last_line_that_matches_decide() -> None:
    readings = read(document(".github/CODEOWNERS", GITHUB))
    assert owners("claims/main.py", readings) == ["github:acme/claims", "person:ana@acme.example"]
    assert owners("claims/README.md", readings) == []
    assert owners("docs/start.md", readings) == ["github:acme/writers"]
    assert owners("docs/deep/start.md", readings) == ["github:acme/all"]


def test_gitlab_lets_every_section_decide() -> None:
    readings = read(document("CODEOWNERS", GITLAB))
    assert owners("a/b.sql", readings) == ["gitlab:acme/all", "gitlab:acme/dba"]
    assert owners("claims/db/b.sql", readings) == ["gitlab:acme/all", "gitlab:ana"]
    assert owners("a/docs/b.txt", readings) == ["gitlab:acme/all", "gitlab:writers"]
    assert owners("readme/file", readings) == ["gitlab:acme/all"]


@pytest.mark.parametrize(
    ("path", "beside", "settings"),
    [
        (".gitlab/CODEOWNERS", {}, {}),
        ("CODEOWNERS", {".gitlab-ci.yml": "a: b"}, {}),
        ("docs/CODEOWNERS", {".gitlab-ci.yml": "a: b"}, {}),
        ("CODEOWNERS", {}, {"repository": "gitlab.acme.example/claims/intake"}),
    ],
)
def test_gitlab_is_known_by_what_stands_around(path: str, beside: dict[str, str], settings: dict[str, str]) -> None:
    readings = read(document(path, "* @ana", beside=beside, **settings))
    assert owners("a", readings) == ["gitlab:ana"]


def test_the_first_place_counts_and_the_others_are_said() -> None:
    everywhere = dict.fromkeys((".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"), "* @ana")
    for path in everywhere:
        found = read(document(path, "* @ana", beside=everywhere))
        assert any(isinstance(reading, Notice) for reading in found) is (path != ".github/CODEOWNERS")
        assert any(isinstance(reading, Relation) for reading in found) is (path == ".github/CODEOWNERS")


def test_below_a_repository_a_file_has_no_effect_unless_it_is_a_repository_of_its_own() -> None:
    below = "vendor/tool/CODEOWNERS"
    assert owners("vendor/tool/a", read(document(below, "* @ana", beside={".git/HEAD": "ref"}))) == []
    own = {".git/HEAD": "ref", "vendor/tool/.git/HEAD": "ref"}
    assert owners("vendor/tool/a", read(document(below, "* @ana", beside=own))) == ["github:ana"]


def test_rules_of_a_repository_below_speak_of_its_own_paths_only() -> None:
    readings = read(document("alpha/CODEOWNERS", "* @all\n*.md @writers\n/src/ @core\n"))
    assert owners("alpha/a.md", readings) == ["github:writers"]
    assert owners("alpha/src/a.py", readings) == ["github:core"]
    assert owners("alphabet/a.md", readings) == []
    assert owners("a.md", readings) == []


def test_a_file_that_github_does_not_load_is_said() -> None:
    text = "* @acme/all\n" + "# a long remark\n" * 250_000
    assert [type(found) for found in read(document("CODEOWNERS", text))] == [Notice]
    assert len(read(document(".gitlab/CODEOWNERS", text))) > 1


def test_a_file_with_a_byte_order_mark_and_windows_lines_is_read() -> None:
    readings = read(document("CODEOWNERS", b"\xef\xbb\xbf* @acme/all\r\n/a/ @acme/a\r\n"))
    assert owners("a/b", readings) == ["github:acme/a"]
    assert owners("b", readings) == ["github:acme/all"]


def test_a_name_in_capitals_is_the_same_owner() -> None:
    readings = read(document("CODEOWNERS", "* @Acme/All\n/a/ @acme/all\n"))
    assert [found.keys for found in readings if isinstance(found, Entity) and found.kind == "team"] == [
        (Key("github", "acme/all"),)
    ]


_lines = st.lists(st.text("#@/*[]!^\\ \taz.-", max_size=12), max_size=8).map("\n".join)


@given(_lines, st.sampled_from([".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS"]))
def test_whatever_stands_in_a_file_is_read_and_can_be_asked(text: str, path: str) -> None:
    readings = read(document(path, text))
    rules = [found for found in readings if isinstance(found, Relation)]
    assert Rules(rules).of("a/z.a") == Rules(rules[::-1]).of("a/z.a")
    assert all(found.evidence.line for found in rules)
