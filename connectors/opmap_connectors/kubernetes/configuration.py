"""ConfigMaps and Secrets: what they are called, what addresses they hold, and never a secret of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from opmap.connecting import Certainty, Entity, Field, Reading, Relation, attributes, short_name
from opmap.connecting.selecting import verb_towards
from opmap.connecting.settings import WATCHED, setting
from opmap_connectors._shared.places import Address, addresses_in, expected_kind, locator
from opmap_connectors._shared.texts import addresses_in_file
from opmap_connectors._shared.watching import is_asked
from opmap_connectors.kubernetes.objects import Object

_MADE_BY_CLUSTER = frozenset({"kube-root-ca.crt", "istio-ca-root-cert", "openshift-service-ca.crt"})
_TYPES_OF_ITS_OWN = frozenset(
    {"kubernetes.io/service-account-token", "helm.sh/release.v1", "bootstrap.kubernetes.io/token"}
)
_MOST_NAMES = 50


def read_config_map(found: Object) -> Iterator[Reading]:
    """Give a ConfigMap, and what each of its settings means to whoever uses it."""
    if found.name in _MADE_BY_CLUSTER:
        return
    said = attributes(role="configuration")
    yield Entity(
        "file", short_name(found.name), (found.key,), found.at(), attributes=said, environment=found.environment()
    )
    for name, value in found.field["data"].items():
        yield from dict.fromkeys(_meanings(found, name, value))


def _meanings(found: Object, name: str, value: Field) -> Iterator[Relation]:
    text = value.text
    if "\n" not in text:
        for address in addresses_in(name, text):
            bare = not address.scheme and address.port is None
            yield _meaning(found, name, name, address, value, Certainty.PROBABLE if bare else Certainty.CERTAIN)
        return
    for said in addresses_in_file(text):
        meaning = _meaning(found, name, said.name, said.address, value, Certainty.PROBABLE)
        yield replace(meaning, attributes=attributes(dict([WATCHED]))) if said.watched else meaning


def _meaning(found: Object, name: str, option: str, address: Address, value: Field, certainty: Certainty) -> Relation:
    expected = expected_kind(option, address)
    asked = expected == "monitoring" and is_asked(option, address)
    return Relation(
        setting(name, found.key),
        "calls" if asked else verb_towards(expected) or "calls",
        locator(address, found.scope, expected),
        value.at(),
        certainty=certainty,
        attributes=attributes(verb_by=None if asked else "address"),
    )


def read_secret(found: Object) -> Iterator[Reading]:
    """Give a Secret by its name and the names of what it holds."""
    sort = found.field["type"].text
    if sort in _TYPES_OF_ITS_OWN:
        return
    names = {name for part in ("data", "stringData") for name, _ in found.field[part].items()}
    said = attributes(type=sort or "Opaque", holds=tuple(sorted(names)[:_MOST_NAMES]))
    yield Entity("credential", short_name(found.name), (found.key,), found.at(), attributes=said)


def read_synced_secret(found: Object) -> Iterator[Reading]:
    """Give the Secret that an ExternalSecret or a SealedSecret makes, and the store that it comes from."""
    spec = found.field["spec"]
    name = spec["target"]["name"].text or spec["template"]["metadata"]["name"].text or found.name
    key = found.key_of("Secret", name)
    said = attributes(made_by=found.kind)
    yield Entity("credential", short_name(name), (key,), found.at(), attributes=said)
    store = spec["secretStoreRef"]["name"]
    if store.text:
        sort = spec["secretStoreRef"]["kind"].text or "SecretStore"
        target = found.key_of(sort, store.text)
        yield Entity("datastore", short_name(store.text), (target,), store.at(), mentioned=True)
        yield Relation(key, "depends on", target, store.at())


def read_certificate(found: Object) -> Iterator[Reading]:
    """Give the Secret that cert-manager keeps a certificate in, and who issues it."""
    spec = found.field["spec"]
    secret = spec["secretName"].text
    if not secret:
        return
    names = tuple(name.text for name in spec["dnsNames"].list())[:_MOST_NAMES]
    issuer = spec["issuerRef"]["name"]
    said = attributes(type="certificate", made_by="cert-manager", names=names, issuer=issuer.text)
    yield Entity("credential", short_name(secret), (found.key_of("Secret", secret),), found.at(), attributes=said)


def read_claim(found: Object) -> Iterator[Reading]:
    """Give a volume that outlives the pods that use it."""
    spec = found.field["spec"]
    said = attributes(
        role="volume",
        size=spec["resources"]["requests"]["storage"].text,
        storage_class=spec["storageClassName"].text,
        access=tuple(mode.text for mode in spec["accessModes"].list()),
    )
    yield Entity("datastore", short_name(found.name), (found.key,), found.at(), attributes=said)
