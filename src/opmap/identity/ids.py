"""Node ids: a pure function of a thing's strongest key.

>>> node_id(Key("k8s", "prod-eu/shop/Deployment/payments"))
'k8s:prod-eu/shop/Deployment/payments'
"""

from __future__ import annotations

from hashlib import blake2b
from urllib.parse import quote, unquote

from opmap.connecting.selecting import is_service
from opmap.facts import Key

STRONGEST_FIRST = (
    "arn",
    "k8s",
    "compose",
    "n8n",
    "actions",
    "gitlab",
    "sfn",
    "make",
    "zapier",
    "logicapps",
    "nodered",
    "bpmn",
    "airflow",
    "dbt",
    "warehouse",
    "openapi",
    "backstage",
    "github",
    "cmdb",
    "inventory",
    "product",
    "vendor",
    "person",
)
"""Key spaces: a cloud's own id, a platform's, a catalog's, a source's.

All others follow by alphabet, and last of all `WEAKEST`.
"""

WEAKEST = "sheet"

_RANKS = {space: rank for rank, space in enumerate(STRONGEST_FIRST)}
_LONGEST = 200
_CUT = "~"


def strength(key: Key) -> tuple[int, str, bool, str]:
    """Give what sorts the strongest key of a thing first; a workload's own key goes before that of its Service."""
    rank = len(_RANKS) + 1 if key.space == WEAKEST else _RANKS.get(key.space, len(_RANKS))
    return rank, key.space, is_service(key), key.name


def node_id(key: Key) -> str:
    """Write a key so that it fits a line, a URL and a terminal; different keys give different ids.

    >>> node_id(Key("sheet", "plan.xlsx#Claims intake"))
    'sheet:plan.xlsx#Claims%20intake'
    """
    text = str(key)
    if not text.isprintable() or " " in text or "%" in text or ":" in key.space:
        text = f"{_harmless(key.space, ' %:')}:{_harmless(key.name)}"
    if len(text) <= _LONGEST:
        return text
    mark = blake2b(text.encode(), digest_size=6).hexdigest()
    return f"{text[:_LONGEST]}{_CUT}{mark}"


def key_of(text: str) -> Key | None:
    """Give the key that an id was written from; None where it was cut, or is no id.

    >>> key_of("sheet:plan.xlsx#Claims%20intake")
    Key('sheet:plan.xlsx#Claims intake')
    """
    if len(text) > _LONGEST:
        return None
    space, colon, name = text.partition(":")
    if not (space and colon and name):
        return None
    return Key(unquote(space, errors="surrogatepass"), unquote(name, errors="surrogatepass"))


def slug(text: str) -> str:
    """Make a name of small letters, digits and hyphens.

    >>> slug("Claims handling (EU)")
    'claims-handling-eu'
    """
    words = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
    return "-".join(words) or "unnamed"


def _harmless(text: str, harmful: str = " %") -> str:
    return "".join(
        letter if letter.isprintable() and letter not in harmful else quote(letter, safe="", errors="surrogatepass")
        for letter in text
    )
