"""Validation that costs no more than what is wrong: each wrong field is said once and left out, the rest is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pydantic import ValidationError

from opmap.connecting import Field, Known, Notice, did_you_mean, verb_called
from opmap_connectors.native.models import Address, Defaults, Member, Model, NodeFields, Owner, Redundancy, Target
from opmap_connectors.native.words import flat, quoted

M = TypeVar("M", bound=Model)
Path = tuple[str | int, ...]

_PLAIN_MESSAGES = {
    "model_type": "must be a mapping",
    "model_attributes_type": "must be a mapping",
    "dict_type": "must be a mapping",
    "list_type": "must be a list",
}
_MOST_ROUNDS = 20  # each takes at least one wrong field away; nothing nests deeper than that


class Checking:
    """Reads fields as models, and keeps a notice of everything that was wrong."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []

    def say(self, field: Field, sentence: str) -> None:
        """Note what is wrong with a field, which is named by its path."""
        self.notices.append(Notice(f"{_named(field.path)}: {sentence}", field.at(Known.DECLARED)))

    def read(self, model: type[M], field: Field, without: tuple[str, ...] = ()) -> M | None:
        """Read a mapping as a model, leaving out what is wrong; None where the rest does not stand without it."""
        if not field.is_mapping:
            self.say(field, "must be a mapping")
            return None
        spelled = _spelled(model, field)
        raw = {name: _without_nothing(field[key].value) for name, key in spelled.items() if key not in without}
        raw = {name: value for name, value in raw.items() if value is not None}
        said: dict[Path, int] = {}  # where a field is wrong, and which notice says so
        for _ in range(_MOST_ROUNDS):
            try:
                return model.model_validate(raw)
            except ValidationError as error:
                wrong = [(tuple(item["loc"]), item) for item in error.errors(include_url=False, include_input=False)]
            for loc, item in wrong:
                if loc not in said:  # a field that was taken out is missing then, and that has been said
                    said[loc] = len(self.notices)
                    self.say(_place(field, spelled, loc), _sentence(model, loc, item))
            fatal = [loc for loc, item in wrong if _costs_all(loc, item["type"])]
            if fatal:
                first = said[fatal[0]]
                reason = f"{self.notices[first].reason}; {_named(field.path)} is left out"
                self.notices[first] = replace(self.notices[first], reason=reason)
                break
            for loc, item in wrong:
                _prune(raw, loc, item["type"])
                if model is Redundancy and loc[0] == "need":
                    raw["need"] = None  # without it one would suffice
        return None


def _without_nothing(value: Any) -> Any:
    """Copy a tree without the entries of mappings in which nothing stands: they are as good as not there."""
    if isinstance(value, dict):
        return {name: _without_nothing(item) for name, item in value.items() if item is not None}
    return [_without_nothing(item) for item in value] if isinstance(value, list) else value


def _place(field: Field, spelled: Mapping[str, str], loc: Path) -> Field:
    """Find the field that a location means; or, where nothing stands there, the nearest one above."""
    for depth, step in enumerate(loc):
        key = spelled.get(str(step), step) if depth == 0 else step
        if key in field or (isinstance(key, int) and field.is_list):
            field = field[key]
        elif key != 0:
            break
    return field


def _sentence(model: type[Model], loc: Path, error: Mapping[str, Any]) -> str:
    if error["type"] == "inventory":
        return str(error["msg"])
    if error["type"] == "missing":
        return f"{loc[-1]} is missing"
    if error["type"] == "extra_forbidden":
        word = str(loc[-1])
        return f"unknown field{quoted(word)}{did_you_mean(word, _names_at(model, loc))}"
    return _PLAIN_MESSAGES.get(error["type"], "does not fit here")


def _names_at(model: type[Model], loc: Path) -> list[str]:
    """Give the names that may stand where an unknown one stood."""
    if len(loc) > 1:
        first = str(loc[0])
        nested: dict[str, type[Model]] = {"owner": Owner, "addresses": Address, "defaults": Defaults, "of": Member}
        model = nested.get(first, Target)
    return sorted(_fields(model))


def _fields(model: type[Model]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name


def _spelled(model: type[Model], field: Field) -> dict[str, str]:
    """Give, for each field as the model calls it, the key under which it stands in the file."""
    names = _names_by_flat(model)
    spelled: dict[str, str] = {}
    for key in (name for name, _ in field.items()):
        verb = verb_called(key) if issubclass(model, NodeFields) else None
        name = names.get(flat(key)) or (verb.name if verb else key)
        spelled[key if name in spelled else name] = key
    return spelled


@cache
def _names_by_flat(model: type[Model]) -> Mapping[str, str]:
    return {flat(name): name for name in _fields(model)}


def _costs_all(loc: Path, error: str) -> bool:
    """Say whether nothing of a mapping can be believed: what it needs is missing."""
    return not loc or (error == "missing" and len(loc) == 1)


def _prune(raw: dict[str, Any], loc: Path, error: str) -> None:
    """Take what is wrong out of the raw mapping."""
    inside: Any = raw
    found: list[tuple[Any, str | int]] = []
    for step in loc[:-1] if error == "missing" else loc:
        listed = isinstance(inside, list) and isinstance(step, int) and step < len(inside)
        if listed or (isinstance(inside, dict) and step in inside):
            found.append((inside, step))
        elif step == 0:
            continue  # one thing stands in the place of a list
        else:
            break
        inside = inside[step]
    if found:
        inside, last = found[-1]
        if isinstance(inside, dict):
            del inside[last]
        else:
            inside[last] = None  # so that the items after it keep their numbers


def _named(path: tuple[str | int, ...]) -> str:
    """Write a path as people do; a step that is no plain word is not quoted.

    >>> _named(("nodes", 3, "calls", 0)), _named(("nodes", "<b>"))
    ('nodes[3].calls[0]', 'nodes.…')
    """
    steps = (f"[{step}]" if isinstance(step, int) else f".{step if quoted(step) else '…'}" for step in path)
    return "".join(steps).lstrip(".") or "the inventory"
