"""Secrets as people, commands and queries say them: after an option, as a user's password, in a sentence.

>>> [text[one.start : one.end] for text in ("curl -u bot:hunter2 x", "mysql -phunter2", "Login (pw hunter2)")
...     for one in utterances(text)]
['hunter2', 'hunter2', 'hunter2']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting.assigning import assigned
from opmap.connecting.invoking import VALUE, in_commands
from opmap.connecting.querying import in_queries
from opmap.connecting.utterance import Utterance, is_mixed
from opmap.secrecy import is_placeholder, is_secret_name

_OPTION = re.compile(rf"-(?<![\w-]-)-?([A-Za-z][\w.-]{{1,60}})(?:[ \t]+|=){VALUE}")
_LOGIN = re.compile(
    r"\b(?:login|mysql\w*|mariadb[\w-]*|sshpass|sqlcmd|mongo\w*|ldap\w+|htpasswd|redis-cli|rabbitmqadmin|mosquitto_\w+"
    r"|twine(?=[ \t]+upload))\b"
    rf"[^\n;|&]{{0,300}}?[ \t]-[pPwa][ \t]*(?!\d+\s){VALUE}"
)
_FLAG = re.compile(r"-[pPwa]")
_ASKING = tuple(
    "login mysql mariadb sshpass sqlcmd mongo ldap htpasswd redis-cli rabbitmqadmin twine mosquitto_".split()
)
_SHORT = re.compile(r"-p(?<![\w-]-p)[ \t]+([A-Za-z0-9_!@#%^*+=.-]{5,200})(?![\w:/])")
_NO_PASSWORD = re.compile(r"\b(?:mkdir|cp|rsync|ssh|scp|compose|run|install|make|tar|patch|nmap|kill|ps)\b[^\n;|&]*$")
_USER = re.compile(
    r"-(?<![\w-]-)(?:[uU]|-user|-proxy-user|-auth)[ \t=]*\\?[\"']?([^\s:\"'$@/\\]{1,100}):([^\s\"'\\]{2,200})"
)
# Most letters begin none of these words: where a pattern says first which ones do, the others cost nothing.
_SAID = re.compile(
    r"[AaKkPpSsTt](?<!\w.)"
    r"(?i:(?<=p)(?:w|wd|asswd|assword|assphrase|asswort)|(?<=k)ennwort|(?<=t)oken|(?<=s)ecret|(?<=a)pi[ -]?key)\b"
    r"(\s{0,3}[:=]\s{0,3}|\s{1,3}(?i:is|ist|lautet)\s{1,3}|\s{1,3})([^\s)\"',;<>\\]{3,200})(\)?)"
)
_MARKS = ("pw", "passw", "passp", "kennwort", "token", "secret", "key")
_NO_VALUE = re.compile(
    r"required|optional|see|ask|stored|kept|from|not|the|set|for|and|rotat\w*|[${<%(\[-].*", re.IGNORECASE
)
_ANY_WORD = frozenset({"pw", "pwd", "passwd", "password", "passphrase", "passwort", "kennwort"})


def utterances(text: str) -> Iterator[Utterance]:
    """Find the secrets that a text says after an option, a user or a word for it, in a query or as what a name is."""
    if "=" in text or "${" in text:
        yield from assigned(text)
    if "-" in text:
        yield from _after_options(text)
    if " " in text:
        yield from in_commands(text)
    low = _in_small_letters(text)
    if any(mark in low for mark in _MARKS):
        yield from _in_sentences(text)
    if " " in text and ("'" in text or "dentified" in low):
        yield from in_queries(text, low)


def _in_small_letters(text: str) -> str:
    """Give a text in small letters that stand where the large ones stood."""
    low = text.lower()
    return low if len(low) == len(text) else text.replace("İ", "i").lower()  # the one letter that would grow


def _after_options(text: str) -> Iterator[Utterance]:
    for match in _OPTION.finditer(text):
        if is_secret_name(match[1]):
            yield from _valued(match, 2, match[1])
    for match in _LOGIN.finditer(text) if _FLAG.search(text) and any(word in text for word in _ASKING) else ():
        yield from _valued(match, 1, "password")
    for match in _SHORT.finditer(text):
        before = text[max(0, match.start() - 200) : match.start()]
        if re.search(r"[0-9]", match[1]) and re.search(r"[A-Za-z]", match[1]) and not _NO_PASSWORD.search(before):
            yield Utterance(match.start(1), match.end(1), "password", sure=False)
    for match in _USER.finditer(text):
        user, password = match.groups()
        if (
            password != user
            and not password.startswith("/")
            and not password.isdigit()
            and not is_placeholder(password)
        ):
            yield Utterance(match.start(2), match.end(2), "password of a user")


def _valued(match: re.Match[str], first: int, name: str) -> Iterator[Utterance]:
    group = next(number for number in range(first, first + 3) if match[number] is not None)
    value = match[group]
    if not (value.startswith(("-", "$")) or value.isdigit() or is_placeholder(value)):
        yield Utterance(match.start(group), match.end(group), name)


def _in_sentences(text: str) -> Iterator[Utterance]:
    for match in _SAID.finditer(text):
        word = text[match.start() : match.start(1)].casefold()
        between, value, closed = match.groups()
        if is_placeholder(value) or _NO_VALUE.fullmatch(value):
            continue
        mixed = is_mixed(value)
        said_at_once = between.strip() in {":", "="} or (closed and text[match.start() - 1 : match.start()] == "(")
        if (word in _ANY_WORD and (said_at_once or mixed)) or (between.strip() == ":" and mixed and len(value) > 5):
            yield Utterance(match.start(2), match.end(2), word, sure=False)
