"""Text into trees: JSON and YAML, with the traps that real files hold.

YAML is read as YAML 1.2 reads it (``on`` and ``no`` are words, ``3.10`` keeps its zero),
with duplicate keys found, unknown tags kept as ``{"!Ref": …}``, and a cap on what
aliases may expand to.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from opmap.connecting.lines import JsonLines, Lines, YamlLines
from opmap.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_VALUES = 2_000_000
"""How many values a tree may hold once its aliases are expanded."""
DEEPEST = 200
"""How deep a tree may nest."""

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

    _refuse_depth(text)
    loader = _loader()(_without_halves(text))
    try:
        while loader.check_node():
            root = loader.get_node()
            building = _Building()
            yield building.value(root), YamlLines(root), building.odd
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


def _forbidden_line(text: str) -> int | None:
    found = _FORBIDDEN.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_MERGE = "tag:yaml.org,2002:merge"
_LEADING = re.compile(r"^(?: |[-?] ){500,}", re.MULTILINE)
_BRACKETS = re.compile(r"[\[{\]}]")
_DEEPEST_TEXT = 1000


def _refuse_depth(text: str) -> None:
    """Refuse a text that may nest so deep that the C parser's stack would overflow."""
    if text.count("[") + text.count("{") > _DEEPEST_TEXT:
        depth = 0
        for bracket in _BRACKETS.finditer(text):
            depth = depth + 1 if bracket.group() in "[{" else max(depth - 1, 0)
            if depth > _DEEPEST_TEXT:
                raise Unreadable("nested too deep to be read", text.count("\n", 0, bracket.start()) + 1)
    for leading in _LEADING.finditer(text):
        if leading.end() - leading.start() > _DEEPEST_TEXT:
            raise Unreadable("nested too deep to be read", text.count("\n", 0, leading.start()) + 1)


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


class _Building:
    """One YAML tree turned into plain values."""

    def __init__(self) -> None:
        self.odd: list[tuple[str, int | None]] = []
        self._built: dict[int, tuple[Any, int]] = {}
        self._open: set[int] = set()

    def value(self, root: Any) -> Any:
        """Build the value of a node; refuse one that aliases blow up."""
        return None if root is None else self._build(root, 0)[0]

    def _build(self, node: Any, depth: int) -> tuple[Any, int]:
        if isinstance(node.value, str):
            return self._tagged(node, _scalar(node)), 1
        known = self._built.get(id(node))
        if known is not None:
            return known
        line = node.start_mark.line + 1
        if id(node) in self._open:
            raise Unreadable("an alias that contains itself", line)
        if depth > DEEPEST:
            raise Unreadable("nested too deep to be read", line)
        self._open.add(id(node))
        is_mapping = node.id == "mapping"
        value, size = self._mapping(node, depth) if is_mapping else self._sequence(node, depth)
        self._open.discard(id(node))
        if size > MOST_VALUES:
            raise Unreadable("aliases that expand to millions of values", line)
        built = self._built[id(node)] = (self._tagged(node, value), size)
        return built

    def _sequence(self, node: Any, depth: int) -> tuple[list[Any], int]:
        built = [self._build(item, depth + 1) for item in node.value]
        return [value for value, _ in built], 1 + sum(size for _, size in built)

    def _mapping(self, node: Any, depth: int) -> tuple[dict[str, Any], int]:
        merged: dict[str, Any] = {}
        own: dict[str, Any] = {}
        total = 1
        for key, item in node.value:
            if not isinstance(key.value, str):
                where = key.start_mark.line + 1
                raise Unreadable("a mapping or a list stands where a key should be; is it a template?", where)
            value, size = self._build(item, depth + 1)
            total += size
            if key.tag == _MERGE:
                for source in reversed(value if isinstance(value, list) else [value]):
                    merged.update(source if isinstance(source, dict) else {})
                continue
            if key.value in own and not self.odd:
                self.odd.append(("a key stands twice in one mapping; the last one counts", key.start_mark.line + 1))
            own[key.value] = value
        return {**merged, **own}, total

    @staticmethod
    def _tagged(node: Any, value: Any) -> Any:
        tag = str(node.tag)
        return {tag: value} if tag.startswith("!") and len(tag) > 1 else value


def _scalar(node: Any) -> Any:
    """Give a scalar's value; numbers only where writing them again gives the same text."""
    text: str = node.value
    if node.style:
        return text
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if text in {"true", "True", "TRUE"}:
        return True
    if text in {"false", "False", "FALSE"}:
        return False
    if text[0] in "-.0123456789" and len(text) <= 20:
        for number in (int, float):
            try:
                value = number(text)
            except ValueError:
                continue
            if str(value) == text:
                return value
    return text


def _loader() -> Any:
    """Make the loader once: the C parser, and no guessing of types."""
    global _made  # noqa: PLW0603 - the class is made when YAML is first met, and kept
    if _made is None:
        import yaml

        base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        ways = {"resolve": _tag_of, "descend_resolver": _look_no_further, "ascend_resolver": _look_no_further}
        _made = type("PlainLoader", (base,), ways)
    return _made


_made: Any = None
_TAGS = {"ScalarNode": "tag:yaml.org,2002:str", "SequenceNode": "tag:yaml.org,2002:seq"}


def _tag_of(_loader: Any, kind: type, value: str | None, implicit: Any) -> str:
    """Give the tag of what has none. PyYAML asks for every value, so that its own long way would be felt."""
    if value == "<<" and implicit[0]:
        return _MERGE
    return _TAGS.get(kind.__name__, "tag:yaml.org,2002:map")


def _look_no_further(_loader: Any, *_: Any) -> None:
    """Keep no account of where in the tree a value stands: no tag depends on it."""
