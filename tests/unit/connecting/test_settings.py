"""Settings that one document defines and another uses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opmap.connecting.settings import EVERY, joined, setting
from opmap.facts import Evidence, Key, Locator, Relation
from opmap.kinds import Certainty, Strength

SHOP = Key("k8s", "c/n/ConfigMap/shop")
WEB, JOB = Key("k8s", "c/n/Deployment/web"), Key("k8s", "c/n/Deployment/job")
CART, PAY = Locator("host", "cart:80", "k8s:c/n"), Locator("host", "pay:80", "k8s:c/n")


def at(line: int) -> Evidence:
    return Evidence("s", "a.yaml", line, "", "d", "kubernetes")


def defined(name: str, target: Locator, certainty: Certainty = Certainty.CERTAIN) -> Relation:
    return Relation(setting(name, SHOP), "calls", target, at(1), certainty=certainty)


def used(source: Key, name: str, strength: Strength | None = None) -> Relation:
    return Relation(source, "reads", setting(name, SHOP), at(2), strength=strength)


def test_a_use_of_one_setting_means_what_that_setting_holds() -> None:
    (found,) = joined([used(WEB, "CART"), defined("CART", CART), defined("PAY", PAY)])
    assert found == Relation(WEB, "calls", CART, at(1))


def test_a_use_of_all_settings_means_what_each_of_them_holds() -> None:
    found = joined([defined("CART", CART), used(WEB, EVERY), defined("PAY", PAY)])
    assert {relation.target for relation in found} == {CART, PAY}


def test_halves_without_each_other_mean_nothing() -> None:
    other = Relation(setting("CART", Key("k8s", "c/other/ConfigMap/shop")), "calls", CART, at(3))
    assert joined([used(WEB, "CART"), other, defined("PAY", PAY)]) == []


def test_what_is_no_setting_stays_as_it_is() -> None:
    plain = Relation(WEB, "calls", CART, at(4))
    assert joined([plain, plain]) == [plain, plain]


def test_the_weaker_half_says_how_sure_and_an_optional_object_nothing_about_strength() -> None:
    (found,) = joined([used(WEB, "CART", Strength.SOFT), defined("CART", CART, Certainty.PROBABLE)])
    assert (found.strength, found.certainty) == (None, Certainty.PROBABLE)


halves = [defined("CART", CART), defined("PAY", PAY), used(WEB, "CART"), used(JOB, EVERY), used(JOB, "PAY")]


@given(st.permutations(halves))
def test_the_order_and_repetition_of_halves_do_not_matter(several: list[Relation]) -> None:
    assert joined([*several, *several]) == joined(halves)
