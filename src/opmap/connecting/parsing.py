"""Text into trees: JSON and YAML, with the traps that real files hold.

YAML is read as YAML 1.2 reads it (``on`` and ``no`` are words, ``3.10`` keeps its zero),
with duplicate keys found, unknown tags kept as ``{"!Ref": …}``, and a cap on what
aliases may expand to.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from opmap.connecting.lines import JsonLines, Lines
from opmap.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEMPLATE = re.compile(r"\{\{-?\s*[.$\w]|\{%")
_HELM = re.compile(
    r"\{\{-?\s*(?:\.Values|\.Release|\.Chart|\.Capabilities|include|template|if|range|with|end|define)\b"
)


def is_helm_template(text: str) -> bool:
    """Say whether the text is a Helm chart's template that nobody has rendered."""
    return bool(_HELM.search(text))


def is_template(text: str) -> bool:
    """Say whether the text holds template directives of any kind."""
    return bool(_TEMPLATE.search(text))


HELM_REASON = "a Helm template: render it first (helm template CHART), or export what runs (kubectl get all -o yaml)"
TEMPLATE_REASON = "a template: render it first, then scan what comes out"


_HALVES = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


def _without_halves(text: str) -> str:
    """Put the replacement character for halves of characters, which are no text and cannot be written again."""
    return _HALVES.sub(r"\\ufffd", text) if "\\ud" in text or "\\uD" in text else text


def parse_json(text: str) -> tuple[Any, Lines, list[tuple[str, int | None]]]:
    """Read one JSON text; give its value, its lines, and what was odd about it."""
    odd: list[tuple[str, int | None]] = []
    text = _without_halves(text)
    try:
        value = json.loads(text, object_pairs_hook=_Pairs(odd), parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        relaxed = _without_comments(text)
        try:
            value = json.loads(relaxed, object_pairs_hook=_Pairs(odd), parse_constant=lambda _: None)
        except (ValueError, RecursionError):
            raise Unreadable(_json_reason(error, text), error.lineno) from None
        odd.append(("comments or trailing commas, which JSON does not allow; read without them", None))
        text = relaxed
    except RecursionError:
        raise Unreadable("nested too deep to be read") from None
    except ValueError:
        raise Unreadable("a number too long to be read") from None
    return value, JsonLines(text), odd


class _Pairs:
    """Make a mapping of pairs, and say once where a key came twice."""

    def __init__(self, odd: list[tuple[str, int | None]]) -> None:
        self._odd = odd

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Keep the last of equal keys."""
        mapping = dict(pairs)
        if len(mapping) < len(pairs) and not self._odd:
            self._odd.append(("a key stands twice in one mapping; the last one counts", None))
        return mapping


def _json_reason(error: json.JSONDecodeError, text: str) -> str:
    if not text.strip():
        return "empty"
    if error.msg == "Extra data":
        return "not JSON: something follows after the end"
    if error.pos >= len(text.rstrip()):
        return "not JSON: the file ends too early"
    return f"not JSON: {error.msg[:1].lower()}{error.msg[1:]} (column {error.colno})"


_COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=\s*[}\]])', re.DOTALL)


def _without_comments(text: str) -> str:
    """Blank out comments and trailing commas, keeping every line where it was."""

    def blank(match: re.Match[str]) -> str:
        found = match.group()
        return found if found[0] == '"' else re.sub(r"[^\n]", " ", found)

    return _COMMENT.sub(blank, text)


def parse_yaml(text: str) -> Iterator[tuple[Any, Lines, list[tuple[str, int | None]]]]:
    """Read a YAML stream; give each document's value, its lines, and what was odd about it."""
    import yaml

    from opmap.connecting.composing import documents_of

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(_without_halves(text))
    try:
        yield from documents_of(loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        last = text.count("\n") + 1  # libyaml may point behind the end
        raise Unreadable(_yaml_reason(error, text), min(mark.line + 1, last) if mark else None) from None
    except yaml.YAMLError:
        raise Unreadable("not YAML: it holds characters that YAML does not allow", _forbidden_line(text)) from None
    except RecursionError:
        raise Unreadable("nested too deep to be read") from None
    finally:
        loader.dispose()


def pieces_of(text: str) -> list[str]:
    """Cut a YAML stream where its documents start, each piece with as many lines before it as stood there."""
    starts = [0, *(match.start() for match in _NEXT.finditer(text) if text[: match.start()].strip())]
    ends = [*starts[1:], len(text)]
    return ["\n" * text.count("\n", 0, start) + text[start:end] for start, end in zip(starts, ends, strict=True)]


_NEXT = re.compile(r"^---(?=\s|$)", re.MULTILINE)


def _forbidden_line(text: str) -> int | None:
    found = _FORBIDDEN.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def _yaml_reason(error: Any, text: str) -> str:
    if is_helm_template(text):
        return HELM_REASON
    if is_template(text):
        return TEMPLATE_REASON
    problem = re.sub(r"(['\"])(.*?)\1", _unquoted, str(error.problem or error.context or "it does not parse"))
    return f"not YAML: {problem}"


def _unquoted(match: re.Match[str]) -> str:
    """Keep quoted signs, which are YAML's own; hide quoted names, which are the document's."""
    return match.group() if len(match.group(2)) < 3 else "a name"
