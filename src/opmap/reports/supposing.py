"""The page of scenarios: what falls and what no longer does, what is single, what moves, what was expected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opmap.reports.blasting import hit_row, hit_sentence, silence
from opmap.reports.pages import Cell, Note, Page, Table, Tone, columns
from opmap.reports.safety import LONGEST_IN_A_LINE, plain
from opmap.reports.words import agreeing, assumed, counted, list_of, named, not_judged, quoted, step_sentence, withheld

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opmap.analyses.playing import Expectation, Played

_FALLS = columns("how", "node", "kind", "when", "*because")
_EXPECTED = {
    "falls": "falls",
    "stays": "stays",
    "single": "is a single point",
    "not single": "is no single point",
}
_MOST_NAMED = 3
"""Of so many things that fail it is said one by one what is not known of them."""


def what_if_page(played: Sequence[Played], top: int = 0, *, explain: bool = False) -> Page:
    """Say what one scenario changes, or several."""
    titled = len(played) > 1
    tables = [table for one in played for table in _tables(one, top, explain=explain, titled=titled)]
    return Page(
        headline=_headlines(played) if titled else _headline(played[0]),
        tables=tuple(tables),
        notes=tuple(_notes(played, top)),
        next=_next(played),
        data=played[0] if len(played) == 1 else list(played),
        sheet=_sheet(played),
    )


def _headlines(played: Sequence[Played]) -> str:
    expecting = [one for one in played if one.expectations]
    broken = sum(not one.holds for one in expecting)
    said = f"; of {len(expecting):,} that expect something, {broken:,} {agreeing(broken, 'does', 'do')} not hold"
    return f"{counted(len(played), 'scenario')}{said if expecting else ''}. The map is as it was."


def _headline(one: Played) -> str:
    if one.blast is None:
        return f"{_changes(one)}{_moved_sentence(one)}"
    falls = hit_sentence(one.blast)
    subject = _subject([named(node) for node in one.fails])
    return f"{_changes(one)}If {subject}, {falls}" if not one.changes else f"{_changes(one)}if {subject}, {falls}"


def _changes(one: Played) -> str:
    said = [plain(change, LONGEST_IN_A_LINE) for change in one.changes]
    return f"{_capital('; '.join(said))}: " if said else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _moved_sentence(one: Played) -> str:
    if not one.moved:
        return "nothing that opmap computes moves."
    better = sum(line.better for line in one.moved)
    return f"{counted(better, 'thing')} better, {len(one.moved) - better:,} worse."


def _subject(names: list[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} failed"
    return f"{list_of(names)} failed together" if len(names) > 2 else f"{' and '.join(names)} failed together"


def _tables(one: Played, top: int, *, explain: bool, titled: bool) -> list[Table]:
    name = f"{plain(one.name, LONGEST_IN_A_LINE)}: " if titled else ""
    lead = [Table(columns("*that is"), ((_headline(one),),), title=f"{name}what is supposed", heads=False)]
    found = lead if titled else []
    if one.blast is not None:
        rows: list[tuple[Cell, ...]] = []
        for hit in one.blast.hits[: top or None]:
            rows.append(hit_row(hit))
            rows += [("", "", "", "", step_sentence(step)) for step in hit.path] if explain else []
        found.append(Table(_FALLS, tuple(rows), title=f"{name}what is hit"))
    if one.changes and one.blast is not None:
        lines = [Tone(f"{named(node)} falls, and would not as things are", "bad") for node in one.falls]
        lines += [Tone(f"{named(node)} no longer falls", "good") for node in one.spared]
        lines = lines or [Tone("what counts falls as it would as things are", "faint")]
        found.append(Table(columns("*change"), tuple((line,) for line in lines), f"{name}against the map", heads=False))
    meanwhile = tuple(
        (named(point.node), point.node.kind, len(point.takes_down), list_of([named(node) for node in point.takes_down]))
        for point in one.meanwhile[: top or None]
    )
    moved = tuple((Tone(line.text, "good" if line.better else "warn"),) for line in one.moved[: top or None])
    met = tuple((_expectation(each),) for each in one.expectations)
    heads = columns("node", "kind", ">takes down", "*which")
    return [
        *found,
        Table(heads, meanwhile, f"{name}single as long as it lasts"),
        Table(columns("*moved"), moved, f"{name}what moves", heads=False),
        Table(columns("*expected"), met, f"{name}what was expected", heads=False),
    ]


def _expectation(one: Expectation) -> Cell:
    so = f"{named(one.node)} {_EXPECTED[one.what]}"
    return Tone(so if one.met else f"not so: {so}", "good" if one.met else "bad")


def _notes(played: Sequence[Played], top: int) -> list[Note]:
    hits = sum(one.blast.hits_in_all - len(one.blast.hits[: top or None]) for one in played if one.blast)
    rest = [max(0, len(each) - top) if top else 0 for one in played for each in (one.meanwhile, one.moved)]
    parts = [
        (hits, "further node", "further nodes"),
        (sum(rest[::2]), "further single point", "further single points"),
        (sum(rest[1::2]), "further thing that moves", "further things that move"),
    ]
    notes = withheld(parts, "opmap what-if … --top 0")
    first = next((one.blast for one in played if one.blast), None)
    if first:
        notes += silence(replace(first, asked=first.asked[:_MOST_NAMED]))
        unknown = [node for node in first.asked[_MOST_NAMED:] if node.unknown]
        notes += [not_judged(unknown)] if unknown else []
    if first and first.toll.stand_ins:
        notes.append(assumed(first.toll.stand_ins, first.toll.total))
    return [*notes, Note("nothing is written down: the map is as it was")]


def _next(played: Sequence[Played]) -> tuple[str, ...]:
    failed = next((one.fails[0] for one in played if one.fails), None)
    return (f"opmap blast {quoted(failed.call)}",) if failed else ("opmap decide --help",)


def _sheet(played: Sequence[Played]) -> Table:
    heads = columns("scenario", "what", "node", "id", "kind", ">after hours", "detail")
    rows: list[tuple[Cell, ...]] = []
    for one in played:
        rows += [(one.name, "supposed", "", "", "", "", change) for change in one.changes]
        rows += [(one.name, "fails", node.name, node.id, node.kind, "", node.unknown) for node in one.fails]
        for hit in one.blast.hits if one.blast else ():
            rows.append((one.name, hit.harm, hit.node.name, hit.node.id, hit.node.kind, hit.after_hours, hit.certainty))
        for what, nodes in (("falls, and would not as things are", one.falls), ("no longer falls", one.spared)):
            rows += [(one.name, what, node.name, node.id, node.kind, "", node.unknown) for node in nodes]
        for point in one.meanwhile:
            which = "; ".join(plain(node.name) for node in point.takes_down)
            node = point.node
            rows.append((one.name, "single as long as it lasts", node.name, node.id, node.kind, "", which))
        rows += [(one.name, "better" if line.better else "worse", "", "", "", "", line.text) for line in one.moved]
        rows += [
            (one.name, "expected", each.node.name, each.node.id, each.node.kind, "", _so(each))
            for each in one.expectations
        ]
    return Table(heads, tuple(rows))


def _so(one: Expectation) -> str:
    return f"{_EXPECTED[one.what]}: {'yes' if one.met else 'no'}"
