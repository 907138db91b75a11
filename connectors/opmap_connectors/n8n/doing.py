"""What each step does: which module reads a step of which type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from opmap_connectors.n8n import apps, models, queues, requests, stores, subworkflows, vectors
from opmap_connectors.n8n.approvals import approvers
from opmap_connectors.n8n.prompts import prompt
from opmap_connectors.n8n.scene import Deed, Need, Scene
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.systems import product
from opmap_connectors.n8n.types import local_words

Reader = Callable[[Step, Scene], Deed]


def deed(step: Step, scene: Scene) -> Deed:
    """Say what a step does that is no trigger."""
    done = _reader(step)(step, scene)
    prompts = prompt(step, scene)
    more = [*approvers(step, scene), *(need for _, need in prompts), *requests.commanded(step, scene)]
    if not more:
        return done
    return replace(done, needs=[*done.needs, *more], beside=[*done.beside, *(entity for entity, _ in prompts)])


def _reader(step: Step) -> Reader:
    by_name = _BY_TYPE.get(step.short) or _BY_TYPE.get(step.type.app)
    if by_name is not None:
        return by_name
    if local_words(step.short) or local_words(step.type.app):
        return _local
    if vectors.is_vector_store(step):
        return vectors.vector_store
    return models.model if models.is_model(step) else apps.app


def _local(step: Step, scene: Scene) -> Deed:  # noqa: ARG001 - the shape of a reader
    return Deed(local_words(step.short) or local_words(step.type.app))


def _wait(step: Step, scene: Scene) -> Deed:  # noqa: ARG001
    words = {"webhook": "waits for a call", "form": "waits for a form", "specificTime": "waits for a point in time"}
    return Deed(words.get(step["resume"].text, "waits a while"))


def _assistant(step: Step, scene: Scene) -> Deed:  # noqa: ARG001
    need = Need("calls", product(step.type.app), step.title, more={"resource": "assistant"})
    return Deed("lets an assistant of OpenAI choose what to do", [need])


_BY_TYPE: dict[str, Reader] = {
    "httpRequest": requests.http_request,
    "toolHttpRequest": requests.http_request,
    "graphql": requests.graphql,
    "rssFeedRead": requests.feed,
    "mcpClientTool": requests.mcp_client,
    "mcpClient": requests.mcp_client,
    "readWriteFile": stores.disk,
    "readBinaryFile": stores.disk,
    "readBinaryFiles": stores.disk,
    "writeBinaryFile": stores.disk,
    "dataTable": stores.data_table,
    "wait": _wait,
    "openAiAssistant": _assistant,
    **dict.fromkeys("code function functionItem toolCode executeCommand aiTransform".split(), requests.code),
    **dict.fromkeys(subworkflows.STEPS, subworkflows.subworkflow),
    **dict.fromkeys(stores.STORES, stores.store),
    **dict.fromkeys(stores.MEMORIES, stores.memory),
    **dict.fromkeys(stores.SERVICES, stores.service),
    **dict.fromkeys(queues.BROKERS, queues.publish),
    **dict.fromkeys(models.APPS, models.asked_directly),
}
