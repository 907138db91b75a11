"""What of a zap runs only after people agreed.

Each step hangs on one other. A request that may be declined and goes on, as one that only collects
answers does, keeps nothing back but what a filter on its answer does.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from opmap.connecting import Field
from opmap_connectors._shared.approving import Answer, Ways, approved, asked_for, opposite
from opmap_connectors.zapier.doing import LOCAL
from opmap_connectors.zapier.guarding import SIGNS
from opmap_connectors.zapier.meaning import known
from opmap_connectors.zapier.steps import Node

_ASKING = frozenset({"humanintheloop", "approval", "approvals", "approvalbyzapier"})
_WORDS = re.compile(r"approv|collect_data|request_review", re.IGNORECASE)
_COLLECTING = re.compile(r"collect", re.IGNORECASE)
_REFUSED = re.compile(r"declin|reject|time_?out|expir", re.IGNORECASE)

_Place = tuple[str, bool | None]
"""A step by its id, before it ran, after it, or stopped by it."""


def asks_people(node: Node) -> bool:
    """Say whether the zap waits there until a person has answered."""
    return node.app in _ASKING or (node.app in {"interfaces", "zapierinterfaces"} and bool(_WORDS.search(node.action)))


def agreed_in(nodes: list[Node]) -> tuple[str, ...]:
    """Name the steps that do something, and run only after people agreed."""
    asking = {node.id: node for node in nodes if asks_people(node)}
    if not asking:
        return ()
    onwards: dict[_Place, list[_Place]] = {}
    decisions: dict[_Place, dict[_Place, Answer]] = {}
    for node in nodes:
        onwards.setdefault((node.parent, True), []).append((node.id, False))
        onwards.setdefault((node.id, False), []).append((node.id, True))
        if (told := _agreement(node, asking)) is not None:
            decisions[node.id, False] = {(node.id, True): told[0]}
            if told[0] is not True:
                decisions[node.id, False][node.id, None] = opposite(told[0])
    holding: set[_Place] = {(each, False) for each, node in asking.items() if _holds(node)}
    starts: list[_Place] = [(node.id, False) for node in nodes if node.first]
    asked: set[_Place] = {(each, False) for each in asking if (each, False) not in holding}
    found = approved(Ways(starts, onwards), holding, asked, decisions)
    return tuple(node.name for node in nodes if (node.id, False) in found and node.app not in LOCAL)


def _holds(node: Node) -> bool:
    """Say whether the zap stops where nobody agrees, as it does unless it is told to go on."""
    told = (each.text for name, each in node.given.items() if _REFUSED.search(name))
    return not _COLLECTING.search(node.action) and not any("continue" in each.casefold() for each in told)


def _agreement(node: Node, asking: Collection[str]) -> tuple[Answer] | None:
    """Say whether a filter lets on only where somebody agreed, or refused; None: it looks at nobody's answer."""
    groups: dict[str, list[Answer]] = {}
    looks = False
    for row in node.given["filter_criteria"].list():
        about = row["key"].text.partition("__")[0] in asking
        looks = looks or about
        groups.setdefault(row["group"].text, []).append(_agreed(row) if about else None)
    if not looks:
        return None
    if all(True in rows for rows in groups.values()):
        return (True,)
    return (False,) if all(False in rows for rows in groups.values()) else (None,)


def _agreed(row: Field) -> Answer:
    sign, value = SIGNS.get(row["match"].text.casefold(), ""), row["value"].text
    if sign != "=" or not known(value):
        return None
    wanted = asked_for(value)
    return opposite(wanted) if row["action"].text == "stop" else wanted
