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
from functools import cached_property
from typing import TYPE_CHECKING

from opmap.encoding import encode_readings
from opmap.facts import Entity, Key, Notice
from opmap.scanning.disguises import disguises
from opmap.scanning.finding import Finder
from opmap.scanning.rewriting import rewritten
from opmap.scanning.spotting import spans
from opmap.secrecy import REDACTED, is_placeholder, is_secret_name, looks_like_a_name

if TYPE_CHECKING:
    from opmap.facts import Plain, Reading, Ref

_LONG = 290
"""A text of this length may have been cut off by whoever made it."""


def redact(readings: Sequence[Reading], secrets: Iterable[str]) -> bytes:
    """Write readings as ``opmap.encoding`` does, without these secrets and without what place or shape give away."""
    encoded = encode_readings(readings)
    cleaner = _Cleaner(readings, encoded, secrets)
    if not cleaner.needed:
        return encoded
    return encode_readings([rewritten(reading, cleaner.clean, cleaner.clean_attribute) for reading in readings])


def redact_text(text: str) -> str:
    """Give a text without what place or shape give away as secret."""
    for span in reversed(spans(text)):
        text = f"{text[: span.start]}{REDACTED}{text[span.end :]}"
    return text


_ESCAPES = (("\\\\", "\0"), ('\\"', '"'), ("\\n", "\n"), ("\\r", "\n"), ("\\t", "\t"), ("\0", "\\"))
_LONG_TEXT = re.compile(r'"(?:[^"\\]|\\.){290,}"')


def _unescaped(encoded: str) -> str:
    """Give all the strings of some encoded readings in one text, near enough to see what is in them."""
    for escape, plain in _ESCAPES if "\\" in encoded else ():
        encoded = encoded.replace(escape, plain)
    return encoded


def _has_secret_attributes(readings: Sequence[Reading]) -> bool:
    said = [pair for reading in readings if not isinstance(reading, Notice) for pair in reading.attributes]
    if any(map(is_secret_name, {name for name, _ in said})):
        return True
    return any(_names_secret(name, value) for name, value in said if isinstance(value, tuple))


def _names_secret(name: str, value: Plain) -> bool:
    if isinstance(value, tuple):
        mapping = [item for item in value if isinstance(item, tuple) and len(item) == 2]
        if any(isinstance(inner, str) and _names_secret(inner, item) for inner, item in mapping):
            return True
    return is_secret_name(name)


_SEGMENTS = re.compile(r"[/:#@,\s]+")
_PIECES = re.compile(r"[^0-9a-z]+")
_WORD = re.compile(r"^(?:[a-z]+|[A-Z][a-z]+|[A-Z]+)$")
_LONGEST_WORD = 15
_LONGEST_NUMBER = 11
_FEW_WORDS = 3


class _Names:
    """What things are called in a document: their names, the segments of their keys, their hosts."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings

    @cached_property
    def _names(self) -> set[str]:
        return {name.casefold() for reading in self._readings for name in _names_in(reading)}

    @cached_property
    def _pieces(self) -> set[str]:
        return {f"-{'-'.join(_PIECES.split(name))}-" for name in self._names}

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
        """Say whether no name is harmed when this secret is taken out everywhere: it is no mere word, and no name."""
        if is_placeholder(secret):
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

    def __init__(self, readings: Sequence[Reading], encoded: bytes, secrets: Iterable[str]) -> None:
        text = encoded.decode("utf-8", "surrogatepass")
        plain = _unescaped(text)
        self._names = _Names(readings)
        strong = {secret.strip() for secret in secrets if self._names.spare(secret.strip())}
        forms = Finder(form for secret in strong for form in disguises(secret))
        self._present = forms.those_in(plain)
        self._cut = forms if strong and _LONG_TEXT.search(text) else Finder(())
        self._spots = bool(spans(plain))
        self._known: dict[str, str] = {}
        self.needed = bool(self._present or self._cut or self._spots or _has_secret_attributes(readings))

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
