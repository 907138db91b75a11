"""All the ways in which one secret may be written.

>>> "aHVudGVyMg==" in disguises("hunter2"), "p%40ss%20word" in disguises("p@ss word")
(True, True)
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterator
from urllib.parse import quote, quote_plus, unquote

FEWEST = 6
"""Nothing shorter is looked for: it would be found in names that mean no harm."""
_LINE = 16


def disguises(secret: str) -> set[str]:
    """Give the forms of a secret, each at least six characters long."""
    plain = {secret, secret.strip(), " ".join(secret.split()), unquote(secret)}
    lines = [line.strip() for line in secret.splitlines()]
    if len(lines) > 1:
        plain.update(line for line in lines if len(line) >= _LINE)
    forms = {form for text in plain if text for form in _forms(text)}
    return {form for form in forms if len(form) >= FEWEST}


def _forms(text: str) -> Iterator[str]:
    data = text.encode("utf-8", "surrogatepass")
    yield text
    yield from {text.lower(), text.upper()}
    yield from _escaped(text)
    yield from _in_base64(data)
    yield from (data.hex(), data.hex().upper())


def _escaped(text: str) -> Iterator[str]:
    for escaped in (json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]):
        yield escaped
        yield escaped.replace("/", "\\/")
        yield json.dumps(escaped)[1:-1]
    yield html.escape(text)
    yield text.replace("~", "~0").replace("/", "~1")  # a step of a JSON pointer
    for safe in ("", "/", "/:@!$&'()*+,;=-._~"):
        encoded = quote(text, safe=safe, errors="surrogatepass")
        yield from (encoded, _lower_hex(encoded), quote(encoded, safe=""))
    yield quote_plus(text, errors="surrogatepass")


def _lower_hex(encoded: str) -> str:
    pieces = encoded.split("%")
    return "%".join([pieces[0], *(piece[:2].lower() + piece[2:] for piece in pieces[1:])])


def _in_base64(data: bytes) -> Iterator[str]:
    """Give what base64 shows of some bytes wherever they stand in a longer text, in both alphabets."""
    for before, first in ((0, 0), (1, 2), (2, 3)):
        encoded = base64.b64encode(bytes(before) + data).decode()
        # The character that also holds bits of what follows differs from text to text.
        certain = encoded[first:] if (before + len(data)) % 3 == 0 else encoded.rstrip("=")[first:-1]
        for form in (encoded, encoded.rstrip("="), certain) if before == 0 else (certain,):
            yield form
            yield form.replace("+", "-").replace("/", "_")
