"""Every check of a connector's promises, each with a bad connector that it rejects."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from opmap.connecting import Document, Entity, Evidence, Field, Group, Key, Known, Locator, Notice, Relation, Unreadable
from opmap.connecting.conformance import check

ROTA = {
    "rota": [
        {"who": "ana@acme.example", "covers": "payments"},
        {"who": "bo@acme.example", "covers": "https://bo:pw@x.example/a?b=c"},
    ],
    "token": "hunter2",
    "env": [{"name": "DB_PASSWORD", "value": "hunter2"}, {"name": "PLAIN", "value": "x"}],
    "settings": ["API_KEY=hunter2"],
    "sealed": {"kind": "Secret", "data": {"a": "aHVudGVyMg=="}},
}


class Good:
    """Keeps every promise."""

    name = "rota"
    title = "On-call rota"
    recognises = "a mapping with the key `rota`"
    version = 1

    def detect(self, document: Document) -> bool:
        return any(part["rota"].is_list for part in document.parts)

    def read(self, document: Document) -> Iterator[Any]:
        yield from document.notices()
        for part in document.parts:
            for shift in part["rota"].list():
                yield from self.shift(shift)

    def shift(self, shift: Field) -> Iterator[Any]:
        if not shift["who"].is_text or not shift["who"].text or "\n" in shift["who"].text:
            yield Notice("a shift without anybody", shift.at())
            return
        yield self.entity(shift)
        yield self.relation(shift)

    def entity(self, shift: Field) -> Any:
        return Entity("person", "Somebody", (Key("person", shift["who"].text),), shift.at())

    def relation(self, shift: Field) -> Any:
        return Relation(Key("person", shift["who"].text), "on call for", Locator("name", "payments"), shift.at())


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    folder = tmp_path / "case" / "input"
    (folder / "deep").mkdir(parents=True)
    (folder / "rota.json").write_text(json.dumps(ROTA, indent=1))
    (folder / "deep" / "rota.yaml").write_text(json.dumps(ROTA, indent=1))
    (folder / "other.txt").write_text("not a rota\n")
    return tmp_path


def failures(connector: Any, cases: Path | None = None, seconds: float = 60.0) -> set[str]:
    return {failure.check for failure in check(connector, cases, seconds=seconds)}


def test_a_good_connector_passes(cases: Path) -> None:
    assert check(Good(), cases, seconds=60) == []
    assert check(Good()) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "On Call"),
        ("name", None),
        ("title", ""),
        ("title", "two\nlines"),
        ("recognises", 3),
        ("version", "1"),
        ("version", True),
        ("version", 0),
        ("detect", None),
        ("read", "no method"),
    ],
)
def test_a_badly_formed_connector_is_rejected(field: str, value: object, cases: Path) -> None:
    bad = type("Bad", (Good,), {field: value})()
    assert failures(bad, cases) == {"shape"}


class FailsOnRubbish(Good):
    def detect(self, document: Document) -> bool:
        return "rota" in json.loads(document.data)


class FailsOnOddValues(Good):
    def shift(self, shift: Field) -> Iterator[Any]:
        shift.value["who"].upper()
        yield from super().shift(shift)


class FailsOnItsOwn(Good):
    def read(self, document: Document) -> Iterator[Any]:
        raise KeyError(document.path)


@pytest.mark.parametrize("bad", [FailsOnRubbish, FailsOnOddValues, FailsOnItsOwn])
def test_a_connector_that_crashes_is_rejected(bad: type[Good], cases: Path) -> None:
    assert "crash" in failures(bad(), cases)


def test_a_connector_that_crashes_is_rejected_without_cases_too() -> None:
    assert failures(FailsOnRubbish()) == {"crash"}


def test_unreadable_is_no_crash(cases: Path) -> None:
    class Refuses(Good):
        def read(self, document: Document) -> Iterator[Any]:
            raise Unreadable("not today", document.at(line=1).line)

    assert failures(Refuses(), cases) == set()


class GivesFactsByName(Good):
    def detect(self, document: Document) -> bool:
        return document.name.startswith("rota")

    def read(self, document: Document) -> Iterator[Any]:
        yield Entity("file", document.name, (Key("file", document.path),), document.at())


class GivesFactsAboutNothing(Good):
    def detect(self, document: Document) -> bool:
        return document.data is not None

    def read(self, document: Document) -> Iterator[Any]:
        yield Entity("file", "a file", (Key("file", document.path),), document.at())


@pytest.mark.parametrize("bad", [GivesFactsByName, GivesFactsAboutNothing])
def test_a_connector_that_goes_by_the_name_is_rejected(bad: type[Good], cases: Path) -> None:
    assert "content" in failures(bad(), cases)


def test_a_slow_connector_is_rejected(cases: Path) -> None:
    assert failures(Good(), cases, seconds=0.0) == {"cheap"}


class Scribbles(Good):
    def detect(self, document: Document) -> bool:
        found = super().detect(document)
        document.data += b" "
        return found


class ChangesItsMind(Good):
    def __init__(self) -> None:
        self.times = 0

    def detect(self, document: Document) -> bool:
        self.times += 1
        return super().detect(document) and self.times % 2 == 0


@pytest.mark.parametrize("bad", [Scribbles, ChangesItsMind])
def test_an_impure_connector_is_rejected(bad: type[Good], cases: Path) -> None:
    assert "pure" in failures(bad(), cases)


class OpensFiles(Good):
    def detect(self, document: Document) -> bool:
        with Path("/dev/null").open("rb"):
            return super().detect(document)


class StartsPrograms(Good):
    def read(self, document: Document) -> Iterator[Any]:
        import subprocess

        subprocess.run(["true"], check=True)
        yield from super().read(document)


class AsksTheNetwork(Good):
    def read(self, document: Document) -> Iterator[Any]:
        import socket

        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
            connection.settimeout(1)
            connection.connect_ex(("127.0.0.1", 1))
        yield from super().read(document)


@pytest.mark.parametrize("bad", [OpensFiles, StartsPrograms, AsksTheNetwork])
def test_a_connector_that_touches_the_outside_is_rejected(bad: type[Good], cases: Path) -> None:
    assert failures(bad(), cases) == {"outside"}


class Remembers(Good):
    def __init__(self) -> None:
        self.seen: list[str] = []

    def detect(self, document: Document) -> bool:
        self.seen.append(document.path)
        return super().detect(document) and "other.txt" not in self.seen[:-1]


def test_a_connector_with_a_memory_is_rejected(cases: Path) -> None:
    assert "state" in failures(Remembers(), cases)


class Counts(Good):
    times = 0

    def relation(self, shift: Field) -> Any:
        Counts.times += 1
        return replace(super().relation(shift), buffer=float(Counts.times))


class GoesByOrder(Good):
    def read(self, document: Document) -> Iterator[Any]:
        yield from super().read(document)
        for part in document.parts:
            first, _ = next(part.root.items())
            yield Entity("file", first, (Key("file", first),), part.root.at())


@pytest.mark.parametrize("bad", [Counts, GoesByOrder])
def test_a_connector_whose_facts_vary_is_rejected(bad: type[Good], cases: Path) -> None:
    assert "order" in failures(bad(), cases)


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
    "evidence of elsewhere": lambda document: _entity(document, evidence=replace(document.at(), path="other.txt")),
    "evidence of another version": lambda document: _entity(document, evidence=replace(document.at(), digest="0")),
    "evidence of another source": lambda document: _entity(document, evidence=replace(document.at(), source="x")),
    "evidence of another connector": lambda document: _entity(document, evidence=replace(document.at(), connector="x")),
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


def test_a_connector_that_recognises_no_case_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("hello")
    assert [str(failure) for failure in check(Good(), tmp_path)] == [
        f"cases: it recognises none of these documents ({tmp_path})"
    ]


def test_a_failure_is_said_once_with_its_place(cases: Path) -> None:
    [failure] = check(_with(BAD_READINGS["no key"])(), cases, seconds=60)
    assert str(failure) == "fact: an entity has no key (deep/rota.yaml)"
