"""Backstage catalogs."""

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

from opmap.connecting import Document, Entity, Evidence, Key, Known, Notice, Reading, Relation
from opmap.identity import compile_estate
from opmap_connectors.backstage import Backstage
from opmap_connectors.backstage.kinds import kind_of
from opmap_connectors.backstage.references import EntityRef
from opmap_connectors.openapi import OpenApi

NOWHERE = Evidence("", "", None, "", "", "")


def read(found: Document) -> list[Reading]:
    assert Backstage().detect(found)
    return list(Backstage().read(found))


def sentences(readings: list[Reading]) -> set[str]:
    return {f"{found.source} {found.verb} {found.target}" for found in readings if isinstance(found, Relation)}


def entity(kind: str, name: str, **spec: Any) -> dict[str, Any]:
    return {"apiVersion": "backstage.io/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec}


@pytest.mark.parametrize(
    ("text", "kind", "namespace", "expected"),
    [
        ("petstore", "api", "default", ("api", "default", "petstore")),
        ("API:Petstore", "", "default", ("api", "default", "petstore")),
        ("external/petstore", "api", "default", ("api", "external", "petstore")),
        ("api:external/petstore", "system", "claims", ("api", "external", "petstore")),
        ("petstore", "api", "Claims", ("api", "claims", "petstore")),
        ("petstore", "", "default", ("", "default", "petstore")),
        ("a:b:c", "api", "default", None),
        ("a/b/c", "api", "default", None),
        ("", "api", "default", None),
        (":", "api", "default", None),
        ("https://acme.example/x", "api", "default", None),
    ],
)
def test_a_reference_is_read_as_its_grammar_says(
    text: str, kind: str, namespace: str, expected: tuple[str, str, str] | None
) -> None:
    assert EntityRef.of(text, kind, namespace) == (EntityRef(*expected) if expected else None)


_words = st.text("abcXYZ09-_.", min_size=1, max_size=8)


@given(_words, _words, _words)
def test_a_reference_written_out_reads_as_itself_in_any_case(kind: str, namespace: str, name: str) -> None:
    ref = EntityRef.of(f"{kind}:{namespace}/{name}")
    assert ref is not None
    assert EntityRef.of(ref.key.name.upper()) == ref


def test_every_entity_of_the_corpora_is_read_and_none_of_the_skeleton(corpora: Path) -> None:
    root = corpora / "backstage"
    kinds: list[str] = []
    for path in sorted(root.rglob("*.y*ml")):
        name = path.relative_to(root).as_posix()
        found = Document(name, path.read_bytes(), "demo")
        if Backstage().detect(found):
            kinds += [reading.kind for reading in read(found) if isinstance(reading, Entity)]
            assert "skeleton" not in name
    assert sorted(kinds) == ["API", "MCP server", "pipeline", *["prompt"] * 6, "service"]


def test_both_sides_of_a_dependency_state_it_once() -> None:
    entities = [
        entity("Component", "portal", dependsOn=["component:claims"]),
        entity("Component", "claims", dependencyOf=["component:portal"]),
    ]
    readings = read(document("all.yaml", yaml.safe_dump_all(entities)))
    assert sentences(readings) == {"backstage:component:default/portal depends on backstage:component:default/claims"}
    assert sum(isinstance(found, Relation) for found in readings) == 1


def test_the_catalogs_answer_says_what_its_files_say() -> None:
    written = [
        entity("Component", "portal", type="website", owner="desk", consumesApis=["rating"], system="claims"),
        entity("Group", "desk", type="team", children=[], members=["ana"], parent="all"),
    ]
    answered = [dict(each) for each in written]
    answered[0]["relations"] = [
        {"type": "ownedBy", "targetRef": "group:default/desk"},
        {"type": "consumesApi", "targetRef": "api:default/rating"},
        {"type": "partOf", "targetRef": "system:default/claims"},
    ]
    answered[1]["relations"] = [
        {"type": "ownerOf", "targetRef": "component:default/portal"},
        {"type": "hasMember", "targetRef": "user:default/ana"},
        {"type": "childOf", "targetRef": "group:default/all"},
    ]
    files = read(document("all.yaml", yaml.safe_dump_all(written)))
    for body in (answered, {"items": answered}):
        answer = read(document("entities.json", json.dumps(body)))
        assert {repr(replace(found, evidence=NOWHERE)) for found in files} == {
            repr(replace(found, evidence=NOWHERE)) for found in answer
        }


def test_an_owner_that_nobody_describes_is_named_and_not_made() -> None:
    readings = read(document("a.yaml", yaml.safe_dump(entity("Component", "claims", owner="unspecified"))))
    assert [found.name for found in readings if isinstance(found, Entity)] == ["claims"]
    assert sentences(readings) == {"backstage:component:default/claims owned by backstage:group:default/unspecified"}


def test_everything_in_a_catalog_is_declared() -> None:
    readings = read(document("a.yaml", yaml.safe_dump(entity("Component", "claims", owner="desk", dependsOn=["x"]))))
    assert {found.evidence.known for found in readings} == {Known.DECLARED}


def test_an_operation_described_in_the_catalog_has_its_line_there() -> None:
    text = (
        "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: claims}\nspec:\n  type: openapi\n"
        "  definition: |-\n    openapi: 3.0.0\n    info: {title: a}\n    paths:\n      /claims:\n        get: {}\n"
    )
    operation = next(
        found for found in read(document("a.yaml", text)) if isinstance(found, Entity) and found.kind != "API"
    )
    assert operation.keys == (Key("backstage", "api:default/claims#GET /claims"),)
    assert (operation.evidence.line, operation.evidence.pointer) == (11, "/spec/definition/paths/~1claims/get")


def test_an_api_and_the_description_beside_it_are_one() -> None:
    described = "openapi: 3.0.0\ninfo: {title: Claims}\npaths: {/claims: {get: {}}}\n"
    catalog = document(
        "a/b.yaml",
        yaml.safe_dump(entity("API", "claims", definition={"$text": "./claims.yaml"})),
        beside={"a/claims.yaml": described},
    )
    catalog.connector = Backstage.name
    description = document("a/claims.yaml", described)
    description.connector = OpenApi.name
    estate = compile_estate([*read(catalog), *OpenApi().read(description)])
    assert [node.kind for node in estate.nodes] == ["API", "operation"]


def test_a_definition_beside_the_entity_may_not_leave_the_source() -> None:
    found = document("a/b.yaml", yaml.safe_dump(entity("API", "claims", definition={"$text": "../../../etc/passwd"})))
    assert any(isinstance(reading, Notice) and "not here" in reading.reason for reading in read(found))


def test_a_template_that_cannot_be_parsed_is_no_broken_file() -> None:
    template = entity("Template", "t", steps=[{"action": "fetch:template", "input": {"url": "./skeleton"}}])
    template["apiVersion"] = "scaffolder.backstage.io/v1beta3"
    beside = {"t/template.yaml": yaml.safe_dump(template)}
    text = "apiVersion: backstage.io/v1alpha1\n{%- if values.a %}\nkind: Component\n"
    readings = read(document("t/skeleton/catalog-info.yaml", text, beside=beside))
    assert [type(reading) for reading in readings] == [Notice]


@pytest.mark.parametrize(
    ("catalog_kind", "spec_type", "kind"),
    [
        ("component", "", "service"),
        ("component", "Data Pipeline", "pipeline"),
        ("component", "ML_Model", "model"),
        ("resource", "aws-rds-instance", "datastore"),
        ("resource", "managed-kubernetes-cluster", "cluster"),
        ("resource", "load-balancer", "service"),
        ("api", "grpc", "API"),
        ("api", "mcp-server", "MCP server"),
        ("airesource", "skill", "prompt"),
        ("group", "Business Unit", "department"),
        ("location", "url", ""),
    ],
)
def test_a_type_becomes_the_kind_that_it_names(catalog_kind: str, spec_type: str, kind: str) -> None:
    assert kind_of(catalog_kind, spec_type) == kind


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["", "a", "group:b", "${{ values.x }}", "https://a.example"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "kind", "url", "$text"]), inner)
    ),
    max_leaves=6,
)
_fields = ["owner", "system", "dependsOn", "definition", "remotes", "type", "profile", "members", "targets", "steps"]
_entities = st.fixed_dictionaries(
    {
        "apiVersion": st.just("backstage.io/v1alpha1"),
        "kind": st.sampled_from(["Component", "API", "Group", "User", "Location", "Template", "AiResource", "Odd"]),
        "metadata": _values | st.fixed_dictionaries({"name": st.just("a"), "labels": _values, "annotations": _values}),
        "spec": _values | st.dictionaries(st.sampled_from(_fields), _values, max_size=4),
    },
    optional={"relations": _values},
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_entities, min_size=1, max_size=3))
def test_whatever_an_entity_holds_yaml_and_json_say_the_same(entities: list[dict[str, Any]]) -> None:
    as_json = read(document("a.json", json.dumps(entities)))
    as_yaml = read(document("a.yaml", yaml.safe_dump_all(entities, sort_keys=False)))
    assert {repr(replace(found, evidence=NOWHERE)) for found in as_json} == {
        repr(replace(found, evidence=NOWHERE)) for found in as_yaml
    }
    assert all(found.keys and found.kind for found in as_json if isinstance(found, Entity))
