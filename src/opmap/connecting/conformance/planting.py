"""Secrets planted where secrets stand: no connector may carry one into a fact."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from opmap.connecting.conformance.materials import trees_of, written
from opmap.connecting.conformance.running import run
from opmap.facts import Notice
from opmap.secrecy import is_secret_name

if TYPE_CHECKING:
    from opmap.connecting.conformance.materials import Material
    from opmap.connecting.protocol import Connector

PLANTED = "planted7f3a9c2e"
_CODED = b64encode(PLANTED.encode()).decode().rstrip("=")[:-1]  # the end of it depends on what follows
_NO_VALUES = ("$", "{{", "=")  # what stands there is the name of a value
_URL = re.compile(r"""([a-zA-Z][a-zA-Z0-9+.-]*://)(?:[^/@\s]*@)?([^/?#\s,;|"'<>{}$]+)([^?#\s,;|"'<>{}$]*)""")
_PAIR = re.compile(r"([\w.-]+)=.+", re.DOTALL)
_LINE = re.compile(r"^(\s*(?:export\s+)?([\w.-]+)\s*[:=]\s*)\S.*$", re.MULTILINE)


def leaks(connector: Connector, material: Material) -> Iterator[str]:
    """Say through which readings a planted secret came out."""
    for reading in run(connector, planted(material)).readings:
        said = repr(reading)
        if PLANTED in said or _CODED in said:
            where = "a notice quotes" if isinstance(reading, Notice) else "a fact holds"
            yield f"{where} a secret value that was planted under a name such as password, or in a URL"


def planted(material: Material) -> Material:
    """Plant a secret under each name that looks like one, in environment variables and in URLs."""
    trees = trees_of(material)
    if trees:
        return written(material, _plant(trees), "with secrets planted")
    text = material.data.decode("utf-8", "replace")
    lines = _LINE.sub(
        lambda found: f"{found.group(1)}{PLANTED}" if is_secret_name(found.group(2)) else found.group(), text
    )
    is_text = b"\0" not in material.data and not material.data.startswith(b"PK")
    return (
        replace(material, data=_URL.sub(_in_url, lines).encode(), what="with secrets planted") if is_text else material
    )


def _plant(value: Any) -> Any:
    if isinstance(value, list):
        return [_plant(item) for item in value]
    if isinstance(value, dict):
        return {key: _plant_under(str(key), item, value) for key, item in value.items()}
    return _in_text(value) if isinstance(value, str) else value


def _plant_under(key: str, value: Any, beside: dict[str, Any]) -> Any:
    secret = is_secret_name(key) or (key == "value" and is_secret_name(str(beside.get("name", ""))))
    if secret and isinstance(value, str) and value and not value.startswith(_NO_VALUES):
        return PLANTED
    if isinstance(value, dict) and beside.get("kind") == "Secret" and key in {"data", "stringData"}:
        code = b64encode(PLANTED.encode()).decode()
        return dict.fromkeys(value, code if key == "data" else PLANTED)
    return _plant(value)


def _in_text(text: str) -> str:
    pair = _PAIR.fullmatch(text)
    if pair and is_secret_name(pair.group(1)):
        return f"{pair.group(1)}={PLANTED}"
    return _URL.sub(_in_url, text)


def _in_url(found: re.Match[str]) -> str:
    return f"{found.group(1)}user:{PLANTED}@{found.group(2)}{found.group(3)}?token={PLANTED}"
