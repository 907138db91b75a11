"""Who answers for a path: the last rule that matches."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from opmap.connecting.ownership import NOBODY, Rules, matches
from opmap.facts import Evidence, Key, Locator, Relation, attributes

PLACE = Evidence("acme", "CODEOWNERS", 1, "", "", "codeowners")


def rule(order: int, pattern: str, owner: str = "", **more: object) -> Relation:
    target = Key("github", owner) if owner else NOBODY
    said = attributes({"order": order, **more})
    return Relation(Locator("path", pattern, "codeowners:acme"), "owned by", target, PLACE, attributes=said)


def owners(path: str, *rules: Relation) -> list[str]:
    return [found.target.name for found in Rules(rules).of(path) if isinstance(found.target, Key)]


@pytest.mark.parametrize(
    ("pattern", "path", "taken"),
    [
        ("*", "deep/down/file.txt", True),
        ("*.js", "web/page.js", True),
        ("*.js", "web/page.jsx", False),
        ("/docs/", "docs/guide/start.md", True),
        ("/docs/", "web/docs/start.md", False),
        ("docs/", "web/docs/start.md", True),
        ("docs/", "docs", False),
        ("docs/*", "docs/start.md", True),
        ("docs/*", "docs/guide/start.md", False),
        ("/*", "README.md", True),
        ("/*", "docs/README.md", False),
        ("/apps/shop", "apps/shop/main.py", True),
        ("/apps/shop", "apps/shop", True),
        ("/apps/shop", "apps/shopping", False),
        ("apps/shop", "web/apps/shop/main.py", False),
        ("**/logs", "deep/logs/today.txt", True),
        ("/docs/**/plan.md", "docs/plan.md", True),
        ("/docs/**/plan.md", "docs/a/b/plan.md", True),
        ("/docs/**", "docs/a/b", True),
        ("/docs/**", "docs", False),
        ("/docs/**/", "docs/plan.md", True),
        (r"path\ with\ blanks/", "path with blanks/file", True),
        (r"\#notes", "#notes", True),
        (r"what\?.md", "what?.md", True),
        (r"what\?.md", "whats.md", False),
        ("[a-c]x", "bx", True),
        ("[^a]x", "ax", False),
        ("/", "README.md", False),
        ("Docs/", "docs/start.md", False),
    ],
)
def test_a_pattern_takes_what_codeowners_says_it_takes(pattern: str, path: str, taken: bool) -> None:  # noqa: FBT001 - a row of a table
    assert matches(pattern, path) is taken


def test_an_exact_pattern_takes_what_is_below_only_with_a_last_slash() -> None:
    assert not matches("/docs", "docs/start.md", exact=True)
    assert matches("/docs", "docs", exact=True)
    assert matches("/docs/", "docs/start.md", exact=True)
    assert matches("*", "docs/start.md", exact=True)


def test_the_last_rule_that_matches_wins_in_any_order_of_the_rules() -> None:
    rules = [rule(1, "*", "acme/all"), rule(2, "/web/", "acme/web"), rule(3, "/web/*.md", "acme/docs")]
    for several in (rules, rules[::-1]):
        assert owners("web/page.md", *several) == ["acme/docs"]
        assert owners("web/page.js", *several) == ["acme/web"]
        assert owners("README", *several) == ["acme/all"]


def test_all_owners_of_one_rule_own() -> None:
    assert owners("a", rule(1, "*", "old"), rule(2, "*", "acme/b"), rule(2, "*", "acme/a")) == ["acme/a", "acme/b"]


def test_a_rule_without_owners_leaves_its_paths_unowned() -> None:
    rules = [rule(1, "*", "acme/all"), rule(2, "/legacy/")]
    assert owners("legacy/job.py", *rules) == []
    assert owners("job.py", *rules) == ["acme/all"]


def test_every_section_names_owners_of_its_own() -> None:
    rules = [
        rule(1, "*", "acme/all"),
        rule(2, "*.sql", "acme/dba", section="database"),
        rule(3, "*.sql", "acme/late", section="database"),
    ]
    assert owners("db/one.sql", *rules) == ["acme/all", "acme/late"]


def test_what_a_section_excludes_it_does_not_take_back() -> None:
    rules = [
        rule(1, "!nothing", "acme/other"),
        rule(2, "*.rb", "acme/ruby", section="ruby"),
        rule(3, "/gen/", section="ruby", excludes=True),
        rule(4, "/gen/*.rb", "acme/ruby", section="ruby"),
    ]
    assert owners("gen/a.rb", *rules) == []
    assert owners("lib/a.rb", *rules) == ["acme/ruby"]


def test_the_deepest_root_that_says_something_wins() -> None:
    rules = [rule(9, "*", "acme/outer"), rule(1, "/inner/**", "acme/inner", root="inner")]
    assert owners("inner/a.py", *rules) == ["acme/inner"]
    assert owners("innermost/a.py", *rules) == ["acme/outer"]


def test_relations_that_are_no_rules_are_passed_over() -> None:
    stray = Relation(Key("k8s", "a"), "owned by", Key("github", "b"), PLACE)
    assert owners("a", stray) == []


_names = st.sampled_from(["a", "b", "ab", "a.md", "c d"])
_globs = st.sampled_from(["a", "b", "ab", "*.md", "a*", "?", "**", "*b*", "[ab]", r"c\ d"])


@st.composite
def _patterns(draw: st.DrawFn) -> str:
    steps: Sequence[str] = draw(st.lists(_globs, min_size=1, max_size=4))
    return draw(st.sampled_from(["", "/"])) + "/".join(steps) + draw(st.sampled_from(["", "/"]))


@settings(max_examples=300)
@given(_patterns(), st.lists(_names, min_size=1, max_size=5).map("/".join))
def test_patterns_read_as_an_independent_reader_of_gitignore_reads_them(pattern: str, path: str) -> None:
    assume(not pattern.endswith("**/"))  # all below a folder, where .gitignore takes its folders only
    assert matches(pattern, path) is GitIgnoreSpec.from_lines([pattern]).match_file(path)


@settings(max_examples=100)
@given(st.permutations([rule(n, p, f"acme/{n}") for n, p in enumerate(["*", "a/", "/a/b", "*.md", "/a/*"])]), st.data())
def test_the_order_in_which_rules_are_given_does_not_matter(rules: list[Relation], data: st.DataObject) -> None:
    path = "/".join(data.draw(st.lists(_names, min_size=1, max_size=4)))
    assert Rules(rules).of(path) == Rules(sorted(rules, key=lambda one: one.attributes)).of(path)


def test_a_hostile_pattern_ends() -> None:
    assert not matches("/".join(["**", "*a" * 40] * 20), "/".join(["a" * 200 + "b"] * 60))


def test_a_large_file_of_rules_answers_for_many_paths() -> None:
    rules = Rules([rule(n, f"/apps/team{n}/", f"acme/team{n}") for n in range(500)])
    assert [found.target for found in rules.of("apps/team499/x")] == [Key("github", "acme/team499")]
    assert all(rules.of(f"apps/team{n}/src/main.py") for n in range(0, 500, 10))
