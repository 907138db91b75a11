"""What the name of a variable says about its value: an address, a secret, itself, or nothing.

>>> names_host("CART_SERVICE_ADDR"), names_host("POSTGRES_DB"), names_host("VHOST")
(True, False, False)
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from opmap.connecting import holds_known_secret, is_secret

_HOSTS = frozenset(
    "host hosts hostname hostnames addr addrs address addresses url "
    "urls uri uris endpoint endpoints server servers broker "
    "brokers nodes peers seeds upstream upstreams dsn bootstrap target targets".split()
)
_WRITING = frozenset("character charset collation locale timezone".split())
_RUN_TOGETHER = re.compile(r"(?:host|addr|url|uri|dsn|servers|brokers)$")
_ITSELF = frozenset(
    "origin origins cors redirect redirects callback allowed "
    "advertised advertise listen listener listeners bind virtual "
    "letsencrypt self xmlns".split()
)
_IN_PASSING = frozenset("image license licence docs help terms privacy logo cookie publish interface".split())
_OWN = frozenset("public external root site canonical".split())
_OWN_TOGETHER = re.compile(r"(?:server|site|public|external|root|app|base|web|self)(?:url|uri|host|domain|addr|name)")
_OWN_SHORT = frozenset("app base server web site webhook nextauth frontend host domain".split())
_OWN_ALONE = frozenset({("host",), ("hostname",), ("url",), ("domain",)})
_WATCHING = frozenset(
    "otel otlp zipkin jaeger collector tracing trace tracer "
    "telemetry statsd graphite sentry datadog dd newrelic fluentd "
    "fluent logstash loki prometheus pushgateway metrics apm instana honeycomb".split()
)
_PASSWORD = re.compile(
    r"://[^/@\s:]*:[^/@\s]+@|(?<!http)(?<!https)://[^@\s]*:[^@\s]+@"
    r"|(?:^|[;,&?\s])(?:password|pwd|accountkey|sharedaccesskey)\s*=\s*[^;,&\s]+"
    r"|^(?:bearer|basic)\s+[\w.~+/=-]{8,}$",
    re.IGNORECASE,
)
_REFERRED = re.compile(r"\$\$|\$\{\w+(?::?[-=](?P<fallback>[^{}$]*)|:?[?+][^{}]*)?\}|\$\w+|\$\([\w.-]+\)")
_REPORTING = frozenset("otel otlp zipkin collector tracing trace tracer statsd pushgateway apm".split())
_PROVING = frozenset("issuer oidc jwks sso ldap saml keycloak authority auth0 idp".split())


_STORING = frozenset(
    "db database datasource jdbc r2dbc dsn postgres postgresql pg pghost mysql mariadb mongo mongodb redis valkey "
    "cassandra kafka rabbitmq amqp elasticsearch opensearch".split()
)


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Split a variable's name into words.

    >>> words_of("spring.datasource.jdbcUrl"), words_of("NEXT_PUBLIC_API_URL")
    (('spring', 'datasource', 'jdbc', 'url'), ('api', 'url'))
    """
    bare = re.sub(r"^(?:NEXT_PUBLIC|REACT_APP|VITE|NUXT_PUBLIC|GATSBY)_", "", name[:300])
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", bare)
    return tuple(word for word in re.split(r"[^a-z0-9]+", parted.lower()) if word)


@lru_cache(maxsize=4096)
def names_host(name: str) -> bool:
    """Say whether a variable of this name holds an address, so that a bare word in it is a host."""
    words = words_of(name)
    if not words or words[-1].endswith("vhost") or not _WRITING.isdisjoint(words):
        return False  # a virtual host is a name inside a broker; the character set of a server is no server
    return words[-1] in _HOSTS or words[-2:] == ("connection", "string") or bool(_RUN_TOGETHER.search(words[-1]))


def holds_secret(name: str, written: str) -> bool:
    """Say whether a secret stands in a value as it is written, and not a reference to one or a file of one.

    >>> holds_secret("DB_PASSWORD", "hunter2"), holds_secret("DB_PASSWORD", "${PASSWORD}"), holds_secret("PORT", "5432")
    (True, False, False)
    >>> holds_secret("DB_PASSWORD", "${PASSWORD:-hunter2}"), holds_secret("DB", "Server=db;Password=hunter2")
    (True, True)
    """
    value = _REFERRED.sub(lambda found: found["fallback"] or "", written).strip()
    if not value or value.startswith(("/", "$")):
        return False
    return is_secret(name, value) or holds_known_secret(value) or bool(_PASSWORD.search(value))


def speaks_of_itself(name: str) -> bool:
    """Say whether an address in this variable is the reader's own, or of those who may ask it."""
    words = words_of(name)
    return bool(_ITSELF.intersection(words)) or ("no", "proxy") in pairwise(words)


def speaks_in_passing(name: str) -> bool:
    """Say whether a public address in this variable is only shown to people: a logo, the terms of use."""
    return bool(_IN_PASSING.intersection(words_of(name)))


@lru_cache(maxsize=4096)
def names_own_address(name: str) -> bool:
    """Say whether a public address in this variable is that under which the reader itself is found."""
    words = words_of(name)
    few = len(words) <= 2  # APP_URL is one's own, PAYMENT_APP_URL another's
    own_pair = any(word in _OWN for word in words[-2:-1]) or (few and any(word in _OWN_SHORT for word in words[:1]))
    together = words[-1:] != () and bool(_OWN_TOGETHER.fullmatch(words[-1]))
    return words in _OWN_ALONE or own_pair or together or words[-1:] == ("domain",)


def watches(name: str) -> bool:
    """Say whether a variable of this name tells where to report to."""
    return bool(_WATCHING.intersection(words_of(name)))


def reports(name: str) -> bool:
    """Say whether a variable of this name can only tell where to report to, whoever reads it."""
    return bool(_REPORTING.intersection(words_of(name)))


def proves(name: str) -> bool:
    """Say whether a variable of this name tells who decides who may enter."""
    return bool(_PROVING.intersection(words_of(name)))


def stores(name: str) -> bool:
    """Say whether a variable of this name tells where data or messages are kept."""
    return bool(_STORING.intersection(words_of(name)))
