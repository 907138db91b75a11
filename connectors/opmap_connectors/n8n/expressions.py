"""Texts with expressions in them, as far as they mean one thing whatever the run.

What cannot be known becomes ``{}``. Literal texts, variables that opmap.toml gives a value,
and constants that a step of the same workflow sets are put in.

>>> Given({"BASE": "https://claims.example"}).read("={{ $env.BASE }}/v1/claims/{{ $json.id }}")
Text(value='https://claims.example/v1/claims/{}', sure=True)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from opmap.connecting import frozen, url_locator
from opmap_connectors._shared.interpolation import told_by
from opmap_connectors.n8n.steps import Step

UNKNOWN = "{}"

_EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_LITERAL = re.compile(r"""(['"`])((?:(?!\1)[^\\]|\\.)*)\1""", re.DOTALL)
_PATH = r"""((?:\??\.\w+|\??\.?\[\s*['"][^'"\]]+['"]\s*\])+)"""
_VARIABLE = re.compile(r"""\$(?:env|vars)(?:\.(\w+)|\[\s*['"](\w+)['"]\s*\])""")
_OF_STEP = re.compile(
    r"""\$(?:node|items)?[(\[]\s*(['"])(.{1,300}?)\1\s*[)\]](?:\.(?:first|last|all)\(\)|\.item|)(?:\[0\])?\.json"""
    + _PATH
)
_OF_ITEM = re.compile(r"\$(?:json|input\.(?:first\(\)|item)\.json)" + _PATH)
_INSIDE = re.compile(r"\$\{[^}]*\}")
_NAME = re.compile(r"\w[^'\"\[\].?]*")
_LONGEST = 4000
_LONGEST_NAME = 200
_MOST_TERMS = 40


@frozen
class Text:
    """What a text means, with ``{}`` for what only a run knows."""

    value: str
    sure: bool = True  # false where a constant is only probably the one that is meant

    @property
    def known(self) -> bool:
        """Say whether all of it is known."""
        return bool(self.value) and UNKNOWN not in self.value

    @property
    def name(self) -> str:
        """Give it as a name: on one line, not too long, and where it is an address, without what may be secret."""
        plain = " ".join(self.value.split())
        if "://" in plain:
            address = url_locator(plain)
            plain = address.value if address else ""
        return plain[:_LONGEST_NAME]


@dataclass(frozen=True)
class Given:
    """What is known before any run: variables, and the constants that steps set."""

    variables: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # step -> field -> value

    def read(self, text: str) -> Text:
        """Say what a parameter's text means."""
        text = text[:_LONGEST]
        if not text.startswith("="):
            return Text(_EXPRESSION.sub(UNKNOWN, text).strip())
        sure = True
        pieces, start = [], 1
        for found in _EXPRESSION.finditer(text):
            value = self._value(found.group(1).strip())
            sure = sure and value.sure
            pieces += [text[start : found.start()], value.value]
            start = found.end()
        return Text("".join([*pieces, text[start:]]).strip(), sure)

    def _value(self, expression: str) -> Text:
        values = [self._term(term.strip()) for term in _terms(expression)]
        return Text("".join(value.value for value in values) or UNKNOWN, all(value.sure for value in values))

    def _term(self, term: str) -> Text:
        literal = _LITERAL.fullmatch(term)
        if literal:
            return Text(_INSIDE.sub(UNKNOWN, literal.group(2)))
        variable = _VARIABLE.fullmatch(term)
        if variable:
            return Text(self.variables.get(variable.group(1) or variable.group(2), UNKNOWN))
        of_step = _OF_STEP.fullmatch(term)
        if of_step:
            return Text(self.constants.get(of_step.group(2), {}).get(_dotted(of_step.group(3)), UNKNOWN))
        of_item = _OF_ITEM.fullmatch(term)
        return self._constant(_dotted(of_item.group(1))) if of_item else Text(UNKNOWN)

    def _constant(self, name: str) -> Text:
        found = {values[name] for values in self.constants.values() if name in values}
        return Text(found.pop(), sure=False) if len(found) == 1 else Text(UNKNOWN)


def given(steps: tuple[Step, ...], settings: Mapping[str, str]) -> Given:
    """Collect what is known: ``variable.NAME`` of opmap.toml, and the texts that the steps set."""
    variables = told_by(settings)
    first = Given(variables)
    constants: dict[str, dict[str, str]] = {}
    for step in steps:
        if step.short == "set" and not step.disabled:
            texts = {name: first.read(text) for name, text in _set_by(step) if isinstance(text, str)}
            constants[step.called] = {name: text.value for name, text in texts.items() if text.known}
    return Given(variables, constants)


def _set_by(step: Step) -> Iterator[tuple[str, Any]]:
    """Give the names and texts that a step of type Set sets, in each version's own shape."""
    for item in step["assignments"]["assignments"].list():
        yield item["name"].text, item["value"].value
    for item in step["fields"]["values"].list():
        yield item["name"].text, item["stringValue"].value
    for item in step["values"]["string"].list():
        yield item["name"].text, item["value"].value
    yield from _raw(step["jsonOutput"].text)


def _raw(text: str) -> Iterator[tuple[str, Any]]:
    import json

    if not text or len(text) > _LONGEST:
        return
    try:
        value = json.loads(text.removeprefix("="))
    except (ValueError, RecursionError):
        return
    if isinstance(value, dict):
        yield from ((str(name), item) for name, item in value.items())


def _dotted(path: str) -> str:
    return ".".join(found.group().strip() for found in _NAME.finditer(path))


def _terms(expression: str) -> list[str]:
    """Split an expression at the plus signs that stand outside quotes and brackets."""
    terms: list[str] = []
    start, depth, quote = 0, 0, ""
    for place, sign in enumerate(expression):
        if quote:
            quote = "" if sign == quote and expression[place - 1] != "\\" else quote
        elif sign in "'\"`":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif sign == "+" and depth == 0 and len(terms) < _MOST_TERMS:
            terms.append(expression[start:place])
            start = place + 1
    return [*terms, expression[start:]]


_QUOTED = re.compile(r"""(['"`])(?:(?!\1)[^\\]|\\.){0,2000}\1""", re.DOTALL)
_NAMING = re.compile(r"(?:\$(?:node|items)?[(\[]|[\w\])]\[)\s*$")  # before the name of a step, or of a field
_WORDS = re.compile(r"""['"`][\w .:-]{1,40}['"`]""")
_LONG_WORD = re.compile(r"[A-Za-z0-9_+/=-]{25,}")
_SHOWN = 120


def shown(text: str) -> str:
    """Write an expression so that a person knows it again and no literal of it, which may be secret, is kept.

    >>> shown("={{ $('Config').item.json['base'] + '/v1?key=abc' }}")
    "{{ $('Config').item.json['base'] + … }}"
    """
    parts = [_plain(found.group()) for found in _EXPRESSION.finditer(text[:_LONGEST])] or ["a text that is no address"]
    plain = " ".join(" ".join(parts).split())
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 4]}… }}}}"


def _plain(expression: str) -> str:
    def hidden(found: re.Match[str]) -> str:
        is_name = _WORDS.fullmatch(found.group()) and _NAMING.search(expression[: found.start()][-20:])
        return found.group() if is_name else "…"

    return _LONG_WORD.sub("…", _QUOTED.sub(hidden, expression))


def speaks_of_instance(text: str) -> bool:
    """Say whether an expression means the same in every workflow of an instance: variables, and nothing else."""
    parts = [found.group(1).strip() for found in _EXPRESSION.finditer(text[:_LONGEST])]
    return bool(parts) and all(_VARIABLE.fullmatch(part) for part in parts)
