from __future__ import annotations

import io

from opmap.facts import Evidence
from opmap.reports.pages import Column, Note, Page, Place, Table, Tone
from opmap.reports.terminal import Terminal, rendered

PAGE = Page(
    headline="2 of 11 capabilities fall.",
    tables=(
        Table(
            (Column("points", right=True), Column("node", wide=True), Column("where")),
            (
                (
                    41.2,
                    Tone("Identity provider", "bad"),
                    Place(Evidence("acme", "k8s/idp.yaml", 7, "", "", "kubernetes")),
                ),
                (3.0, "a name that is quite a bit longer than what the line has room for", None),
            ),
        ),
    ),
    notes=(Note("4 more", "opmap risks --top 0"),),
    next=("opmap map",),
)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_answer_comes_first_and_the_next_step_last() -> None:
    lines = rendered(PAGE, Terminal(io.StringIO())).splitlines()
    assert lines[0].startswith("2 of 11 capabilities fall.")
    assert lines[-1] == "Next: opmap map"


def test_a_pipe_gets_columns_without_colour_and_nothing_is_cut() -> None:
    text = rendered(PAGE, Terminal(io.StringIO()))
    assert "\x1b" not in text
    assert "longer than what the line has room for" in text
    assert "k8s/idp.yaml:7" in text


def test_a_narrow_screen_wraps_what_is_wide(monkeypatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    text = rendered(PAGE, Terminal(Screen(), width=60))
    assert max(map(len, text.splitlines())) <= 62
    assert "room" in text


def test_colour_is_gone_where_nobody_wants_it(monkeypatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[31m" in rendered(PAGE, Terminal(Screen(), width=100))
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in rendered(PAGE, Terminal(Screen(), width=100))


def test_evidence_is_a_link_where_the_terminal_knows_links(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("VTE_VERSION", "7000")
    monkeypatch.delenv("NO_COLOR", raising=False)
    text = rendered(PAGE, Terminal(Screen(), width=100, roots={"acme": str(tmp_path)}))
    assert f"\x1b]8;;{(tmp_path / 'k8s' / 'idp.yaml').as_uri()}\x1b\\k8s/idp.yaml:7" in text


def test_where_columns_have_no_room_each_cell_stands_by_its_name_below_the_first(monkeypatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    row = ("claims-management (backstage:system:default/claims-management)", "they are called alike", "opmap decide")
    table = Table((Column("may be one", wide=True), Column("because"), Column("settle it with", wide=True)), (row,))
    text = rendered(Page(headline="1 question.", tables=(table,)), Terminal(Screen(), width=80))
    assert text.splitlines()[2:] == [
        "  claims-management (backstage:system:default/claims-management)",
        "      because they are called alike · settle it with opmap decide",
    ]


EXPLAINED = Page(
    headline="1 node.",
    tables=(
        Table(
            (Column("node"), Column("because", wide=True), Column("answers for it")),
            (
                ("claims-db", "its repair takes 8 h", "Platform"),
                ("", "an explanation that is a good deal longer than what stands in the column above it", ""),
            ),
        ),
    ),
)


def test_an_explanation_stands_below_its_column_and_over_those_behind_it() -> None:
    lines = rendered(EXPLAINED, Terminal(io.StringIO())).splitlines()
    assert lines[3] == "  claims-db  its repair takes 8 h  Platform"
    assert lines[4] == f"{' ' * 13}{EXPLAINED.tables[0].rows[1][1]}"


def test_an_explanation_begins_further_left_where_there_is_little_room(monkeypatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    lines = rendered(EXPLAINED, Terminal(Screen(), width=60)).splitlines()
    assert lines[3] == "  claims-db  its repair takes 8 h  Platform"
    assert lines[4:6] == [
        "      an explanation that is a good deal longer than what",
        "        stands in the column above it",
    ]
