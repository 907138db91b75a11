from __future__ import annotations

import gc
from dataclasses import replace
from weakref import ref

from opmap.facts import Entity, Evidence, Key
from opmap.frozen import frozen
from opmap.garbage import let_go, not_collecting

PLACE = Evidence("acme", "a.yaml", 1, "", "d1", "inventory")


class Holding:
    def __init__(self) -> None:
        self.held = [self]


def test_values_are_told_apart_and_found_by_what_they_hold() -> None:
    one, same = (Entity("service", "web", (Key("inventory", "web"),), PLACE) for _ in range(2))
    other = replace(one, name="shop")
    assert one == same
    assert {one, same, other} == {one, other}


def test_values_hold_nothing_but_their_fields() -> None:
    assert not hasattr(Entity("service", "web", (), PLACE), "__dict__")


def test_type_checkers_are_told_that_values_do_not_change() -> None:
    told = vars(frozen)["__dataclass_transform__"]
    assert {**told, **told["kwargs"]}["frozen_default"] is True  # Python 3.11 has no field of its own for it


def test_what_is_let_go_of_is_gone_without_the_collector() -> None:
    with not_collecting():
        held, kept = Holding(), Holding()
        gone, stays = ref(held), ref(kept)
        let_go(held)
        del held, kept
        assert gone() is None
        assert stays() is not None
    gc.collect()
    assert stays() is None
