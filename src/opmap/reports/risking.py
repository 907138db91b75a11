"""The page for single points: at most ten causes, and what was withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.reports.hiding import hiding_rows, hiding_table
from opmap.reports.pages import Cell, Note, Page, Table, Tone, columns
from opmap.reports.safety import plain
from opmap.reports.words import (
    agreeing,
    answering,
    assumed,
    counted,
    hours,
    list_of,
    named,
    named_with,
    no_stand_in,
    not_judged,
    path_of,
    place_of,
    quoted,
    step_sentence,
    withheld,
)

if TYPE_CHECKING:
    from opmap.analyses.naming import NodeName
    from opmap.analyses.singling import SinglePoint, Singling

_FURTHER = ("further cause", "further causes")
_ACCEPTED = ("accepted until its date", "accepted until their dates")
_COPIES = ("copy", "copies")


def spof_page(found: Singling, top: int = 0, *, explain: bool = False) -> Page:
    """Say what is single."""
    shown = found.points[: top or None]
    tell = _point_of_all if found.outcome is None else _point_of_one
    rows = [row for point in shown for row in tell(point, found.total, explain=explain)]
    share = ("takes down", "*which") if found.outcome is None else ("when", "*because")
    heads = columns("node", "kind", *share, "rests on", "answers for it")
    return Page(
        headline=_spof_headline(found),
        tables=(Table(heads, tuple(rows)), hiding_table(found.hidden[: _most_hidden(top)], explain=explain)),
        notes=tuple(_spof_notes(found, shown, _most_hidden(top))),
        next=_next(found, shown),
        data=found,
        sheet=_spof_sheet(found),
    )


def _most_hidden(top: int) -> int | None:
    """Give how many hidden findings a page shows: half as many as single points, all where all are asked for."""
    return max(1, top // 2) if top else None


def _spof_headline(found: Singling) -> str:
    count = found.alone
    if found.outcome and not count and not found.if_needed:
        known = f"Nothing that is known of takes down {named(found.outcome)} alone"
        lacking = f": {found.outcome.unknown}" if found.outcome.unknown else ", as far as the files show"
        return f"{known}{lacking}. That is not proof that it is safe."
    what = named(found.outcome) if found.outcome else "something that counts"
    if not count and not found.if_needed:
        return f"Of {counted(found.nodes, 'node')} none that is known of takes down {what} alone."
    takes = agreeing(count, "takes", "take")
    return f"{count:,} of {counted(found.nodes, 'node')} {takes} down {what} alone: {makeup_of(found)}."


def makeup_of(found: Singling) -> str:
    """Say of what those that alone take something down are made up; the parts add up to all of them."""
    accepted = found.alone - found.stated - found.presumed - found.collapsed
    parts = [f"{found.stated:,} on stated facts", f"{found.presumed:,} on presumed strength"]
    parts += [f"{found.collapsed:,} on the way of another"] if found.collapsed else []
    parts += [f"{accepted:,} accepted until {agreeing(accepted, 'its date', 'their dates')}"] if accepted else []
    return ", ".join(parts)


def _next(found: Singling, shown: tuple[SinglePoint, ...]) -> tuple[str, ...]:
    if not shown:
        return (f"opmap show {quoted(found.outcome.call)}",) if found.outcome else ("opmap coverage",)
    asked = f" {quoted(found.outcome.call)}" if found.outcome else ""
    further = f"opmap spof{asked} --pairs" if asked else "opmap spof --explain"
    return f"opmap blast {quoted(shown[0].node.call)}", further


def _point_of_all(point: SinglePoint, total: int, *, explain: bool) -> list[tuple[Cell, ...]]:
    falls = list_of([named(one.outcome) for one in point.takes_down])
    share = f"{len(point.takes_down):,} of {total:,}{' each' if point.alike else ''}"
    return _point_rows(point, share, falls, explain=explain)


def _point_of_one(point: SinglePoint, _: int, *, explain: bool) -> list[tuple[Cell, ...]]:
    taken = point.takes_down[0]
    way = " → ".join(path_of(taken.path, taken.outcome))
    return _point_rows(point, hours(taken.after_hours), way, explain=explain)


def _point_rows(point: SinglePoint, share: str, falls: str, *, explain: bool) -> list[tuple[Cell, ...]]:
    name = Tone(named_with(point.node, point.alike), "bad" if point.rests_on == "stated" else "warn")
    name = Tone(f"{name.text} (new)", name.tone) if point.new else name
    rows: list[tuple[Cell, ...]] = [(name, point.node.kind, share, falls, point.rests_on, answering(point))]
    if point.on_the_way:
        rows.append(("", "", "", f"on the way: {list_of([named(one) for one in point.on_the_way])}", "", ""))
    if point.spent and not explain:
        rows.append(("", "", "", no_stand_in(point.spent), "", ""))
    if explain:
        rows += [("", "", "", step_sentence(step), "", "") for taken in point.takes_down for step in taken.path]
    return rows


def _spof_notes(found: Singling, shown: tuple[SinglePoint, ...], most_hidden: int | None) -> list[Note]:
    copies = sum(len(point.alike) for point in shown)
    parts = [
        (found.causes - len(shown), *_FURTHER),
        (len(found.hidden[most_hidden:]) if most_hidden else 0, "behind redundancy", "behind redundancy"),
        (copies, *_COPIES),
        (found.collapsed, "on the way of another", "on the way of others"),
        (len(found.accepted), *_ACCEPTED),
    ]
    asked = f" {quoted(found.outcome.call)}" if found.outcome else ""
    notes = withheld(parts, f"opmap spof{asked} --all --top 0")
    if found.if_needed:
        alone = f"{counted(found.if_needed, 'further one')} {agreeing(found.if_needed, 'is', 'are')} single only"
        notes.append(
            Note(f"{alone} if what is presumed to stand in for {agreeing(found.if_needed, 'it', 'them')} does not")
        )
    notes += [not_judged(found.not_judged)] if found.not_judged else []
    notes += [assumed(found.stand_ins, found.total)] if found.stand_ins else []
    if not shown:
        notes.append(Note("none known is not none: opmap sees only what the files say", "opmap coverage"))
    return notes


def _spof_sheet(found: Singling) -> Table:
    heads = columns(
        *("node", "id", "kind", "environment", "rests on", ">takes down", "which", ">value", "on the way"),
        *("owners", "ask", "copies", "not known of it", "where"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            *_identity(point.node),
            point.rests_on,
            len(point.takes_down),
            _joined([one.outcome for one in point.takes_down]),
            point.value,
            _joined(point.on_the_way),
            "; ".join(map(plain, point.owners)),
            point.ask.name if point.ask else "",
            _joined(point.alike),
            point.node.unknown,
            place_of(point.evidence),
        )
        for point in found.points
    ]
    rows += [
        (*_identity(node), "not judged", "", "", "", "", "", "", "", node.unknown, "") for node in found.not_judged
    ]
    rows += [(*_identity(node), "accepted", "", "", "", "", "", "", "", node.unknown, "") for node in found.accepted]
    return Table(heads, (*rows, *hiding_rows(found.hidden)))


def _identity(node: NodeName) -> tuple[Cell, ...]:
    return node.name, node.id, node.kind, node.environment


def _joined(nodes: tuple[NodeName, ...] | list[NodeName]) -> str:
    return "; ".join(plain(node.name) for node in nodes)
