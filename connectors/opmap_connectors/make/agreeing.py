"""What of a scenario runs only after people agreed.

No run of a scenario waits for people: a request for a review goes out, and the run goes on. What
was reviewed starts another scenario, and there a filter on the outcome keeps back what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Field
from opmap_connectors._shared.approving import Answer, Ways, approved, asked_for, opposite
from opmap_connectors.make.doing import LOCAL
from opmap_connectors.make.meaning import known
from opmap_connectors.make.modules import Module

_REVIEWING = frozenset({"human-in-the-loop", "approvals", "gotohuman"})
_ANSWER = re.compile(r"approv|reject|declin|decision|outcome|status|result|response|verdict", re.IGNORECASE)
_SAME = re.compile(r"equal|contain", re.IGNORECASE)
_MODULE = re.compile(r"\{\{[^}]*?(\d+)\.")
_DEEPEST = 30

_Place = tuple[tuple[str | int, ...], str]
"""Where a run stands: at the door of a module, let in or shut out by its filter, or inside."""


def asks_people(module: Module) -> bool:
    """Say whether people are asked, or what they answered is taken up."""
    return module.app in _REVIEWING


def agreed_in(root: Field, modules: list[Module]) -> tuple[str, ...]:
    """Name the modules that do something behind filters of an answer, where an answer starts the scenario."""
    first = next((each for each in modules if each.first), None)
    if first is None or not asks_people(first):
        return ()
    names = {each.place.path: each.name for each in modules if each.attached and each.app not in LOCAL}
    onwards: dict[_Place, list[_Place]] = {}
    decisions: dict[_Place, dict[_Place, Answer]] = {}
    for before, place in _followed(root["flow"], None, 0):
        door, let_in, inside = (place.path, "door"), (place.path, "let in"), (place.path, "")
        onwards[door], onwards[let_in] = [let_in], [inside]
        if before is not None:
            onwards.setdefault((before.path, ""), []).append(door)
        if (told := _agreement(place["filter"], first)) is not None:
            decisions[door] = {let_in: told[0], (place.path, "shut"): opposite(told[0])}
    found = approved(Ways([(first.place.path, "")], onwards), asking={(first.place.path, "")}, decisions=decisions)
    return tuple(sorted(names[path] for path, part in found if not part and path in names))


def _followed(flow: Field, before: Field | None, depth: int) -> Iterator[tuple[Field | None, Field]]:
    """Give each module with the one that leads to it: what failed leads to what handles that."""
    for place in flow.list() if depth < _DEEPEST else ():
        yield before, place
        for word in ("routes", "branches"):
            for branch in place[word].list():
                if branch["disabled"].flag is not True:
                    yield from _followed(branch["flow"], place, depth + 1)
        yield from _followed(place["onerror"], place, depth + 1)
        before = place


def _agreement(stated: Field, review: Module) -> tuple[Answer] | None:
    """Say whether a filter lets in only what was agreed to, or refused; None: it looks at no answer."""
    groups = [list(group.list()) for group in stated["conditions"].list()]
    told = [[_agreed(row) if _speaks(row, review) else None for row in rows] for rows in groups]
    if not any(_speaks(row, review) for rows in groups for row in rows):
        return None
    if all(True in rows for rows in told):
        return (True,)
    return (False,) if all(False in rows for rows in told) else (None,)


def _speaks(row: Field, review: Module) -> bool:
    """Say whether a row looks at the answer of the review that starts the scenario, and nothing else."""
    told = set(_MODULE.findall(row["a"].text))
    return bool(_ANSWER.search(row["a"].text)) and told == {f"{review.place['id'].number or 0:g}"}


def _agreed(row: Field) -> Answer:
    if not _SAME.search(row["o"].text) or not known(row["b"].text):
        return None
    wanted = asked_for(row["b"].text)
    return None if wanted is None else wanted is ("not" not in row["o"].text.casefold())
