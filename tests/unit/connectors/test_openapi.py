"""OpenAPI and Swagger descriptions."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents import document

from opmap.connecting import Document, Entity, Evidence, Key, Notice, Reading, Relation, Unreadable
from opmap_connectors.openapi import OpenApi

NOWHERE = Evidence("", "", None, "", "", "")


def read(found: Document) -> list[Reading]:
    connector = OpenApi()
    assert connector.detect(found)
    return list(connector.read(found))


def without_place(readings: list[Reading], path: str) -> set[str]:
    """Write readings without what differs between two files of one content."""
    return {repr(replace(reading, evidence=NOWHERE)).replace(path, "PATH") for reading in readings}


def described(paths: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": {"title": "Claims", "version": "1"}, "paths": paths, **more}


def test_the_corpora_give_the_same_facts_from_json_as_from_yaml(corpora: Path) -> None:
    pairs = 0
    for path in sorted((corpora / "openapi").rglob("*.json")):
        twin = Path(str(path).replace("/json/", "/yaml/")).with_suffix(".yaml")
        documents = [document("spec", file.read_bytes()) for file in (path, twin)]
        documents = [replace(found, path=file.name) for found, file in zip(documents, (path, twin), strict=True)]
        if not OpenApi().detect(documents[0]):
            assert not OpenApi().detect(documents[1])
            continue
        first, second = (without_place(read(found), found.path) for found in documents)
        if path.stem == "tictactoe":  # its JSON was written before its YAML learned of webhooks and callbacks
            assert all("topic" in fact or "publishes" in fact for fact in first ^ second)
            second &= first
        assert first == second
        assert any("exposes" in fact or "publishes" in fact for fact in first)
        pairs += 1
    assert pairs == 12


_names = st.sampled_from(["get", "post", "x-y", "a", "1.10", "on", "no"])
_plain = (
    st.none() | st.booleans() | st.integers(-9, 9999) | st.sampled_from(["", "7", "https://a.example/v1", "no", "3.10"])
)
_values = st.recursive(_plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=3))
_operations = st.fixed_dictionaries(
    {},
    optional={
        "operationId": _values,
        "tags": _values,
        "deprecated": _values,
        "callbacks": _values,
        "security": _values,
    },
)
_items = st.dictionaries(st.sampled_from(["get", "post", "$ref", "servers", "x-z"]), _operations | _values, max_size=3)
_specs = st.fixed_dictionaries(
    {
        "openapi": st.sampled_from(["3.0.0", "3.1.0"]),
        "info": st.fixed_dictionaries({"title": _values, "version": _values}),
    },
    optional={
        "paths": st.dictionaries(st.sampled_from(["/a", "/a/{id}", "b", "x-c"]), _items | _values, max_size=3),
        "servers": st.lists(st.dictionaries(st.sampled_from(["url", "variables"]), _values)) | _values,
        "webhooks": _values,
        "components": st.dictionaries(st.sampled_from(["securitySchemes", "pathItems"]), _values) | _values,
        "security": _values,
        "x-backend": _values,
    },
)


@settings(max_examples=200, deadline=None)
@given(_specs)
def test_whatever_a_description_holds_it_gives_the_same_facts_from_json_as_from_yaml(spec: dict[str, Any]) -> None:
    as_json = document("spec.json", json.dumps(spec))
    as_yaml = document("spec.yaml", yaml.safe_dump(spec, sort_keys=False))
    assert without_place(read(as_json), "spec.json") == without_place(read(as_yaml), "spec.yaml")


@settings(max_examples=100, deadline=None)
@given(_specs, st.randoms())
def test_the_order_of_keys_does_not_matter(spec: dict[str, Any], chance: Any) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, list):
            return [shuffled(item) for item in value]
        if not isinstance(value, dict):
            return value
        names = sorted(value)
        chance.shuffle(names)
        return {name: shuffled(value[name]) for name in names}

    first, second = (document("spec.json", json.dumps(each)) for each in (spec, shuffled(spec)))
    assert without_place(read(first), "") == without_place(read(second), "")


def test_a_large_description_is_read_whole() -> None:
    spec = described({f"/things/{number}": {"get": {}, "put": {}} for number in range(3000)})
    readings = read(document("large.json", json.dumps(spec)))
    assert sum(isinstance(found, Entity) and found.kind == "operation" for found in readings) == 6000


def test_a_file_beside_it_is_opened_once_and_no_other_machine_is_asked() -> None:
    asked: list[str] = []

    def beside(path: str) -> bytes | None:
        asked.append(path)
        return json.dumps({str(number): {"get": {}} for number in range(50)}).encode() if path == "a/p.json" else None

    paths = {f"/{number}": {"$ref": f"p.json#/{number}"} for number in range(50)}
    paths["/far"] = {"$ref": "https://far.example/p.json"}
    paths["/farther"] = {"$ref": "//far.example/p.json"}
    found = Document("a/spec.json", json.dumps(described(paths)).encode(), beside=beside)
    readings = read(found)
    assert asked.count("a/p.json") == 1
    assert not any("far.example" in path for path in asked)
    assert sum(isinstance(reading, Entity) and reading.kind == "operation" for reading in readings) == 50
    assert [reading.reason for reading in readings if isinstance(reading, Notice)] == [
        "2 $refs lead to another machine, and nothing is ever fetched"
    ]


def test_a_long_chain_of_references_ends() -> None:
    items: dict[str, Any] = {str(n): {"$ref": f"#/components/pathItems/{n + 1}"} for n in range(500)}
    spec = described({"/a": {"$ref": "#/components/pathItems/0"}}, components={"pathItems": items})
    readings = read(document("chain.json", json.dumps(spec)))
    assert any(isinstance(found, Notice) for found in readings)


def test_the_facts_hold_no_secret() -> None:
    spec = described(
        {"/a": {"get": {"x-backend": {"url": "https://ana:hunter2@b.example/x?key=hunter2"}}}},
        servers=[{"url": "https://ana:hunter2@api.example/v1?token=hunter2"}],
        components={"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "h", "x-value": "hunter2"}}},
        security=[{"key": []}],
    )
    assert "hunter2" not in repr(read(document("spec.json", json.dumps(spec))))


@pytest.mark.parametrize("name", ["spec", "petstore.v1", "api/v1/any.yml", "spec.yaml"])
def test_it_is_known_by_its_content_and_not_by_its_name(name: str) -> None:
    assert OpenApi().detect(document(name, "openapi: 3.0.0\ninfo: {title: a}\n"))


@pytest.mark.parametrize(
    "text",
    [
        "openapi: 3.0.0",
        "openapi: 4.0.0\ninfo: {}",
        "swagger: {enabled: true}\ninfo: {}",
        "info: {}\npaths: {}",
        "openapi: 3.0.0\ninfo: {x-cortex-tag: a}",
        "asyncapi: 3.0.0\ninfo: {}",
    ],
)
def test_what_only_looks_like_a_description_is_not_taken(text: str) -> None:
    assert not OpenApi().detect(document("spec.yaml", text))


@pytest.mark.parametrize("version", ["2.0", "'2.0'", "2"])
def test_the_version_of_swagger_may_be_text_or_a_number(version: str) -> None:
    assert OpenApi().detect(document("spec.yaml", f"swagger: {version}\npaths: {{}}"))


def test_a_broken_file_is_unreadable_with_its_line() -> None:
    with pytest.raises(Unreadable) as caught:
        OpenApi().detect(document("spec.yaml", "openapi: 3.0.0\ninfo: [a"))
    assert caught.value.line == 2


def test_two_sources_with_the_same_path_stay_apart() -> None:
    found = document("spec.json", json.dumps(described({"/a": {"get": {}}})))
    keys = [
        {key for reading in read(each) if isinstance(reading, Entity) for key in reading.keys}
        for each in (found, replace(found, source="other"))
    ]
    assert not keys[0] & keys[1]


def test_the_api_and_its_operations_are_joined() -> None:
    readings = read(document("spec.json", json.dumps(described({"/a/{id}": {"delete": {}}}))))
    api, operation = Key("openapi", "source/spec.json"), Key("openapi", "source/spec.json#DELETE /a/{id}")
    assert [(found.source, found.verb, found.target) for found in readings if isinstance(found, Relation)] == [
        (api, "exposes", operation)
    ]
