"""What of a state machine runs only after people agreed.

A task that hands out a token waits until somebody gives it back. Whoever refuses lets it fail, so
that a way for failures is none of an agreement; where a choice looks at the answer, both may come back.
A token alone shows no people: most are given to programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from opmap.connecting import Field, short_name
from opmap_connectors._shared.approving import Answer, Ways, agrees, approved, asked_for, of_all, of_any, opposite
from opmap_connectors.step_functions.integrations import asked
from opmap_connectors.step_functions.states import State

_TELLING = frozenset({"sns", "ses", "sesv2", "lambda", "sqs", "http", "states", "sfn", "apigateway"})
_OF_PEOPLE = re.compile(
    r"approv|human|manual|review|sign.?off|consent|confirm|authori[sz]|e-?mail|operator|moderat", re.IGNORECASE
)
_ANSWER = re.compile(r"approv|reject|declin|decision|answer|verdict|respon|accept|confirm", re.IGNORECASE)
_WRITTEN = re.compile(r"([^=!]+)(!?=)\s*(?:'([^']{1,80})'|\"([^\"]{1,80})\"|(true|false))")
_TURNED = re.compile(r"\$not\((.+)\)", re.DOTALL)
_VALUE = re.compile(r"\$[\w.$]+")
_EITHER = re.compile(r"\bor\b|\?")
_DEEPEST = 20

_Place = tuple[str, str]


def asks_people(state: State) -> bool:
    """Say whether a state hands out a token, or leaves its work to be taken up, and waits; and speaks of people."""
    resource = state.place["Resource"].text
    known = asked(resource)
    waits = ":activity:" in resource or (known is not None and known.token and known.service in _TELLING)
    if state.type != "Task" or not waits:
        return False
    said = [state.name, state.place["Comment"].text, resource, *(each.text for each in state.given.walk(100))]
    return any(map(_OF_PEOPLE.search, said))


def agreed_in(root: Field, live: Sequence[State]) -> tuple[str, ...]:
    """Name the states that do something, and run only after people agreed."""
    asking = [each for each in live if asks_people(each)]
    if not asking:
        return ()
    drawn = _Drawing({each.name for each in asking}, tuple(_results(asking)))
    drawn.machine(root, ("", "start"), ("", "end"), 0)
    places = {(each.name, "answered") for each in asking}
    ways = Ways([("", "start")], drawn.onwards, drawn.joins)
    answered = bool(drawn.decisions.keys() & ways.behind(places))
    found = approved(ways, () if answered else places, places if answered else (), drawn.decisions)
    doing = {each.name for each in live if each.type == "Task"}
    return tuple(sorted(name for name, part in found if name in doing and not part))


def _results(asking: Sequence[State]) -> Iterator[str]:
    """Give the places of the input at which answers are kept."""
    for each in asking:
        kept = each.place["ResultPath"].text
        if len(kept) > len("$."):
            yield kept


@dataclass(slots=True)
class _Drawing:
    """The ways of a machine, and of those inside its parallel states and maps."""

    asking: set[str]
    results: tuple[str, ...]
    onwards: dict[_Place, list[_Place]] = field(default_factory=dict)
    joins: set[_Place] = field(default_factory=set)
    decisions: dict[_Place, dict[_Place, Answer]] = field(default_factory=dict)

    def machine(self, machine: Field, start: _Place, end: _Place, depth: int) -> None:
        """Draw the states of a machine; a way for failures begins before anybody answered."""
        self._lead(start, (short_name(machine["StartAt"].text), ""))
        for name, place in machine["States"].items() if depth < _DEEPEST else ():
            here, kind = (short_name(name), ""), place["Type"].text
            out = (here[0], "answered" if here[0] in self.asking else "out")
            inner = [*place["Branches"].list(), *(place[word] for word in ("Iterator", "ItemProcessor") if place[word])]
            for number, each in enumerate(inner):
                ends = (here[0], f"end {number}")
                self.machine(each, here, ends, depth + 1)
                self._lead(ends, out)
            if kind == "Parallel":
                self.joins.add(out)
            else:
                self._lead(here, out)
            for catch in place["Catch"].list():
                self._lead(here, (short_name(catch["Next"].text), ""))
            self._chosen(place, here)
            if kind == "Succeed" or place["End"].flag is True:
                self._lead(out, end)
            elif place["Next"].text and kind != "Fail":
                self._lead(out, (short_name(place["Next"].text), ""))

    def _chosen(self, place: Field, here: _Place) -> None:
        """Draw the ways of a choice, each with whether an agreement takes it."""
        told: dict[_Place, Answer] = {}
        looks = False
        for number, rule in enumerate(place["Choices"].list()):
            way = (here[0], f"choice {number}")
            self._lead(here, way)
            self._lead(way, (short_name(rule["Next"].text), ""))
            looks = looks or self._looks(rule)
            told[way] = self._agreed(rule)
        if place["Default"].text:
            told[here[0], "default"] = None
            self._lead(here, (here[0], "default"))
            self._lead((here[0], "default"), (short_name(place["Default"].text), ""))
        if looks:
            self.decisions[here] = told

    def _looks(self, rule: Field) -> bool:
        """Say whether a rule looks at an answer: at where one is kept, at what is called so, or for what is one."""
        said = [each.text for each in rule.walk(100) if each.name in {"Variable", "Condition"}]
        wanted = [each.text for each in rule.walk(100) if each.name in {"StringEquals", "StringMatches"}]
        if any(agrees(text) is not None for text in wanted):
            return True
        return any(_ANSWER.search(text) or text.startswith(self.results or ("\0",)) for text in said)

    def _agreed(self, rule: Field, depth: int = 0) -> Answer:
        if depth > _DEEPEST:
            return None
        if rule["Not"].is_mapping:
            return opposite(self._agreed(rule["Not"], depth + 1))
        for word, together in (("And", of_all), ("Or", of_any)):
            if rule[word].is_list:
                return together([self._agreed(each, depth + 1) for each in rule[word].list()])
        if not self._looks(rule) or not self._is_own(rule["Variable"].text):
            return None
        return _of_expression(rule["Condition"].text) if rule["Condition"] else _of_comparison(rule)

    def _is_own(self, place: str) -> bool:
        """Say whether a place of the input can be where an answer is kept, and not where it lay before."""
        return not place or not self.results or place.startswith(self.results)

    def _lead(self, source: _Place, target: _Place) -> None:
        self.onwards.setdefault(source, []).append(target)


def _of_comparison(rule: Field) -> Answer:
    """Say whether a comparison asks for an agreement; None where it asks for no particular answer."""
    refused = agrees(rule["Variable"].text.rpartition(".")[2]) is False
    if rule["BooleanEquals"].flag is not None:
        return rule["BooleanEquals"].flag is not refused
    return asked_for((rule["StringEquals"] or rule["StringMatches"]).text)


def _of_expression(text: str) -> Answer:
    """Read a comparison, or a bare value; of conditions joined by "and" one that asks for an agreement is enough."""
    inner = text.strip().removeprefix("{%").removesuffix("%}").strip()
    if _EITHER.search(inner):
        return None
    return of_all([_of_part(part) for part in re.split(r"\s+and\s+", inner)])


def _of_part(text: str) -> Answer:
    turned = _TURNED.fullmatch(text)
    path, sign, literal = (turned[1] if turned else text).strip(), "", ""
    if written := _WRITTEN.fullmatch(path):
        path, sign, literal = written[1], written[2], written[3] or written[4] or written[5]
    if not _VALUE.fullmatch(path.strip()):
        return None
    wanted = asked_for(literal) if sign else True
    if wanted is None:
        return None
    refused = agrees(path.strip().rpartition(".")[2]) is False
    return ((wanted is (sign != "!=")) is not refused) is (turned is None)
