"""What a workflow needs: other templates, addresses, secrets, stores of artifacts, what it makes in the cluster."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import replace

from opmap.connecting import (
    Certainty,
    Document,
    Effect,
    Entity,
    Field,
    Key,
    Locator,
    Reading,
    Ref,
    Relation,
    Unreadable,
)
from opmap.connecting.repositories import repository_at
from opmap_connectors._shared.endpoints import located
from opmap_connectors._shared.places import Address, addresses_in, addresses_in_text, expected_kind, locator
from opmap_connectors._shared.requests import changing
from opmap_connectors._shared.scripts import done
from opmap_connectors._shared.setting import equal, of_json
from opmap_connectors._shared.starting import Caller, started
from opmap_connectors.argo_workflows.naming import known, name_of, template_ref
from opmap_connectors.argo_workflows.templates import Template, goes_on
from opmap_connectors.kubernetes.objects import Object

_PARAMETER = re.compile(r"\{\{[^}]*\}\}")
_STORES = ("s3", "gcs", "oss", "azure")
_PRODUCTS = {"gcs": "google-cloud-storage", "azure": "azure-blob-storage"}
_LONGEST_MANIFEST = 200_000
Told = tuple[Effect, tuple[Reading, ...]]
"""What is needed, and what is to be said of the things that only this names."""


def needs_of(template: Template, found: Object) -> Iterator[Told]:
    """Give what one template needs."""
    for told in _needs(template, found):
        effect, beside = told
        yield (replace(effect, soft=True) if template.tolerated else effect), beside


def _needs(template: Template, found: Object) -> Iterator[Told]:
    for task in template.tasks():
        target = template_ref(task["templateRef"], found)
        if target is not None:
            yield Effect("calls", target, task["templateRef"].at(), template.name, soft=goes_on(task)), ()
    for container in template.containers():
        yield from _container(container, template, found)
    for word, verb in (("inputs", "reads"), ("outputs", "writes")):
        for artifact in template.place[word]["artifacts"].list():
            yield from artifact_of(artifact, verb, template.name, found)
    if template.place["http"]["url"]:
        yield _called(template.place["http"]["url"], template.name, found, template.place["http"]), ()
    yield from _made(template, found)


def _container(container: Field, template: Template, found: Object) -> Iterator[Told]:
    for variable in container["env"].list():
        secret = variable["valueFrom"]["secretKeyRef"]["name"]
        if known(secret.text):
            yield _secret(secret, template.name, found)
        value = variable["value"]
        for address in addresses_in(variable["name"].text, value.text) if known(value.text) else ():
            yield _address(address, value, template.name, found, expected_kind(variable["name"].text, address)), ()
    for source in container["envFrom"].list():
        if known(source["secretRef"]["name"].text):
            yield _secret(source["secretRef"]["name"], template.name, found)
    yield from _commanded(container, template, found)
    for place in (*container["args"].each(), *container["command"].each(), container["source"]):
        for address in addresses_in_text(done(place.text)):
            if address.scheme and "{" not in address.host and "." in address.host:
                target = locator(address, found.scope)
                yield Effect("calls", target, place.at(), template.name, certainty=Certainty.POSSIBLE), ()


def _commanded(container: Field, template: Template, found: Object) -> Iterator[Told]:
    """Start what the commands of a container start."""
    variables = {each["name"].text: each["value"].text for each in container["env"].list() if known(each["value"].text)}
    caller = Caller(found.scope, f"{found.scope}/{name_of(found)}", variables)
    words = [*container["command"].each(), *container["args"].each()]
    for place, script in (
        (words[-1:], shlex.join(word.text for word in words)),
        ([container["source"]], container["source"].text),
    ):
        for each in started(script, caller):
            yield Effect(each.verb, each.target, place[0].at(), template.name, certainty=Certainty.PROBABLE), ()


def _address(address: Address, place: Field, step: str, found: Object, kind: str) -> Effect:
    verb = {"datastore": "depends on", "monitoring": "monitored by"}.get(kind, "calls")
    return Effect(verb, locator(address, found.scope, kind), place.at(), step)


def _secret(place: Field, step: str, found: Object) -> Told:
    key = found.key_of("Secret", place.text)
    return Effect("uses credential", key, place.at(), step), (found.mention("credential", key, place.at()),)


def _called(place: Field, step: str, found: Object, request: Field | None = None) -> Effect:
    """Give the call of an address; of a request, with what it asks or changes there."""
    text = "{}".join(part.rpartition("}}")[2] for part in place.text.split("{{"))
    where = located(text, found.scope)
    if where is None:
        target: Ref = Locator("expression", place.text[:120], f"{found.scope}/{name_of(found)}")
        return Effect("calls", target, place.at(), step)
    more = {} if request is None else changing(where, _method(request), of_json(_known(request["body"].text)))
    return Effect("calls", where.target, place.at(), step, certainty=where.certainty, **more)


def _method(request: Field) -> str:
    return (request["method"].text or "GET").upper()


def _known(text: str) -> str:
    return _PARAMETER.sub("{}", text)


def artifact_of(artifact: Field, verb: str, step: str, found: Object) -> Iterator[Told]:
    """Give the store that an artifact comes from or goes to, with the secret that opens it."""
    repository = artifact["git"]["repo"]
    found_at = repository_at(repository.text)
    if found_at and known(repository.text):
        yield Effect("reads", Locator("repository", found_at), repository.at(), step), ()
    address = artifact["http"]["url"] or artifact["artifactory"]["url"]
    if address:
        yield _called(address, step, found), ()
    for sort in _STORES:
        store = artifact[sort]
        bucket = store["bucket"] or store["container"]
        if known(bucket.text):
            yield _bucket(sort, store, bucket, verb, step, found)
        for word in ("accessKeySecret", "serviceAccountKeySecret", "accountKeySecret"):
            if known(store[word]["name"].text):
                yield _secret(store[word]["name"], step, found)


def _bucket(sort: str, store: Field, bucket: Field, verb: str, step: str, found: Object) -> Told:
    """Name a bucket within the service that its endpoint names: Amazon's where there is none."""
    endpoint = store["endpoint"].text or store["blobStorageAccountURL"].text.partition("//")[2]
    public = not endpoint or endpoint.endswith(("amazonaws.com", "googleapis.com", "windows.net", "aliyuncs.com"))
    within: Ref = Locator("host", endpoint, found.scope, expects="datastore")
    if public:
        within = Key("product", _PRODUCTS.get(sort, "aws-s3"))
    key = Key("bucket", f"{'public' if public else f'{found.cluster}/{endpoint}'}/{sort}/{bucket.text}")
    entity = Entity("datastore", bucket.text, (key,), bucket.at(), mentioned=True)
    name = store["key"].text
    where = equal("key", name) if name and known(name) else ""
    return Effect(verb, key, bucket.at(), step, where=where), (entity, Relation(key, "stored in", within, bucket.at()))


def _made(template: Template, found: Object) -> Iterator[Told]:
    """Start the workflow that a template makes from a manifest, where that names the template it is made from."""
    manifest = template.place["resource"]["manifest"]
    if template.place["resource"]["action"].text not in ("create", "apply") or not manifest.text:
        return
    try:
        (inner, *_) = Document("manifest.yaml", manifest.text[:_LONGEST_MANIFEST].encode()).parts
    except (Unreadable, ValueError):
        return
    made = Field(inner.value, manifest.part, manifest.path)
    target = template_ref(made["spec"]["workflowTemplateRef"], found)
    if made["kind"].text == "Workflow" and target is not None:
        yield Effect("starts", target, manifest.at(), template.name), ()
