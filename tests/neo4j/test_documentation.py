from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.docs.consoles import fits

pytestmark = pytest.mark.neo4j
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "neo4j.md"
ADDRESS = "neo4j://localhost:7687/tarnwick"
_COMMANDS = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_ANSWER = re.compile(r"```text\n\$ (opmap .*)\n((?:.*\n)*?)```")
_MOST_LINES = 9


def words(line: str) -> list[str]:
    return shlex.split(line.replace(ADDRESS, "ADDRESS"), comments=True)[1:]


@pytest.mark.parametrize("page", ["README.md", "docs/neo4j.md"])
def test_three_commands_lead_from_a_map_to_cypher(opmap: Callable[..., tuple[str, str]], page: str) -> None:
    blocks = _COMMANDS.findall((ROOT / page).read_text(encoding="utf-8"))
    (block,) = (block for block in blocks if ADDRESS in block)
    lines = [line for line in block.splitlines() if line.startswith("opmap ")]
    assert len(lines) == 3
    for line in lines:
        answer, _ = opmap(*words(line))
    assert re.search(r"single-points: \d+ rows", answer)


def test_the_answers_are_those_that_the_page_shows(opmap: Callable[..., tuple[str, str]]) -> None:
    opmap("demo", "sample")
    opmap("push", "ADDRESS", "--store", "sample/.opmap/opmap.db", "--with-findings")
    page = PAGE.read_text(encoding="utf-8")

    def again(found: re.Match[str]) -> str:
        lines = [line.rstrip() for line in opmap(*words(found[1]))[0].splitlines()]
        if fits(found[2].splitlines(), lines):
            return found.group()
        shown = lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], "…"]
        return f"```text\n$ {found[1]}\n" + "\n".join(shown) + "\n```"

    if os.environ.get("OPMAP_UPDATE_DOCS"):
        PAGE.write_text(_ANSWER.sub(again, page), encoding="utf-8", newline="\n")
        return
    shown = _ANSWER.findall(page)
    assert len(shown) == 7
    for command, expected in shown:
        printed = [line.rstrip() for line in opmap(*words(command))[0].splitlines()]
        assert fits(expected.splitlines(), printed), command
