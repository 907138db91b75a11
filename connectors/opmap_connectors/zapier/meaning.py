"""What names and values of zaps mean: with ``{}`` for what only a run knows.

>>> app_of("GoogleSheetsV2CLIAPI@2.10.0"), app_of("SlackAPI"), app_of("App227952CLIAPI@1.5.0")
('googlesheets', 'slack', 'app227952')
>>> plain("https://{{1__host}}/v1/{{=gives['281795060']['id']}}"), known("{{1__status}}")
('https://{}/v1/{}', False)
"""

from __future__ import annotations

import re

from opmap.connecting import Field

_MAPPED = re.compile(r"\{\{.{0,2000}?\}\}", re.DOTALL)
_ENDS = re.compile(r"(?:dev|cli|api|v\d+)$")
_OTHER = re.compile(r"[^a-z0-9]")
_LONGEST = 4000


def app_of(api: str) -> str:
    """Give the application of a name such as ``ShopifyCLIAPI@6.1.1``: without its version and how it was made."""
    name = _OTHER.sub("", api.partition("@")[0].casefold())
    while (bare := _ENDS.sub("", name)) != name and bare:
        name = bare
    return name


def plain(text: str) -> str:
    """Give a text with its mapped parts left open."""
    return _MAPPED.sub("{}", text[:_LONGEST])


def known(text: str) -> bool:
    """Say whether a text means the same in every run."""
    return bool(text) and "{{" not in text


def is_off(place: Field) -> bool:
    """Say whether a switch is off, however it is written."""
    return place.flag is False or place.text.casefold() in {"false", "no", "0"}
