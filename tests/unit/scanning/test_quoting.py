"""Quoted lines: only as they were read, and never a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from opmap.connecting.documents import digest_of
from opmap.facts import Evidence
from opmap.kinds import Known
from opmap.scanning.quoting import LONGEST, Quoting

KEY = "MIIEowIBAAKCAQEAx9qkZ7"
COMPOSE = f"""services:
  web:
    image: acme/web
    environment:
      DATABASE_URL: postgres://web:letmein@db/web
      DB_PASSWORD: welcome
      COPY: q9XvR2mZk7LpT4sWb1
      API_TOKEN: q9XvR2mZk7LpT4sWb1
      PRIVATE_KEY: |
        -----BEGIN RSA PRIVATE KEY-----
        {KEY}
        -----END RSA PRIVATE KEY-----
    depends_on: [welcome]
"""


def evidence(line: int | None, path: str = "compose.yaml", text: str = COMPOSE, source: str = "acme") -> Evidence:
    return Evidence(source, path, line, "", digest_of(text.encode()), "docker-compose")


@pytest.fixture
def quoting(tmp_path: Path) -> Quoting:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "compose.yaml").write_text(COMPOSE, encoding="utf-8", newline="\n")
    (tmp_path / "outside.yaml").write_text("secret: of others\n", encoding="utf-8")
    return Quoting({"acme": tmp_path / "acme"})


def test_a_line_is_quoted_as_it_stands(quoting):
    assert quoting.quote(evidence(3)).text == "image: acme/web"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (5, "DATABASE_URL: postgres://web:[redacted]@db/web"),
        (6, "DB_PASSWORD: [redacted]"),
        (7, "COPY: [redacted]"),
        (8, "API_TOKEN: [redacted]"),
        (11, "[redacted]"),
    ],
)
def test_no_secret_is_quoted_a_mere_word_neither(quoting, line, shown):
    assert quoting.quote(evidence(line)).text == shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("url: https://x.example/a?key=orders&page=two", "url: https://x.example/a?key=[redacted]&page=[redacted]"),
        ("run: tool --api-key orders --region eu", "run: tool --api-key [redacted] --region eu"),
        ("run: tool --token=orders", "run: tool --token=[redacted]"),
    ],
)
def test_what_an_address_is_asked_with_and_what_follows_a_key_is_not_quoted(tmp_path, line, shown):
    text = f"{line}\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8", newline="\n")
    assert Quoting({"acme": tmp_path}).quote(evidence(1, "a.txt", text)).text == shown


def test_a_word_that_is_a_secret_on_one_line_stays_a_name_on_another(quoting):
    assert quoting.quote(evidence(13)).text == "depends_on: [welcome]"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (evidence(3, text="as it was"), "the file has changed since it was scanned"),
        (evidence(3, "gone.yaml"), "the file is not there any more"),
        (evidence(1, "../outside.yaml"), "the file is not there any more"),
        (evidence(1, source="elsewhere"), "no folder that was scanned holds it"),
        (evidence(99), "the file has no such line"),
        (evidence(None), "the file as a whole says it"),
        (evidence(3)._replace(known=Known.DECIDED), "said by a person, not by a file"),
    ],
)
def test_where_nothing_can_be_quoted_it_is_said_why(quoting, asked, why):
    found = quoting.quote(asked)
    assert (found.text, found.why_not) == ("", why)


def test_no_endless_line_and_no_binary_file_is_quoted(tmp_path):
    long = f'{{"a": "{"x" * LONGEST}"}}'
    (tmp_path / "long.json").write_text(long, encoding="utf-8")
    (tmp_path / "book.bin").write_bytes(b"\x00\x01\x02")
    quoting = Quoting({"acme": tmp_path})
    assert "characters" in quoting.quote(evidence(1, "long.json", long)).why_not
    assert quoting.quote(evidence(1, "book.bin")).text == ""


def test_what_a_terminal_or_a_page_acts_on_is_gone(tmp_path):
    text = "name: pay\x1b[31m\u202ements\n"
    (tmp_path / "odd.yaml").write_text(text, encoding="utf-8")
    assert "\x1b" not in Quoting({"acme": tmp_path}).quote(evidence(1, "odd.yaml", text)).text
