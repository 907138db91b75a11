"""The single points that count, each on a page of its own: what falls, when, why that is believed, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.accepting import accepted_until
from opmap.analyses.grading import IF_NEEDED, STATED
from opmap.dossier.accepting import accepted_words
from opmap.dossier.searching import searched
from opmap.dossier.values import Article, Grid, Order, Orders, Proof, Proofs, Said, Section, Words
from opmap.dossier.wording import answers, orders_of
from opmap.kinds import KINDS
from opmap.reports.risking import spof_page
from opmap.reports.safety import plain
from opmap.reports.words import hours, named, path_of, quoted, step_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opmap.analyses.naming import Step
    from opmap.analyses.singling import SinglePoint, Singling, Taken
    from opmap.dossier.asking import Asked
    from opmap.dossier.values import Block, Cell
    from opmap.facts import Evidence
    from opmap.graph import Graph

_MOST_STEPS = 40


def singling_section(graph: Graph, found: Singling, asked: Asked) -> Section:
    """Say what alone takes down something that counts: a table of all, then each by itself."""
    page = spof_page(found)
    counting = [point for point in found.points if point.rests_on != IF_NEEDED]
    rest = [point for point in found.points if point.rests_on == IF_NEEDED]
    heads = (">no.", "node", "kind", "takes down", "rests on", "answers for it", "")
    rows = [_row(graph, point, place, found.total, asked) for place, point in enumerate(counting, 1)]
    grids = [Grid(heads, tuple(rows))] if rows else []
    if rest:
        names = tuple((asked.links.alone(one.node), _falls(one, found.total), answers(one)) for one in rest)
        grids.append(
            Grid(("node", "would take down", "answers for it"), names, "Single only if presumed alternatives are none")
        )
    return Section(
        "single-points",
        "Single points of failure",
        page.headline,
        tuple(grids),
        tuple(_point(graph, point, place, found, asked) for place, point in enumerate(counting, 1)),
        orders_of(page.notes),
    )


def anchor_of(place: int) -> str:
    """Give where the section of a single point begins."""
    return f"point-{place}"


def _row(graph: Graph, point: SinglePoint, place: int, total: int, asked: Asked) -> tuple[Cell, ...]:
    return (
        Said(f"{place}", href=f"#{anchor_of(place)}"),
        (asked.links.alone(point.node, "bad" if point.rests_on == STATED else "warn"), *_alike(point)),
        Said(point.node.kind, "faint"),
        _falls(point, total),
        Said(point.rests_on),
        answers(point),
        _accepted(graph, point, asked),
    )


def _alike(point: SinglePoint) -> tuple[Said, ...]:
    return (Said(f" and {len(point.alike):,} like it", "faint"),) if point.alike else ()


def _falls(point: SinglePoint, total: int) -> Said:
    return Said(f"{len(point.takes_down):,} of {total:,}")


def _point(graph: Graph, point: SinglePoint, place: int, found: Singling, asked: Asked) -> Article:
    tags: tuple[Said, ...] = (
        Said(point.node.kind),
        Said(point.rests_on, "bad" if point.rests_on == STATED else "warn"),
    )
    tags += (Said(point.node.environment),) if point.node.environment else ()
    accepted = _accepted(graph, point, asked)
    tags += (accepted,) if accepted.text else ()
    return Article(
        anchor_of(place),
        asked.links.alone(point.node),
        tags,
        tuple(_blocks(graph, point, found, asked)),
        own_page=True,
    )


def _blocks(graph: Graph, point: SinglePoint, found: Singling, asked: Asked) -> Iterator[Block]:
    falls = f"If it fails, {len(point.takes_down):,} of {found.total:,} that count fall with it."
    yield Words("", (Said(falls),))
    yield Words("Answers for it", (answers(point), *_left(point)))
    if point.alike:
        yield Words("Like it", asked.links.nodes(point.alike))
    if point.on_the_way:
        yield Words("On the way, single too", asked.links.nodes(point.on_the_way))
    if point.node.unknown:
        yield Words("Not known", (Said(point.node.unknown),))
    heads = ("falls", "when", "the way")
    yield Grid(heads, tuple(_taken(point, one, asked) for one in point.takes_down), "What falls, and when")
    yield Proofs(tuple(_proofs(point, asked)))
    yield from searched(graph, graph.number[point.node.id], asked)
    yield from _at_length(graph, point, asked)
    yield Orders(tuple(_orders(point)))


def _accepted(graph: Graph, point: SinglePoint, asked: Asked) -> Said:
    until = accepted_until(graph, graph.number[point.node.id], "spof")
    return accepted_words(point.node.id, until, asked)


def _at_length(graph: Graph, point: SinglePoint, asked: Asked) -> Iterator[Block]:
    """Say until when, by whom and why it was accepted, where it was."""
    said, known = _accepted(graph, point, asked), asked.accepted.get(point.node.id)
    if said.text:
        because = f": {plain(known.because)}" if known and known.because else ""
        yield Words("Accepted", (Said(f"{said.text.removeprefix('accepted ')}{because}"),))


def _left(point: SinglePoint) -> tuple[Said, ...]:
    return (Said(f" ({', '.join(map(plain, point.left))} left)", "warn"),) if point.left else ()


def _taken(point: SinglePoint, taken: Taken, asked: Asked) -> tuple[Cell, ...]:
    way = " → ".join(path_of(taken.path, taken.outcome)) if taken.path else "if nothing stands in for it"
    lead = asked.links.to(taken.outcome.id, point.node.id)
    return asked.links.node(taken.outcome), Said(hours(taken.after_hours)), Said(way, href=lead)


def _proofs(point: SinglePoint, asked: Asked) -> Iterator[Proof]:
    """Give each step once, and where the thing itself is described."""
    for evidence in point.evidence[:1]:
        yield _proof(f"{named(point.node)} is {KINDS[point.node.kind].one}", evidence, asked)
    steps: dict[tuple[str, str, str], Step] = {}
    for taken in point.takes_down:
        for step in taken.path:
            steps.setdefault((step.source.id, step.verb, step.target.id), step)
    for step in list(steps.values())[:_MOST_STEPS]:
        sentence = step_sentence(step)
        if step.evidence:
            yield _proof(_without_place(step), step.evidence[0], asked)
        else:
            yield Proof(sentence, "", why_not="no file shows it")
    if len(steps) > _MOST_STEPS:
        yield Proof(
            f"and {len(steps) - _MOST_STEPS:,} further steps", "", why_not=f"opmap spof {quoted(point.node.call)}"
        )


def _without_place(step: Step) -> str:
    words = [step.certainty, step.strength + (" (presumed)" if step.presumed else "")]
    words += [f"felt {hours(step.buffer_hours)}"] if step.buffer_hours else []
    words += [f"not seen since {plain(step.unseen)}"] if step.unseen else []
    return f"{named(step.source)} {step.verb} {named(step.target)} ({', '.join(words)})"


def _proof(sentence: str, evidence: Evidence, asked: Asked) -> Proof:
    line = asked.quote(evidence)
    return Proof(sentence, plain(evidence.place), line.text, line.why_not)


def _orders(point: SinglePoint) -> Iterator[Order]:
    """Say what can be done, what is cheapest to know first."""
    call = quoted(point.node.call)
    soft = next((step for taken in point.takes_down for step in taken.path if step.presumed), None)
    if point.ownable and len(point.left) == len(point.owners):
        yield Order("Find out who answers for it, and write it down.", f"opmap decide own {call} team:NAME --by YOU")
    if soft is not None:
        ends = f"{quoted(soft.source.call)} {quoted(soft.target.call)}"
        text = f"Say how hard it is that {named(soft.source)} {soft.verb} {named(soft.target)}: that is presumed."
        yield Order(text, f"opmap decide strength {ends} soft|hard|4h --by YOU")
    yield Order(
        "If something stands in for it that no file shows, say so.",
        f"opmap decide redundant NODE {call} OTHER --by YOU",
    )
    yield Order("See what a second one would change.", f"opmap what-if --add {quoted(f'replica of {point.node.call}')}")
    yield Order(
        "If it is to stay as it is, accept it until a date.",
        f"opmap decide accept {call} --until DATE --because REASON --by YOU",
    )
    yield Order("See all that happens when it fails, and whom to tell.", f"opmap blast {call}")
