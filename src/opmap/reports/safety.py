"""Names are data: whatever a file calls a thing must do nothing in a terminal, a page or a spreadsheet."""

from __future__ import annotations

from opmap.plain import plain

__all__ = ["LONGEST_IN_A_LINE", "cell", "markdown", "plain"]

LONGEST_IN_A_LINE = 80
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


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

    >>> print(markdown("a|b <script> [x](y) `c`"))
    a\|b &lt;script&gt; \[x\](y) \`c\`
    """
    cleaned = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for mark in "\\`*_[]|#~!":
        cleaned = cleaned.replace(mark, f"\\{mark}")
    return cleaned
