"""What may stand in a decision beside its nodes: checked, and written one way.

>>> value_of("strength", "4 hours")
'4h'
>>> value_of("depends", "runs-on")
'runs on'
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from math import isfinite

from opmap.connecting.words import CRITICALITIES, criticality_called, environment_called, hours_of, nearest
from opmap.decisions import ACTS
from opmap.errors import BadDecision
from opmap.kinds import ENVIRONMENTS, VERBS, verb_called
from opmap.secrecy import holds_known_secret

LONGEST = 2000
_MOST_OBJECTS = 1000
_NEEDS_OBJECTS = {"own": 1, "depends": 1, "not-depends": 1, "same": 1, "not-same": 1, "capability": 1, "redundant": 2}
_NEEDS_OBJECTS["strength"] = 1
_MAY_HAVE_OBJECTS = {*_NEEDS_OBJECTS, "accept"}
_TRUTH = dict.fromkeys(("yes", "true", "1", "on"), "yes") | dict.fromkeys(("no", "false", "0", "off"), "no")


def act_called(word: str) -> str:
    """Give the act that a word means, however it is spelled; raise BadDecision."""
    act = "-".join(word.casefold().replace("_", " ").replace("-", " ").split())
    if act not in ACTS:
        offer = nearest(act, ACTS)
        now = f"Did you mean {offer}?" if offer else f"There are: {', '.join(ACTS)}"
        raise BadDecision(f'nothing is called "{_short(word)}" that one could decide', now)
    return act


def value_of(act: str, text: str, objects: int = 1) -> str:
    """Give the value of a decision as it is kept; raise BadDecision where it is none for this act."""
    text = plain(text)
    return _VALUES.get(act, _nothing)(act, text, objects)


def check_objects(act: str, count: int) -> None:
    """Raise BadDecision unless a decision of this kind may name so many other nodes."""
    fewest = _NEEDS_OBJECTS.get(act, 0)
    if count < fewest:
        wanted = "two nodes or more that stand in for each other" if act == "redundant" else "another node"
        raise BadDecision(f"{act} needs {wanted}", f"It says {ACTS[act]}")
    if count and act not in _MAY_HAVE_OBJECTS:
        raise BadDecision(f"{act} is about one node", f"It says {ACTS[act]}")
    if count > _MOST_OBJECTS:
        raise BadDecision(f"it names {count} nodes", f"At most {_MOST_OBJECTS} can be named in one decision")


def check_said(act: str, by: str, because: str) -> None:
    """Raise BadDecision unless it is known who decided, and for an accepted risk, why."""
    if not by:
        raise BadDecision("nobody is named who takes it", "Say who: --by NAME")
    if act == "accept" and not because:
        raise BadDecision("a risk is accepted for a reason", "Say why: --because REASON")


def plain(text: str) -> str:
    """Put a text on one line; raise BadDecision where it is too long, or holds a secret."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    if len(line) > LONGEST:
        raise BadDecision(f"a text has {len(line)} characters", f"At most {LONGEST} are kept")
    if holds_known_secret(line):
        raise BadDecision("it holds what looks like a secret, and opmap keeps none", "Say it without")
    return line


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"


def _nothing(act: str, text: str, _: int) -> str:
    if text:
        raise BadDecision(f"{act} takes no value, and {_short(text)!r} was given", f"It says {ACTS[act]}")
    return ""


def _text(_: str, text: str, __: int) -> str:
    return text


def _remark(_: str, text: str, __: int) -> str:
    if not text:
        raise BadDecision("the remark is empty", "Say what is to be noted")
    return text


def _verb(act: str, text: str, _: int) -> str:
    if not text:
        return "depends on" if act == "depends" else ""
    verb = verb_called(text)
    if verb is None:
        offer = nearest(text, VERBS)
        now = f"Did you mean {offer}?" if offer else f"Verbs are: {', '.join(VERBS)}"
        raise BadDecision(f"{_short(text)!r} is no verb", now)
    return verb.name


def _count(_: str, text: str, objects: int) -> str:
    number = text.casefold().partition(" of ")[0].strip() or "1"
    if not number.isascii() or not number.isdigit() or not 1 <= int(number[:9]) <= objects:
        reason = f"{_short(text)!r} is not how many of {objects} suffice"
        raise BadDecision(reason, f"Give a number from 1 to {objects}")
    return str(int(number))


def _strength(_: str, text: str, __: int) -> str:
    word = text.casefold()
    if word in {"hard", "soft"}:
        return word
    return _duration_or(text, "Give soft, hard, or the time until an outage is felt: 30m, 4h, 2d, 1w")


def _duration(act: str, text: str, __: int) -> str:
    duration = _duration_or(text, "Give a duration such as 30m, 4h, 2d or 1w")
    if duration in {"0h", "0m"}:
        raise BadDecision(f"a {act} of {_short(text)} is none", "Give 1m where it is hardly any time")
    return duration


def _duration_or(text: str, now: str) -> str:
    hours = hours_of(text)
    if hours is None:
        raise BadDecision(f"{_short(text)!r} is no duration", now)
    return f"{round(hours * 60)}m" if hours != int(hours) else f"{int(hours)}h"


def _criticality(_: str, text: str, __: int) -> str:
    word = criticality_called(text)
    if not word:
        raise BadDecision(f"{_short(text)!r} is no criticality", f"Give one of {', '.join(CRITICALITIES)}")
    return word


def _environment(_: str, text: str, __: int) -> str:
    word = environment_called(text)
    if not word:
        raise BadDecision(f"{_short(text)!r} is no environment", f"Give one of {', '.join(ENVIRONMENTS)}")
    return word


def _number(_: str, text: str, __: int) -> str:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not (isfinite(number) and 0 <= number <= 1e12):
        raise BadDecision(f"{_short(text)!r} is no value", "Give a number above 0, such as 3 or 0.5")
    return f"{number:.12g}"


def _worth(act: str, text: str, objects: int) -> str:
    number = _number(act, text, objects)
    if float(number) == 0:
        raise BadDecision(
            "nothing that counts is worth 0", "Of what does not count say so: opmap decide counts NODE no"
        )
    return number


def _often(act: str, text: str, objects: int) -> str:
    number = _number(act, text, objects)
    if float(number) == 0:
        raise BadDecision("nothing fails 0 times a year", "Give a number above 0: once in twenty years is 0.05")
    return number


def _truth(_: str, text: str, __: int) -> str:
    word = _TRUTH.get(text.casefold())
    if word is None:
        raise BadDecision(f"{_short(text)!r} is neither yes nor no", "Give yes or no")
    return word


def _date(_: str, text: str, __: int) -> str:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        now = "Say until when it is accepted: a date such as 2027-03-31"
        raise BadDecision(f"{_short(text)!r} is no date", now) from None
    if day < datetime.now(UTC).date():
        raise BadDecision(f"{day} is past", "Say until when it is accepted: a date to come")
    return day.isoformat()


_VALUES: dict[str, Callable[[str, str, int], str]] = {
    "own": _text,
    "depends": _verb,
    "not-depends": _verb,
    "redundant": _count,
    "strength": _strength,
    "criticality": _criticality,
    "value": _worth,
    "tolerance": _duration,
    "repair": _duration,
    "fails": _often,
    "environment": _environment,
    "counts": _truth,
    "accept": _date,
    "note": _remark,
}
