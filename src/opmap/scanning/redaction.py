"""No secret value survives in what is kept: every string of every fact and notice is cleaned.

Three things are taken out. A value that stands where only secrets stand (a password in an
address, what follows *Bearer*, an attribute called ``api key``). A text that has the shape
of a well-known secret. And every value that the document holds as a secret, wherever it
turns up again and however it is written there: as it is, in base64 at any offset,
percent-encoded, escaped for JSON, or cut off at the end.

Names survive: a value that is short or a mere word, or that is also the name of something
in the document, is taken out only of the places where secrets stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from opmap.facts import Entity, Key, Notice
from opmap.scanning.disguises import FEWEST, disguises
from opmap.scanning.finding import Finder
from opmap.scanning.rewriting import rewritten
from opmap.scanning.spotting import spans
from opmap.secrecy import REDACTED, is_placeholder, is_secret_name, looks_like_a_name

if TYPE_CHECKING:
    from opmap.facts import Plain, Reading, Ref

_LONG = 290
"""A text of this length may have been cut off by whoever made it."""


def redact(readings: Sequence[Reading], secrets: Iterable[str]) -> list[Reading]:
    """Give the readings without any of these secrets, and without any that their own place or shape gives away."""
    texts = _Texts(readings)
    names = _Names(readings)
    cleaner = _Cleaner(texts, [secret.strip() for secret in secrets if names.spare(secret.strip())], names)
    if not cleaner.needed:
        return list(readings)
    return [rewritten(reading, cleaner.clean, cleaner.clean_attribute) for reading in readings]


def redact_text(text: str) -> str:
    """Give a text without what place or shape give away as secret."""
    for span in reversed(spans(text)):
        text = f"{text[: span.start]}{REDACTED}{text[span.end :]}"
    return text


class _Texts:
    """All the strings of some readings, each once."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.all: set[str] = set()
        self.has_secret_attributes = False
        for reading in readings:
            rewritten(reading, self._note, self._note_attribute)

    def _note(self, text: str) -> str:
        self.all.add(text)
        return text

    def _note_attribute(self, name: str, value: Plain) -> Plain:
        self.has_secret_attributes |= is_secret_name(name)
        return value


_SEGMENTS = re.compile(r"[/:#@,\s]+")
_PIECES = re.compile(r"[^0-9a-z]+")
_WORD = re.compile(r"^(?:[a-z]+|[A-Z][a-z]+|[A-Z]+)$")
_LONGEST_WORD = 15
_LONGEST_NUMBER = 11
_FEW_WORDS = 3


class _Names:
    """What things are called in a document: their names, the segments of their keys, their hosts."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._names = {name.casefold() for reading in readings for name in _names_in(reading)}
        self._pieces = {f"-{'-'.join(_PIECES.split(name))}-" for name in self._names}

    def __contains__(self, text: str) -> bool:
        """Say whether something is called that, or by a longer name that has it in it as words of its own."""
        if not looks_like_a_name(text):
            return False
        plain = text.casefold()
        if plain in self._names:
            return True
        words = f"-{'-'.join(_PIECES.split(plain))}-"
        return not any(map(str.isdigit, plain)) and any(words in name for name in self._pieces)

    def spare(self, secret: str) -> bool:
        """Say whether no name is harmed when this secret is taken out everywhere: it is long, no mere word, no name."""
        if len(secret) < FEWEST or is_placeholder(secret):
            return False
        if secret.isdigit():
            return len(secret) > _LONGEST_NUMBER
        words = secret.split()
        if len(words) <= _FEW_WORDS and all(_WORD.match(word) for word in words):
            return len(words) == 1 and len(secret) > _LONGEST_WORD and secret not in self
        return secret not in self


def _names_in(reading: Reading) -> Iterator[str]:
    if isinstance(reading, Notice):
        return
    if isinstance(reading, Entity):
        yield reading.name
        refs: tuple[Ref, ...] = (*reading.keys, *reading.links, *reading.addresses)
    else:
        refs = (reading.source, reading.target)
    for ref in refs:
        text = ref.name if isinstance(ref, Key) else ref.value
        text = text.partition("://")[2].split("/")[0] if "://" in text else text
        yield text
        yield from _SEGMENTS.split(text)


class _Cleaner:
    """Takes secrets out of texts."""

    def __init__(self, texts: _Texts, secrets: Sequence[str], names: _Names) -> None:
        joined = "\n".join(sorted(texts.all))
        forms = Finder(form for secret in secrets for form in disguises(secret))
        self._names = names
        self._present = forms.those_in(joined)
        self._cut = forms if any(len(text) >= _LONG for text in texts.all) else Finder(())
        self._spots = bool(spans(joined))
        self._known: dict[str, str] = {}
        self.needed = bool(self._present or self._cut or self._spots or texts.has_secret_attributes)

    def clean(self, text: str) -> str:
        """Take every secret out of a text."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._cleaned(text)
        return known

    def _cleaned(self, text: str) -> str:
        found = redact_text(text) if self._spots else text
        if self._present:
            found = self._present.replaced(found, REDACTED)
        if self._cut and len(text) >= _LONG:
            body = found.removesuffix("…")
            start = self._cut.cut_off(body)
            found = body[:start] + REDACTED if start < len(body) else found
        return found

    def clean_attribute(self, name: str, value: Plain) -> Plain:
        """Take out the whole value of an attribute that is called like a secret, unless it is a name."""
        if not isinstance(value, str) or not is_secret_name(name) or is_placeholder(value):
            return value
        return value if value in self._names else REDACTED
