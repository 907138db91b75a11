"""What follows from an automation, whichever engine runs it."""

from __future__ import annotations

from tests.building import place

from opmap.automations import Automation, Control, Effect, How, Set, Starter, Step, expanded
from opmap.facts import Entity, Group, Key, Locator, Notice, Relation
from opmap.kinds import Strength

ME = Key("engine", "main/7")
TABLE = Locator("object", "orders", within=Key("engine", "main/db"))
MAIL = Locator("host", "mail.corp.example")


def readings(*effects: Effect, starters: tuple[Starter, ...] = (), **more: object) -> list[Entity | Relation | Notice]:
    said = Automation((ME,), "Orders", place(), effects=effects, starters=starters, **more)  # type: ignore[arg-type]
    return list(expanded([said]))


def relations(*effects: Effect, starters: tuple[Starter, ...] = ()) -> list[Relation]:
    return [each for each in readings(*effects, starters=starters) if isinstance(each, Relation)]


def effect(target: Locator = MAIL, verb: str = "calls", step: str = "Send", **more: object) -> Effect:
    return Effect(verb, target, place(), step, **more)  # type: ignore[arg-type]


def test_an_automation_is_described_with_its_steps_and_its_controls() -> None:
    steps = (Step("Send", "mail", "sends a mail", place(line=4)),)
    controls = (Control("retries", place(line=5), "tried 3 times"), Control("time-out", place(line=1), lacking=True))
    (node,) = readings(steps=steps, controls=controls, guard="total > 5", kind="pipeline")
    assert isinstance(node, Entity)
    assert node.kind == "pipeline"
    assert dict(node.attributes) == {
        "controls": (("retries", "shown", "tried 3 times", 5), ("time-out", "lacking", "", 1)),
        "guard": "total > 5",
        "steps": (("Send", "mail", "sends a mail", 4),),
    }


def test_a_step_that_stands_in_another_file_names_it() -> None:
    steps = (Step("Build", "script", "builds", place(path="ci/build.yml", line=6)),)
    (node,) = readings(steps=steps)
    assert dict(node.attributes)["steps"] == (("Build", "script", "builds", "ci/build.yml:6"),)


def test_other_readings_stay_as_they_are() -> None:
    notice = Notice("half of it was not read", place())
    assert list(expanded([notice])) == [notice]


def test_a_thing_that_one_step_needs_firmly_is_needed_firmly() -> None:
    found = relations(effect(soft=True), effect(step="Tell"))
    assert {each.strength for each in found} == {None}


def test_a_thing_that_every_step_can_do_without_is_soft() -> None:
    found = relations(effect(soft=True), effect(step="Tell", soft=True))
    assert {each.strength for each in found} == {Strength.SOFT}


def test_what_another_step_needs_anyway_stands_in_for_nothing() -> None:
    one, other = effect(group=Group("any", 1, "a")), effect(TABLE, "reads", group=Group("any", 1, "b"))
    assert all(each.group for each in relations(one, other))
    assert not any(each.group for each in relations(one, other, effect(step="Tell")))


def test_what_a_write_sets_stands_on_its_relation() -> None:
    (found,) = relations(
        effect(TABLE, "writes", operation="update", sets=(Set("status", "paid"), Set("note")), where="id = {}")
    )
    assert dict(found.attributes) == {
        "effects": (("Send", "update", "status", "paid", "id = {}"), ("Send", "update", "note", "", "id = {}")),
        "operation": "update",
        "steps": ("Send",),
    }


def test_a_constant_that_may_be_a_secret_is_kept_nowhere_whatever_sets_it() -> None:
    given = ("kupYRarMzilFJJRtYIBmshdc", "6n7OoZmuNCUegmRCGIFi", "handed-over-to-claims", "HandedOverToClaims2")
    (found,) = relations(effect(TABLE, "writes", sets=tuple(Set("value", value) for value in given)))
    kept = tuple(("Send", "", "value", value, "") for value in ("", "", *given[2:]))
    assert dict(found.attributes)["effects"] == kept


def test_a_path_is_exposed_and_starts_its_automation() -> None:
    path = Entity("operation", "POST /in", (Key("engine", "main/7/trigger/In"),), place())
    found = relations(starters=(Starter(How.WEBHOOK, "a webhook starts it", place(), "In", path),))
    assert [(each.source, each.verb, each.target) for each in found] == [
        (path.keys[0], "starts", ME),
        (ME, "exposes", path.keys[0]),
    ]


def test_data_starts_an_automation_only_together_with_what_watches_it() -> None:
    watching = Entity("event source", "New orders", (Key("engine", "main/7/trigger/New"),), place())
    starter = Starter(How.EVENT, "new orders start it", place(), "New", watching, TABLE, needs=(effect(),))
    found = relations(starters=(starter,))
    started = [each for each in found if each.verb == "starts"]
    assert {each.source for each in started} == {TABLE, watching.keys[0]}
    assert {each.group for each in started} == {Group("starters", 1, "New")}
    assert [(each.source, each.target) for each in found if each.verb == "calls"] == [(watching.keys[0], MAIL)]


def test_people_and_other_automations_that_start_it_are_no_nodes() -> None:
    assert relations(starters=(Starter(How.PERSON, "people start it by hand", place()),)) == []
