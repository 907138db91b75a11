"""References that are no addresses: operations, webhooks, names, objects, topics, models, repositories, keys."""

from __future__ import annotations

import pytest
from tests.unit.identity.saying import edge, entity, node, only_reference, relation, sentences

from opmap.estate import Estate, Outcome
from opmap.facts import Key, Locator, Reading
from opmap.identity import compile_estate, load_catalogue
from opmap.kinds import Certainty, Known, State

ASKER = "n8n:ops/17"
ASKING = entity(ASKER, kind="workflow")
API, CLAIMS = "openapi:acme/claims.yaml", "k8s:prod/claims/Deployment/claims"
NO_MATCH = "it matches no specified operation"


def specification(*operations: str, server: str = "https://api.acme.example/v1", key: str = API) -> list[Reading]:
    facts: list[Reading] = [
        entity(key, kind="API", name="Claims", addresses=[f"url={server}"], place="acme/claims.yaml")
    ]
    for each in operations:
        own = f"{key}#{each}".replace(" ", "-")
        within = Locator("operation", each, within=Key.parse(key))
        facts += [entity(own, kind="operation", name=each, addresses=[within]), relation(key, "exposes", own)]
    return facts


def called(target: str | Locator, *facts: Reading, method: str = "GET", verb: str = "calls", scope: str = "") -> Estate:
    said = relation(ASKER, verb, target, scope=scope, attributes={"method": method})
    return compile_estate([ASKING, *facts, said])


def reached(estate: Estate) -> tuple[str, ...]:
    (reference,) = (each for each in estate.references if each.outcome is not Outcome.DANGLING or not each.targets)
    return reference.targets


SPECIFIED = specification("GET /claims/{id}", "POST /claims/{id}", "GET /claims/open", "GET /claims/{id}/files")
RUNNING = entity(CLAIMS, addresses=["host=api.acme.example", "host=claims@k8s:prod/claims"], place="acme/k8s.yaml")


@pytest.mark.parametrize(
    ("url", "method", "operation"),
    [
        ("https://api.acme.example/v1/claims/17", "GET", "GET-/claims/{id}"),
        ("https://api.acme.example/v1/claims/17", "post", "POST-/claims/{id}"),
        ("https://api.acme.example/v1/claims/open", "GET", "GET-/claims/open"),
        ("https://api.acme.example/v1/claims/{}/files", "GET", "GET-/claims/{id}/files"),
    ],
)
def test_a_call_leads_down_to_the_operation(url: str, method: str, operation: str) -> None:
    estate = called(f"url={url}", *SPECIFIED, RUNNING, method=method)
    assert reached(estate) == (f"{API}#{operation}",)
    assert edge(estate, ASKER, "calls", f"{API}#{operation}").certainty is Certainty.CERTAIN


@pytest.mark.parametrize(
    ("path", "method"), [("/v1/claims", "GET"), ("/v1/claims/17", "DELETE"), ("/v1/claims/17/files/3", "GET")]
)
def test_a_call_that_matches_no_specified_operation_is_said(path: str, method: str) -> None:
    estate = called(f"url=https://api.acme.example{path}", *SPECIFIED, RUNNING, method=method)
    assert reached(estate) == (CLAIMS,)
    assert only_reference(estate).reason == NO_MATCH
    alone = called(f"url=https://api.acme.example{path}", *SPECIFIED, method=method)
    assert reached(alone) == (API,)


def test_without_a_method_one_operation_is_probably_meant_and_of_several_none() -> None:
    one = called("url=https://api.acme.example/v1/claims/17/files", *SPECIFIED, RUNNING, method="")
    assert reached(one) == (f"{API}#GET-/claims/{{id}}/files",)
    assert {each.certainty for each in one.edges if each.source == ASKER} == {Certainty.PROBABLE}
    several = called("url=https://api.acme.example/v1/claims/17", *SPECIFIED, RUNNING, method="")
    assert reached(several) == (CLAIMS,)


def test_a_service_is_asked_by_the_contract_that_it_exposes() -> None:
    facts = [*specification("GET /claims/{id}", server="https://public.acme.example/v1"), RUNNING]
    facts.append(relation(CLAIMS, "exposes", API))
    estate = called("url=http://claims/v1/claims/17", *facts, scope="k8s:prod/claims")
    assert reached(estate) == (f"{API}#GET-/claims/{{id}}",)


def test_two_versions_of_an_api_are_told_by_their_own_paths() -> None:
    other = "openapi:acme/claims2.yaml"
    facts = [*SPECIFIED, *specification("GET /claims/{id}", server="https://api.acme.example/v2", key=other)]
    assert reached(called("url=https://api.acme.example/v2/claims/17", *facts)) == (f"{other}#GET-/claims/{{id}}",)


def test_what_answers_at_the_address_of_an_api_probably_exposes_it() -> None:
    estate = compile_estate([*SPECIFIED, RUNNING])
    found = edge(estate, CLAIMS, "exposes", API)
    assert found.certainty is Certainty.PROBABLE
    assert {each.known for each in found.evidence} == {Known.INFERRED}
    stated = compile_estate([*SPECIFIED, RUNNING, relation("k8s:prod/x/Deployment/gateway", "exposes", API)])
    assert (CLAIMS, "exposes", API) not in sentences(stated)


def test_verbs_that_speak_of_the_whole_do_not_go_down_to_an_operation() -> None:
    estate = called("url=https://api.acme.example/v1/claims/open", *SPECIFIED, RUNNING, verb="monitored by")
    assert reached(estate) == (CLAIMS,)


@pytest.mark.parametrize(
    "within", [Key.parse(API), Locator("url", "https://api.acme.example/v1"), Locator("host", "api.acme.example")]
)
def test_an_operation_is_found_within_an_api_a_url_or_a_host(within: Key | Locator) -> None:
    estate = called(Locator("operation", "GET /claims/{claim}", within=within), *SPECIFIED, RUNNING)
    assert f"{API}#GET-/claims/{{id}}" in {each.target for each in estate.edges if each.source == ASKER}


TEAM = entity("backstage:group:default/claims", kind="team", name="Claims")
SERVICE = entity("backstage:component:default/claims", name="claims")


def test_a_name_that_one_thing_of_the_expected_kind_has_probably_means_it() -> None:
    estate = compile_estate([TEAM, SERVICE, relation(SERVICE.keys[0], "owned by", "name=CLAIMS")])
    assert edge(estate, str(SERVICE.keys[0]), "owned by", str(TEAM.keys[0])).certainty is Certainty.PROBABLE


@pytest.mark.parametrize(
    ("source", "certainty", "outcome"),
    [("acme", Certainty.PROBABLE, Outcome.RESOLVED), ("crm", Certainty.POSSIBLE, Outcome.AMBIGUOUS)],
)
def test_a_name_in_a_sheet_hardly_means_what_another_source_speaks_of(
    source: str, certainty: Certainty, outcome: Outcome
) -> None:
    ghost = entity("compose:blog/./ghost", name="ghost", place=f"{source}/compose.yaml")
    said = relation(SERVICE.keys[0], "depends on", "name=ghost", scope="sheet:acme/systems.csv")
    estate = compile_estate([SERVICE, ghost, said])
    assert edge(estate, str(SERVICE.keys[0]), "depends on", "compose:blog/./ghost").certainty is certainty
    assert only_reference(estate).outcome is outcome


def test_a_team_in_a_sheet_is_known_in_every_source() -> None:
    team = entity("backstage:group:default/claims", kind="team", name="Claims", place="people/catalog.yaml")
    said = relation(SERVICE.keys[0], "owned by", "name=Claims", scope="sheet:acme/systems.csv")
    estate = compile_estate([SERVICE, team, said])
    assert edge(estate, str(SERVICE.keys[0]), "owned by", str(team.keys[0])).certainty is Certainty.PROBABLE


def test_a_name_that_several_things_have_possibly_means_each() -> None:
    second = entity("backstage:group:other/claims", kind="team", name="claims")
    estate = compile_estate([TEAM, second, SERVICE, relation(SERVICE.keys[0], "owned by", "name=claims")])
    assert {each.certainty for each in estate.edges} == {Certainty.POSSIBLE}
    assert len(estate.edges) == 2
    assert only_reference(estate).outcome is Outcome.AMBIGUOUS


def test_a_name_that_too_many_things_have_leads_nowhere_and_possibly_at_that() -> None:
    teams = [entity(f"backstage:group:n{number}/claims", kind="team", name="claims") for number in range(13)]
    estate = compile_estate([*teams, SERVICE, relation(SERVICE.keys[0], "owned by", "name=claims")])
    assert [each.certainty for each in estate.edges] == [Certainty.POSSIBLE]
    assert only_reference(estate).outcome is Outcome.DANGLING


def test_a_name_is_looked_up_in_its_scope_first() -> None:
    here = entity("sheet:acme/plan.csv#4", kind="team", name="Claims")
    locator = Locator("name", "claims", "sheet:acme/plan.csv", expects="team")
    estate = compile_estate([TEAM, here, SERVICE, relation(SERVICE.keys[0], "owned by", locator)])
    assert only_reference(estate).targets == ("sheet:acme/plan.csv#4",)


def test_another_name_that_a_thing_has_means_it_too() -> None:
    titled = entity("backstage:component:default/pay", name="pay", addresses=["name=Payments platform"])
    assert reached(called("name=payments  platform", titled)) == ("backstage:component:default/pay",)
    scoped = entity("k8s:a/b/Deployment/x", addresses=["name=orders@dapr:a/b"])
    assert reached(called("name=orders", scoped, scope="dapr:a/b")) == ("k8s:a/b/Deployment/x",)
    assert only_reference(called("name=orders", scoped, scope="dapr:a/c")).outcome is Outcome.DANGLING


def test_a_name_that_nobody_has_dangles_in_its_scope() -> None:
    estate = called(Locator("name", "Ledger", "sheet:acme/plan.csv", expects="service"))
    found = node(estate, "name:sheet:acme/plan.csv/ledger")
    assert (found.name, found.kind, found.state) == ("Ledger", "service", State.DANGLING)


def test_a_team_is_never_meant_where_a_service_is_expected() -> None:
    estate = called(Locator("name", "Claims", expects="service"), TEAM)
    assert only_reference(estate).outcome is Outcome.DANGLING


def test_a_name_does_not_mean_the_one_who_says_it_where_others_have_it_too() -> None:
    twin = entity("k8s:a/b/Deployment/claims", name="claims")
    estate = compile_estate([SERVICE, twin, relation(SERVICE.keys[0], "calls", "name=claims")])
    assert sentences(estate) == {("backstage:component:default/claims", "calls", "k8s:a/b/Deployment/claims")}
    assert not compile_estate([SERVICE, relation(SERVICE.keys[0], "calls", "name=claims")]).edges


def test_a_record_type_is_a_dataset_stored_in_its_system() -> None:
    crm = entity("backstage:component:default/crm", "inventory:acme/crm")
    reading = Locator("object", "Account", within=Key.parse("inventory:acme/crm"))
    estate = called(reading, crm, verb="reads")
    dataset = node(estate, "backstage:component:default/crm/Account")
    assert (dataset.kind, dataset.name, dataset.state) == ("dataset", "Account", State.MENTIONED)
    assert (dataset.id, "stored in", "backstage:component:default/crm") in sentences(estate)
    assert ("inventory:acme/crm/Account", dataset.id) in estate.renamed


def test_a_described_dataset_is_found_within_its_system() -> None:
    crm = entity("inventory:acme/crm", addresses=["host=crm.acme.example"])
    own = Locator("object", "account", within=Key.parse("inventory:acme/crm"))
    table = entity("inventory:acme/accounts", kind="dataset", addresses=[own])
    estate = called(Locator("object", "Account", within=Locator("host", "crm.acme.example")), crm, table, verb="reads")
    assert reached(estate) == ("inventory:acme/accounts",)


def test_a_table_is_found_in_a_described_database_that_stands_in_a_server_itself() -> None:
    database = Locator("object", "claims", within=Key.parse("inventory:acme/server"))
    facts = [
        entity("inventory:acme/accounts", kind="dataset", addresses=[Locator("object", "accounts", within=database)]),
        entity("inventory:acme/claims", kind="datastore", addresses=[database]),
        entity("inventory:acme/server", kind="datastore"),
    ]
    estate = called(Locator("object", "accounts", within=database), *facts, verb="reads")
    assert reached(estate) == ("inventory:acme/accounts",)


def test_what_stands_in_something_unknown_is_as_unknown() -> None:
    estate = called(Locator("object", "t", within=Locator("host", "gone", "n8n:ops"), expects="index"), verb="reads")
    assert node(estate, "host:n8n:ops/gone/t").state is State.DANGLING
    assert node(estate, "host:n8n:ops/gone/t").kind == "index"
    assert node(estate, "host:n8n:ops/gone").evidence


def test_a_topic_is_one_within_its_scope_and_another_beyond() -> None:
    facts = [
        relation(ASKER, "publishes", "topic=claims", scope="n8n:ops"),
        relation("n8n:ops/18", "consumes", "topic=claims", scope="n8n:ops"),
        relation("n8n:sales/1", "consumes", "topic=claims", scope="n8n:sales"),
    ]
    estate = compile_estate(facts)
    assert sentences(estate) == {
        (ASKER, "publishes", "topic:n8n:ops/claims"),
        ("n8n:ops/18", "consumes", "topic:n8n:ops/claims"),
        ("n8n:sales/1", "consumes", "topic:n8n:sales/claims"),
    }
    assert node(estate, "topic:n8n:ops/claims").state is State.MENTIONED


CATALOGUE = load_catalogue(
    [
        entity("product:openai", addresses=["model=openai/*", "model=openai/whisper"], name="OpenAI API"),
        entity("product:crm", name="Sales Cloud", addresses=["node type=n8n:salesforce"]),
        relation("product:openai", "provided by", "vendor:openai"),
    ]
)


def test_a_model_is_provided_by_the_product_that_offers_it() -> None:
    facts = [ASKING, relation(ASKER, "uses model", "model=openai/gpt-4o")]
    estate = compile_estate(facts, catalogue=CATALOGUE)
    assert sentences(estate) == {
        (ASKER, "uses model", "model:openai/gpt-4o"),
        ("model:openai/gpt-4o", "provided by", "product:openai"),
        ("product:openai", "provided by", "vendor:openai"),
    }
    assert node(estate, "model:openai/gpt-4o").kind == "model"


def test_a_step_uses_the_product_that_its_type_names() -> None:
    facts = [
        ASKING,
        relation(ASKER, "reads", Locator("object", "Account", within=Locator("node type", "n8n:salesforce"))),
    ]
    estate = compile_estate(facts, catalogue=CATALOGUE)
    assert (ASKER, "reads", "product:crm/account") in sentences(estate)
    assert ("product:crm/account", "stored in", "product:crm") in sentences(estate)
    unknown = called("node type=n8n:acmeTool", scope="n8n:ops")
    assert dict(node(unknown, "app:n8n:ops/n8n:acmeTool").attributes) == {"vendor": "unknown"}


def test_an_object_of_a_product_is_one_however_an_engine_spells_it() -> None:
    within = Locator("node type", "n8n:salesforce")
    facts = [ASKING, *(relation(ASKER, "reads", Locator("object", name, within=within)) for name in ("Task", "task"))]
    assert [each for each in sentences(compile_estate(facts, catalogue=CATALOGUE)) if each[1] == "reads"] == [
        (ASKER, "reads", "product:crm/task")
    ]


def test_the_catalogue_is_known_by_name_too() -> None:
    estate = compile_estate([ASKING, relation(ASKER, "calls", "name=sales cloud")], catalogue=CATALOGUE)
    assert sentences(estate) == {(ASKER, "calls", "product:crm")}


def test_every_spelling_of_a_repository_is_one_node() -> None:
    spellings = ["git@github.com:Acme/Claims.git", "https://github.com/acme/claims", "github.com/acme/claims"]
    facts = [relation(ASKER, "built from", f"repository={each}") for each in spellings]
    estate = compile_estate([ASKING, *facts])
    assert sentences(estate) == {(ASKER, "built from", "repository:github.com/acme/claims")}
    assert node(estate, "repository:github.com/acme/claims").kind == "repository"


def test_a_repository_or_an_image_that_a_service_has_does_not_mean_the_service() -> None:
    both = entity(CLAIMS, addresses=["repository=github.com/acme/claims", "image=acme/claims"])
    assert reached(called("repository=github.com/acme/claims", both, verb="built from")) == (
        "repository:github.com/acme/claims",
    )
    image = called("image=acme/claims", both, verb="runs on")
    assert only_reference(image).outcome is Outcome.DANGLING


def test_an_expression_that_only_a_run_resolves_is_said() -> None:
    estate = called("expression={{ $env.CLAIMS_URL }}", scope="n8n:ops")
    assert only_reference(estate).reason == "an expression that only a run resolves"
    assert node(estate, estate.edges[0].target).state is State.DANGLING


@pytest.mark.parametrize("key", ["backstage:group:default/gone", "n8n:ops/99", "cmdb:acme/1", "inventory:acme/x"])
def test_an_id_that_its_own_export_lacks_dangles(key: str) -> None:
    estate = compile_estate([ASKING, relation(ASKER, "owned by", key)])
    assert node(estate, key).state is State.DANGLING
    assert only_reference(estate).outcome is Outcome.DANGLING


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("github:acme/claims", "team"),
        ("github:ana", "person"),
        ("person:ana@acme.example", "person"),
        ("k8s:prod/shop/Secret/stripe", "credential"),
        ("n8n:ops/credential/3", "credential"),
        ("vendor:stripe", "vendor"),
        ("team:acme/claims", "team"),
    ],
)
def test_an_identity_that_nobody_describes_is_only_mentioned(key: str, kind: str) -> None:
    estate = compile_estate([ASKING, relation(ASKER, "depends on", key)])
    assert (node(estate, key).state, node(estate, key).kind) == (State.MENTIONED, kind)
    assert not estate.references


def test_both_ends_may_be_locators() -> None:
    source, target = entity("k8s:a/b/Deployment/x", addresses=["host=x.acme.example"]), entity("k8s:a/b/Deployment/y")
    facts = [source, target, relation("host=x.acme.example", "calls", "name=y")]
    assert sentences(compile_estate(facts)) == {("k8s:a/b/Deployment/x", "calls", "k8s:a/b/Deployment/y")}
