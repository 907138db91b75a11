"""Fallback models: an agent that has two, any of which suffices, each with the key that opens it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from opmap.connecting import Group, Locator
from opmap_connectors.n8n.flow import Flow
from opmap_connectors.n8n.running import Running
from opmap_connectors.n8n.scene import Deed
from opmap_connectors.n8n.steps import Step

_MODEL = "ai_languageModel"


def fallbacks(flow: Flow, run: Running, deeds: Mapping[Step, Deed]) -> dict[Step, list[Group]]:
    """Give the groups that each model stands in; none for a model that some step has no other for.

    A group is called after what it is made of, so that two agents with the same models share it.
    """
    found: dict[Step, list[Group]] = {}
    alone: set[Step] = set()
    for agent in flow.steps:
        models = models_of(flow, run.steps, agent) if agent in run.steps else []
        if agent["needsFallback"].flag and len(models) > 1:
            labels = _labels(models, deeds)
            name = "any of " + ", ".join(sorted(labels.values()))
            for model, label in labels.items():
                found.setdefault(model, []).append(Group(name[:200], 1, label))
        else:
            alone.update(models)
    return {model: list(dict.fromkeys(groups)) for model, groups in found.items() if model not in alone}


def models_of(flow: Flow, running: frozenset[Step], agent: Step) -> list[Step]:
    """Give the models that an agent is connected with and that run, the first choice first."""
    links = sorted((link for link in flow.links_to[agent] if link.kind == _MODEL), key=lambda link: link.input)
    return list(dict.fromkeys(link.source for link in links if link.source in running))


def _labels(models: list[Step], deeds: Mapping[Step, Deed]) -> dict[Step, str]:
    """Call each model by its name; where two have one name, by the name of the key as well."""
    names = {model: _name(model, deeds) for model in models}
    count = Counter(names.values())
    return {model: name if count[name] == 1 else f"{name} with {_keys(model)}" for model, name in names.items()}


def _name(model: Step, deeds: Mapping[Step, Deed]) -> str:
    offered = deeds[model].offers if model in deeds else None
    return offered.value if isinstance(offered, Locator) else model.name


def _keys(model: Step) -> str:
    return ", ".join(use.name or use.id for use in model.credentials) or "no key"
