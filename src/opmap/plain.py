"""Names are data: whatever a file calls a thing must do nothing where it is shown."""

from __future__ import annotations

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def plain(text: str, most: int | None = None) -> str:
    r"""Give text without anything that a terminal acts on: controls, escapes, marks that turn the direction.

    >>> plain("pay\x1b[31mments\u202e")
    'pay�[31mments�'
    """
    if text.isascii() and text.isprintable():
        cleaned = text
    else:
        cleaned = "".join(" " if one in "\n\t" else "�" if is_hidden(one) else one for one in text)
    if most is not None and len(cleaned) > most:
        cleaned = cleaned[: most - 1] + "…"
    return cleaned


def is_hidden(character: str) -> bool:
    """Say whether a character shows nothing itself, and may act on what shows it."""
    return unicodedata.category(character) in _HIDDEN
