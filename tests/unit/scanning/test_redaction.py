from __future__ import annotations

import base64
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import readings
from tests.unit.scanning.readers import Leaky, Naming
from tests.unit.scanning.trees import lay_out, scanned

from opmap.connecting import Document, Entity, Evidence, Key, Notice, Reading, attributes
from opmap.encoding import decode_readings, encode_readings
from opmap.scanning.collecting import secrets_in
from opmap.scanning.disguises import disguises
from opmap.scanning.redaction import redact, redact_text
from opmap.secrecy import fingerprint

SECRET = 'Zx9"/+é %7q&Lm'
PLAIN = "Tr0ub4dor-and-3"
PEM = """-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASC
BKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj
-----END PRIVATE KEY-----
"""
KNOWN = {
    "aws": "AKIAIOSFODNN7EXAMPLE",
    "github": "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
    "github fine": "github_pat_11ABCDEFG0123456789_abcdefghij",
    "openai": "sk-proj-abcdEFGH1234ijklMNOP5678",
    "stripe": "sk_live_abcdEFGH1234ijkl",
    "slack": "xoxb-123456789012-abcdefghij",
    "google": "AIzaSyA1234567890abcdefghijklmnopqrstuv",
    "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_123",
    "pem": PEM,
}


def base64_anywhere(text: str) -> list[str]:
    around = [(before, after) for before in (b"", b"x", b"xy") for after in (b"", b"z")]
    return [base64.b64encode(before + text.encode() + after).decode() for before, after in around]


def survivors(kept: str, secret: str) -> list[str]:
    """Give the forms of a secret that are still there."""
    forms = {secret, quote(secret, safe=""), quote(secret), json.dumps(secret)[1:-1], secret.lower()}
    forms |= {secret.encode().hex(), *(form.rstrip("=")[3:-2] for form in base64_anywhere(secret))}
    return sorted(form for form in forms if form in kept)


def kept_of(tmp_path: Path, files: dict[str, str]) -> str:
    """Give everything that is kept of a folder that a connector copies into its facts."""
    records = scanned(lay_out(tmp_path, files), (Leaky(),))
    assert all(record.outcome == "read" for record in records.values())
    return "".join(f"{record}{record.encoded.decode()}{record.readings}" for record in records.values())


def forms_of(secret: str) -> list[str]:
    return [
        f"it is {secret}, they say",
        f"https://x.example/{quote(secret, safe='')}/y",
        f"https://x.example/y?a=1&b={quote(secret)}",
        json.dumps({"inner": secret}),
        secret.encode().hex(),
        secret.lower(),
        *base64_anywhere(secret),
    ]


@pytest.mark.parametrize("secret", [SECRET, PLAIN])
@pytest.mark.parametrize(
    "where",
    [
        {"password": "{}"},
        {"settings": {"clientSecret": "{}"}},
        {"env": [{"name": "API_TOKEN", "value": "{}"}]},
        {"headers": [{"name": "Authorization", "value": "Bearer {}"}]},
        {"parameters": [{"key": "X-Api-Key", "value": "{}"}]},
        {"environment": ["OTHER=1", "DB_PASSWORD={}"]},
        {"kind": "Secret", "stringData": {"whatever": "{}"}},
        {"adminPassword": {"value": "{}"}},
        {"tokens": {"access_token": ["{}"]}},
        {"authorization": "={}"},
    ],
    ids=lambda where: next(iter(where)),
)
def test_a_secret_is_found_where_it_stands_and_survives_nowhere_in_no_form(
    tmp_path: Path, where: dict[str, object], secret: str
) -> None:
    planted = json.loads(json.dumps(where).replace("{}", json.dumps(secret)[1:-1]))
    kept = kept_of(
        tmp_path, {"a.json": json.dumps({"planted": planted, "elsewhere": forms_of(secret)}), "b.json": "{}"}
    )
    assert survivors(kept, secret) == []
    assert "they say" in kept


def test_a_platform_secret_survives_neither_encoded_nor_decoded(tmp_path: Path) -> None:
    manifest = f"""
kind: Secret
metadata: {{name: claims-db}}
data:
  something: {base64.b64encode(SECRET.encode()).decode()}
  .dockerconfigjson: {base64.b64encode(json.dumps({"auths": {"r": {"password": PLAIN}}}).encode()).decode()}
---
text: {json.dumps(forms_of(SECRET) + forms_of(PLAIN))}
"""
    kept = kept_of(tmp_path, {"a.yaml": manifest})
    assert survivors(kept, SECRET) == survivors(kept, PLAIN) == []
    assert "claims-db" in kept


def test_a_secret_beside_a_document_does_not_come_in_through_it(tmp_path: Path) -> None:
    beside = f"# variables\nexport DB_PASSWORD='{PLAIN}'\nDB_HOST=claims-db\n"
    kept = kept_of(tmp_path, {"a.json": json.dumps({"elsewhere": forms_of(PLAIN)}), ".env": beside})
    assert survivors(kept, PLAIN) == []
    assert "claims-db" in kept


def test_a_word_that_is_a_password_goes_where_it_is_one_and_stays_where_it_is_a_name(tmp_path: Path) -> None:
    texts = ["postgres", "postgres://postgres:postgres@postgres/postgres", "password=postgres", "Bearer abc1"]
    kept = kept_of(tmp_path, {"a.json": json.dumps(texts)})
    assert "postgres://postgres:[redacted]@postgres/postgres" in kept
    assert "password=[redacted]" in kept
    assert "password=postgres" not in kept


@pytest.mark.parametrize("name", KNOWN)
def test_what_has_the_shape_of_a_known_secret_survives_nowhere(tmp_path: Path, name: str) -> None:
    secret = KNOWN[name]
    kept = kept_of(tmp_path, {"a.json": json.dumps({"note": f"use {secret} here", "more": [base64_anywhere(secret)]})})
    lines = [line for line in secret.splitlines() if not line.startswith("-----")]
    assert [form for line in lines for form in survivors(kept, line)] == []
    assert "use [redacted]" in kept


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("postgres://ana:hunter2@claims-db:5432/claims", "postgres://ana:[redacted]@claims-db:5432/claims"),
        ("https://x.example/a?api_key=abc&page=2", "https://x.example/a?api_key=[redacted]&page=2"),
        ("Server=db;User Id=sa;Password=Str0ng!;", "Server=db;User Id=sa;Password=[redacted];"),
        ("curl -H 'Authorization: Bearer abc123def'", "curl -H 'Authorization: Bearer [redacted]'"),
        ("Basic YW5hOmh1bnRlcjI=", "Basic [redacted]"),
        ('{"client_secret": "s3cr3t", "id": 1}', '{"client_secret": "[redacted]", "id": 1}'),
        ("${DB_PASSWORD:-hunter2}", "${DB_PASSWORD:-[redacted]}"),
        ("https://hooks.slack.com/services/T0AB/B0CD/xyz123", "https://hooks.slack.com/[redacted]"),
        ("https://x.example/t/q9XvR2mZk7LpT4sWb1Yh6Uc3/in", "https://x.example/t/[redacted]/in"),
        ("https://x.example/a?b=q9XvR2mZk7LpT4sWb1Yh6Uc3", "https://x.example/a?b=[redacted]"),
    ],
)
def test_what_its_place_gives_away_is_taken_out_and_nothing_else(text: str, left: str) -> None:
    assert redact_text(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "https://claims.acme.example/v1/claims/{id}?page=2&token_type=x",
        "https://docs.google.com/spreadsheets/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit",
        "https://n8n.acme.example/webhook/4b2c9e1f-1a2b-4c3d-8e9f-1234567890ab",
        "https://github.com/acme/claims/commit/9fceb02d0ae598e95dc970b74767f19372d61af8",
        "https://git.acme.example/acme/claims/commit/9fceb02d0ae598e95dc970b74767f19372d61af8",
        "https://www.notion.so/acme/Claims-1a2b3c4d5e6f70819aabbccddeeff001",
        "registry.acme.example/claims/intake@sha256:9fceb02d0ae598e95dc970b74767f19372d61af89fceb02d0ae598e95dc970b7",
        "git@github.com:acme/claims.git",
        "https://medium.com/@ana/claims",
        "Bearer authentication is used; Basic authentication is not",
        "token={{ $env.TOKEN }} password=${PASSWORD} secret=<secret> key=$KEY",
        "max_tokens=1000 tokenUrl=https://login.acme.example/token secretName=claims-tls",
        "task-runner-for-claims sk-payment-processing-service",
        "a Secret named claims-db, a password policy, the token service",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:claims",
    ],
)
def test_names_addresses_and_placeholders_stay(text: str) -> None:
    assert redact_text(text) == text


def names_of(tmp_path: Path, tree: dict[str, object]) -> list[str]:
    record = scanned(lay_out(tmp_path, {"a.json": json.dumps(tree)}), (Naming(),))["a.json"]
    return [fact.name for fact in record.readings if isinstance(fact, Entity)]


@pytest.mark.parametrize(
    "value", ["admin", "postgres", "true", "s3c", "5432", "claims", "Claims intake", "changeme", "${DB}"]
)
def test_a_short_or_ordinary_value_does_not_destroy_names(tmp_path: Path, value: str) -> None:
    names = ["postgres", "admin-portal", "claims", "claims-db", "Claims intake", "true-north", "changeme-service"]
    record = scanned(lay_out(tmp_path, {"a.json": json.dumps({"names": names, "password": value})}), (Naming(),))[
        "a.json"
    ]
    assert [fact.name for fact in record.readings if isinstance(fact, Entity)] == names


@pytest.mark.parametrize("value", ["claims-db", "claims-db-01", "ratings2"])
def test_a_value_that_is_also_the_name_of_something_stays_that_name(tmp_path: Path, value: str) -> None:
    names = ["claims-db", "claims-db-01", "ratings2", "other-claims-db"]
    assert names_of(tmp_path, {"names": names, "password": value}) == names


def test_an_attribute_that_is_called_like_a_secret_loses_its_value_unless_it_is_a_name(tmp_path: Path) -> None:
    given_values = {
        "api key": "abc",
        "secret": "regcred",
        "nested": {"password": "pw"},
        "token": "${TOKEN}",
        "x": "abc",
    }
    tree = {"names": ["regcred"], "attributes": given_values}
    record = scanned(lay_out(tmp_path, {"a.json": json.dumps(tree)}), (Naming(),))["a.json"]
    [entity] = [fact for fact in record.readings if isinstance(fact, Entity)]
    left = given_values | {"api key": "[redacted]", "nested": {"password": "[redacted]"}}
    assert entity.attributes == attributes(left)


def test_a_column_that_is_called_like_a_secret_gives_its_values_away(tmp_path: Path) -> None:
    kept = kept_of(tmp_path, {"a.csv": f"name;API key;owner\nintake;{PLAIN};Claims\n"})
    assert survivors(kept, PLAIN) == []
    assert "intake" in kept


def test_a_secret_that_was_cut_off_leaves_nothing_behind(tmp_path: Path) -> None:
    secret = "q9XvR2mZk7LpT4sWb1Yh6Uc3-" * 10
    text = ("x" * 150 + " " + secret)[:299] + "…"
    kept = kept_of(tmp_path, {"a.json": json.dumps({"password": secret, "name": text})})
    assert secret[:12] not in kept
    assert "xxx [redacted]" in kept


def test_what_names_the_document_stays(tmp_path: Path) -> None:
    path = f"{PLAIN}.json"
    record = scanned(lay_out(tmp_path, {path: json.dumps({"password": PLAIN})}), (Leaky(),))[path]
    assert {reading.evidence.path for reading in record.readings} == {path}
    assert {reading.evidence.digest for reading in record.readings} == {record.digest}


PLACE = Evidence("acme", "a.json", 1, "", "d", "test")


@given(readings, st.sampled_from([SECRET, PLAIN, PEM, "0123456789abcdef"]), st.data())
def test_wherever_a_secret_is_hidden_in_facts_it_is_taken_out(
    facts: list[Reading], secret: str, data: st.DataObject
) -> None:
    hidden = data.draw(st.sampled_from(sorted(disguises(secret))))
    before, after = data.draw(st.tuples(st.text(max_size=5), st.text(max_size=5)))
    text = f"{before}{hidden}{after}"
    planted = [*facts, Notice(text, PLACE), Entity("service", text, (Key("k", text),), PLACE)]
    left = redact(planted, [secret]).decode("utf-8", "surrogatepass")
    assert json.dumps(hidden, ensure_ascii=False)[1:-1] not in left


@given(readings)
def test_facts_without_secrets_stay_as_they_are(facts: list[Reading]) -> None:
    assert redact(facts, []) == encode_readings(facts)


def test_cleaned_facts_are_facts() -> None:
    def fact(text: str) -> Entity:
        about = attributes({text: 1, "b": [text]})
        return Entity("service", f"with {text}", (Key("k", text),), PLACE, attributes=about)

    assert decode_readings(redact([fact(PLAIN)], [PLAIN])) == [fact("[redacted]")]


def test_two_places_of_one_secret_can_be_told_and_nobody_without_the_key_can(tmp_path: Path) -> None:
    encoded = base64.b64encode(PLAIN.encode()).decode()
    files = {
        "a.json": json.dumps({"names": ["a"], "db": {"password": PLAIN}}),
        "b.yaml": f"names: [b]\nother:\n  kind: Secret\n  data:\n    token: {encoded}\n",
        "c.json": json.dumps({"names": ["c"], "password": "something-3lse"}),
    }
    records = scanned(lay_out(tmp_path, files), (Naming(),))
    places = {path: record.secrets for path, record in records.items()}
    [one], [two], [other] = places["a.json"], places["b.yaml"], places["c.json"]
    assert one.fingerprint == two.fingerprint == fingerprint(PLAIN, b"key")
    assert other.fingerprint != one.fingerprint
    assert (one.name, one.kind, one.path, one.line) == ("password", "password", "a.json", 1)
    assert (two.name, two.kind, two.path, two.line) == ("token", "token", "b.yaml", 5)
    elsewhere = scanned(tmp_path, (Naming(),), key=b"another")["a.json"].secrets
    assert elsewhere[0].fingerprint != one.fingerprint


def test_placeholders_have_no_place_among_the_secrets() -> None:
    tree = {
        "password": "${X}",
        "token": "{{ $env.X }}",
        "secret": "<token>",
        "api_key": "changeme",
        "passwd": "",
        "pwd": None,
    }
    assert secrets_in(Document("a.json", json.dumps(tree).encode())) == []


def test_the_places_of_secrets_in_text_have_lines() -> None:
    text = b"# access\nHOST=x\nDB_PASSWORD=hunter2 # old\nURL=https://a:pa55word@h/x\n"
    assert [(found.name, found.value, found.line) for found in secrets_in(Document(".env", text))] == [
        ("DB_PASSWORD", "hunter2", 3),
        ("DB_PASSWORD", "hunter2", 3),
        ("password of an address", "pa55word", 4),
    ]
