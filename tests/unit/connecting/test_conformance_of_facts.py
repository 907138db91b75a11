"""The checks of what a connector states, each with a bad fact or a leak that it rejects."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.rotas import Good, failures, write_cases

from opmap.connecting import Document, Entity, Evidence, Field, Group, Key, Known, Locator, Notice, Relation
from opmap.connecting.conformance import check


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return write_cases(tmp_path)


def _with(reading: Callable[[Document], Any]) -> type[Good]:
    class Bad(Good):
        def read(self, document: Document) -> Iterator[Any]:
            yield from super().read(document)
            yield reading(document)

    return Bad


def _entity(document: Document, **changes: Any) -> Entity:
    plain = Entity("service", "payments", (Key("rota", "payments"),), document.at(line=1))
    return replace(plain, **changes)


def _relation(document: Document, **changes: Any) -> Relation:
    plain = Relation(Key("rota", "a"), "calls", Key("rota", "b"), document.at(line=1))
    return replace(plain, **changes)


def _top(document: Document) -> Field:
    return document.parts[0].root


LEAKS = {
    "token": lambda document: _entity(document, attributes=(("token", _top(document)["token"].text),)),
    "variable": lambda document: _entity(document, attributes=(("env", _top(document)["env"][0]["value"].text),)),
    "pair": lambda document: _entity(document, name=_top(document)["settings"][0].text or "x"),
    "coded": lambda document: _entity(document, attributes=(("a", _top(document)["sealed"]["data"]["a"].text),)),
    "decoded": lambda document: _entity(
        document, attributes=(("a", b64decode(_top(document)["sealed"]["data"]["a"].text).decode()),)
    ),
    "url": lambda document: _relation(document, target=Locator("url", _top(document)["rota"][1]["covers"].text or "x")),
    "notice": lambda document: Notice(f"not understood: {_top(document)['token'].text}", document.at()),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_connector_that_lets_a_secret_out_is_rejected(leak: str, cases: Path) -> None:
    assert "secret" in failures(_with(LEAKS[leak])(), cases)


def test_a_secret_in_plain_text_is_planted_too(tmp_path: Path) -> None:
    class Lines(Good):
        def detect(self, document: Document) -> bool:
            return document.form == "text" and document.data.startswith(b"rota")

        def read(self, document: Document) -> Iterator[Any]:
            yield _entity(document, name=document.text.splitlines()[-1])

    (tmp_path / "rota.txt").write_text("rota\npassword: hunter2\n")
    assert "secret" in failures(Lines(), tmp_path)


BAD_READINGS: dict[str, Callable[[Document], Any]] = {
    "no reading": lambda document: document.path,
    "not hashable": lambda document: _entity(document, attributes=(("a", ["b"]),)),
    "no evidence": lambda document: _entity(document, evidence=None),
    "evidence of elsewhere": lambda document: _entity(document, evidence=document.at()._replace(path="other.txt")),
    "evidence of another version": lambda document: _entity(document, evidence=document.at()._replace(digest="0")),
    "evidence of another source": lambda document: _entity(document, evidence=document.at()._replace(source="x")),
    "evidence of another connector": lambda document: _entity(document, evidence=document.at()._replace(connector="x")),
    "evidence made by hand": lambda document: _entity(document, evidence=Evidence("case", "x", 1, "", "", "rota")),
    "decided": lambda document: _entity(document, evidence=document.at(known=Known.DECIDED)),
    "a line beyond the end": lambda document: _entity(document, evidence=document.at(line=9999)),
    "line 0": lambda document: _entity(document, evidence=document.at(line=0)),
    "an unknown kind": lambda document: _entity(document, kind="servce"),
    "an empty name": lambda document: _entity(document, name=" "),
    "a name of two lines": lambda document: _entity(document, name="a\nb"),
    "a long name": lambda document: _entity(document, name="a" * 301),
    "no key": lambda document: _entity(document, keys=()),
    "an empty key": lambda document: _entity(document, keys=(Key("rota", ""),)),
    "a key without a space": lambda document: _entity(document, keys=(Key("", "payments"),)),
    "a text for a key": lambda document: _entity(document, keys=("payments",)),
    "an empty link": lambda document: _entity(document, links=(Key("rota", " "),)),
    "a key for an address": lambda document: _entity(document, addresses=(Key("a", "b"),)),
    "an empty address": lambda document: _entity(document, addresses=(Locator("host", ""),)),
    "an address without a form": lambda document: _entity(document, addresses=(Locator("", "a"),)),
    "an unknown environment": lambda document: _entity(document, environment="prod"),
    "attributes of a mapping": lambda document: _entity(document, attributes={}),
    "attributes out of order": lambda document: _entity(document, attributes=(("b", 1), ("a", 2))),
    "an attribute twice": lambda document: _entity(document, attributes=(("a", 1), ("a", 2))),
    "an attribute that is no value": lambda document: _entity(document, attributes=(("a", (Path("x"),)),)),
    "attributes without names": lambda document: _entity(document, attributes=(1,)),
    "an unknown verb": lambda document: _relation(document, verb="cals"),
    "a text for a source": lambda document: _relation(document, source="a"),
    "an empty target": lambda document: _relation(document, target=Key("rota", "")),
    "an unknown expected kind": lambda document: _relation(document, target=Locator("host", "a", expects="servce")),
    "a bad surrounding": lambda document: _relation(document, target=Locator("object", "a", within=Key("", "x"))),
    "a word for a strength": lambda document: _relation(document, strength="hard"),
    "a negative buffer": lambda document: _relation(document, buffer=-1.0),
    "an endless buffer": lambda document: _relation(document, buffer=float("inf")),
    "a word for a certainty": lambda document: _relation(document, certainty="certain"),
    "a group without a name": lambda document: _relation(document, group=Group("")),
    "a group that needs none": lambda document: _relation(document, group=Group("a", 0)),
    "an empty notice": lambda document: Notice("", document.at()),
    "a notice of two lines": lambda document: Notice("a\nb", document.at()),
}


@pytest.mark.parametrize("reading", BAD_READINGS)
def test_a_bad_fact_is_rejected(reading: str, cases: Path) -> None:
    assert failures(_with(BAD_READINGS[reading])(), cases) == {"fact"}


def test_evidence_of_a_consulted_sibling_is_good(cases: Path) -> None:
    class Looks(Good):
        def read(self, document: Document) -> Iterator[Any]:
            beside = document.sibling("other.txt") or document.sibling("../other.txt")
            if beside is not None:
                yield _entity(beside)

    assert failures(Looks(), cases) == set()


def test_a_failure_is_said_once_with_its_place(cases: Path) -> None:
    [failure] = check(_with(BAD_READINGS["no key"])(), cases, seconds=60)
    assert str(failure) == "fact: an entity has no key (deep/rota.yaml)"
