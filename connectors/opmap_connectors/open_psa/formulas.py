"""The formulas of gates: read, and with what is constant in them worked out.

Failures add up: *or* fails with any of its inputs, *and* with all of them, *atleast* with so
many. Other operators say that something fails because something else does not; of these
nothing can be said by what fails, and they come out as `NOT_UNDERSTOOD`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from opmap_connectors._shared.xml_trees import Element

EVENTS = ("gate", "basic-event", "house-event", "event")
OPERATORS = ("or", "and", "atleast", "not", "xor", "nand", "nor", "iff", "imply", "cardinality", "inhibit")


@dataclass(frozen=True)
class Named:
    """Something that a formula names."""

    kind: str
    name: str
    line: int


@dataclass(frozen=True)
class AtLeast:
    """Fails when so many of its inputs do."""

    least: int
    inputs: tuple[Formula, ...]
    line: int


@dataclass(frozen=True)
class NotUnderstood:
    """A formula that does not say what fails with what."""

    line: int
    why: str = "that is not built of or, and, and atleast"


_MOST_REPEATED = 6
"""Each thing that an *atleast* names more than once doubles what is written for it."""

_Open = Named | AtLeast | NotUnderstood
Formula = _Open | bool
"""A truth stands for what always fails, or never does."""


def formula_in(gate: Element) -> Formula:
    """Read the formula of a gate's definition."""
    inner = [one for one in gate.inner if one.name in {*EVENTS, *OPERATORS, "constant"}]
    strange = [one for one in gate.inner if one not in inner and one.name not in {"label", "attributes"}]
    return _read(inner[0]) if len(inner) == 1 and not strange else NotUnderstood(gate.line)


def _read(one: Element) -> Formula:
    if one.name in EVENTS:
        kind = one.said.get("type", one.name) if one.name == "event" else one.name
        return Named(kind, one.said.get("name", ""), one.line)
    if one.name == "constant":
        return one.said.get("value", "").strip().lower() in {"true", "1"}
    inputs = tuple(_read(each) for each in one.inner)
    least = {"or": 1, "and": len(inputs)}.get(one.name)
    if one.name == "atleast":
        said = one.said.get("min", one.said.get("k", ""))
        least = int(said) if said.isdigit() and len(said) < 7 else None
    if least is None or not inputs or len(inputs) < len(one.inner):
        return NotUnderstood(one.line)
    return AtLeast(least, inputs, one.line)


def folded(formula: Formula, value: Callable[[Named], Formula]) -> Formula:
    """Work out what is constant: ``value`` gives what a name stands for, itself where that is open."""
    if isinstance(formula, Named):
        return value(formula)
    if not isinstance(formula, AtLeast):
        return formula
    inputs = [folded(one, value) for one in formula.inputs]
    least = formula.least - sum(one is True for one in inputs)
    left = [one for one in inputs if not isinstance(one, bool)]
    if sum(count > 1 for count in Counter(map(_name, left)).values()) > _MOST_REPEATED:
        return NotUnderstood(formula.line, f"whose atleast names more than {_MOST_REPEATED} things twice")
    return _counted(least, left, formula.line)


def _counted(least: int, inputs: list[_Open], line: int) -> Formula:
    """Say what fails when so many of some inputs do; one that stands among them twice counts twice."""
    if least <= 0:
        return True
    if least > len(inputs):
        return False
    once = list({_name(one): one for one in reversed(inputs)}.values())[::-1]
    if least in (1, len(inputs)):  # naming one twice says nothing more
        return once[0] if len(once) == 1 else AtLeast(1 if least == 1 else len(once), tuple(once), line)
    if len(once) == len(inputs):
        return AtLeast(least, tuple(inputs), line)
    times = Counter(map(_name, inputs))
    repeated = next(one for one in once if times[_name(one)] > 1)
    others = [one for one in inputs if _name(one) != _name(repeated)]
    rest = _counted(least - times[_name(repeated)], others, line)
    with_it = repeated if rest is True else AtLeast(2, (repeated, rest), line)
    without = _counted(least, others, line)
    return with_it if without is False else AtLeast(1, (with_it, without), line)


def _name(one: _Open) -> object:
    """Tell by what two inputs are one."""
    return (one.kind, one.name) if isinstance(one, Named) else id(one)
