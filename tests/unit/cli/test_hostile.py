"""Names are data: whatever stands in a file, no command and no format lets it act."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Answer, Ask

from opmap.app import open_graph
from opmap.plain import is_hidden

NODES = "every node"
QUESTIONS = {
    "nodes": ["nodes"],
    "unknown nodes": ["nodes", "--unknown", "--top", "0"],
    "show": ["show", NODES],
    "why": ["why", NODES],
    "blast": ["blast", NODES, "--explain"],
    "spof": ["spof", "--all", "--top", "0", "--explain"],
    "owners": ["owners", "--all", "--top", "0"],
    "risks": ["risks", "--all", "--top", "0", "--explain"],
    "availability": ["availability", NODES, "--importance", "--top", "0"],
    "what-if": ["what-if", "--fail", NODES, "--explain"],
    "what-if with a replica": ["what-if", "--add", "replica of " + NODES, "--top", "0"],
    "concentration": ["concentration", "--all", "--top", "0", "--explain"],
    "ask": ["ask", "--top", "0", "--explain"],
    "coverage": ["coverage", "--top", "0"],
    "identity": ["identity", "--top", "0"],
    "sources": ["sources"],
    "decisions": ["decisions"],
}
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?")


def harmless(answer: Answer, form: str) -> None:
    """Hold an answer against everything that a terminal, a browser or a spreadsheet might act on."""
    for text in (answer.out, answer.err):
        assert not [one for one in text if one != "\n" and is_hidden(one)]
        assert not [line for line in text.splitlines() if line.lstrip().startswith("NEWLINE")]
    if form == "json":
        assert "<" not in answer.out
        json.loads(answer.out)
    if form == "csv":
        for row in csv.reader(io.StringIO(answer.out)):
            assert not [cell for cell in row if FORMULA.match(cell) and not NUMBER.fullmatch(cell)]
    if form == "md":
        outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", re.sub(r"\\.", "", answer.out))
        assert "<" not in outside
        assert "](" not in outside


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_no_text_of_any_file_acts(ask: Ask, evil: Path, question: str, form: str) -> None:
    words = QUESTIONS[question]
    ids = list(open_graph(evil / ".opmap" / "opmap.db").ids) if any(NODES in word for word in words) else [NODES]
    for identity in ids[:: 1 if form == "table" else 3]:
        answer = ask(evil, *(word.replace(NODES, identity) for word in words), "--format", form)
        assert answer.code == 0, answer.err
        harmless(answer, form)


@pytest.mark.parametrize("form", ["json", "graphml", "dot", "mermaid", "csv"])
def test_no_export_lets_a_name_act(ask: Ask, evil: Path, form: str) -> None:
    harmless(ask(evil, "export", "--format", form), form)


@pytest.mark.parametrize("question", ["nodes", "risks", "spof", "owners", "identity"])
def test_a_command_that_is_offered_means_the_node_and_does_nothing_else(ask: Ask, evil: Path, question: str) -> None:
    """Every offered command is one command of opmap to a shell, whatever stands in its names."""
    out = ask(evil, question, "--top", "0").out
    offered = [part.strip() for line in out.splitlines() if line.startswith("Next:") for part in line[5:].split(" · ")]
    offered += [found.group() for found in re.finditer(r"opmap decide (same|not-same) .*", out)]
    assert offered
    for command in offered:
        words = shlex.split(command)
        assert words[0] == "opmap"
        marks = shlex.shlex(command, punctuation_chars=True)
        assert not set(marks) & {";", "|", "&", "(", ")", "<", ">", "||", "&&"}
        assert "`" not in re.sub(r"'[^']*'", "", command)


def test_what_cannot_be_read_is_said_without_harm(ask: Ask, evil: Path) -> None:
    answer = ask(evil, "scan", ".", "--show", "unreadable")
    assert "unreadable" in answer.out
    harmless(answer, "table")
    harmless(ask(evil, "scan", ".", "--show", "not-recognised", "--format", "csv"), "csv")


@pytest.mark.parametrize("name", ["\x1b[31mred", "\u202egnp", "two\nNEWLINE", "x" * 10_000, "'`$(x)", "--frob\x1b[2J"])
@pytest.mark.parametrize("command", ["show", "blast", "why", "spof", "nodes", "scan", "undo", "frob\x9b31m", "decide"])
def test_a_complaint_repeats_nothing_that_acts(ask: Ask, evil: Path, command: str, name: str) -> None:
    harmless(ask(evil, command, name), "table")


def test_a_long_name_is_cut_in_a_line_and_whole_in_no_column(ask: Ask, evil: Path) -> None:
    assert max(map(len, ask(evil, "nodes", "--top", "0").out.splitlines())) < 1000


def test_what_people_say_does_not_act_either(ask: Ask, own_shop: Path) -> None:
    hostile = "\x1b[31m=1+1 <script> `x`\u202e"
    assert ask(own_shop, "decide", "note", "web", hostile, "--by", hostile, "--because", hostile).code == 0
    for form in ("table", "json", "csv", "md"):
        for words in (["decisions"], ["show", "web"]):
            harmless(ask(own_shop, *words, "--format", form), form)
