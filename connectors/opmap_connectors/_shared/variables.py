"""What the name of a variable says about its value: an address, a secret, itself, or nothing.

>>> names_host("CART_SERVICE_ADDR"), names_host("POSTGRES_DB"), names_secret("STRIPE_API_KEY")
(True, False, True)
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

_HOSTS = frozenset(
    "host hosts hostname hostnames addr addrs address addresses url "
    "urls uri uris endpoint endpoints server servers broker "
    "brokers nodes peers seeds upstream upstreams dsn bootstrap target targets".split()
)
_RUN_TOGETHER = re.compile(r"(?:host|addr|url|uri|dsn|servers|brokers)$")
_SECRETS = frozenset(
    "password passwd passwort pwd pw pass passphrase secret secrets token pat apikey credential credentials".split()
)
_SECRET_PAIRS = frozenset(
    (word, "key") for word in "api access secret private encryption signing auth account master service openai".split()
)
_NO_SECRETS = frozenset(
    "file path ttl name id expiry expires expiration url uri host length policy type algorithm".split()
)
_ITSELF = frozenset(
    "origin origins cors redirect redirects callback allowed "
    "advertised advertise listen listener listeners bind virtual "
    "letsencrypt self xmlns".split()
)
_IN_PASSING = frozenset("image license licence docs help terms privacy logo cookie publish interface".split())
_OWN = frozenset("public external root site canonical".split())
_OWN_SHORT = frozenset("app base server web site webhook nextauth frontend host domain".split())
_WATCHING = frozenset(
    "otel otlp zipkin jaeger collector tracing trace tracer "
    "telemetry statsd graphite sentry datadog dd newrelic fluentd "
    "fluent logstash loki prometheus pushgateway metrics apm instana honeycomb".split()
)
_PASSWORD = re.compile(r"://[^/@\s:]*:[^/@\s]+@|(?<!http)(?<!https)://[^@\s]*:[^@\s]+@")
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


def names_host(name: str) -> bool:
    """Say whether a variable of this name holds an address, so that a bare word in it is a host."""
    words = words_of(name)
    return bool(words) and (words[-1] in _HOSTS or bool(_RUN_TOGETHER.search(words[-1])))


def names_secret(name: str) -> bool:
    """Say whether a variable of this name holds a secret itself, and not a file or a name of one."""
    words = words_of(name)
    if not words or words[-1] in _NO_SECRETS:
        return False
    return words[-1] in _SECRETS or words[-2:] in _SECRET_PAIRS or words[-3:] == ("secret", "key", "base")


def holds_secret(name: str, written: str) -> bool:
    """Say whether a secret stands in a value as it is written, and not a reference to one or a file of one.

    >>> holds_secret("DB_PASSWORD", "hunter2"), holds_secret("DB_PASSWORD", "${PASSWORD}"), holds_secret("PORT", "5432")
    (True, False, False)
    """
    if "$" in written or not written.strip():
        return False
    by_name = names_secret(name) and not written.strip().startswith("/")
    return by_name or bool(_PASSWORD.search(written))


def speaks_of_itself(name: str) -> bool:
    """Say whether an address in this variable is the reader's own, or of those who may ask it."""
    words = words_of(name)
    return bool(_ITSELF.intersection(words)) or ("no", "proxy") in pairwise(words)


def speaks_in_passing(name: str) -> bool:
    """Say whether a public address in this variable is only shown to people: a logo, the terms of use."""
    return bool(_IN_PASSING.intersection(words_of(name)))


def names_own_address(name: str) -> bool:
    """Say whether a public address in this variable is that under which the reader itself is found."""
    words = words_of(name)
    few = len(words) <= 2  # APP_URL is one's own, PAYMENT_APP_URL another's
    own_pair = any(word in _OWN for word in words[-2:-1]) or (few and any(word in _OWN_SHORT for word in words[:1]))
    return words in {("host",), ("hostname",), ("url",), ("domain",)} or own_pair or words[-1:] == ("domain",)


def watches(name: str) -> bool:
    """Say whether a variable of this name tells where to report to."""
    return bool(_WATCHING.intersection(words_of(name)))


def proves(name: str) -> bool:
    """Say whether a variable of this name tells who decides who may enter."""
    return bool(_PROVING.intersection(words_of(name)))


def stores(name: str) -> bool:
    """Say whether a variable of this name tells where data or messages are kept."""
    return bool(_STORING.intersection(words_of(name)))
