"""Secrets as single commands take them: in a header, a cookie, a pipe, behind a user, as the value of a setting.

Each form is looked for by letters that stand in it as they are, since most texts hold none of them.

>>> text = "echo hunter2 | docker login -u bot --password-stdin"
>>> [(one.name, text[one.start : one.end]) for one in in_commands(text)]
[('password', 'hunter2')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting.utterance import Utterance, is_mixed, stands_in
from opmap.secrecy import is_secret, is_secret_name, looks_random

VALUE = r"(?:\\?\"([^\"\\\n]{1,500})|'([^'\n]{1,500})'|([^\s\"'<>|;&,()\\]{1,500}))"
_OPENING = r"[ \t=]*\\?[\"']?"
_WORD = r"([^\s\"'\\`;|&]{4,500})"
_NO_VALUE = ("$", "`", "<", "-", "(", "{", "%", "@", "~", "/")
_SCHEMES = frozenset({"bearer", "basic", "token", "apikey", "digest"})

_HEADER = re.compile(
    rf" -(?:H|-header){_OPENING}(?P<name>[\w-]{{2,60}}):[ \t]*(?P<scheme>(?i:bearer|basic|token)[ \t]+)?"
    rf"(?:(?i:apikey|digest)[ \t]+)?{_WORD}"
)
_FROM_LITERAL = re.compile(rf" --from-literal{_OPENING}(?P<name>[\w.-]{{1,100}})=\\?[\"']?{_WORD}")
_CERTIFICATE = re.compile(rf" -(?:E|-cert){_OPENING}[^\s\"':]{{1,200}}:{_WORD}")
_PIPED = re.compile(
    rf"(?:echo|printf)[ \t]+(?:(?:-\w|\\?[\"']?%s(?:\\+n)?\\?[\"']?)[ \t]+)?{VALUE}\\?[\"']?[ \t]*\|[^\n|;&]*$"
)
_CURL = re.compile(r"\b(?:curl|wget)\b[^\n;|&]*$")
_HTTPIE = re.compile(r"\bhttps?(?:[ \t][^\n;|&:]*)?$")
_OPENSSL = re.compile(r"\bopenssl\b[^\n;|&]*$")
_ANY = re.compile("")
_PIPES = frozenset({"-password-stdin", "-stdin", "-with-token", "-passphrase-fd", "S"})
_FORMS = {
    "H": (_HEADER, _ANY, ""),
    "-header": (_HEADER, _ANY, ""),
    "-from-literal": (_FROM_LITERAL, _ANY, ""),
    "U": (re.compile(rf" -U{_OPENING}[^\s%\"':]{{1,100}}%{_WORD}"), _ANY, "password of a user"),
    "E": (_CERTIFICATE, _CURL, "password of a certificate"),
    "-cert": (_CERTIFICATE, _CURL, "password of a certificate"),
    "b": (re.compile(rf" -b{_OPENING}[\w.-]{{1,60}}={_WORD}"), _CURL, "cookie"),
    "a": (re.compile(rf" -a{_OPENING}[^\s\"':]{{1,100}}:{_WORD}"), _HTTPIE, "password of a user"),
    "k": (re.compile(rf" -k[ \t]+{VALUE}"), _OPENSSL, "key"),
}
_OPTION = re.compile(
    r" -(-header|-cert|-from-literal|-password-stdin|-stdin|-with-token|-passphrase-fd|[HUES]|[bak](?=[ \"']))"
)
_SET = re.compile(
    rf"config(?:ure)? set[ \t]+(?:--?[\w-]{{1,30}}[ \t]+){{0,3}}(?P<name>[\w.:/@-]{{3,100}})[ \t]+{VALUE}"
    rf"|alias set[ \t]+\S{{1,100}}[ \t]+\S{{1,300}}[ \t]+\S{{1,200}}[ \t]+{VALUE}"
)
_OF_VAULT = re.compile(rf"vault login[ \t]+(?:-[\w=]{{1,40}}[ \t]+){{0,3}}(?:token=)?{_WORD}")


def in_commands(text: str) -> Iterator[Utterance]:
    """Find the secrets that are handed to commands of which each has a way of its own."""
    if " -" in text:
        for option in _OPTION.finditer(text):
            yield from _after(option[1], text, option.start())
    if " set " in text:
        for match in _SET.finditer(text):
            if match["name"] is None or is_secret_name(match["name"]):
                yield from _told(match, match["name"] or "key", sure=is_mixed(_value(match)))
    if "vault login " in text:
        for match in _OF_VAULT.finditer(text):
            yield from _told(match, "token", sure=is_mixed(_value(match)))


def _after(option: str, text: str, position: int) -> Iterator[Utterance]:
    if option in _PIPES:
        piped = _PIPED.search(text, max(0, position - 700), position)
        if piped:
            yield from _told(piped, "password")
        return
    form, before, name = _FORMS[option]
    match = form.match(text, position)
    if match is None or not before.search(text, max(0, position - 300), position):
        return
    if form is _HEADER:
        if is_secret(match["name"], _value(match)):  # that of a scheme is told by it, wherever it stands
            yield from _told(match, match["name"], sure=not match["scheme"])
    elif form is not _FROM_LITERAL:
        yield from _told(match, name, sure=is_mixed(_value(match)))
    elif is_secret_name(match["name"]) or looks_random(_value(match)):
        yield from _told(match, match["name"])


def _told(match: re.Match[str], name: str, *, sure: bool = True) -> Iterator[Utterance]:
    value, group = _value(match), match.lastindex or 0
    if not (value.startswith(_NO_VALUE) or value.isdigit() or value.casefold() in _SCHEMES or stands_in(value)):
        yield Utterance(match.start(group), match.end(group), name, sure=sure)


def _value(match: re.Match[str]) -> str:
    return match[match.lastindex or 0]
