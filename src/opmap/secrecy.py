"""What is secret: told by its name, by its shape, or by where it stands. Knows nothing of documents.

>>> is_secret("DB_PASSWORD", "hunter2"), is_secret("DB_PASSWORD", "${DB_PASSWORD}"), is_secret("secretName", "web-tls")
(True, False, False)
"""

from __future__ import annotations

import hmac
import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

REDACTED = "[redacted]"

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_TELLING_PARTS = tuple(
    """
    password passwd passphrase passwort kennwort secret apikey accesskey privatekey signingkey encryptionkey accountkey
    sharedkey masterkey authkey subscriptionkey functionkey servicerolekey storagekey sshkey authorization
    """.split()
)
_TELLING_WORDS = frozenset({"token", "pwd", "pass", "pw", "jwt", "bearer", "cookie", "pat", "sas"})
_ABOUT = frozenset(  # a name that ends so speaks about a secret and does not hold it
    """
    name names id ids ref refs url urls uri endpoint type types file path paths mount length size count expiry
    expiration expires expired ttl lifetime age duration timeout policy policies method mode algorithm algorithms
    alg algs header headers field prefix suffix version enabled disabled required optional limit limits max min
    provider manager store env variable var usage format regex pattern rule rules status error hint label title
    description scope scopes audience issuer rotation rotated created updated at in by date owner owners team
    contact service services system server app application domain through location group groups role roles auth
    stdin prompt
    """.split()
)
_MAYBE_WORDS = frozenset(
    {"key", "auth", "sig", "signature", "code", "credential", "credentials", "hash", "salt", "seed"}
)

_PLACEHOLDER = re.compile(
    r"""^(?:
        \$[A-Za-z_]\w* | \$\{[^{}]*\} | \$\{\{.*\}\} | \$\([^()]*\)  # $X  ${X}  ${{ secrets.X }}  $(X)
      | =?\s*\{\{.*\}\}                                              # {{ $env.X }}, as an expression of n8n too
      | \{[^{}"]*\} | \#\{.*\} | \[\[.*\]\] | @\{.*\} | @[a-zA-Z]+\(.*
      | <[^<>]*> | %[\w.]+% | __\w+__
      | \[?\(?(?:redacted|hidden|masked|removed|encrypted|unset|empty)\)?\]?
      | (.)\1*                                                       # ****, xxxx
      | (?:change|replace|insert|enter|put)[-_ ]?(?:me|this|it|here|your)\D*
      | (?:your|example|sample|dummy|fake|placeholder|todo|tbd|fixme)(?:[-_ ]\D*)?
      | \D*[-_]here
      | none|null|nil|undefined|true|false|yes|no|on|off|n/?a|inherit|default|string|str|text
    )$""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_REFERENCE = re.compile(
    r"^(?:(?:vault|secretsmanager|ssm|awssm|gcpsm|sops|keyvault|kms|ref|env|file|op|secret)(?:\+\w+)?:|arn:|/(?:run|etc|var|mnt)/"
    r"|projects/[^/]+/secrets/|@Microsoft\.KeyVault)",
    re.IGNORECASE,
)

# Each with what every match of it holds: it begins with letters that stand there as they are, and is looked
# for so much faster that most texts are never searched for the shape itself.
_SHAPES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(mark), re.compile(shape, re.DOTALL))
    for mark, shape in (
        (r"A(?:[KS]IA|Iza)", r"\bA[KS]IA[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{30,}"),
        (
            r"g(?:h[pousr]_|ithub_pat_|lpat-)",
            r"\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}|\bglpat-[A-Za-z0-9_-]{16,}",
        ),
        (r"sk-", r"\bsk-(?:[a-z0-9]+-){0,3}[A-Za-z0-9_]{16,}[A-Za-z0-9_-]*"),
        (r"_(?:live|test)_", r"\b[srp]k_(?:live|test)_[A-Za-z0-9]{10,}"),
        (r"whsec_", r"\bwhsec_[A-Za-z0-9+/=]{16,}"),
        (r"x(?:ox[a-z]|app)-", r"\bx(?:ox[a-z]|app)-[A-Za-z0-9-]{10,}"),
        (r"ya29\.", r"\bya29\.[0-9A-Za-z_-]{20,}"),
        (r"GOCSPX-", r"\bGOCSPX-[0-9A-Za-z_-]{20,}"),
        (r"SG\.", r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
        (r"npm_", r"\bnpm_[A-Za-z0-9]{30,}"),
        (r"pypi-", r"\bpypi-[A-Za-z0-9_-]{40,}"),
        (r"hf_", r"\bhf_[A-Za-z0-9]{24,}"),
        (r"d(?:op_v1_|api)", r"\bdop_v1_[a-f0-9]{32,}|\bdapi[a-f0-9]{32}"),
        (r"shpat_", r"\bshpat_[a-fA-F0-9]{24,}"),
        (r"eyJ", r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?"),
        (r"PRIVATE KEY", r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z ]+-----|\Z)"),
        (r"hooks\.slack\.com/", r"(?<=hooks\.slack\.com/)(?:services|workflows|triggers)/[\w/-]+"),
        (
            r"api(?:/webhooks/|\.telegram\.org/)",
            r"(?<=api/webhooks/)\d+/[\w-]{20,}|(?<=api\.telegram\.org/)bot\d+:[\w-]{20,}",
        ),
    )
)

_SHORTEST_SHAPE = 15
"""No text of fewer characters has any of these shapes."""


def known_shapes(text: str) -> Iterator[re.Pattern[str]]:
    """Give the shapes of well-known secrets that may stand in a text; each pattern still has to be searched for."""
    for mark, shape in _SHAPES if len(text) >= _SHORTEST_SHAPE else ():
        if mark.search(text):
            yield shape


def holds_known_secret(text: str) -> bool:
    """Say whether a text holds something that has the shape of a well-known secret."""
    return any(shape.search(text) for shape in known_shapes(text))


def is_secret(name: str, value: str) -> bool:
    """Say whether a value under this name is a secret, and not a placeholder for one."""
    if not value or not may_name_secret(name) or is_placeholder(value):
        return False
    return is_secret_name(name) or looks_random(value)


@lru_cache(maxsize=20_000)
def is_secret_name(name: str) -> bool:
    """Say whether what is called that is a secret whatever it looks like.

    >>> [is_secret_name(name) for name in ("X-Api-Key", "PGPASSWORD", "max_tokens", "tokenUrl", "secretKeyRef")]
    [True, True, False, False, False]
    """
    words = _words(name)
    if not words or words[-1] in _ABOUT:
        return False
    flat = "".join(words)
    if any(part in flat for part in _TELLING_PARTS):
        return not flat.endswith("secrets")
    return not _TELLING_WORDS.isdisjoint(words)


@lru_cache(maxsize=20_000)
def may_name_secret(name: str) -> bool:
    """Say whether what is called that is a secret, or would be one if it looked like one."""
    words = _words(name)
    return bool(words) and (words[-1] in _MAYBE_WORDS or is_secret_name(name))


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name[:200])]


def is_placeholder(value: str) -> bool:
    """Say whether a value stands in for a secret that is kept elsewhere.

    >>> [is_placeholder(value) for value in ("${X}", "={{ $env.X }}", "<token>", "changeme", "hunter2")]
    [True, True, True, True, False]
    """
    text = value.strip()
    return not text or bool(_PLACEHOLDER.match(text[:500]) or _REFERENCE.match(text))


def kind_of(name: str) -> str:
    """Say what kind of secret has this name."""
    flat = "".join(_words(name))
    if "privatekey" in flat or "sshkey" in flat:
        return "private key"
    if "authorization" in flat or "bearer" in flat or "cookie" in flat:
        return "authorization"
    for part, kind in (("pass", "password"), ("pwd", "password"), ("token", "token"), ("jwt", "token"), ("key", "key")):
        if part in flat:
            return kind
    return "secret"


_UUID = re.compile(r"^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$")
_NAME = re.compile(r"^(?:[A-Za-z]+[0-9]{0,3}|[0-9]{1,4})(?:[-_. /:@](?:[A-Za-z]+[0-9]{0,3}|[0-9]{1,5}))*$")


def looks_like_a_name(text: str) -> bool:
    """Say whether people could have called something that: words, a host, a path.

    >>> [looks_like_a_name(text) for text in ("claims-db", "db-01.eu-west-1.acme.example:5432", "s3cr3t-Pa55")]
    [True, True, False]
    """
    return len(text) <= 100 and bool(_NAME.match(text.strip("/")))


_TOKEN = re.compile(r"^[A-Za-z0-9+/=_.~-]+$")
_PIECE = re.compile(r"[A-Za-z0-9]+")
_WORD_LIKE = re.compile(r"[a-z]{5,}")
_CHANGE = re.compile(r"[0-9](?=[A-Za-z])|[A-Za-z](?=[0-9])|[a-z](?=[A-Z])")


def looks_random(text: str, least: int = 16) -> bool:
    """Say whether a text is long, without blanks, and too mixed to be a name that people gave.

    >>> [looks_random(text) for text in ("q9XvR2mZk7LpT4sWb1", "payments-7d9c5b6f4d-x2x9z", "theClaimsIntakeServiceV2")]
    [True, False, False]
    """
    piece = _longest_piece(text, least)
    return bool(re.search("[0-9]", piece)) and _is_mixed(piece)


def may_be_random(text: str) -> bool:
    """Say whether a text looks random, or would with a digit in it: enough where nobody needs the text.

    >>> [may_be_random(text) for text in ("kupYRarMzilFJJRtYIBmshdc", "handOverToClaims", "in-preparation-since")]
    [True, False, False]
    """
    return _is_mixed(_longest_piece(text, 16))


def _longest_piece(text: str, least: int) -> str:
    """Give the longest piece without signs of a text that may be a token; nothing where it is too short or none."""
    if len(text) < least or not _TOKEN.match(text) or _UUID.match(text):
        return ""
    piece = max(_PIECE.findall(text), key=len, default="")
    return piece if len(piece) >= min(least, 16) else ""


def _is_mixed(piece: str) -> bool:
    if not re.search("[A-Za-z]", piece):
        return False
    in_words = sum(len(word) for word in _WORD_LIKE.findall(piece))
    mixed = len(_CHANGE.findall(piece)) >= max(4, len(piece) // 8)
    return mixed and in_words * 2 < len(piece) and _bits_per_character(piece) >= 3


def _bits_per_character(text: str) -> float:
    total = len(text)
    return -sum(count / total * math.log2(count / total) for count in Counter(text).values())


def fingerprint(value: str, key: bytes) -> str:
    """Give what equal secrets have in common and nobody without the key can make."""
    return hmac.digest(key, value.strip().encode("utf-8", "surrogatepass"), "sha256").hex()[:32]
