"""The controls of what models do in a workflow: versions, other models, doubt, reach, and who watches them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from opmap.connecting import Control, Field
from opmap_connectors._shared.model_versions import is_pinned
from opmap_connectors.n8n.fallbacks import models_of
from opmap_connectors.n8n.flow import MAIN, Flow
from opmap_connectors.n8n.models import APPS, is_model, stated_model
from opmap_connectors.n8n.operations import default_operation
from opmap_connectors.n8n.steps import Step

_DOUBT = re.compile(r"confiden|certaint|probabilit|score|likelihood|\bsure", re.IGNORECASE)
_COMPARING = frozenset({"gt", "gte", "lt", "lte", "larger", "largerEqual", "smaller", "smallerEqual"})
_BRANCHING = frozenset({"if", "switch", "filter"})
_CHANGING = re.compile(
    r"insert|update|upsert|delete|create|append|add|post|send(?!AndWait)|publish|upload|move|remove|clear|reply",
    re.IGNORECASE,
)
_WATCHING = frozenset({"guardrails", "evaluation"})


def of_models(flow: Flow, steps: Sequence[Step], title: Field) -> Iterator[Control]:
    """Give the controls that a workflow with a model in it shows or lacks; nothing for any other."""
    models = [step for step in steps if is_model(step) or (step.short in APPS and stated_model(step) is not None)]
    if not models:
        return
    yield from _pinned(models)
    yield from _falling_back(flow, steps, models)
    yield _sure(flow, steps, models, title)
    yield _first(
        "model monitoring", [step for step in steps if step.short in _WATCHING], title, "its answers are checked"
    )
    yield from _scoped(steps)


def _pinned(models: Sequence[Step]) -> Iterator[Control]:
    """Say whether each model's version is written down; a name that only a run knows shows nothing."""
    named = [(step, stated) for step in models if (stated := stated_model(step)) is not None]
    loose = [step for step in models if stated_model(step) is None]
    loose += [step for step, stated in named if not _is_open(step, stated) and not is_pinned(_name(stated))]
    if loose:
        words = f"not pinned: {', '.join(sorted({_called(step) for step in loose}))}"[:300]
        names = tuple(step.name for step in loose)
        yield Control("pinned model", loose[0].title.at(), words, lacking=True, steps=names)
    elif not any(_is_open(step, stated) for step, stated in named):
        yield Control("pinned model", named[0][1].at(), "each model's version is written down")


def _name(stated: Field) -> str:
    return (stated["value"].text or stated.text).strip()


def _is_open(step: Step, stated: Field) -> bool:
    """Say whether only a run knows the model, or only whoever deployed it under a name of their own."""
    return _name(stated).startswith("=") or "AzureOpenAi" in step.short


def _called(step: Step) -> str:
    stated = stated_model(step)
    return "the provider's default" if stated is None else _name(stated)


def _falling_back(flow: Flow, steps: Sequence[Step], models: Sequence[Step]) -> Iterator[Control]:
    """Say whether another model answers; a way of its own for the failure is an error path, and no fallback."""
    running = frozenset(steps)
    agents = [step for step in steps if step["needsFallback"].flag and _has_other(models_of(flow, running, step))]
    talking = [step for step in models if not step.short.startswith(("embeddings", "reranker"))]
    if agents or talking:
        yield _first("fallback", agents, (talking or agents)[0].title, "another model answers when the first does not")


def _has_other(models: Sequence[Step]) -> bool:
    """Say whether models differ, or the keys that open them: the same one would fail again."""
    return (
        len({(model.short, _called(model), tuple((use.id, use.name) for use in model.credentials)) for model in models})
        > 1
    )


def _sure(flow: Flow, steps: Sequence[Step], models: Sequence[Step], title: Field) -> Control:
    """Say whether what is unsure turns off, before what a model said changes anything."""
    asking = [step for step in steps if _asks_how_sure(step) and _parts(step, flow)]
    served = {link.target for model in models for link in flow.links_from[model] if link.kind != MAIN}
    said = flow.reached_from([*models, *served])
    late = {step: first for step in asking if (first := _changed_before(step, said, flow))}
    early = [step for step in asking if step not in late]
    if asking and not early:
        words = f"{late[asking[0]].name} changes something before it is asked how sure it is"
        return Control("confidence threshold", asking[0].title.at(), words[:200], lacking=True)
    return _first("confidence threshold", early, title, "what is unsure turns off")


def _changed_before(step: Step, said: set[Step], flow: Flow) -> Step | None:
    """Give a step that changes something with what a model said, on the way to another."""
    return next(
        (each for each in flow.steps if each in said and _changes(each) and step in flow.reached_from([each])), None
    )


def _changes(step: Step) -> bool:
    if step.short == "httpRequest":
        return step["method"].text.upper() in {"POST", "PUT", "PATCH", "DELETE"}
    operation = step["operation"].text or default_operation(step.type.app, step["resource"].text)
    return not step.disabled and bool(_CHANGING.match(operation))


def _parts(step: Step, flow: Flow) -> bool:
    """Say whether a branch leads on in more than one way: not all of its outputs lead to the same steps."""
    ways: dict[int, set[Step]] = {0: set(), 1: set()}
    for link in flow.links_from[step]:
        if link.kind == MAIN:
            ways.setdefault(link.output, set()).add(link.target)
    return len({frozenset(each) for each in ways.values()}) > 1


def _asks_how_sure(step: Step) -> bool:
    """Say whether a step branches on how sure something is: it compares a number that is called so."""
    if step.short not in _BRANCHING:
        return False
    found = [step["conditions"], *(rule["conditions"] for rule in step["rules"]["values"].list())]
    rules = [one for each in found for one in each["conditions"].list()]
    rules += step["conditions"]["number"].list()
    return any(_compares(one) for one in rules)


def _compares(rule: Field) -> bool:
    operation = rule["operator"]["operation"].text or rule["operation"].text
    sides = (rule["leftValue"], rule["rightValue"], rule["value1"], rule["value2"])
    if any(side.number == 0 for side in sides):  # which every certainty is above
        return False
    return operation in _COMPARING and any(_DOUBT.search(side.text) for side in sides)


def _scoped(steps: Sequence[Step]) -> Iterator[Control]:
    """Say whether a model may use chosen tools of a server only, or all that it offers."""
    servers = [step for step in steps if step.short == "mcpClientTool"]
    loose = [step for step in servers if step["include"].text in {"", "all", "except"}]
    if loose:
        names = tuple(step.name for step in loose)
        words = "a model may use every tool of an MCP server"
        yield Control("permission scope", loose[0].title.at(), words, lacking=True, steps=names)
    elif servers:
        yield Control("permission scope", servers[0].title.at(), "a model may use chosen tools only")


def _first(name: str, steps: Sequence[Step], title: Field, words: str) -> Control:
    if not steps:
        return Control(name, title.at(), lacking=True)
    return Control(name, steps[0].title.at(), words, steps=tuple(step.name for step in steps))
