"""What several Compose files say together: bases, overrides, overlays, what they extend, include and are given."""

from __future__ import annotations

from tests.documents import document
from tests.resolving import edges, pairs
from tests.stacks import entity, read, relations, web

from opmap.connecting import Certainty, Entity, Key, Notice
from opmap_connectors.compose import Compose


def test_a_start_order_alone_is_probable() -> None:
    (relation,) = relations(web("depends_on: [db]"))
    assert (relation.verb, relation.certainty, relation.attributes) == (
        "depends on",
        Certainty.PROBABLE,
        (("order", True),),
    )


def test_an_address_and_a_start_order_are_one_dependency_and_certain() -> None:
    (relation,) = relations(web("depends_on: [db]\nenvironment: [DATABASE_HOST=db]"))
    assert (relation.verb, relation.certainty, relation.attributes) == ("depends on", Certainty.CERTAIN, ())


def test_an_override_is_read_with_its_base_and_gives_nothing_of_its_own() -> None:
    base = (
        "services:\n"
        "  web: {image: acme/web, environment: {API: 'http://old:80'}}\n"
        "  old: {image: a}\n"
        "  new: {image: b}\n"
    )
    over = "services:\n  web:\n    environment: {API: 'http://new:80'}\n"
    assert pairs(edges(read(base, **{"compose.override.yaml": over}))) == {("web", "new")}
    assert read(over, "shop/compose.override.yaml", **{"compose.yaml": base}) == []


def test_an_override_without_a_base_speaks_for_itself() -> None:
    assert entity(read("services:\n  web: {image: acme/web}\n", "shop/compose.override.yaml"), "web").kind == "service"


def test_another_file_of_the_folder_speaks_of_the_same_services() -> None:
    base = "services:\n  web: {image: acme/web}\n"
    readings = read(
        (
            "services:\n"
            "  load:\n"
            "    image: acme/load\n"
            "    environment: {HOST: 'http://web:80'}\n"
            "  web: {environment: [A=b]}\n"
        ),
        "shop/compose.load.yaml",
        **{"compose.yaml": base},
    )
    assert pairs(edges(readings)) == {("load", "web")}
    assert entity(readings, "web").mentioned
    assert not entity(readings, "load").mentioned


def test_a_reset_and_an_override_hide_what_lies_below() -> None:
    base = (
        "services:\n  web: {image: w, links: [a], environment: {X: 'http://a:80'}}\n  a: {image: a}\n  b: {image: b}\n"
    )
    over = "services:\n  web:\n    links: !override [b]\n    environment: !reset {}\n"
    assert pairs(edges(read(base, **{"compose.override.yml": over}))) == {("web", "b")}


def test_extends_brings_the_environment_along_across_files() -> None:
    common = "services:\n  base:\n    image: acme/base\n    environment: {CACHE: 'redis://cache:6379'}\n"
    text = "services:\n  web: {extends: {file: common.yaml, service: base}}\n  cache: {image: 'redis:7'}\n"
    (relation,) = relations(read(text, **{"common.yaml": common}))
    assert (relation.evidence.path, str(relation.target)) == ("shop/common.yaml", "compose:source/shop/cache")


def test_services_that_extend_each_other_are_said_and_read() -> None:
    readings = read("services:\n  a: {image: x, extends: b}\n  b: {image: y, extends: a}\n")
    assert len([reading for reading in readings if isinstance(reading, Notice)]) == 2


def test_an_included_project_is_reached_under_its_own_keys() -> None:
    files = {"infra/compose.yaml": "services:\n  db: {image: 'postgres:16'}\n"}
    text = "include: [../infra/compose.yaml]\nservices:\n  web: {image: w, environment: [DB_HOST=db]}\n"
    readings = list(Compose().read(document("shop/compose.yaml", text, beside=files)))
    assert [str(relation.target) for relation in relations(readings)] == ["compose:source/infra/db"]


def test_projects_that_include_each_other_end() -> None:
    text = "include: [{}]\nservices:\n  {}: {{image: x}}\n"
    files = {"shop/a.yaml": text.format("b.yaml", "a"), "shop/b.yaml": text.format("a.yaml", "b")}
    readings = list(Compose().read(document("shop/a.yaml", files["shop/a.yaml"], beside=files)))
    assert [reading.name for reading in readings if isinstance(reading, Entity)] == ["a"]


def test_a_variable_without_value_takes_it_from_the_env_file_of_the_project() -> None:
    text = "services:\n  web:\n    image: w\n    environment:\n      - CART_ADDR\n  cart: {image: c}\n"
    assert pairs(edges(read(text, **{".env": "CART_HOST=cart\nCART_ADDR=${CART_HOST}:7070\n"}))) == {("web", "cart")}
    (notice,) = [reading for reading in read(text) if isinstance(reading, Notice)]
    assert "nothing here sets" in notice.reason


def test_an_env_file_counts_less_than_the_environment() -> None:
    text = (
        "services:\n"
        "  web: {image: w, env_file: [one.env, {path: two.env, required: false}]{}}\n"
        "  a: {image: a}\n"
        "  b: {image: b}\n"
    )
    plain, over = text.replace("{}", ""), text.replace("{}", ", environment: {API: 'http://b:80'}")
    assert pairs(edges(read(plain, **{"one.env": "API=http://a:80\n"}))) == {("web", "a")}
    assert pairs(edges(read(over, **{"one.env": "API=http://a:80\n"}))) == {("web", "b")}


def test_an_env_file_that_is_missing_is_said_unless_it_need_not_be_there() -> None:
    readings = read("services:\n  web: {image: w, env_file: [gone.env, {path: two.env, required: false}]}\n")
    assert [reading.reason for reading in readings if isinstance(reading, Notice)] == [
        "an env file that does not stand here: what it sets is not known"
    ]


def test_container_names_hostnames_and_aliases_lead_to_the_service() -> None:
    names = "container_name: n1, hostname: n2, networks: {x: {aliases: [n3], ipv4_address: 10.5.0.2}}"
    text = (
        "services:\n"
        "  db: {{image: postgres, {}}}\n"
        "  web: {{image: w, environment: [A=n1:80, B=n2:80, C=n3:80, D=10.5.0.2:80]}}\n"
    )
    found = relations(read(text.format(names)))
    assert [str(relation.target) for relation in found] == ["compose:source/shop/db"] * 4


def test_an_alias_that_several_answer_to_is_a_group() -> None:
    network = "networks: {x: {aliases: [api]}}"
    text = (
        f"services:\n"
        f"  a: {{image: a, {network}}}\n"
        f"  b: {{image: b, {network}}}\n"
        f"  web: {{image: w, environment: ['A=api:80']}}\n"
    )
    found = relations(read(text))
    assert {str(relation.target) for relation in found} == {"compose:source/shop/a", "compose:source/shop/b"}
    assert all(relation.group is not None and relation.group.need == 1 for relation in found)


def test_six_services_called_db_stay_six() -> None:
    text = "services:\n  db: {image: postgres}\n"
    keys = {
        reading.keys
        for folder in "abcdef"
        for reading in Compose().read(document(f"{folder}/compose.yaml", text))
        if isinstance(reading, Entity)
    }
    assert len(keys) == 6


def test_a_setting_names_the_project_that_folders_share() -> None:
    made = document("a/compose.yaml", "services:\n  db: {image: postgres}\n", project="shop", environment="prod")
    (found,) = Compose().read(made)
    assert isinstance(found, Entity)
    assert (found.keys, found.environment) == ((Key("compose", "shop/db"),), "production")
