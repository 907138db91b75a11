"""Secrets that are written into a definition: in which field, on which line; never the secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from opmap.connecting import Field, is_placeholder, is_secret_name, looks_random, utterances

_KNOWN = re.compile(
    r"\b(?:sk-(?:[a-z0-9]+-){0,3}[A-Za-z0-9_]{16,}|[srp]k_live_[A-Za-z0-9]{10,}|gh[pousr]_[A-Za-z0-9]{20,}"
    r"|AKIA[0-9A-Z]{16}|xox[a-z]-[A-Za-z0-9-]{10,}|AIza[0-9A-Za-z_-]{30,}|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"
    r"|glpat-[A-Za-z0-9_-]{16,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|hf_[A-Za-z0-9]{24,}"
    r"|shpat_[a-fA-F0-9]{24,})|api\.telegram\.org/bot\d+:[\w-]{20,}"
    r"|hooks\.slack\.com/(?:services|workflows|triggers)/[\w/-]{20,}|/api/webhooks/\d+/[\w-]{20,}"
)
_HEADER = re.compile(r"\b(?:Bearer|Basic|Token)\s+([A-Za-z0-9._~+/=-]{8,})", re.IGNORECASE)
_IN_QUERY = re.compile(r"[?&]([\w.-]{1,60})=([^&\s\"'{}]{6,})")
_IN_ADDRESS = re.compile(r"://[^\s/@:{}]{0,200}:([^\s/@{}]{3,200})@")
_AS_USER = re.compile(r"://([^\s/@:{}]{16,300})@")
_IN_JSON = re.compile(r"""["']([\w.-]{1,60})["']\s{0,9}:\s{0,9}["']([^"'{}\n]{6,500})["']""")
_IN_CODE = re.compile(
    r"""(?<![\w$.-])([A-Za-z_$][\w$.-]{1,60})["']?\]?\s{0,9}(?:(:=|=>|=)(?!=)|:)\s{0,9}(["'`])([^"'`\s{}$<>]{6,500})\3"""
)
_IN_CONNECTION = re.compile(
    r"""(?:^|[;"'`])\s?(password|pwd|accountkey|sharedaccesskey|sharedsecret)\s?=\s?([^;"'`\s{}]{4,300})""",
    re.IGNORECASE,
)
_TELLING = re.compile(r"pass|pwd|secret|token|key|auth|credential|identified", re.IGNORECASE)
_NO_WORD = re.compile(r"[0-9]|[a-z][A-Z]|\w[!@#%^&*+]")
_A_MANNER = re.compile(r"(?:oauth|bearer|basic|digest|jwt|hs|rs|sha|aes|rsa|md)[\w-]{0,12}", re.IGNORECASE)
_SUSPICIOUS = re.compile(
    r"[Bb]earer|[Bb]asic|[Tt]oken|sk-|k_live_|gh[pousr]_|AKIA|xox|AIza|eyJ|glpat-|SG\.|hf_|shpat_|/bot\d|hooks\.slack|/webhooks/|[?&][\w.-]{1,60}="
    r"|[:/][^\s/@:]{3,200}@|[\"']\s{0,9}:\s{0,9}[\"']"
)
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_STAND_INS = re.compile(
    r"your|enter|insert|replace|example|sample|dummy|placeholder|changeme|redacted|<|\[|\*{3}|x{4}|\.\.\.|…|here\b"
    r"|api[_ -]?key$|token$|secret$|^test$|credential",
    re.IGNORECASE,
)
_OPENING = frozenset({"code", "sig", "signature"})
_LEAST = 6
_LONG = 8
_MOST_TEXT = 20_000
_MOST_FOUND = 50


def hard_coded(place: Field) -> list[tuple[str, int | None]]:
    """Give field and line of each secret that is written somewhere below a place."""
    found: dict[str, tuple[str, int | None]] = {}
    for path, name, text in _texts(place.value):
        for label in secrets_in(name, text[:_MOST_TEXT]) if len(text) >= _LEAST else ():
            top = str(path[0]) if path else place.name
            shown = top if label == top else f"{top}: {label}"
            if len(found) < _MOST_FOUND and shown not in found:
                found[shown] = (shown, Field(None, place.part, (*place.path, *path)).line)
    return sorted(found.values(), key=lambda secret: (secret[1] or 0, secret[0]))


def _texts(parameters: Any) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Give every text of a step: its path, the name that it stands under (its key, or the name beside it), itself."""
    waiting: list[tuple[tuple[str | int, ...], str, Any]] = [((), "", parameters)]
    while waiting:
        path, name, value = waiting.pop()
        if isinstance(value, str):
            yield path, name, value
        elif isinstance(value, dict):
            beside = value.get("name")
            for key, item in value.items():
                called = (beside if isinstance(beside, str) else name) if key == "value" else key
                waiting.append(((*path, key), called, item))
        elif isinstance(value, list):
            waiting.extend(((*path, index), name, item) for index, item in enumerate(value))


def secrets_in(name: str, text: str) -> Iterator[str]:
    """Say how a text holds secrets: by the name that it stands under, or by a name or a shape inside it."""
    named, suspicious = is_secret_name(name[:200]), bool(_SUSPICIOUS.search(text))
    telling = _TELLING.search(text)
    if _may_say(text, telling):
        yield from _said(text)
    if telling:
        yield from _in_code(text)
    if not (named or suspicious):
        return
    literal = _EXPRESSION.sub("", text.removeprefix("="))
    header = _HEADER.search(literal) if suspicious else None
    if header:
        if _is_real(header.group(1)):
            yield name if named else "authorization"
    elif named and literal == text and " " not in literal.strip() and _is_real(literal.strip()):
        yield name
    elif suspicious and _KNOWN.search(literal):
        yield "known token"
    if suspicious:
        yield from _inside(literal)


def _may_say(text: str, telling: re.Match[str] | None) -> bool:
    """Say quickly of most texts that no command and no query in them says a secret."""
    if " " not in text:
        return False
    if " -" in text or text[0] == "-" or " set " in text or "vault login" in text:
        return True
    return "'" in text or (telling is not None and ("=" in text or '"' in text))


def _inside(text: str) -> Iterator[str]:
    for pattern in (_IN_QUERY, _IN_JSON):
        for inner, value in pattern.findall(text):
            opens = pattern is _IN_QUERY and inner.casefold() in _OPENING and any(map(str.isdigit, value))
            if (opens or is_secret_name(inner)) and _is_real(value) and not _HEADER.search(value):
                yield inner
    if _IN_ADDRESS.search(text):
        yield "password of an address"
    if "@" in text and any(map(looks_random, _AS_USER.findall(text))):
        yield "token of an address"


def _in_code(text: str) -> Iterator[str]:
    """Give what code, a query or a connection string calls the secrets that are written into it.

    A label beside a name is no secret (``password: "Passwort"``): what follows a colon is mixed of signs.
    """
    for name, sign, _, value in _IN_CODE.findall(text):
        own = name.rpartition(".")[2]
        alike = is_placeholder(value) or _A_MANNER.fullmatch(value) or "://" in value
        mixed = bool(_NO_WORD.search(value)) or (bool(sign) and value.islower() and len(value) >= _LONG)
        if is_secret_name(own) and _is_real(value) and mixed and not alike:
            yield own
    for name, value in _IN_CONNECTION.findall(text) if "=" in text and ";" in text else ():
        if _is_written(value):
            yield f"{name} of a connection"


def _is_written(value: str) -> bool:
    """Say whether a value stands there itself: no stand-in, and nothing that is filled in."""
    return not (is_placeholder(value) or value.startswith("$"))


def _said(text: str) -> Iterator[str]:
    """Give what commands and queries call the secrets that are written into them."""
    for one in utterances(text):
        if one.sure and _is_real(text[one.start : one.end]):
            yield f"{one.name}, in a command" if one.within == "command" else one.name


def _is_real(value: str) -> bool:
    return len(value) >= _LEAST and not _STAND_INS.search(value) and not value.startswith(("$", "="))
