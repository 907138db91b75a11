"""Tasks that ask a model."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Effect, Locator, Reading
from opmap_connectors.airflow.dags import Task

_PROVIDERS = {"OpenAI": "openai", "Cohere": "cohere", "Bedrock": "bedrock", "Generative": "google", "Gemini": "google"}
_DECORATED = frozenset({"llm", "agent", "llm_branch", "embed"})
AGENTS = frozenset({"agent", "AgentOperator"})


def thought(task: Task) -> Iterator[tuple[Effect, tuple[Reading, ...]]]:
    """Give the model that a task asks."""
    provider = next((word for prefix, word in _PROVIDERS.items() if task.operator.startswith(prefix)), "")
    if not provider and task.operator not in _DECORATED | {"LLMOperator", "AgentOperator"}:
        return
    name = task.text("model", "model_id", "pretrained_model", "model_name") or "default chat model"
    whole = name.replace(":", "/", 1) if ":" in name and "/" not in name else name
    target = Locator("model", whole if "/" in whole or not provider else f"{provider}/{whole}")
    yield Effect("uses model", target, task.place.at(), task.id, soft=task.soft), ()
