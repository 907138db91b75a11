"""Prompts: that a step instructs a model with words of its own, and where they stand; never the words."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Entity, Field
from opmap_connectors.n8n.scene import Need, Scene
from opmap_connectors.n8n.steps import Step

_IN_OPTIONS = ("systemMessage", "systemPromptTemplate", "prompt", "summarizationMethodAndPrompts", "humanMessage")
_ASKING_DIRECTLY = ("openAi", "anthropic", "googleGemini", "mistralAi", "perplexity", "ollama")
_INSTRUCTING = (
    *("agent", "chain", "textClassifier", "sentimentAnalysis", "informationExtractor", "guardrails"),
    *_ASKING_DIRECTLY,
)


def prompt(step: Step, scene: Scene) -> list[tuple[Entity, Need]]:
    """Give the prompt of a step, and that the step uses it; nothing where it has none."""
    place = next(_prompts(step), None) if step.short.startswith(_INSTRUCTING) else None
    if place is None:
        return []
    key = scene.home.part("prompt", step.name)
    entity = Entity("prompt", f"{step.name} of {scene.home.name}", (key,), place.at())
    return [(entity, Need("uses prompt", key, place))]


def _prompts(step: Step) -> Iterator[Field]:
    for name in _IN_OPTIONS:
        yield from _filled(step["options"][name])
    yield from _filled(step["messages"]["messageValues"])
    if step["promptType"].text == "define":
        yield from _filled(step["text"])
    yield from _filled(step["systemPrompt"])
    yield from _filled(step["instructions"])
    if step.type.app in _ASKING_DIRECTLY:
        yield from _filled(step["messages"]["values"])
        yield from _filled(step["prompt"])


def _filled(place: Field) -> Iterator[Field]:
    """Give a place that holds words of its own; one that only hands on what came in holds none."""
    if place.is_text and place.text.startswith("={{") and place.text.count("{{") == 1 and place.text.endswith("}}"):
        return
    if place.value not in (None, "", [], {}) and not isinstance(place.value, bool):
        yield place
