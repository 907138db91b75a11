"""Workflows, templates of them, and those that a clock starts."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import (
    Automation,
    Effect,
    Entity,
    Field,
    How,
    Key,
    Notice,
    Reading,
    Starter,
    Step,
    attributes,
    short_name,
)
from opmap_connectors._shared.hardcoded import hard_coded
from opmap_connectors._shared.startables import cluster_names
from opmap_connectors.argo_workflows.agreeing import agreed_in
from opmap_connectors.argo_workflows.controls import controls
from opmap_connectors.argo_workflows.naming import key_of, known, name_of, template_ref
from opmap_connectors.argo_workflows.templates import Template, templates_of, tried_again
from opmap_connectors.argo_workflows.using import Told, artifact_of, needs_of
from opmap_connectors.kubernetes.objects import Object

WORKFLOWS = frozenset({"Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate", "CronWorkflow"})
_MOST_NOTICES = 20


def read_workflow(found: Object) -> Iterator[Reading | Automation]:
    """Give one workflow, or a template from which workflows are made."""
    whole = found.field["spec"]
    spec = whole["workflowSpec"] if found.kind == "CronWorkflow" else whole
    templates = templates_of(spec)
    agreed = agreed_in(spec, templates)
    told = [*_whole(spec, found), *(each for template in templates for each in needs_of(template, found))]
    yield from list(_broken(templates))[:_MOST_NOTICES]
    yield Automation(
        (key_of(found),),
        short_name(name_of(found)),
        found.at(),
        starters=tuple(_starters(whole, found)),
        steps=tuple(Step(each.name, each.type, _words(each), each.place.at()) for each in templates),
        effects=tuple(effect for effect, _ in told),
        controls=tuple(controls(spec, templates, keeps_back=agreed.keeps_back)),
        approved=agreed.templates,
        beside=tuple(reading for _, beside in told for reading in beside),
        addresses=cluster_names(found.kind, name_of(found), found.namespace, found.cluster_scope)
        if found.kind != "Workflow"
        else (),
        attributes=attributes(
            hard_coded_secrets=[(each.name, *secret) for each in templates for secret in hard_coded(each.place)],
            made_from="each run has a name of its own" if not found.field["metadata"]["name"] else None,
        ),
        environment=found.environment(),
        inactive=whole["suspend"].flag is True,
    )


def _whole(spec: Field, found: Object) -> Iterator[Told]:
    """Give what the workflow needs as a whole: the cluster, the template that it is, its account, its secrets."""
    cluster = Key("k8s", found.cluster)
    place = found.at()
    yield Effect("runs on", cluster, place), (Entity("cluster", found.cluster, (cluster,), place, mentioned=True),)
    target = template_ref(spec["workflowTemplateRef"], found)
    if target is not None:
        yield Effect("calls", target, spec["workflowTemplateRef"].at()), ()
    account = spec["serviceAccountName"]
    if known(account.text):
        key = found.key_of("ServiceAccount", account.text)
        yield Effect("uses credential", key, account.at()), (found.mention("credential", key, account.at()),)
    for artifact in spec["arguments"]["artifacts"].list():
        yield from artifact_of(artifact, "reads", "", found)


def _starters(whole: Field, found: Object) -> Iterator[Starter]:
    if found.kind != "CronWorkflow":
        how, words = (How.PERSON, "somebody submits it")
        if found.kind != "Workflow":
            how, words = How.CALL, "workflows are made from it"
        yield Starter(how, words, found.at())
        return
    places = [each for word in ("schedule", "schedules") for each in whole[word].each()]
    for number, place in enumerate(places):
        cron = " ".join(place.text.split())[:100]
        said = attributes(cron=[cron], timezone=whole["timezone"].text)
        key = found.key_of("CronWorkflow", f"{name_of(found)}/schedule/{number + 1}")
        entity = Entity("schedule", f"At {cron} ({name_of(found)})", (key,), place.at(), attributes=said)
        yield Starter(How.SCHEDULE, f"starts it at {cron}", place.at(), "schedule", entity)


def _broken(templates: list[Template]) -> Iterator[Notice]:
    """Say which tasks use a template that is not there."""
    names = {each.place["name"].text for each in templates}
    for each in templates:
        for task in each.tasks():
            wanted = task["template"]
            if known(wanted.text) and wanted.text not in names:
                yield Notice("a task uses a template that is not there", wanted.at())


def _words(template: Template) -> str:
    said = [_DOES.get(template.type, "does something")]
    said += ["tried again"] * tried_again(template.place)
    said += ["the workflow goes on when it fails"] * template.tolerated
    return short_name("; ".join(said))


_DOES = {
    "container": "runs a container",
    "script": "runs a script",
    "containerSet": "runs containers",
    "resource": "makes or changes an object of the cluster",
    "http": "asks an address",
    "suspend": "waits",
    "dag": "does tasks in order",
    "steps": "does steps in order",
    "plugin": "runs a plugin",
    "data": "lists files",
}
