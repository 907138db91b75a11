"""The conditions of filters: which runs go on."""

from __future__ import annotations

from opmap.connecting import Field
from opmap_connectors.zapier.meaning import known
from opmap_connectors.zapier.steps import Node

SIGNS = {"exact": "=", "iexact": "=", "equals": "=", "is": "=", "greater_than": ">", "less_than": "<"}
_LONGEST = 300


def guard_of(nodes: list[Node]) -> str:
    """Give the condition of a filter straight behind the start, if every other step hangs on it."""
    if not nodes:
        return ""
    behind = [node for node in nodes if node.parent == nodes[0].id]
    if len(behind) != 1 or behind[0].app != "filter":
        return ""
    return condition(behind[0])


def condition(node: Node) -> str:
    """Give what a filter asks for, as it is written; rows of one group are all wanted, of the groups any."""
    groups: dict[str, list[str]] = {}
    for row in node.given["filter_criteria"].list():
        groups.setdefault(row["group"].text, []).append(_row(row))
    said = [" and ".join(rows) for rows in groups.values()]
    return " or ".join(said)[:_LONGEST]


def _row(row: Field) -> str:
    name = row["key"].text.partition("__")[2] or row["key"].text
    match, value = row["match"].text.casefold(), row["value"].text
    sign, stops = SIGNS.get(match, ""), row["action"].text == "stop"
    if not sign or not known(value) or "'" in value or (stops and sign != "="):
        return f"{'not ' if stops else ''}{name} {sign or match} {{}}"
    written = value if sign != "=" and value.isdecimal() else f"'{value}'"
    return f"{name} {'!=' if stops else sign} {written}"
