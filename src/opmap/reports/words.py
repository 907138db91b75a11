"""Small words and numbers, said the same way everywhere."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from opmap.analyses.figures import figure
from opmap.analyses.knowing import LEADS_NOWHERE, SILENT, UNSUPPORTED
from opmap.analyses.naming import LONGEST_CALL
from opmap.kinds import KINDS, State
from opmap.reports.pages import Cell, Note, Tone
from opmap.reports.safety import LONGEST_IN_A_LINE, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opmap.analyses.naming import NodeName, Spent, Step
    from opmap.analyses.recovering import Recovery
    from opmap.analyses.risks import Risk
    from opmap.analyses.singling import SinglePoint
    from opmap.facts import Evidence

LONGEST_LIST = 3
"""So many names stand in a cell before the rest is counted."""


def counted(number: int, word: str) -> str:
    """Give a number with its word.

    >>> counted(1, "node"), counted(1200, "query"), counted(2, "further cause"), counted(2, "person")
    ('1 node', '1,200 queries', '2 further causes', '2 people')
    """
    if number == 1:
        return f"1 {word}"
    if word in KINDS:
        return f"{number:,} {KINDS[word].plural}"
    return f"{number:,} {word[:-1]}ies" if word.endswith("ry") else f"{number:,} {word}s"


def agreeing(number: int, one: str, several: str) -> str:
    """Give the word that agrees with a number.

    >>> agreeing(1, "waits", "wait"), agreeing(2, "waits", "wait")
    ('waits', 'wait')
    """
    return one if number == 1 else several


def named(node: NodeName) -> str:
    """Name a node on a line."""
    return plain(node.name, LONGEST_IN_A_LINE) or plain(node.id, LONGEST_IN_A_LINE)


def told_apart(node: NodeName) -> str:
    """Name a node on a line of its own; with its id where others are called so too, and that it is only a name."""
    has_namesakes = node.call == node.id != node.name and len(node.name) <= LONGEST_CALL
    besides = [plain(node.id, LONGEST_IN_A_LINE)] if has_namesakes else []
    besides += [_NOWHERE] if node.unknown == LEADS_NOWHERE else []
    besides += [plain(node.gone.removeprefix("is "), LONGEST_IN_A_LINE)] if node.gone else []
    return f"{named(node)} ({', '.join(besides)})" if besides else named(node)


def named_with(node: NodeName, alike: Sequence[NodeName]) -> str:
    """Name a node and count its copies."""
    return f"{named(node)} and {len(alike):,} like it" if alike else told_apart(node)


def list_of(names: Sequence[str]) -> str:
    """Give the first names of a list, and count the rest.

    >>> list_of(["a", "b", "c", "d", "e"])
    'a, b, c and 2 more'
    """
    more = f" and {len(names) - LONGEST_LIST:,} more" if len(names) > LONGEST_LIST else ""
    return ", ".join(names[:LONGEST_LIST]) + more


def quoted(text: str) -> str:
    """Quote a name so that a command with it can be pasted."""
    return shlex.quote(plain(text))


def hours(number: float) -> str:
    """Give a duration as people say it.

    >>> hours(0), hours(0.5), hours(4), hours(48)
    ('at once', 'after 30 min', 'after 4 h', 'after 2 days')
    """
    return f"after {duration(number)}" if number > 0 else "at once"


def duration(number: float) -> str:
    """Give how long something lasts, given in hours.

    >>> duration(0.25), duration(4), duration(2.25), duration(72), duration(100)
    ('15 min', '4 h', '2 h 15 min', '3 days', '4 days 4 h')
    """
    if number < 1:
        return f"{number * 60:.0f} min"
    minutes = round(number % 1 * 60)
    if 0 < minutes < 60 and number < 48:
        return f"{int(number)} h {minutes} min"
    if number < 48:
        return f"{figure(number)} h"
    days, rest = divmod(round(number), 24)
    return f"{days:,} days" + (f" {rest} h" if rest and days < 14 else "")


def state_tone(state: str) -> Cell:
    """Show how much is known of a node."""
    words = {State.KNOWN: "known", State.MENTIONED: "only mentioned", State.DANGLING: "leads nowhere"}
    return words[State(state)] if state == State.KNOWN else Tone(words[State(state)], "faint")


def unseen_tone(since: str) -> Cell:
    """Show that something was not seen lately, and since when; nothing where it was."""
    return Tone(f"not seen since {plain(since, 40)}", "warn") if since else ""


def environment_tone(environment: str) -> Cell:
    """Show an environment, and that it is unknown where nothing says."""
    return environment or Tone("unknown", "faint")


def answering(one: Risk | SinglePoint | Recovery) -> Cell:
    """Name who answers for a node, or whom to ask where nobody does."""
    there = [plain(name, LONGEST_IN_A_LINE) for name in one.owners if name not in one.left]
    if there:
        return list_of(there)
    if not one.ownable:
        return ""
    return Tone(f"nobody; ask {named(one.ask)}" if one.ask else "nobody", "warn")


def place_of(evidence: Sequence[Evidence]) -> str:
    """Give the first place that proves something, as ``path:line``."""
    return evidence[0].place if evidence else ""


def assumed(stand_ins: int, total: int) -> Note:
    """Say that some of what counts was assumed, because nobody has said that it does."""
    whole = counted(total, "outcome")
    share = f"{stand_ins:,} of the {whole} {agreeing(stand_ins, 'is', 'are')}"
    if stand_ins == total:
        share = agreeing(total, "the only outcome is", f"all {whole} are")
    return Note(f"assumed: {share} what nothing else depends on, since nobody said what counts", "opmap decide --help")


_NOWHERE = LEADS_NOWHERE.partition(":")[0]
_LACKING = {
    _NOWHERE: "leading nowhere",
    SILENT: "with needs that nobody has described",
    UNSUPPORTED: "that nobody has said how to deliver",
}


def not_judged(nodes: Sequence[NodeName], which: str = "") -> Note:
    """Count what could not be judged, by what is not known of it; ``which`` says of what nodes this is."""
    reasons: dict[str, int] = {}
    for node in nodes:
        reason = node.unknown.partition(":")[0]
        reason = _LACKING.get(reason, reason)
        reasons[reason] = reasons.get(reason, 0) + 1
    ranked = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    why = ", ".join(reason if len(ranked) == 1 else f"{count:,} {reason}" for reason, count in ranked)
    return Note(f"not judged: {counted(len(nodes), 'node')}{which} ({why})", "opmap nodes --unknown")


def withheld(parts: Iterable[tuple[int, str, str]], command: str) -> list[Note]:
    """Say in one line what a page left out, rule by rule, and how to see it; nothing where it left out nothing.

    >>> withheld([(3, "further cause", "further causes"), (0, "copy", "copies")], "opmap spof --top 0")
    [Note(text='withheld: 3 further causes', command='opmap spof --top 0')]
    """
    told = [f"{count:,} {agreeing(count, one, several)}" for count, one, several in parts if count]
    return [Note(f"withheld: {' · '.join(told)}", command)] if told else []


def done_to_it(verb: str) -> str:
    """Say what another does to the thing that a page is about.

    >>> done_to_it("calls"), done_to_it("runs on"), done_to_it("uses credential")
    ('calls it', 'runs on it', 'uses it as credential')
    """
    used = verb.removeprefix("uses ")
    return f"{verb} it" if used == verb else f"uses it as {used}"


def step_sentence(step: Step) -> str:
    """Write a step with its proof."""
    words = [step.certainty, step.strength + (" (presumed)" if step.presumed else "")]
    if step.buffer_hours:
        words.append(f"felt {hours(step.buffer_hours)}")
    where = plain(place_of(step.evidence)) or "no evidence"
    proof = f"{named(step.source)} {step.verb} {named(step.target)}: {where} ({', '.join(words)})"
    return f"{proof}; {no_stand_in(step.spent)}" if step.spent else proof


def no_stand_in(spent: Sequence[Spent]) -> str:
    """Say which alternatives stand in for nothing, and why."""
    return f"no stand-in: {list_of([f'{named(one.node)} {plain(one.reason, LONGEST_IN_A_LINE)}' for one in spent])}"


def path_of(path: Sequence[Step], start: NodeName) -> list[str]:
    """Name the nodes along a path, from where it starts."""
    names, here = [named(start)], start
    for step in path:
        here = step.target if step.source.id == here.id else step.source
        names.append(named(here))
    return names
