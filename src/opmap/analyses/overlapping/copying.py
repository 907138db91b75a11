"""Copies: duplicates, near-duplicates, and the same effect from different starters.

Who writes the same when the same happens is a duplicate. Who writes the same at
another time has the same effect, where doing it twice can be told to be one too many: the
data comes from the same place, or the file says to what it is set. A pair that is named so
is not named again as a near-duplicate; nor are two that set one attribute to different
constants, however alike their steps are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING

from opmap.analyses.overlapping.forms import Form
from opmap.analyses.overlapping.joining import near_pairs
from opmap.analyses.overlapping.matches import (
    CERTAIN,
    DUPLICATE,
    NEAR_DUPLICATE,
    SAME_EFFECT,
    Families,
    Match,
    Part,
)
from opmap.analyses.overlapping.shingling import FEWEST
from opmap.analyses.overlapping.telling import changing, started_by

if TYPE_CHECKING:
    from opmap.graph import Graph


def copies(graph: Graph, forms: Sequence[Form]) -> Iterator[Match]:
    """Give duplicates, then the same effects, then near-duplicates that neither names."""
    named: list[Match] = [*_duplicates(graph, forms), *_same_effects(graph, forms)]
    yield from named
    stronger = [set(match.parts) for match in named]
    holding: dict[int, list[int]] = defaultdict(list)
    for number, members in enumerate(stronger):
        for one in members:
            holding[one].append(number)
    for match in _near_duplicates(graph, forms):
        first, *others = match.members
        if not any(stronger[number].issuperset(others) for number in holding[first]):
            yield match


def _duplicates(graph: Graph, forms: Sequence[Form]) -> Iterator[Match]:
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        if form.effect:
            whole = form.shingles if not form.started else None
            alike[form.started, form.effect, whole].append(number)
    for several in alike.values():
        for family in _repeating(forms, several) if len(several) > 1 else ():
            yield _match(graph, forms, DUPLICATE, family, "started by the same, they change the same")


def _same_effects(graph: Graph, forms: Sequence[Form]) -> Iterator[Match]:
    by_effect: dict[Hashable, list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        if form.effect and form.started:
            by_effect[form.effect].append(number)
    for several in by_effect.values():
        for family in _repeating(forms, several):
            if len({forms[one].started for one in family}) > 1 and not _is_one_copied(forms, family):
                alike = len({_told(forms[one]) for one in family}) == 1
                reason = "started by the same in different places" if alike else "different starters"
                yield _match(graph, forms, SAME_EFFECT, family, f"{reason}, the same change")


def _is_one_copied(forms: Sequence[Form], family: list[int]) -> bool:
    """Say whether all are one automation, step by step, that was copied to different places."""
    return len(forms[family[0]].shingles) >= FEWEST and len({forms[one].shingles for one in family}) == 1


def _told(form: Form) -> frozenset[tuple[str, str]]:
    return frozenset((each.how, each.words) for each in form.triggers)


def _repeating(forms: Sequence[Form], several: list[int]) -> list[list[int]]:
    """Put together those whose change is one change done twice: it is stated, or the data comes from one place.

    Where nobody knows where it comes from, two that do the same with it must do so in the same steps.
    """
    families = Families()
    if all(each.is_stated for each in forms[several[0]].writes):
        families.join_all(several)
    else:
        by_source: dict[Hashable, list[int]] = defaultdict(list)
        for one in several:
            for source in forms[one].sources or (forms[one].shingles,):
                by_source[source].append(one)
        for group in by_source.values():
            families.join_all(group)
    return [family for family in families.all() if len(family) > 1]


def _near_duplicates(graph: Graph, forms: Sequence[Form]) -> Iterator[Match]:
    """Join each different set of pieces once; automations with the same set are one class of it."""
    classes: dict[frozenset[str], list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        if len(form.shingles) >= FEWEST:
            classes[form.shingles].append(number)
    sets, holders = list(classes), list(classes.values())
    families, likeness = Families(), dict[int, float]()
    for several in holders:
        families.join_all(several)
    for one, other, index in zip(*(each.tolist() for each in near_pairs(sets)), strict=True):
        if _contradict(forms[holders[one][0]], forms[holders[other][0]]):
            continue
        families.join(holders[one][0], holders[other][0])
        for each in (*holders[one], *holders[other]):
            likeness[each] = min(likeness.get(each, 1.0), index)
    for family in families.all():
        if len(family) > 1:
            least = min(likeness.get(each, 1.0) for each in family)
            yield _match(graph, forms, NEAR_DUPLICATE, family, _alike(least), least)


def _contradict(one: Form, other: Form) -> bool:
    """Say whether one sets something to another constant than the other does: none can stand in for the other."""
    mine, theirs = one.constants, other.constants
    return any(mine[name].isdisjoint(theirs[name]) for name in mine.keys() & theirs.keys())


def _alike(least: float) -> str:
    if least == 1.0:
        return "their steps are the same"
    return f"at least {int(least * 100)} % of their steps, starters and targets are the same"


def _match(
    graph: Graph, forms: Sequence[Form], relation: str, members: list[int], reason: str, similarity: float | None = None
) -> Match:
    parts = {}
    for one in members:
        form = forms[one]
        edges = tuple(dict.fromkeys(each.edge for each in form.writes))
        words = "; ".join(filter(None, (started_by(form), changing(graph, form))))
        parts[one] = Part(words, edges)
    targets = set.intersection(*({each.target for each in forms[one].writes} for one in members))
    about = targets.pop() if len(targets) == 1 else -1
    return Match(relation, CERTAIN, parts, about, reason=reason, similarity=similarity)
