"""Overlaps of automations of two engines or three, planted as those within one are, with look-alikes beside them.

What crosses engines: they ask one service, they start each other by address or by command, they hear one topic.
Copies are planted where two engines state the same starter: a clock without a zone.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from tests.generated.recipes import ACTIONS, ARGO, ENGINES, N8N, STEP_FUNCTIONS, ZAPIER, Do, Recipe

if TYPE_CHECKING:
    from tests.generated.overlaps import Garden

_PAIRS = tuple(permutations(ENGINES, 2))
_WITHOUT_ZONE = tuple(permutations((N8N, ARGO, ZAPIER), 2))
_RINGS = (
    (N8N, ACTIONS),
    (STEP_FUNCTIONS, N8N),
    (ARGO, ACTIONS),
    (ACTIONS, STEP_FUNCTIONS, N8N),
    (N8N, ARGO, ACTIONS),
)
_STARTED_AS = {N8N: ("hook",), ACTIONS: ("hand",), ARGO: ("call",), STEP_FUNCTIONS: ("call",)}
_COMMANDING = frozenset({N8N, ACTIONS, ARGO})


def across(garden: Garden, turn: int) -> None:
    """Plant each relation once across engines, each turn across others."""
    engines = _PAIRS[turn % len(_PAIRS)]
    _copies(garden, *_WITHOUT_ZONE[turn % len(_WITHOUT_ZONE)])
    _effects(garden, *engines)
    _fights(garden, *engines)
    _removals(garden, *engines)
    _ring(garden, _RINGS[turn % len(_RINGS)], turn)
    _dispatches(garden)
    _alerts(garden)


def _set(table: str, region: str, value: str) -> Do:
    return Do("set", table, region, (("state", value),), asks=True)


def _copies(garden: Garden, engine: str, another: str) -> None:
    starter, table = garden.cron(), garden.table()
    for relation, regions in (("duplicate", ("eu", "eu")), ("", ("eu", "us"))):
        acts = [_set(table + relation[:1], region, "closed") for region in regions]
        made = [garden.recipe(each, starter, act) for each, act in zip((engine, another), acts, strict=True)]
        garden.planted.plant(relation, *made)


def _effects(garden: Garden, engine: str, another: str) -> None:
    table = garden.table()
    made = [
        garden.recipe(each, garden.cron(hour), _set(table, "eu", "checked"))
        for each, hour in zip((engine, another), (2, 14), strict=True)
    ]
    garden.planted.plant("same effect", *made)
    adding = Do("add", table + "log", values=(("kind", "seen"),), asks=True)  # rows of their own, from somewhere else
    apart = [
        garden.recipe(each, garden.cron(hour), adding) for each, hour in zip((engine, another), (2, 14), strict=True)
    ]
    garden.planted.plant("", *apart)


def _fights(garden: Garden, engine: str, another: str) -> None:
    table, hour = garden.table(), garden.dice.randrange(24)
    gone = Do("delete", table + "g", "eu", asks=True)
    for relation, later, mine, theirs in (
        ("conflicting writers", hour, _set(table, "eu", "a"), _set(table, "eu", "b")),
        ("conflicting writers", hour, _set(table + "g", "eu", "a"), gone),
        ("", hour, _set(table + "r", "eu", "a"), _set(table + "r", "us", "b")),
        ("", (hour + 12) % 24, _set(table + "s", "eu", "a"), _set(table + "s", "eu", "b")),
    ):
        if (
            later != hour
            and {engine, another} & {ACTIONS, STEP_FUNCTIONS}
            and not {engine, another} <= {ACTIONS, STEP_FUNCTIONS}
        ):
            continue  # of the clock of one the zone is known, of the other's it is not
        one, other = ("cron", f"10 {hour} * * *"), ("cron", f"20 {later} * * *")
        garden.planted.plant(relation, garden.recipe(engine, one, mine), garden.recipe(another, other, theirs))


def _removals(garden: Garden, engine: str, another: str) -> None:
    table = garden.table()
    for relation, region in (("destroyed need", "eu"), ("", "us")):
        gone, needed = Do("delete", table + region, "eu", asks=True), Do("read", table + region, region, asks=True)
        made = (
            garden.recipe(engine, ("cron", "5 1 * * *"), gone),
            garden.recipe(another, ("cron", "5 13 * * *"), needed),
        )
        garden.planted.plant(relation, *made)


def _ring(garden: Garden, engines: tuple[str, ...], turn: int) -> None:
    """Plant a ring, each of which starts the next, and a chain of the same that ends."""
    for closes in (True, False):
        names = [garden.name() for _ in engines]
        place = f"code/{names[0].casefold()}"
        wanted = [*zip(engines[1:], names[1:], strict=True), (engines[0], names[0])]
        made = []
        for engine, name, (other, following) in zip(engines, names, wanted, strict=True):
            starts = () if following == names[0] and not closes else (_starting(engine, other, following, place, turn),)
            steps = (*starts, *garden.others(3))
            made.append(Recipe(name, engine, _STARTED_AS[engine], steps, place=place))
        garden.planted.plant("feedback loop" if closes else "", *made)


def _starting(engine: str, other: str, name: str, place: str, turn: int) -> Do:
    """Start another: by its address, or where an engine runs commands also by one."""
    repository = f"acme/{place.rpartition('/')[2]}"
    addresses = {
        N8N: f"https://n8n.acme.example/webhook/{name}",
        ACTIONS: f"https://api.github.com/repos/{repository}/actions/workflows/{name}.yml/dispatches",
    }
    commands = {
        N8N: f"curl -X POST {addresses[N8N]}",
        ACTIONS: f"gh workflow run {name}.yml -R {repository}",
        ARGO: f"argo submit -n work --from workflowtemplate/{name}",
        STEP_FUNCTIONS: "aws stepfunctions start-execution "
        f"--state-machine-arn arn:aws:states:eu-west-1:111122223333:stateMachine:{name}",
    }
    may_command = engine in _COMMANDING and not (engine == ARGO and other == N8N)
    if may_command and (turn % 2 or other not in addresses):
        return Do("run", commands[other])
    return Do("call", addresses[other])


def _dispatches(garden: Garden) -> None:
    """Plant a ring that one event closes, and one that another event does not."""
    for relation, sort in (("feedback loop", "go"), ("", "stop")):
        flow, pipeline = garden.name(), garden.name()
        place = f"code/{flow.casefold()}"
        address = f"https://api.github.com/repos/acme/{flow.casefold()}/dispatches"
        calls = Do("call", address, values=(("event_type", f"{sort}-{flow}"),))
        back = Do("call", f"https://n8n.acme.example/webhook/{flow}")
        garden.planted.plant(
            relation,
            Recipe(flow, N8N, ("hook",), (calls, *garden.others(3))),
            Recipe(pipeline, ACTIONS, ("event", f"go-{flow}"), (back, *garden.others(3)), place=place),
        )


def _alerts(garden: Garden) -> None:
    alert, table, work = f"alert-{garden.table()}", garden.table(), garden.name()
    acting = Do("add", table, values=(("done", "restart"),), asks=True)
    garden.planted.recipes.append(Recipe(work, ARGO, ("call",), garden.others(4)))
    sensor = Recipe(garden.name(), ARGO, ("topic", alert, work), ())
    garden.planted.plant("several responders", garden.recipe(N8N, ("topic", alert), acting), sensor)
    telling = Recipe(garden.name(), N8N, ("topic", alert + "t"), (Do("tell"),))
    alone = Recipe(garden.name(), ARGO, ("topic", alert + "t", work), ())
    garden.planted.plant("", telling, alone)
