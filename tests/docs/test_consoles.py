from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.docs.consoles import ANYTHING, commands, consoles, files, fits, rewritten, run

ROOT = Path(__file__).parents[2]
MAY_BE_LEFT_OUT = {"scan", "demo"}
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for page in [
        ROOT / "README.md",
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "connectors").glob("*.md"),
        *(ROOT / "inventories").glob("*.md"),
    ]
    if consoles(page.read_text(encoding="utf-8"))
)


@pytest.mark.parametrize("page", PAGES)
def test_every_console_prints_what_the_page_shows(page: str, tmp_path: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for name, body in files(text).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(body, encoding="utf-8")
    if os.environ.get("OPMAP_UPDATE_DOCS"):
        (ROOT / page).write_text(rewritten(text, tmp_path), encoding="utf-8", newline="\n")
        return
    for found in consoles(text):
        for command in commands(found["body"]):
            printed, code = run(command.words, tmp_path)
            assert code == 0, printed
            assert fits(command.expected, printed), "\n".join([f"$ {command.words}", *printed])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_its_commands_print(page: str) -> None:
    shown = [one for found in consoles((ROOT / page).read_text(encoding="utf-8")) for one in commands(found["body"])]
    assert [one.words for one in shown if one.expected == [ANYTHING] and one.words[1] not in MAY_BE_LEFT_OUT] == []


def test_an_output_that_differs_is_noticed() -> None:
    assert fits(["one", "…", "four"], ["one", "two", "three", "four"])
    assert not fits(["one", "…", "five"], ["one", "two", "three", "four"])
    assert not fits(["one"], ["one", "two"])
