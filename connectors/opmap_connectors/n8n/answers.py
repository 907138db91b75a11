"""Branches and filters that look at what people answered, and which of their outputs an agreement takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from opmap.connecting import Field
from opmap_connectors._shared.approving import Answer, agrees, asked_for, of_all, of_any, opposite
from opmap_connectors.n8n.flow import MAIN, Flow
from opmap_connectors.n8n.steps import Step

_MIXED = re.compile(r"[|&<>?:+]")
_EQUAL = re.compile(r"\s*([!=]==?)\s*")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_SAME = frozenset({"equals", "equal", "contains", "startsWith", "is", ""})
_OTHER = frozenset({"notEquals", "notEqual", "notContains", "isNot"})
_ANY = frozenset({"or", "any"})

Speaks = Callable[[str], bool]
"""Says of an expression whether it takes up what people answered."""
Answers = list[Answer]
"""For each output of a step whether an agreement takes it; None where its words do not say."""


def deciding(step: Step, speaks: Speaks) -> Answers | None:
    """Say which outputs of a step an agreement takes; None where it looks at no answer."""
    if step.short == "switch":
        return _switched(step, speaks)
    if step.short == "textClassifier":
        return _classified(step, speaks)
    if step.short not in {"if", "filter"}:
        return None
    told = _told(step["conditions"], _mode(step), speaks)
    if told is None:
        return None
    return [told[0], opposite(told[0])]


def outputs_of(step: Step, flow: Flow) -> int:
    """Give how many outputs a step has: those of a branch, or as many as are connected."""
    connected = max((link.output + 1 for link in flow.links_from[step] if link.kind == MAIN), default=1)
    return max(connected, 2) if step.short in {"if", "filter"} else connected


def _mode(step: Step) -> str:
    return step["conditions"]["combinator"].text or step["combineOperation"].text


def _classified(step: Step, speaks: Speaks) -> Answers | None:
    """Read the categories that a model is to sort an answer into, one output each."""
    if not speaks(step["inputText"].text):
        return None
    return [*(agrees(each["category"].text) for each in step["categories"]["categories"].list()), None]


def _switched(step: Step, speaks: Speaks) -> Answers | None:
    """Read the rules of a switch, one output each, as new exports write them and as old ones do."""
    rules = step["rules"]["values"].list()
    found: Answers = []
    looked = False
    for rule in rules:
        told = _told(rule["conditions"], rule["conditions"]["combinator"].text, speaks)
        looked = looked or told is not None
        found.append(told[0] if told is not None else None)
    left = step["value1"].text
    for rule in step["rules"]["rules"].list():
        found.append(_agreed(left, rule["operation"].text, rule["value2"]) if speaks(left) else None)
    return [*found, None] if looked or speaks(left) else None


def _told(conditions: Field, mode: str, speaks: Speaks) -> tuple[Answer] | None:
    """Say whether conditions hold only where people agreed, or only where they did not; None: of no answer."""
    rows = [row for row in _rows(conditions) if speaks(row[0]) or speaks(row[2].text)]
    if not rows:
        return None
    told = [_agreed(left, operation, right) for left, operation, right in rows]
    every = [*told, *[None] * (len(list(_rows(conditions))) - len(rows))]
    return (of_any(every) if mode in _ANY else of_all(every),)


def _rows(conditions: Field) -> Iterator[tuple[str, str, Field]]:
    for row in conditions["conditions"].list():
        yield row["leftValue"].text, row["operator"]["operation"].text, row["rightValue"]
    for kind in ("boolean", "string", "number", "dateTime"):
        for row in conditions[kind].list():
            yield row["value1"].text, row["operation"].text, row["value2"]


def _agreed(left: str, operation: str, right: Field) -> Answer:
    """Say what one comparison asks for: that somebody agreed, that nobody did, or something else."""
    path, holds = _inside(left)
    wanted = _wanted(operation, right)
    if holds is None or wanted is None:
        return None
    told = holds is wanted
    return not told if agrees(path.rpartition(".")[2]) is False else told


def _inside(left: str) -> tuple[str, Answer]:
    """Give the value that an expression takes up, and how it is when that is agreement; None: it is more than that."""
    inner = left.strip().removeprefix("=").strip().removeprefix("{{").removesuffix("}}").strip()
    if _MIXED.search(_QUOTED.sub("''", inner).replace("?.", ".")):
        return inner, None
    path, sign, literal = (*_EQUAL.split(inner, maxsplit=1), "", "")[:3]
    value = path.lstrip("! ")
    turned = path[: len(path) - len(value)].count("!") % 2 == 1
    if not sign:
        return value, not turned
    said = asked_for(literal.strip().strip("'\"`"))
    return value, None if said is None or turned else said is (sign[0] == "=")


def _wanted(operation: str, right: Field) -> Answer:
    if operation in {"true", "false"}:
        return operation == "true"
    if operation not in _SAME | _OTHER:
        return None
    said = right.flag if right.flag is not None else _meant(right.text)
    if said is None:
        return None
    return said if operation in _SAME else opposite(said)


def _meant(text: str) -> Answer:
    """Take any particular answer for an agreement, but for one that is a refusal."""
    return None if text.startswith("=") else asked_for(text)
