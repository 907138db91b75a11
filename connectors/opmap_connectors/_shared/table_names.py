"""The tables that a query names: found by the words before them, which needs no parser.

>>> tables("insert into crm.contacts (id) select id from staging.leads l join public.people p on true")
[('reads', 'people'), ('reads', 'staging.leads'), ('writes', 'crm.contacts')]
"""

from __future__ import annotations

import re

_PART = r"""(?:"[^"\n]{1,128}"|`[^`\n]{1,128}`|\[[^\]\n]{1,128}\]|[A-Za-z_][\w$]{0,127})"""
_NAME = rf"({_PART}(?:\.{_PART}){{0,2}})(?![\w$])"
_NOISE = re.compile(
    r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\b(?:extract|substring|trim|overlay)\s*\([^()]*\)", re.DOTALL | re.IGNORECASE
)
_WRITTEN = re.compile(
    r"\b(?:(?:insert\s+(?:ignore\s+)?|replace\s+|merge\s+)into|delete\s+from|update(?:\s+only)?|truncate(?:\s+table)?"
    rf"|(?:create|drop|alter)\s+table(?:\s+if\s+(?:not\s+)?exists)?)\s+{_NAME}",
    re.IGNORECASE,
)
_READ = re.compile(rf"\b(?:from|join)\s+{_NAME}(?!\s*[.(])", re.IGNORECASE)
_INTERMEDIATE = re.compile(r"\b([A-Za-z_]\w*)\s+as\s+(?:(?:not\s+)?materialized\s+)?\(", re.IGNORECASE)
_NO_TABLES = frozenset("select set skip nowait of lateral unnest values only dual as where the table into".split())
_USUAL_SCHEMAS = frozenset({"public", "dbo"})
_LONGEST = 8000


def tables(query: str) -> list[tuple[str, str]]:
    """Give verb and name of each table that a query reads or writes, each once, in order."""
    plain = _NOISE.sub(" ", query[:_LONGEST])
    none = _NO_TABLES | {name.casefold() for name in _INTERMEDIATE.findall(plain)}
    found = {("writes", table_name(name)) for name in _WRITTEN.findall(plain)}
    found |= {("reads", table_name(name)) for name in _READ.findall(_WRITTEN.sub(" ", plain))}
    return sorted((verb, name) for verb, name in found if name.casefold() not in none)


def table_name(written: str) -> str:
    """Write a table's name as it is compared: without quotes, and without the schema that is meant anyway."""
    parts = [_unquoted(part) for part in re.findall(_PART, written)]
    kept = parts[1:] if len(parts) > 1 and parts[0] in _USUAL_SCHEMAS else parts
    return ".".join(kept)


def _unquoted(part: str) -> str:
    return part[1:-1] if part[0] in '"`[' else part
