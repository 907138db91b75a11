"""Secrets that are written into a step: in which field, on which line; never the secret."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Field, is_secret_name
from opmap_connectors.n8n.steps import Step

Found = tuple[str, str, int | None]

_KNOWN = re.compile(
    r"\b(?:sk-(?:[a-z0-9]+-){0,3}[A-Za-z0-9_]{16,}|[srp]k_live_[A-Za-z0-9]{10,}|gh[pousr]_[A-Za-z0-9]{20,}|AKIA[0-9A-Z]{16}"
    r"|xox[a-z]-[A-Za-z0-9-]{10,}|AIza[0-9A-Za-z_-]{30,}|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}|glpat-[A-Za-z0-9_-]{16,}"
    r"|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|hf_[A-Za-z0-9]{24,}|shpat_[a-fA-F0-9]{24,})"
)
_HEADER = re.compile(r"\b(?:Bearer|Basic|Token)\s+([A-Za-z0-9._~+/=-]{8,})", re.IGNORECASE)
_IN_QUERY = re.compile(r"[?&]([\w.-]{1,60})=([^&\s\"'{}]{6,})")
_IN_ADDRESS = re.compile(r"://[^\s/@:{}]*:([^\s/@{}]{3,})@")
_IN_JSON = re.compile(r"""["']([\w.-]{1,60})["']\s{0,9}:\s{0,9}["']([^"'{}\n]{6,500})["']""")
_BOT = re.compile(r"api\.telegram\.org/bot\d+:[\w-]{20,}")
_STAND_INS = re.compile(
    r"your|enter|insert|replace|example|sample|dummy|placeholder|changeme|redacted|<|\[|\*{3}|x{4}|\.\.\.|…|here\b"
    r"|api[_ -]?key$|token$|secret$|^test$|credential",
    re.IGNORECASE,
)
_LEAST = 6
_MOST_TEXT = 20_000
_MOST_FOUND = 50


def hard_coded(step: Step) -> list[Found]:
    """Give step, field and line of each secret that is written into a step."""
    found: dict[str, Found] = {}
    for field, name in _texts(step):
        for label in _secrets_in(name, field.text[:_MOST_TEXT]):
            if len(found) < _MOST_FOUND:
                shown = ".".join(str(part) for part in field.path[len(step.place.path) + 1 :])
                found.setdefault(f"{shown} {label}", (step.name, f"{shown} ({label})" if label else shown, field.line))
    return list(found.values())


def _texts(step: Step) -> Iterator[tuple[Field, str]]:
    """Give every text of a step with the name that it stands under: its key, or the name beside it."""
    for found in step.place["parameters"].walk():
        if not found.is_text:
            continue
        name = found.name
        if name == "value" and isinstance(found.path[-2], (int, str)):
            name = _name_beside(step, found) or name
        yield found, name


def _name_beside(step: Step, value: Field) -> str:
    parent = Field(step.place.value, step.place.part, step.place.path)
    for part in value.path[len(step.place.path) : -1]:
        parent = parent[part]
    return parent["name"].text


def _secrets_in(name: str, text: str) -> Iterator[str]:
    """Say how a text holds secrets: by the name that it stands under, or by a name or a shape inside it."""
    literal = re.sub(r"\{\{.*?\}\}", "", text.removeprefix("="), flags=re.DOTALL)
    header = _HEADER.search(literal)
    if header:
        if _is_real(header.group(1)):
            yield name if is_secret_name(name) else "authorization"
    elif is_secret_name(name) and literal == text and " " not in literal.strip() and _is_real(literal.strip()):
        yield name
    elif _KNOWN.search(literal) or _BOT.search(literal):
        yield "known token"
    for pattern in (_IN_QUERY, _IN_JSON):
        for inner, value in pattern.findall(literal):
            if is_secret_name(inner) and _is_real(value) and not _HEADER.search(value):
                yield inner
    if _IN_ADDRESS.search(literal):
        yield "password of an address"


def _is_real(value: str) -> bool:
    return len(value) >= _LEAST and not _STAND_INS.search(value) and not value.startswith(("$", "="))
