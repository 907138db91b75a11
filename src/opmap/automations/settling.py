"""How hard an automation leans on what its steps need, settled among all of them.

One thing may be needed in several ways. A key that a tool and the model itself use is as
hard as the model; a model that an agent can do without, while another step cannot, is no
alternative of anything; who alone approves one step is no deputy of who approves another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from opmap.automations.values import Effect
from opmap.facts import Ref

Thing = tuple[str, Ref]
"""A verb and what it points at."""


def settled(effects: Sequence[Effect]) -> list[Effect]:
    """Give the effects again, each as hard as the one that leans hardest on the same thing."""
    places = _places(effects)
    alone = {name for name, several in places.items() if len(several) == 1}
    firm = {_thing(each) for each in effects if not each.soft and (each.group is None or each.group.name in alone)}
    spent = {name for name, several in places.items() if any(things <= firm for things in several.values())} - alone
    found = [_settled(each, firm, spent, alone) for each in effects]
    hard = {_thing(each) for each in found if not each.soft}
    return [replace(each, soft=False) if each.soft and _thing(each) in hard else each for each in found]


def _thing(effect: Effect) -> Thing:
    return effect.verb, effect.target


def _places(effects: Sequence[Effect]) -> dict[str, dict[object, set[Thing]]]:
    """Give, for each group, what stands in each of its places."""
    places: dict[str, dict[object, set[Thing]]] = {}
    for each in effects:
        if each.group is not None:
            place = each.group.place or _thing(each)
            places.setdefault(each.group.name, {}).setdefault(place, set()).add(_thing(each))
    return places


def _settled(effect: Effect, firm: set[Thing], spent: set[str], alone: set[str]) -> Effect:
    """Take out of its group what is needed anyway, and soften what such a thing stood in for."""
    if effect.group is None or effect.group.name in alone:
        return effect
    if _thing(effect) in firm:
        return replace(effect, group=None, soft=False)
    return replace(effect, group=None, soft=True) if effect.group.name in spent else effect
