"""Paths and path templates: which operation a method and a path mean.

>>> routes = Routes()
>>> routes.add("GET /claims/{id}", 1), routes.add("GET /claims/open", 2)
(None, None)
>>> routes.find("/claims/17"), routes.find("/claims/open"), routes.find("/claims")
({'GET': {1}}, {'GET': {2}}, {})
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_PARAMETER = re.compile(r"\{\{.*?\}\}|\{[^{}]*\}|<[^<>]*>")
_ANY = "{}"
_MOST_SEGMENTS = 60
_LONGEST = 2000


@dataclass(slots=True)
class _Step:
    literal: dict[str, _Step] = field(default_factory=dict)
    template: dict[str, _Step] = field(default_factory=dict)
    ends: dict[str, set[int]] = field(default_factory=dict)  # method -> things


class Routes:
    """The operations of one API, by path template."""

    def __init__(self) -> None:
        self._top = _Step()

    def add(self, operation: str, thing: int) -> None:
        """Let a method and path template, such as ``GET /claims/{id}``, lead to a thing."""
        method, path = method_and_path(operation)
        segments = steps_of(path)
        if len(segments) > _MOST_SEGMENTS:
            return
        step = self._top
        for segment in segments:
            step = (step.template if _ANY in segment else step.literal).setdefault(segment, _Step())
        step.ends.setdefault(method, set()).add(thing)

    def find(self, path: str) -> dict[str, set[int]]:
        """Give what a path leads to, by method; where several templates take it, the most literal one."""
        return self.find_steps(steps_of(path))

    def find_steps(self, steps: list[str]) -> dict[str, set[int]]:
        """Give what the steps of a path lead to, by method."""
        found = _find(self._top, steps, 0) if len(steps) <= _MOST_SEGMENTS else None
        return found.ends if found else {}


def method_and_path(operation: str) -> tuple[str, str]:
    """Split ``GET /claims``; the method is empty where none is written."""
    method, space, path = operation.strip().partition(" ")
    return (method.upper(), path.strip()) if space and method.isalpha() else ("", operation.strip())


def steps_of(path: str) -> list[str]:
    """Cut a path at its slashes; each parameter is written ``{}``."""
    return [_segment(part) for part in _PARAMETER.sub(_ANY, path[:_LONGEST].partition("?")[0]).strip("/").split("/")]


def _segment(text: str) -> str:
    return _ANY if text.startswith(":") or text == "*" else text


def _find(step: _Step, segments: list[str], place: int) -> _Step | None:
    """Walk the tree, literal steps first; each of its steps is seen at most once."""
    if place == len(segments):
        return step if step.ends else None
    segment = segments[place]
    below = [step.literal[segment]] if segment in step.literal else []
    below += [step.template[each] for each in sorted(step.template, key=_most_literal) if _takes(each, segment)]
    return next((found for next_step in below if (found := _find(next_step, segments, place + 1))), None)


def _most_literal(template: str) -> tuple[int, str]:
    return -len(template), template


def _takes(template: str, segment: str) -> bool:
    start, _, end = template.partition(_ANY)
    end = end.rpartition(_ANY)[2]
    long_enough = len(segment) > len(start) + len(end) or template == segment
    return long_enough and segment.startswith(start) and segment.endswith(end)
