"""Models: what chats, completes and embeds, whose it is, and where it runs."""

from __future__ import annotations

import re

from opmap.connecting import Field, Locator, host_of
from opmap_connectors.n8n.endpoints import endpoint
from opmap_connectors.n8n.scene import Deed, Need, Scene, chosen
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.systems import behind, product

_FAMILY = re.compile(r"^(?:lmChat|lm|embeddings|reranker)(?=[A-Z])")
_PROVIDERS = {
    "OpenAi": "openai",
    "OpenAiAssistant": "openai",
    "Anthropic": "anthropic",
    "GoogleGemini": "google",
    "GooglePalm": "google",
    "GoogleVertex": "vertex",
    "AzureOpenAi": "azure",
    "AwsBedrock": "bedrock",
    "MistralCloud": "mistral",
    "MistralAi": "mistral",
    "Groq": "groq",
    "DeepSeek": "deepseek",
    "OpenRouter": "openrouter",
    "XAiGrok": "xai",
    "Cohere": "cohere",
    "HuggingFaceInference": "huggingface",
    "OpenHuggingFaceInference": "huggingface",
    "Perplexity": "perplexity",
    "Ollama": "ollama",
}
_SELF_HOSTED = {"ollama": "Ollama", "lemonade": "Lemonade"}
_HOSTS = {
    "api.openai.com": "openai",
    "openrouter.ai": "openrouter",
    "api.groq.com": "groq",
    "api.deepseek.com": "deepseek",
    "api.mistral.ai": "mistral",
    "api.x.ai": "xai",
    "api.together.xyz": "together",
    "api.perplexity.ai": "perplexity",
    "api.anthropic.com": "anthropic",
    "generativelanguage.googleapis.com": "google",
}
APPS = frozenset({"openAi", "anthropic", "googleGemini", "mistralAi", "perplexity", "ollama", "googlePalm"})
"""Steps of their own that ask a model, without an agent or a chain."""

_NAMES = ("model", "modelId", "modelName", "deploymentName")
_AT_RUN_TIME = "chosen at run time"
_SORTS = {"embeddings": "embedding", "reranker": "ranking", "lmChat": "chat"}


def is_model(step: Step) -> bool:
    """Say whether a step gives a model to another."""
    return bool(_FAMILY.match(step.short))


def model(step: Step, scene: Scene) -> Deed:
    """Read a sub-step that gives a model: one to talk with, or one that embeds."""
    base = endpoint(_base(step), scene)
    locator, place = _model(step, scene, host_of(base.words) if base else "")
    needs = [Need("uses model", locator, place, more=_more(step))]
    if base is not None and host_of(base.words) not in _HOSTS:
        needs.append(Need("calls", base.target, _base(step), base.certainty))
    provider = locator.value.partition("/")[0]
    if provider in _SELF_HOSTED and base is None:
        system = behind(step, scene, _SELF_HOSTED[provider], "service")
        needs.append(Need("calls", system.ref, step.title))
        return Deed(f"gives the model {locator.value}", needs, system.beside, offers=locator)
    return Deed(f"gives the model {locator.value}", needs, offers=locator)


def asked_directly(step: Step, scene: Scene) -> Deed:
    """Read a step that asks a model itself, or something else of the one who offers it."""
    stated = stated_model(step)
    resource, operation = step["resource"].text, step["operation"].text
    words = " ".join(part for part in (operation, resource) if part) or "asks"
    if stated is None and resource not in {"", "text", "chat", "image"}:
        need = Need("calls", product(step.type.app), step.title, more={"resource": resource}, operation=operation)
        return Deed(f"{words}: {step.type.app}", [need])
    locator, place = _model(step, scene, "")
    return Deed(f"{words}: model {locator.value}", [Need("uses model", locator, place, more=_more(step))])


def _more(step: Step) -> dict[str, str]:
    """Mark a model that nobody chose: which one it is, the provider decides, and may decide anew."""
    return {} if stated_model(step) else {"chosen": "by default"}


def _usual(step: Step) -> str:
    sort = next((sort for family, sort in _SORTS.items() if step.short.startswith(family)), step["resource"].text)
    return f"default {sort or 'chat'} model"


def _base(step: Step) -> Field:
    options = step["options"]
    return options["baseURL"] or step["baseUrl"]


def stated_model(step: Step) -> Field | None:
    """Give the place that says which model a step asks; None where the provider's default is asked."""
    return next((place for name in _NAMES for place in (step[name], step["options"][name]) if chosen(place)), None)


def _model(step: Step, scene: Scene, host: str) -> tuple[Locator, Field]:
    """Name a model by its provider and its name; the provider's own default where none is chosen."""
    stated = stated_model(step)
    text = scene.text(stated) if stated is not None else None
    name = _usual(step) if text is None else text.name if text.known else _AT_RUN_TIME
    provider = _HOSTS.get(host, host) if host else provider_of(step)
    name = name.removeprefix("models/")
    return Locator("model", f"{provider}/{name}"), stated or step.title


def provider_of(step: Step) -> str:
    """Say who offers the models of such a step.

    A provider that is not known is called as the type calls it.
    """
    rest = _FAMILY.sub("", step.type.app)
    rest = rest[:1].upper() + rest[1:]
    return _PROVIDERS.get(rest, rest.lower())
