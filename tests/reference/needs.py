"""What one node needs by what is stated of it, word for word: alternatives of a verb, and relations by themselves.

*depends on* does not say how. A plain one says nothing more where another verb says how;
alternatives stated of it are a need of their own, in which a plain relation of another
verb takes part, unless it has alternatives outside of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opmap.kinds import VERBS

VAGUE = "depends on"
Need = tuple[frozenset[str], int]
"""Of these others, so many suffice."""


def needs(plain: Mapping[str, set[str]], either: Mapping[str, tuple[set[str], int]]) -> list[Need]:
    """Give the needs of a node by verb: what it states plainly, and of which others so many suffice."""
    found = [(frozenset(members), so_many) for members, so_many in either.values()]
    alone = {verb: others - either.get(verb, (set(), 0))[0] for verb, others in plain.items()}
    vague = either.get(VAGUE, (set[str](), 0))[0]
    for verb, others in alone.items():
        if verb == VAGUE:
            continue
        left = {other for other in others if not (other in vague and _joins(verb, other, alone, either, vague))}
        if VERBS[verb].alternatives:
            found += [(frozenset(left), 1)] if left else []
        else:
            found += [(frozenset({other}), 1) for other in left]
    named = {other for verb in (*plain, *either) if verb != VAGUE for other in _said(verb, plain, either)}
    found += [(frozenset({other}), 1) for other in alone.get(VAGUE, set()) - named]
    return found


def _said(verb: str, plain: Mapping[str, set[str]], either: Mapping[str, tuple[set[str], int]]) -> set[str]:
    return plain.get(verb, set()) | either.get(verb, (set[str](), 0))[0]


def _joins(
    verb: str,
    other: str,
    alone: Mapping[str, set[str]],
    either: Mapping[str, tuple[set[str], int]],
    vague: set[str],
) -> bool:
    """Say whether all that says how of another node may be what the vague alternatives speak of."""
    elsewhere = any(other in members for name, (members, _) in either.items() if name != VAGUE)
    beside = (others for name, others in alone.items() if other in others and VERBS[name].alternatives)
    return verb != VAGUE and not elsewhere and all(others <= vague for others in beside)


def falls(stated: Iterable[Need], lost: set[str]) -> bool:
    """Say whether too few of some need are left."""
    return any(len(others - lost) < so_many for others, so_many in stated)
