"""A small language that names nodes: ``kind:service owner:none name:pay*``.

Words stand for conditions that must all hold. ``field:value`` asks one field; a comma
gives alternatives (``kind:service,agent``); ``*`` and ``?`` are wildcards; a ``-`` before
a condition turns it round; a bare word is looked for in the name and the id. Quotes keep
blanks together: ``name:"claims intake"``. ``none`` stands for nothing known.

========== ==================================================================
field      asks
========== ==================================================================
kind       the kind of thing: service, workflow, credential …
layer      its layer: business, automation, software, AI, data, platform …
name, id   its name, its id
owner      who answers for it, stated or inherited; ``none``; ``left`` for people who have
env        its environment; ``none`` where nothing says
state      known, mentioned or dangling
source     the source it was read from
path       the file it was read from
connector  the connector that read it
certainty  the certainty of some relation at it
active     yes or no
*anything* an attribute of that name: ``criticality:high``
========== ==================================================================
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from fnmatch import translate
from typing import TYPE_CHECKING

import numpy as np

from opmap.errors import BadSelection
from opmap.graph.model import CERTAINTIES, KIND_NAMES, STATES
from opmap.graph.ownership import left_on, owners
from opmap.kinds import KINDS, kind_called

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from opmap.graph.model import Graph

FIELDS = ("kind", "layer", "name", "id", "owner", "env", "state", "source", "path", "connector", "certainty", "active")


def select(graph: Graph, selection: str) -> NDArray[np.int32]:
    """Give the numbers of the nodes that a selection names; raise BadSelection where it does not parse."""
    chosen = np.ones(len(graph), np.bool_)
    for turned, field, values in parse(selection):
        found = np.zeros(len(graph), np.bool_)
        for value in values:
            found |= _matching(graph, selection, field, value)
        chosen &= ~found if turned else found
    return np.flatnonzero(chosen).astype(np.int32)


def parse(selection: str) -> list[tuple[bool, str, list[str]]]:
    """Split a selection into conditions: whether it is turned round, the field, the alternatives.

    >>> parse('kind:service -owner:none "pay now"')
    [(False, 'kind', ['service']), (True, 'owner', ['none']), (False, '', ['pay now'])]
    """
    try:
        words = shlex.split(selection.replace("\\", "\\\\"))
    except ValueError:
        raise BadSelection(selection, "a quote is not closed") from None
    conditions = []
    for word in words:
        turned = word.startswith("-") and len(word) > 1
        field, colon, value = word.removeprefix("-").partition(":")
        if not colon or not re.fullmatch(r"[A-Za-z_][\w -]*", field):
            conditions.append((turned, "", [word.removeprefix("-")]))
            continue
        if not value:
            raise BadSelection(selection, f'nothing follows "{field}:"')
        field = {"environment": "env", "owners": "owner"}.get(field.lower(), field.lower())
        conditions.append((turned, field, [part for part in value.split(",") if part]))
    return conditions


def _matching(graph: Graph, selection: str, field: str, value: str) -> NDArray[np.bool_]:
    if field == "kind":
        kind = kind_called(value)
        names = [kind.name] if kind else [name for name in KIND_NAMES if _pattern(value)(name)]
        if not names:
            raise BadSelection(selection, f'there is no kind "{value}"')
        return np.isin(graph.kind, [KIND_NAMES.index(name) for name in names])
    if field == "layer":
        return np.isin(
            graph.kind, [KIND_NAMES.index(kind.name) for kind in KINDS.values() if kind.layer.lower() == value.lower()]
        )
    if field == "state":
        return np.isin(graph.state, [index for index, state in enumerate(STATES) if state.value == value.lower()])
    if field == "env":
        wanted = "" if value == "none" else value
        return _each(graph.environments, (lambda text: not text) if not wanted else _pattern(wanted))
    if field in {"name", "id"}:
        return _each(graph.names if field == "name" else graph.ids, _pattern(value))
    if field == "":
        word = value.casefold()
        return _each(graph.names, lambda text: word in text.casefold()) | _each(
            graph.ids, lambda text: word in text.casefold()
        )
    if field == "active":
        return graph.inactive if value.lower() in {"no", "false"} else ~graph.inactive
    if field == "certainty":
        return _by_certainty(graph, value)
    return _by_owner(graph, value) if field == "owner" else _by_details(graph, selection, field, value)


def _each(texts: Iterable[str], holds: Callable[[str], bool]) -> NDArray[np.bool_]:
    return np.fromiter((holds(text) for text in texts), np.bool_)


def _pattern(value: str) -> Callable[[str], bool]:
    compiled = re.compile(translate(value.casefold().replace("[", "[[]")))
    return lambda text: compiled.match(text.casefold()) is not None


def _by_certainty(graph: Graph, value: str) -> NDArray[np.bool_]:
    found = np.zeros(len(graph), np.bool_)
    at = np.isin(graph.certainty, [index for index, one in enumerate(CERTAINTIES) if one.value == value.lower()])
    found[graph.source[at]] = True
    found[graph.target[at]] = True
    return found


def _by_owner(graph: Graph, value: str) -> NDArray[np.bool_]:
    found = np.zeros(len(graph), np.bool_)
    matches = _pattern(value)
    owned = owners(graph)
    for node, several in owned.items():
        for one in several:
            if value == "left":
                holds = bool(left_on(graph, one.owner))
            else:
                holds = value == "none" or matches(graph.names[one.owner]) or matches(graph.ids[one.owner])
            found[node] |= holds
    return ~found if value == "none" else found


def _by_details(graph: Graph, selection: str, field: str, value: str) -> NDArray[np.bool_]:
    if field not in FIELDS:
        _refuse_unknown(graph, selection, field)
    matches = _pattern(value)

    def holds(number: int) -> bool:
        node = graph.details.node(number)
        if field in {"source", "path", "connector"}:
            return any(matches(str(getattr(item, field))) for item in node.evidence)
        found = [item for name, item in node.attributes if name.casefold() == field]
        if value == "none":
            return not found
        return any(matches(str(part)) for item in found for part in (item if isinstance(item, tuple) else (item,)))

    return np.fromiter((holds(number) for number in range(len(graph))), np.bool_, len(graph))


def _refuse_unknown(graph: Graph, selection: str, field: str) -> None:
    """Raise BadSelection where nothing at all has an attribute of that name."""
    from difflib import get_close_matches

    said = {name.casefold() for number in range(len(graph)) for name, _ in graph.details.node(number).attributes}
    if field not in said:
        close = get_close_matches(field, [*FIELDS, *sorted(said)], 1)
        raise BadSelection(selection, f'nothing has a "{field}"' + (f'; did you mean "{close[0]}"?' if close else ""))
