"""The small types of an inventory: each reads what people write, or says in a sentence what is wrong with it."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from opmap.connecting import (
    CRITICALITIES,
    ENVIRONMENTS,
    KINDS,
    VERBS,
    Certainty,
    Strength,
    criticality_called,
    did_you_mean,
    environment_called,
    frozen,
    hours_of,
    is_secret_name,
    kind_called,
    verb_called,
)

_PLAIN_WORD = re.compile(r"[\w .&:/@+-]{1,60}")
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][-+]?[0-9]{1,9})?")
_TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")


def wrong(sentence: str) -> PydanticCustomError:
    """Make the error that a field is wrong; the sentence never quotes more than a plain word."""
    return PydanticCustomError("inventory", "{sentence}", {"sentence": sentence})


def quoted(word: str) -> str:
    """Quote a plain word; give nothing for anything longer or stranger.

    >>> quoted("servce"), quoted("<script>")
    (' "servce"', '')
    """
    return f' "{word}"' if _PLAIN_WORD.fullmatch(word) else ""


def text_of(value: Any) -> str:
    """Give text on one line, without blanks around it; numbers are text too."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        said = (
            "put it in quotes, if the word itself is meant"
            if isinstance(value, bool)
            else "it cannot be a list or a mapping"
        )
        raise wrong(f"must be text; {said}")
    text = " ".join(str(value).split())
    if not text:
        raise wrong("must not be empty")
    return text


def _prose(value: Any) -> str:
    text_of(value)
    return str(value).strip()


def _kind(value: Any) -> str:
    found = kind_called(text_of(value))
    if found is None:
        raise wrong(f"unknown kind{quoted(text_of(value))}{did_you_mean(text_of(value), KINDS)}")
    return found.name


def _verb(value: Any) -> str:
    found = verb_called(text_of(value))
    if found is None:
        raise wrong(f"unknown verb{quoted(text_of(value))}{did_you_mean(text_of(value), VERBS)}")
    return found.name


def _environment(value: Any) -> str:
    return environment_called(text_of(value)) or _choice(value, ENVIRONMENTS, "environment")


def _criticality(value: Any) -> str:
    return criticality_called(text_of(value)) or _choice(value, CRITICALITIES, "criticality")


def _strength(value: Any) -> str:
    return _choice(value, [item.value for item in Strength], "strength")


def _certainty(value: Any) -> str:
    return _choice(value, [item.value for item in Certainty], "certainty")


def _choice(value: Any, words: list[str] | tuple[str, ...], what: str) -> str:
    text = text_of(value).casefold()
    if text not in words:
        listed = f"{', '.join(words[:-1])} or {words[-1]}"
        offer = did_you_mean(text, words) or f"; it is one of {listed}"
        raise wrong(f"unknown {what}{quoted(text)}{offer}")
    return text


def _duration(value: Any) -> float:
    hours = hours_of(text_of(value))
    if hours is None:
        raise wrong("not a duration; write 30m, 4h, 2d or 1w")
    return hours


def _lasting(value: Any) -> float:
    hours = _duration(value)
    if not hours:
        raise wrong("must be longer than 0; write 1m where it is hardly any time")
    return hours


def _date(value: Any) -> str:
    text = text_of(value)
    try:
        date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        text = ""
    if not _DATE.fullmatch(text):
        raise wrong("not a date; write it as 2026-05-31")
    return text


def figure(value: Any) -> float | None:
    """Give a number, also where it is spelled as the reader of YAML leaves it alone: 0.00009, 1e-6, .5.

    >>> figure("1e-6"), figure("+.5"), figure(2), figure("two"), figure(True)
    (1e-06, 0.5, 2, None, None)
    """
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    is_spelled = isinstance(value, str) and _NUMBER.fullmatch(value.strip())
    number = float(value) if is_spelled else value
    return number if is_number or is_spelled else None


@frozen
class Figure:
    """What an attribute that is reckoned with may be."""

    least: float
    most: float
    wrong: str

    def __contains__(self, number: float) -> bool:
        """Say whether a number can be meant."""
        return self.least <= number <= self.most


_COUNTED = Figure(0, 1e6, "must be a number, 0 or more; it is not kept")
FIGURES = {
    "probability": Figure(0, 1, "must be a probability, a number from 0 to 1; it is not kept"),
    "replicas": _COUNTED,
    "min_replicas": _COUNTED,
}
"""Attributes that are reckoned with as numbers."""
FIELDS_FOR = {
    "value": "value: 3",
    "tolerance_hours": "tolerance: 4h",
    "repair_hours": "repair: 8h",
    "incidents_per_year": "fails: 0.5",
    "criticality": "criticality: high",
    "left": "left: 2026-05-31",
}
"""Attributes that have a field of their own, and how that is written."""


def _number_above_0(value: Any) -> float | None:
    number = figure(value)
    return number if number is not None and 0 < number < 1e12 else None


def _worth(value: Any) -> float:
    number = _number_above_0(value)
    if number is None:
        raise wrong("must be a number above 0; of what does not count say so: opmap decide counts NODE no")
    return number


def _often(value: Any) -> float:
    number = _number_above_0(value)
    if number is None:
        raise wrong("must be a number above 0; once in twenty years is 0.05")
    return number


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise wrong("must be a whole number, 1 or more; all of them are taken as needed")
    return value


def _truth(value: Any) -> bool:
    """Read true and false, also as text, and the words that older YAML takes for them."""
    found = value if isinstance(value, bool) else _TRUTHS.get(str(value).strip().casefold())
    if found is None:
        raise wrong("must be true or false")
    return found


def _version(value: Any) -> int:
    if str(value) != "1":
        raise wrong("this opmap reads version 1 of the inventory format: write opmap: 1")
    return 1


def _attribute_name(value: Any) -> str:
    name = text_of(value)
    if is_secret_name(name):
        raise wrong("named like a secret, so its value is not kept")
    return name


def _attribute_value(value: Any) -> Any:
    items = value if isinstance(value, list) else [value]
    if not all(item is None or isinstance(item, (str, int, float, bool)) for item in items):
        raise wrong("must be text, a number, true, false, or a list of these")
    return value


def _spellings(names: list[str]) -> list[str]:
    return sorted({name.replace(" ", joint) for name in names for joint in " _-"}, key=str.casefold)


_TEXT = {"type": ["string", "number"]}
_SCALARS = ["string", "number", "boolean", "array", "null"]

Text = Annotated[str, BeforeValidator(text_of), WithJsonSchema(_TEXT)]
Prose = Annotated[str, BeforeValidator(_prose), WithJsonSchema(_TEXT)]
KindWord = Annotated[str, BeforeValidator(_kind), WithJsonSchema({"enum": _spellings(list(KINDS))})]
VerbWord = Annotated[str, BeforeValidator(_verb), WithJsonSchema({"enum": _spellings(list(VERBS))})]
EnvironmentWord = Annotated[
    str, BeforeValidator(_environment), WithJsonSchema({"enum": [*ENVIRONMENTS, "prod", "dev"]})
]
CriticalityWord = Annotated[str, BeforeValidator(_criticality), WithJsonSchema({"enum": list(CRITICALITIES)})]
StrengthWord = Annotated[str, BeforeValidator(_strength), WithJsonSchema({"enum": [item.value for item in Strength]})]
CertaintyWord = Annotated[
    str, BeforeValidator(_certainty), WithJsonSchema({"enum": [item.value for item in Certainty]})
]
Duration = Annotated[
    float,
    BeforeValidator(_duration),
    WithJsonSchema(
        {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?\s*[mhdw]", "examples": ["30m", "4h", "2d", "1w"]}
    ),
]
Lasting = Annotated[
    float,
    BeforeValidator(_lasting),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(?=.*[1-9])[0-9]+(\.[0-9]+)?\s*[mhdw]",
            "examples": ["30m", "4h", "2d", "1w"],
        }
    ),
]
Date = Annotated[
    str,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$", "examples": ["2026-05-31"]}),
]
Worth = Annotated[float, BeforeValidator(_worth), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
Often = Annotated[
    float,
    BeforeValidator(_often),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "examples": [0.5, 3]}),
]
Count = Annotated[int, BeforeValidator(_count), WithJsonSchema({"type": "integer", "minimum": 1})]
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"enum": [True, False, *_TRUTHS]})]
Version = Annotated[int, BeforeValidator(_version), WithJsonSchema({"const": 1})]
AttributeName = Annotated[str, BeforeValidator(_attribute_name)]
AttributeValue = Annotated[Any, BeforeValidator(_attribute_value), WithJsonSchema({"type": _SCALARS})]


def flat(word: str) -> str:
    """Write a word so that case, blanks and hyphens make no difference."""
    return "".join(character for character in word.casefold() if character.isalnum())
