"""Is a document that no connector takes whole, as far as its name or its content promise a form?"""

from __future__ import annotations

import re

from opmap.connecting import Document
from opmap.errors import Unreadable

_SURELY_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*(?:"|\})|\[\s*(?:[{"\]0-9-]|true|false|null))')
_NOT_ONE_JSON = frozenset(
    {"jsonl", "ndjson", "toml", "ini", "cfg", "conf", "md", "tmpl", "tpl", "j2", "jinja", "mustache"}
)
_XML = frozenset({"xml", "bpmn"})


def refuse_broken(document: Document) -> None:
    """Raise Unreadable where a document is not what its name says, or begins as JSON and does not go on as such."""
    if document.suffix in {"json", "yaml", "yml"} or _begins_as_json(document):
        if not document.data.strip():
            raise Unreadable("empty", 1)
        if document.parts and document.broken:
            raise document.broken
    elif document.suffix in _XML and document.form == "xml":
        _refuse_broken_xml(document.data)


def _begins_as_json(document: Document) -> bool:
    return (
        document.form == "json"
        and document.suffix not in _NOT_ONE_JSON
        and bool(_SURELY_JSON.match(document.data[:4096]))
    )


class _Enough(Exception):
    """Stop looking: what declares entities may expand without end."""


def _refuse_broken_xml(data: bytes) -> None:
    from xml.parsers import expat

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _stop
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat knows no names
    except expat.ExpatError as error:
        raise Unreadable(f"not XML: {expat.ErrorString(error.code)}", error.lineno) from None
    except (_Enough, ValueError, LookupError):
        return


def _stop(*_: object) -> None:
    raise _Enough
