"""Names are data: whatever a file calls a thing must do nothing in a terminal, a page or a spreadsheet."""

from __future__ import annotations

import unicodedata

LONGEST_IN_A_LINE = 80
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def plain(text: str, most: int | None = None) -> str:
    r"""Give text without anything that a terminal acts on: controls, escapes, marks that turn the direction.

    >>> plain("pay\x1b[31mments\u202e")
    'pay�[31mments�'
    """
    if text.isascii() and text.isprintable():
        cleaned = text
    else:
        cleaned = "".join(" " if one in "\n\t" else "�" if _is_hidden(one) else one for one in text)
    if most is not None and len(cleaned) > most:
        cleaned = cleaned[: most - 1] + "…"
    return cleaned


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN


def cell(text: str) -> str:
    """Give text that no spreadsheet takes for a formula.

    >>> cell("=HYPERLINK(1)"), cell("-3.5"), cell("claims")
    ("'=HYPERLINK(1)", '-3.5', 'claims')
    """
    cleaned = plain(text)
    return f"'{cleaned}" if cleaned.lstrip().startswith(_FORMULA_STARTS) and not _is_number(cleaned) else cleaned


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def markdown(text: str) -> str:
    r"""Give text that Markdown shows as it stands.

    >>> markdown("a|b <script> [x](y) `c`")
    'a\\\\|b &lt;script&gt; \\\\[x\\\\](y) \\\\`c\\\\`'
    """
    cleaned = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for mark in "\\`*_[]|#~!":
        cleaned = cleaned.replace(mark, f"\\{mark}")
    return cleaned
