"""Names are data: whatever a file calls a thing must do nothing in a terminal, a page or a spreadsheet."""

from __future__ import annotations

import re

from opmap.plain import is_hidden, plain

__all__ = ["LONGEST_IN_A_LINE", "cell", "code", "json_text", "markdown", "plain"]

LONGEST_IN_A_LINE = 80
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?")


def cell(text: str) -> str:
    """Give text that no spreadsheet takes for a formula.

    >>> cell("=HYPERLINK(1)"), cell("-3.5"), cell("claims")
    ("'=HYPERLINK(1)", '-3.5', 'claims')
    """
    cleaned = plain(text)
    return f"'{cleaned}" if cleaned.lstrip().startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(cleaned) else cleaned


def markdown(text: str) -> str:
    r"""Give text that Markdown shows as it stands.

    >>> print(markdown("a|b <script> [x](y) `c`"))
    a\|b &lt;script&gt; \[x\](y) \`c\`
    """
    cleaned = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for mark in "\\`*_[]|#~!":
        cleaned = cleaned.replace(mark, f"\\{mark}")
    return cleaned


def code(text: str) -> str:
    r"""Give text as code in Markdown, whatever backticks are in it.

    >>> code("opmap show 'a`b'")
    "`` opmap show 'a`b' ``"
    """
    cleaned = plain(text)
    longest = max((len(run) for run in re.findall(r"`+", cleaned)), default=0)
    fence, blank = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{blank}{cleaned}{blank}{fence}"


def json_text(text: str) -> str:
    r"""Give JSON, every character escaped in it that a terminal or a browser might act on; its values stay as they are.

    >>> print(json_text('{"name": "pay\x9b31mments</script>"}'))
    {"name": "pay\u009b31mments\u003c/script>"}
    """
    acting = {ord(one): _escaped(one) for one in set(text) if one == "<" or (one != "\n" and is_hidden(one))}
    return text.translate(acting) if acting else text


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))
