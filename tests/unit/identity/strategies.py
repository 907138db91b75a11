"""Facts that often speak of the same things: few keys, few hosts, few names, few scopes."""

from __future__ import annotations

from hypothesis import strategies as st

from opmap.decisions import ACTS, Decision
from opmap.facts import Entity, Evidence, Group, Key, Locator, Notice, Reading, Relation, attributes
from opmap.kinds import Certainty, Known, Strength

_scopes = st.sampled_from(["", "k8s:prod", "k8s:prod/shop", "k8s:test/shop", "n8n:ops", "compose:acme/."])
_hosts = st.sampled_from(["db", "cart", "db:5432", "api.acme.example", "localhost", "payments.shop.svc", "10.0.0.7"])
_urls = st.sampled_from(
    [
        "https://api.acme.example/v1/claims/17",
        "https://api.acme.example/v1",
        "http://cart:7070/webhook/new",
        "https://hooks.acme.example/webhook/new",
    ]
)
_names = st.sampled_from(["db", "Cart", "cart", "Payments", "payment-service", "Claims intake", "claims-intakes"])
_kinds = st.sampled_from(["service", "datastore", "API", "operation", "team", "workflow", "dataset", "repository"])
_verbs = st.sampled_from(["calls", "owned by", "exposes", "reads", "starts", "runs on", "depends on", "supports"])

keys = st.sampled_from(
    [
        Key("k8s", "prod/shop/Deployment/cart"),
        Key("k8s", "prod/shop/Service/cart"),
        Key("k8s", "test/shop/Deployment/cart"),
        Key("backstage", "component:default/cart"),
        Key("backstage", "group:default/shop"),
        Key("github", "acme/shop"),
        Key("n8n", "ops/17"),
        Key("sheet", "acme/plan.csv#Cart shop"),
        Key("product", "crm"),
        Key("openapi", "acme/api.yaml"),
        Key("inventory", "acme/db"),
        Key("host", "api.acme.example"),
    ]
)

_forms = st.one_of(
    st.builds(Locator, st.just("host"), _hosts, _scopes),
    st.builds(Locator, st.just("url"), _urls, _scopes),
    st.builds(Locator, st.just("name"), _names, _scopes, expects=st.sampled_from(["", "service", "team"])),
    st.builds(Locator, st.just("topic"), st.sampled_from(["claims", "carts"]), _scopes),
    st.builds(Locator, st.just("webhook"), st.just("/webhook/new"), _scopes),
    st.builds(
        Locator, st.just("repository"), st.sampled_from(["github.com/acme/cart", "git@github.com:acme/cart.git"])
    ),
    st.builds(Locator, st.just("model"), st.sampled_from(["openai/gpt-4o", "own/scorer"])),
    st.builds(Locator, st.just("node type"), st.sampled_from(["n8n:crm", "n8n:other"]), _scopes),
    st.builds(Locator, st.just("image"), st.just("redis")),
    st.builds(Locator, st.just("labels"), st.just("app=cart"), _scopes),
)
_inner = st.one_of(keys, _forms)
locators = st.one_of(
    _forms,
    st.builds(Locator, st.just("object"), st.sampled_from(["Account", "claims"]), within=_inner),
    st.builds(Locator, st.just("operation"), st.sampled_from(["GET /claims/{id}", "POST /claims"]), within=_inner),
)
_selectors = st.builds(Locator, st.just("selector"), st.just("app=cart"), _scopes)
_paths = st.builds(Locator, st.just("path"), st.sampled_from(["*", "/a.yaml"]))

evidence = st.builds(
    Evidence,
    source=st.sampled_from(["acme", "shop"]),
    path=st.sampled_from(["a.yaml", "b.json"]),
    line=st.none() | st.integers(1, 3),
    pointer=st.just(""),
    digest=st.just("0f" * 16),
    connector=st.sampled_from(["compose", "kubernetes", "native"]),
    known=st.sampled_from([Known.DECLARED, Known.CONFIGURED]),
)
_attributes = st.dictionaries(
    st.sampled_from(["tier", "data"]), st.sampled_from(["1", "2", ["a"], ["b", "a"]]), max_size=2
)
entities = st.builds(
    Entity,
    _kinds,
    _names,
    st.lists(keys, min_size=1, max_size=2).map(tuple),
    evidence,
    addresses=st.lists(locators, max_size=2).map(tuple),
    links=st.lists(st.just(Key("kubernetes-id", "cart")), max_size=1).map(tuple),
    attributes=_attributes.map(attributes),
    mentioned=st.booleans(),
    environment=st.sampled_from(["", "production", "test"]),
    inactive=st.booleans(),
)
relations = st.builds(
    Relation,
    st.one_of(keys, keys, locators, _paths),
    _verbs,
    st.one_of(keys, locators, _selectors),
    evidence,
    strength=st.none() | st.sampled_from(list(Strength)),
    buffer=st.none() | st.sampled_from([1.0, 4.0]),
    certainty=st.sampled_from(list(Certainty)),
    group=st.none() | st.builds(Group, st.sampled_from(["pay", "ship"]), st.integers(1, 3)),
    attributes=st.sampled_from([(), (("method", "GET"),), (("verb_by", "address"),)]),
)
notices = st.builds(Notice, st.just("a part that cannot be read"), evidence)
readings: st.SearchStrategy[list[Reading]] = st.lists(entities | relations | notices, max_size=12)

_ids = keys.map(lambda key: str(key).replace(" ", "%20")) | st.just("person:ana@acme.example")
_values = st.sampled_from(["", "soft", "4h", "2", "calls", "high", "production", "no"])
decisions = st.lists(
    st.builds(
        Decision,
        st.integers(1, 9),
        st.sampled_from(sorted(ACTS)),
        _ids,
        st.lists(_ids, max_size=2).map(tuple),
        _values,
        st.just("Ana"),
        st.just("she knows"),
        st.just("2026-05-01T12:00:00Z"),
        st.booleans(),
    ),
    max_size=4,
    unique_by=lambda decision: decision.number,
)
