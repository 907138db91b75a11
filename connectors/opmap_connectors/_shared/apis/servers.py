"""Where an API answers: servers with their variables, and Swagger's host, basePath and schemes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from opmap.connecting import Field, Locator, host_of, url_locator
from opmap.connecting.hosts import is_here, is_internal
from opmap_connectors._shared.apis.description import Api

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_MOST_ADDRESSES = 20


def addresses(api: Api) -> tuple[Locator, ...]:
    """Give every URL at which the description says that the API answers; what only its own machine sees is none."""
    urls = [*_swagger_urls(api.root), *server_urls(api.root)]
    named = [f"https://{host}" for endpoint in api.root["x-google-endpoints"].each() if (host := endpoint["name"].text)]
    return tuple(dict.fromkeys(found for url in urls + named if (found := address(api, url)) is not None))


def address(api: Api, url: str) -> Locator | None:
    """Give the locator of a URL; None where it is relative, unfinished, or means the caller's own machine."""
    host = host_of(url).rpartition(":")[0] or host_of(url)
    if "{" in url.partition("://")[2].partition("/")[0] or is_here(host):
        return None
    return url_locator(url, api.scope if is_internal(host) else "")


def server_urls(place: Field) -> Iterator[str]:
    """Give the URLs of the servers at a place, each with the values that its variables may have."""
    for server in place["servers"].each():
        url = server["url"].text
        names = [name for name in dict.fromkeys(_VARIABLE.findall(url)) if name in server["variables"]]
        choices = [_values(server["variables"][name]) for name in names]
        for count, values in enumerate(product(*choices)):
            if count == _MOST_ADDRESSES:
                break
            yield _with(url, dict(zip(names, values, strict=True)))


def _with(url: str, chosen: dict[str, str]) -> str:
    """Put values into a URL; a path that begins with a slash of its own brings no second one."""
    filled = _VARIABLE.sub(lambda found: chosen.get(found[1], found[0]), url)
    return re.sub(r"(?<!:)//+", "/", filled)


def _values(variable: Field) -> list[str]:
    """Give what a variable may be, its default first."""
    found = [variable["default"].text, *(value.text for value in variable["enum"].each())]
    return list(dict.fromkeys(found)) or [""]


def _swagger_urls(root: Field) -> Iterator[str]:
    host = root["host"].text
    if root["swagger"] and host:
        for scheme in [found.text for found in root["schemes"].each()] or ["https"]:
            yield f"{scheme}://{host}/{root['basePath'].text.strip('/')}"


def base_path(api: Api) -> str:
    """Give the path that every operation's path follows, where no server says its host."""
    relative = [url.strip("/") for url in server_urls(api.root) if url.startswith("/")]
    if api.root["swagger"] and not api.root["host"]:
        relative = [api.root["basePath"].text.strip("/")]
    return next((f"/{path}" for path in relative if path), "")
