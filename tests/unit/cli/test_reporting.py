"""The report, written by the command: from a store and its files, for a colleague or for strangers."""

from __future__ import annotations

from html import unescape
from pathlib import Path

from tests.unit.cli.conftest import Ask
from tests.unit.cli.estates import EVIL, SHOP, lay_out


def written(ask: Ask, folder: Path, *words: str) -> str:
    answer = ask(folder, "report", *words)
    assert (answer.code, answer.out) == (0, "")
    assert "it needs no network" in answer.err
    return unescape((folder / "report.html").read_text(encoding="utf-8"))


def test_the_report_quotes_the_lines_of_the_files_that_show_it(ask: Ask, own_shop: Path) -> None:
    page = written(ask, own_shop)
    assert "inventory.yaml:11" in page
    assert '- {from: "compose:acme/shop/web", verb: supports, to: sales}' in page


def test_a_file_that_changed_since_the_scan_is_not_quoted(ask: Ask, tmp_path: Path) -> None:
    folder = lay_out(tmp_path, SHOP)
    assert ask(folder, "scan", ".").code == 0
    with (folder / "inventory.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    page = written(ask, folder)
    assert "the file has changed since it was scanned" in page
    assert "verb: supports" not in page


def test_it_leads_into_the_map_where_one_stands_beside_it_and_else_says_how_to_draw_one(
    ask: Ask, own_shop: Path
) -> None:
    assert "opmap map -o" in ask(own_shop, "report").err
    assert "map.html#" not in written(ask, own_shop)
    (own_shop / "map.html").write_text("a map", encoding="utf-8")
    assert 'href="map.html#n=' in written(ask, own_shop)


def test_it_says_who_accepted_a_single_point_until_when_and_why(ask: Ask, own_shop: Path) -> None:
    said = ("--until", "2099-01-31", "--by", "Bert Olsen", "--because", "it is cheap")
    assert ask(own_shop, "decide", "accept", "cart-db", "spof", *said).code == 0
    assert "until 2099-01-31 by Bert Olsen: it is cheap" in written(ask, own_shop)
    assert "Olsen" not in written(ask, own_shop, "--without-people")


def test_without_people_nobody_is_named_and_nothing_quoted(ask: Ask, own_shop: Path) -> None:
    assert "Ana Ruiz" in written(ask, own_shop)
    page = written(ask, own_shop, "--without-people")
    assert "Ana Ruiz" not in page
    assert "Bert Olsen" not in page
    assert "verb: supports" not in page


def test_no_name_in_it_acts(ask: Ask, evil: Path, tmp_path: Path) -> None:
    assert ask(evil, "report", "-o", str(tmp_path / "report.html")).code == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not [name for name in EVIL if "<" in name and name in page]
    assert not set(page) & set("\x00\x07\x08\x1b\x7f\x9b\u202e\u2066\u2069")


def test_a_report_of_nothing_scanned_says_so(ask: Ask, tmp_path: Path) -> None:
    assert ask(tmp_path, "report").code == 2
