"""Pages for blast radius, single points, owners and the ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.reports.pages import Cell, Note, Page, Place, Table, Tone, columns
from opmap.reports.safety import plain
from opmap.reports.words import counted, hours, named, quoted

if TYPE_CHECKING:
    from opmap.analyses.blasting import Blast, Hit, Toll
    from opmap.analyses.naming import NodeName, Step
    from opmap.analyses.owning import Gap, Owning
    from opmap.analyses.ranking import Ranking, Risk
    from opmap.analyses.singling import SinglePoint, Singling

_TONES = {"down": "bad", "idle": "bad", "stale": "warn", "degraded": "warn", "changed": "warn", "may change": "faint"}
_VERBS = {"outage": "fails", "absence": "is absent", "change": "changes", "staleness": "is no longer renewed"}
_MOST_STEPS = 5
_LONGEST_LIST = 3


def blast_page(found: Blast, top: int, *, explain: bool = False) -> Page:
    """Say who is hit."""
    who = " and ".join(plain(node.name) for node in found.asked[:3]) + (" …" if len(found.asked) > 3 else "")
    verb = _VERBS[found.by] if len(found.asked) == 1 else f"together {_plural(_VERBS[found.by])}"
    headline = f"If {who} {verb}, {_hit_sentence(found)}"
    rows: list[tuple[Cell, ...]] = []
    for hit in found.hits[:top] if top else found.hits:
        rows.append(
            (
                Tone(hit.harm, _TONES.get(hit.harm, "faint")),
                named(hit.node),
                hit.node.kind,
                hours(hit.after_hours),
                _path(hit),
            )
        )
        if explain:
            rows += [("", "", "", "", _step(step)) for step in hit.path]
    heads = columns("how", "node", "kind", "when", "*because")
    first = next((hit for hit in found.hits if hit.path), None)
    follow = [f"opmap why {quoted(first.node.call)} {quoted(found.asked[0].call)}"] if first else []
    return Page(
        headline=headline,
        tables=(Table(heads, tuple(rows)),),
        notes=tuple(_blast_notes(found, len(found.hits[:top] if top else found.hits))),
        next=(*follow, f"opmap show {quoted(found.asked[0].call)}"),
        data=found,
    )


def _plural(verb: str) -> str:
    return {"fails": "fail", "is absent": "are absent", "changes": "change"}.get(verb, "are no longer renewed")


def _hit_sentence(found: Blast) -> str:
    toll, seen = found.toll, "as far as the files show"
    if not found.hits_in_all and not toll.lost:
        if found.undescribed:
            return "nothing that is known of is hit; that is what the files show, not proof that it is safe."
        return f"nothing else is hit, {seen}."
    if not toll.total:
        return (
            f"at least {counted(found.hits_in_all, 'node')} {_is(found.hits_in_all)} hit; nobody has said what counts."
        )
    parts = [f"at least {toll.lost} of {_what_counts(toll)} {_is(toll.lost)} lost"]
    if toll.degraded:
        parts.append(f"{toll.degraded} {_is(toll.degraded)} worse off")
    own = "" if found.hits_in_all else f"; nothing else is hit, {seen}"
    return f"{' and '.join(parts)}{own}."


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _what_counts(toll: Toll) -> str:
    words = counted(toll.total, "outcome")
    if toll.stand_ins == toll.total:
        return f"{words} (assumed)"
    return words + (f" ({toll.stand_ins} of them assumed)" if toll.stand_ins else "")


def _blast_notes(found: Blast, shown: int) -> list[Note]:
    words = ", ".join(f"{count:,} {word}" for word, count in found.counts.items())
    notes = [Note(f"{counted(found.hits_in_all, 'node')} hit: {words}" if words else "no node is hit")]
    if shown < found.hits_in_all:
        notes.append(Note(f"{found.hits_in_all - shown:,} more", "opmap blast … --top 0"))
    if found.possible_more:
        notes.append(
            Note(f"possible: {counted(found.possible_more, 'further node')}, over relations that may not exist")
        )
    if found.tell:
        listed = ", ".join(f"{plain(node.name)} ({count})" for node, count in found.tell[:6])
        more = f" and {len(found.tell) - 6} more" if len(found.tell) > 6 else ""
        notes.append(Note(f"tell: {listed}{more}"))
    if found.without_owner:
        notes.append(
            Note(
                f"without an owner: {found.without_owner} of the {counted(found.hits_in_all, 'node')} hit",
                "opmap owners",
            )
        )
    if found.undescribed:
        notes.append(
            Note(
                f"at least: of {found.not_hit:,} services and automations not named here, nothing is known of what "
                f"{found.undescribed:,} need",
                "opmap coverage",
            )
        )
    if found.toll.stand_ins:
        notes.append(
            Note(
                "assumed: nobody has said what counts, so what nothing else depends on stands in", "opmap decide --help"
            )
        )
    return notes


def _path(hit: Hit) -> str:
    """Write a path from what is hit to what failed, shortened in the middle."""
    names = _names(hit.path, hit.node)
    if len(names) > _MOST_STEPS:
        names = [*names[:2], f"… {len(names) - 4} more …", *names[-2:]]
    doubts = []
    if hit.certainty != "certain":
        doubts.append(hit.certainty)
    if hit.presumed:
        doubts.append("presumed")
    return " → ".join(names) + (f" ({', '.join(doubts)})" if doubts else "")


def _names(path: tuple[Step, ...], start: NodeName) -> list[str]:
    names, here = [named(start)], start
    for step in path:
        here = step.target if step.source.id == here.id else step.source
        names.append(named(here))
    return names


def _step(step: Step) -> str:
    where = plain(step.evidence[0].place) if step.evidence else "no evidence"
    words = [step.certainty, step.strength + (" (presumed)" if step.presumed else "")]
    if step.buffer_hours:
        words.append(f"felt {hours(step.buffer_hours)}")
    return f"{named(step.source)} {step.verb} {named(step.target)}: {where} ({', '.join(words)})"


def spof_page(found: Singling, top: int, *, explain: bool = False) -> Page:
    """Say what is single."""
    shown = found.points[:top] if top else found.points
    rows: list[tuple[Cell, ...]] = []
    for point in shown:
        falls = _list_of([named(one.outcome) for one in point.takes_down])
        rows.append(
            (
                Tone(named(point.node), "bad" if point.rests_on == "stated" else "warn"),
                point.node.kind,
                f"{len(point.takes_down)} of {found.total}",
                falls,
                point.rests_on,
                _owners(point),
            )
        )
        if point.on_the_way:
            rows.append(("", "", "", f"on the way: {_list_of([named(one) for one in point.on_the_way])}", "", ""))
        if explain:
            rows += [("", "", "", _step(step), "", "") for taken in point.takes_down for step in taken.path]
    heads = columns("node", "kind", "takes down", "*which", "rests on", "owner")
    notes = []
    whole = found.stated + found.presumed + found.if_needed
    if len(shown) < whole:
        notes.append(Note(f"{whole - len(shown)} more", "opmap spof --top 0"))
    if found.collapsed:
        notes.append(
            Note(f"{counted(found.collapsed, 'further single point')} on the way of these", "opmap spof --all")
        )
    if found.if_needed:
        notes.append(
            Note(f"{found.if_needed} of them are single only if what is presumed to stand in for them does not")
        )
    if found.stand_ins:
        notes.append(_assumed(found.stand_ins, found.total))
    what = f"take down {named(found.outcome)}" if found.outcome else "take down something that counts"
    resting = f"{found.stated} on stated facts, {found.presumed} on presumed strength"
    headline = f"{counted(found.stated + found.presumed, 'single point')} {what} alone: {resting}."
    follow = (f"opmap blast {quoted(shown[0].node.call)}",) if shown else ("opmap coverage",)
    if not shown:
        notes.append(Note("none known is not none: opmap sees only what the files say", "opmap coverage"))
    return Page(headline=headline, tables=(Table(heads, tuple(rows)),), notes=tuple(notes), next=follow, data=found)


def _owners(one: Risk | SinglePoint) -> Cell:
    return ", ".join(map(plain, one.owners)) or (Tone("nobody", "warn") if one.ownable else "")


def _assumed(stand_ins: int, total: int) -> Note:
    return Note(f"{stand_ins} of {counted(total, 'outcome')} assumed: what nothing else depends on stands in")


def _list_of(names: list[str]) -> str:
    more = f" and {len(names) - _LONGEST_LIST} more" if len(names) > _LONGEST_LIST else ""
    return ", ".join(names[:_LONGEST_LIST]) + more


def owners_page(found: Owning, top: int) -> Page:
    """Show the gap list, and who owns how much."""
    shown = found.gaps[:top] if top else found.gaps
    rows = tuple(_gap_row(gap) for gap in shown)
    heads = columns("node", "kind", "*gap", ">hangs on it", "ask first", "where")
    holding = tuple(
        (named(one.owner), one.owner.kind, one.nodes, Tone(f"left on {one.left}", "bad") if one.left else "")
        for one in found.holdings[: top or None]
    )
    holders = columns("owner", "kind", ">nodes", "")
    gaps = found.asked - found.owned
    notes = (
        [Note(f"{found.inherited} of the {found.owned} owned ones have an owner handed down to them")]
        if found.inherited
        else []
    )
    if len(shown) < len(found.gaps):
        notes.append(Note(f"{len(found.gaps) - len(shown)} more gaps", "opmap owners --top 0"))
    if found.not_judged:
        notes.append(Note(f"{counted(found.not_judged, 'node')} only mentioned and not judged"))
    follow = (f"opmap decide own {quoted(shown[0].node.call)} team:NAME --by YOU",) if shown else ()
    return Page(
        headline=f"{gaps} of {counted(found.asked, 'node')} have nobody who answers for them.",
        tables=(Table(heads, rows, title="gaps"), Table(holders, holding, title="owners")),
        notes=tuple(notes),
        next=(*follow, "opmap owners --format csv"),
        data=found,
    )


def _gap_row(gap: Gap) -> tuple[Cell, ...]:
    name = named(gap.node) + (f" and {len(gap.members) - 1} beside it" if len(gap.members) > 1 else "")
    ask = named(gap.ask) if gap.ask else Tone("nobody near it", "faint")
    where = Place(gap.evidence[0]) if gap.evidence else None
    return name, gap.node.kind, Tone(gap.reason, "warn"), gap.hangs_on_it or None, ask, where


def risks_page(found: Ranking, top: int, *, explain: bool = False) -> Page:
    """Show the ranking."""
    shown = found.risks[:top] if top else found.risks
    rows: list[tuple[Cell, ...]] = []
    for risk in shown:
        rank = str(risk.rank_from) if risk.rank_from == risk.rank_to else f"{risk.rank_from}–{risk.rank_to}"
        rows.append(
            (
                rank,
                risk.points,
                named(risk.node),
                risk.node.kind,
                f"{risk.takes_down} of {found.total}",
                "; ".join(risk.because),
                _owners(risk),
            )
        )
        if explain:
            rows += [("", "", "", "", "", line, "") for line in _arithmetic(risk)]
    heads = columns(">rank", ">points", "node", "kind", "takes down", "*because", "owner")
    notes = []
    if len(shown) < len(found.risks):
        notes.append(Note(f"{len(found.risks) - len(shown)} more", "opmap risks --top 0"))
    if found.not_judged:
        text = f"{counted(found.not_judged, 'node')} could not be judged: nothing is known of what they need"
        notes.append(Note(text, "opmap coverage"))
    notes.append(
        Note(
            "assumed: how often a thing of its kind fails, and for how long where nobody said it",
            "opmap risks --explain",
        )
    )
    if found.stand_ins:
        notes.append(_assumed(found.stand_ins, found.total))
    follow = (f"opmap blast {quoted(shown[0].node.call)}", "opmap spof") if shown else ("opmap coverage",)
    return Page(
        headline=f"The riskiest of {counted(found.nodes, 'node')}, by expected loss a year.",
        tables=(Table(heads, tuple(rows)),),
        notes=tuple(notes),
        next=follow,
        data=found,
    )


def _arithmetic(risk: Risk) -> list[str]:
    """Show how the points add up."""
    lines = [
        f"{factor.points:+.1f}  {factor.name} {factor.amount:g} {factor.unit}{' (assumed)' if factor.assumed else ''}"
        for factor in risk.factors
    ]
    lines.append(f"= {risk.points:.1f}  {risk.loss:.3g} value-weighted outage hours a year")
    return [*lines, f"takes down: {', '.join(map(plain, risk.outcomes))}"]
