"""Writers that stand in each other's way: one attribute, one part of the data, and the last to write wins.

Steps that commute are none: those that only add, that count up or down, or that set the
same. Nor are those that never run at one time, by their schedules. Where a value or a part
of the data is only known to a run, the conflict is possible, and said to be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement, product
from typing import TYPE_CHECKING, TypeAlias

from opmap.analyses.overlapping.acts import INCREMENT, Act
from opmap.analyses.overlapping.forms import Form, Read, Write, can_be_at_work_together, meets
from opmap.analyses.overlapping.gathering import meeting_families
from opmap.analyses.overlapping.matches import CERTAIN, CONFLICT, DESTROYED, POSSIBLE, Match, Part
from opmap.analyses.overlapping.scopes import Meeting
from opmap.analyses.overlapping.telling import put, took, wrote
from opmap.frozen import frozen

if TYPE_CHECKING:
    from opmap.graph import Graph


Doing: TypeAlias = tuple[int, Write | Read]
"""An automation, and one thing that it does."""
Met: TypeAlias = tuple[list[Doing], list[Doing], bool]
"""Those who delete, those whom it may hit, and whether it surely does."""


@frozen
class _Setting:
    """One automation's way of writing one attribute."""

    form: int
    write: Write
    attribute: str
    value: str


def conflicts(graph: Graph, forms: Sequence[Form]) -> Iterator[Match]:
    """Give the conflicts between writers, by what is written and which attribute of it."""
    setting: dict[tuple[int, str], list[_Setting]] = defaultdict(list)
    for number, form in enumerate(forms):
        for write in form.writes:
            for attribute, value in write.sets if write.act is Act.SET else ():
                setting[write.target, attribute.casefold()].append(_Setting(number, write, attribute, value))
    for (target, _), several in sorted(setting.items()):
        if len({each.form for each in several}) > 1:
            yield from _set_otherwise(graph, forms, target, several)
    yield from _set_and_deleted(graph, forms)


def _set_otherwise(graph: Graph, forms: Sequence[Form], target: int, several: list[_Setting]) -> Iterator[Match]:
    classes = _alike(several, forms)
    found: dict[tuple[int, int], str] = {}
    for mine, theirs in combinations_with_replacement(range(len(classes)), 2):
        pair = _two(classes[mine], classes[theirs])
        certainty = _differ(forms, *pair) if pair else ""
        if certainty:
            found[mine, theirs] = certainty
    attribute = several[0].attribute
    name = f"{attribute} of {graph.names[target]}"
    for family in meeting_families(list(found), lambda one, other: _meet(forms, classes[one][0], classes[other][0])):
        own = [certainty for pair, certainty in found.items() if family.issuperset(pair)]
        parts = {
            each.form: _part(f"sets {put(each.attribute, each.value)}{_where(each.write)}", each.write)
            for one in sorted(family)
            for each in classes[one]
        }
        sure = CERTAIN in own
        reason = f"{name} is set in different ways; the last one to write wins"
        yield Match(CONFLICT, CERTAIN if sure else POSSIBLE, parts, target, attribute, reason)


def _alike(several: list[_Setting], forms: Sequence[Form]) -> list[list[_Setting]]:
    """Put together what is judged alike: copies are judged once."""
    classes: dict[object, list[_Setting]] = defaultdict(list)
    for each in several:
        classes[each.value, each.write.scope, forms[each.form].judged_by].append(each)
    return list(classes.values())


def _two(mine: list[_Setting], theirs: list[_Setting]) -> tuple[_Setting, _Setting] | None:
    """Give one of each of two classes, of different automations; None where there are none."""
    one = mine[0]
    other = next((each for each in theirs if each.form != one.form), None)
    if other is not None:
        return one, other
    one = next((each for each in mine if each.form != theirs[0].form), one)
    return (one, theirs[0]) if one.form != theirs[0].form else None


def _differ(forms: Sequence[Form], one: _Setting, other: _Setting) -> str:
    """Say how sure it is that two ways of writing one attribute conflict; empty where they do not."""
    if one.form == other.form or _commute(one.value, other.value):
        return ""
    met = meets(forms[one.form], one.write.scope, forms[other.form], other.write.scope)
    if met is Meeting.NEVER or not can_be_at_work_together(forms[one.form], forms[other.form]):
        return ""
    return CERTAIN if one.value and other.value and met is Meeting.SURELY else POSSIBLE


def _meet(forms: Sequence[Form], one: _Setting, other: _Setting) -> bool:
    """Say whether two ways of writing may touch one thing at one time, whatever they write."""
    met = meets(forms[one.form], one.write.scope, forms[other.form], other.write.scope)
    return met is not Meeting.NEVER and can_be_at_work_together(forms[one.form], forms[other.form])


def _commute(one: str, other: str) -> bool:
    return bool(one) and (one == other or (one.startswith(INCREMENT) and other.startswith(INCREMENT)))


def _set_and_deleted(graph: Graph, forms: Sequence[Form]) -> Iterator[Match]:
    by_target: dict[int, dict[Act, list[Doing]]] = defaultdict(lambda: defaultdict(list))
    for number, form in enumerate(forms):
        for write in form.writes:
            if write.act in (Act.SET, Act.DELETE):
                by_target[write.target][write.act].append((number, write))
    for target, acts in sorted(by_target.items()):
        found = _meeting(forms, acts[Act.DELETE], acts[Act.SET], by_time=True)
        for parts, sure, _ in _met(graph, forms, found):
            reason = f"what one changes in {graph.names[target]}, another deletes"
            yield Match(CONFLICT, CERTAIN if sure else POSSIBLE, parts, target, reason=reason)


def destroyed_needs(graph: Graph, forms: Sequence[Form]) -> Iterator[Match]:
    """Give what one deletes and another reads; it may run at any other time, for what is gone stays gone."""
    deleting: dict[int, list[Doing]] = defaultdict(list)
    reading: dict[int, list[Doing]] = defaultdict(list)
    for number, form in enumerate(forms):
        for write in form.writes:
            if write.act is Act.DELETE:
                deleting[write.target].append((number, write))
        for read in form.reads:
            reading[read.target].append((number, read))
    for target, removers in sorted(deleting.items()):
        found = _meeting(forms, removers, reading[target], by_time=False)
        for parts, sure, roles in _met(graph, forms, found):
            reason = f"what one deletes from {graph.names[target]}, another reads"
            yield Match(DESTROYED, CERTAIN if sure else POSSIBLE, parts, target, reason=reason, roles=roles)


def _meeting(forms: Sequence[Form], removers: list[Doing], others: list[Doing], *, by_time: bool) -> list[Met]:
    """Give the classes of deletions and of what they may hit, and how sure that is."""
    found = []
    classes = [_judged(forms, removers), _judged(forms, others)]
    for mine, theirs in product(*classes):
        (one, deletion), (other, doing) = mine[0], theirs[0]
        met = meets(forms[one], deletion.scope, forms[other], doing.scope)
        if met is Meeting.NEVER or (by_time and not can_be_at_work_together(forms[one], forms[other])):
            continue
        if len({number for number, _ in (*mine, *theirs)}) > 1:
            found.append((mine, theirs, met is Meeting.SURELY))
    return found


def _judged(forms: Sequence[Form], several: list[Doing]) -> list[list[Doing]]:
    classes: dict[object, list[Doing]] = defaultdict(list)
    for number, doing in several:
        classes[doing.scope, forms[number].judged_by].append((number, doing))
    return list(classes.values())


def _met(
    graph: Graph, forms: Sequence[Form], found: list[Met]
) -> Iterator[tuple[dict[int, Part], bool, dict[int, str]]]:
    """Give, for each family, what its members do, whether it is sure, and which of them delete.

    Those who delete in one family can all meet; those whom they hit need not meet each other.
    """
    deleting = {id(mine): mine for mine, _, _ in found}
    hit = {id(theirs): theirs for _, theirs, _ in found}
    numbers = {each: number for number, each in enumerate((*deleting, *hit))}
    removers_first = list(deleting.values())

    def meet(one: int, other: int) -> bool:
        if max(one, other) >= len(removers_first):
            return min(one, other) >= len(removers_first)
        (mine, doing), (theirs, done) = removers_first[one][0], removers_first[other][0]
        return meets(forms[mine], doing.scope, forms[theirs], done.scope) is not Meeting.NEVER

    pairs = {(numbers[id(each[0])], numbers[id(each[1])]): each for each in found}
    for family in meeting_families(list(pairs), meet):
        own = [each for pair, each in pairs.items() if family.issuperset(pair)]
        others = {number: _told(graph, doing) for _, theirs, _ in own for number, doing in theirs}
        removers = {number: _told(graph, doing) for mine, _, _ in own for number, doing in mine}
        roles = dict.fromkeys(others, "needs") | dict.fromkeys(removers, "deletes")
        if len(roles) > 1 and set(others) - set(removers):
            yield others | removers, any(sure for *_, sure in own), roles


def _told(graph: Graph, doing: Write | Read) -> Part:
    return Part(wrote(graph, doing) if isinstance(doing, Write) else took(graph, doing), (doing.edge,))


def unjudged(forms: Sequence[Form]) -> int:
    """Count the writes of which no file says what they change: nobody can tell whether they conflict."""
    return sum(
        each.act is Act.UNKNOWN or (each.act is Act.SET and not each.sets) for form in forms for each in form.writes
    )


def _part(words: str, write: Write) -> Part:
    return Part(words, (write.edge,))


def _where(write: Write) -> str:
    if not write.where:
        return ""
    return f" at {write.where}" if write.where.startswith("/") else f" where {write.where}"
