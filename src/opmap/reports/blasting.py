"""The page of a blast radius: who is hit, how hard, when, over which path, and whom to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.kinds import KINDS
from opmap.reports.pages import Cell, Note, Page, Table, Tone, columns
from opmap.reports.safety import plain
from opmap.reports.words import (
    agreeing,
    assumed,
    counted,
    hours,
    named,
    path_of,
    place_of,
    quoted,
    step_sentence,
    told_apart,
    withheld,
)

if TYPE_CHECKING:
    from opmap.analyses.blasting import Blast, Hit, Toll
    from opmap.analyses.naming import NodeName

_TONES = {"down": "bad", "idle": "bad", "stale": "warn", "degraded": "warn", "changed": "warn", "may change": "faint"}
_ONE = {"outage": "fails", "absence": "is absent", "change": "changes", "staleness": "is no longer renewed"}
_SEVERAL = {"outage": "fail", "absence": "are absent", "change": "change", "staleness": "are no longer renewed"}
_DRIED_UP = "what only arriving data starts, and what that starts in turn; nothing else starts or calls it"
_MOST_STEPS = 5
_MOST_TOLD = 6


def blast_page(found: Blast, *, explain: bool = False) -> Page:
    """Say who is hit."""
    rows: list[tuple[Cell, ...]] = []
    for hit in found.hits:
        rows.append(hit_row(hit))
        rows += [("", "", "", "", step_sentence(step)) for step in hit.path] if explain else []
    first = next((hit for hit in found.hits if hit.path), None)
    follow = [f"opmap why {quoted(first.node.call)} {quoted(found.asked[0].call)}"] if first else []
    return Page(
        headline=f"If {_subject(found)}, {hit_sentence(found)}",
        tables=(Table(columns("how", "node", "kind", "when", "*because"), tuple(rows)),),
        notes=tuple(_notes(found)),
        next=(*follow, f"opmap show {quoted(found.asked[0].call)}"),
        data=found,
        sheet=_sheet(found),
    )


def hit_row(hit: Hit) -> tuple[Cell, ...]:
    """Put one node that is hit on a line."""
    harm = Tone(hit.harm, _TONES.get(hit.harm, "faint"))
    return harm, told_apart(hit.node), hit.node.kind, hours(hit.after_hours), _path(hit)


def _subject(found: Blast) -> str:
    names = [named(node) for node in found.asked]
    if len(names) == 1:
        return f"{names[0]} {_ONE[found.by]}"
    listed = f"{', '.join(names[:3])} and {len(names) - 3} more" if len(names) > 3 else " and ".join(names)
    return f"{listed} together {_SEVERAL[found.by]}"


def hit_sentence(found: Blast) -> str:
    """Say how much is hit."""
    toll, seen = found.toll, "as far as the files show"
    if not found.hits_in_all and not toll.lost:
        return f"nothing that is known of is hit, {seen}; that is not proof that it is safe."
    if not toll.total:
        hit = f"{counted(found.hits_in_all, 'node')} {agreeing(found.hits_in_all, 'is', 'are')} hit"
        return f"at least {hit}; nobody has said what counts."
    if not toll.lost:
        return f"{_spared(found)}, {seen}."
    parts = [f"at least {toll.lost:,} of {_what_counts(toll)} {agreeing(toll.lost, 'is', 'are')} lost"]
    if toll.degraded:
        parts.append(f"{toll.degraded:,} {agreeing(toll.degraded, 'is', 'are')} worse off")
    own = "" if found.hits_in_all else f"; nothing else is hit, {seen}"
    return f"{' and '.join(parts)}{own}."


def _spared(found: Blast) -> str:
    """Say what is hit where nothing that counts is lost."""
    toll = found.toll
    if toll.degraded:
        worse = f"at least {toll.degraded:,} of {_what_counts(toll)} {agreeing(toll.degraded, 'is', 'are')} worse off"
        return f"{worse}, and none is lost"
    hit = f"at least {counted(found.hits_in_all, 'node')} {agreeing(found.hits_in_all, 'is', 'are')} hit"
    if toll.total == 1:
        return f"{hit}; the only outcome{_assumed_of(toll)} is not"
    return f"{hit}; none of the {_what_counts(toll)} is"


def _what_counts(toll: Toll) -> str:
    return counted(toll.total, "outcome") + _assumed_of(toll)


def _assumed_of(toll: Toll) -> str:
    if toll.stand_ins == toll.total:
        return " (assumed)"
    return f" ({toll.stand_ins:,} of them assumed)" if toll.stand_ins else ""


def _notes(found: Blast) -> list[Note]:
    call = " ".join(
        ["opmap blast", *(quoted(node.call) for node in found.asked[:3]), *(["…"] if found.asked[3:] else [])]
    )
    words = ", ".join(f"{count:,} {word}" for word, count in found.counts.items())
    notes = [Note(f"{counted(found.hits_in_all, 'node')} hit: {words}" if words else "no other node is hit")]
    if found.by == "staleness" and found.counts.get("idle"):
        notes.append(Note(f"idle: {_DRIED_UP}"))
    notes += withheld([(found.hits_in_all - len(found.hits), "further node", "further nodes")], f"{call} --top 0")
    if found.possible_more:
        notes.append(
            Note(f"possible: {counted(found.possible_more, 'further node')}, over relations that may not exist")
        )
    if found.tell:
        listed = ", ".join(f"{named(node)} ({count:,})" for node, count in found.tell[:_MOST_TOLD])
        more = f" and {len(found.tell) - _MOST_TOLD:,} more" if len(found.tell) > _MOST_TOLD else ""
        notes.append(Note(f"tell: {listed}{more}"))
    if found.without_owner:
        share = f"{found.without_owner:,} of {counted(found.hits_in_all, 'node')} hit"
        notes.append(Note(f"without an owner: {share}", "opmap owners"))
    notes += silence(found)
    return notes + ([assumed(found.toll.stand_ins, found.toll.total)] if found.toll.stand_ins else [])


def silence(found: Blast) -> list[Note]:
    """Say what is not known: of what was asked about, and of what is not hit."""
    notes = [Note(f"{named(node)}: {node.unknown}") for node in found.asked if node.unknown]
    notes += [Note(f"{named(node)}: not seen since {node.unseen}") for node in found.asked if node.unseen]
    already = "what it takes down should be down already" if found.hits_in_all else "it stands in for nothing"
    if len(found.asked) > 1:  # what is hit may all come of the others
        already = "every answer is computed without it already"
    notes += [Note(f"{named(node)} {plain(node.gone)}: {already}") for node in found.asked if node.gone]
    if found.unseen:
        old = f"not seen lately: {found.unseen:,} of {counted(found.hits_in_all, 'node')} hit, kept as last read"
        notes.append(Note(old, "opmap coverage"))
    notes += [
        Note(
            f"{named(node)} is {KINDS[node.kind].one}: "
            "that has no fault of its own, and is down when what it rests on is"
        )
        for node in found.asked
        if found.by == "outage" and not KINDS[node.kind].fails
    ]
    if found.undescribed:
        others = f"of {found.not_hit:,} services and automations not hit"
        text = f"at least: {others}, nothing is known of what {found.undescribed:,} need"
        notes.append(Note(text, "opmap coverage"))
    return notes


def _path(hit: Hit) -> str:
    """Write a path from what is hit to what failed, shortened in the middle."""
    names = path_of(hit.path, hit.node)
    if len(names) > _MOST_STEPS:
        names = [*names[:2], f"… {len(names) - 4} more …", *names[-2:]]
    doubts = [hit.certainty] if hit.certainty != "certain" else []
    doubts += ["presumed"] if hit.presumed else []
    doubts += [f"not seen since {hit.unseen}"] if hit.unseen else []
    return " → ".join(names) + (f" ({', '.join(doubts)})" if doubts else "")


def _sheet(found: Blast) -> Table:
    heads = columns(
        *("how", "node", "id", "kind", "environment", ">after hours", "counts", "path", "certainty", "presumed"),
        *("owners", "not known of it", "not seen since", "where"),
    )
    asked = [
        (*_identity("asked", node), 0.0, "", "", "", "", "", node.unknown, node.unseen, "") for node in found.asked
    ]
    hits = [
        (
            *_identity(hit.harm, hit.node),
            hit.after_hours,
            "yes" if hit.counts else "no",
            " → ".join(path_of(hit.path, hit.node)),
            hit.certainty,
            "yes" if hit.presumed else "no",
            "; ".join(map(plain, hit.owners)),
            hit.node.unknown,
            hit.unseen,
            place_of(hit.path[0].evidence) if hit.path else "",
        )
        for hit in found.hits
    ]
    return Table(heads, (*asked, *hits))


def _identity(how: str, node: NodeName) -> tuple[Cell, ...]:
    return how, node.name, node.id, node.kind, node.environment
