"""What opens an API: the name and the kind of each security scheme that it asks for, and who grants the tokens."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Entity, Field, Locator, Reading, Relation, Strength, attributes, host_of, short_name
from opmap_connectors._shared.apis.description import Api
from opmap_connectors._shared.apis.servers import address, addresses

_GRANTING = ("tokenUrl", "authorizationUrl", "deviceAuthorizationUrl")


def security(api: Api) -> Iterator[Reading]:
    """Give the credentials that the API or one of its operations asks for, and the identity providers behind them."""
    own_hosts = {host_of(found.value) for found in addresses(api)}
    providers: set[str] = set()
    asked = _asked_for(api)
    for name, written in [*api.root["components"]["securitySchemes"].items(), *api.root["securityDefinitions"].items()]:
        if name not in asked:
            continue
        scheme = api.references.follow(written)
        key = api.part_key(f"credential/{name}")
        said = attributes(scheme=_kind(scheme))
        yield Entity("credential", short_name(name), (key,), api.at(written), attributes=said, mentioned=True)
        yield Relation(api.key, "uses credential", key, api.at(written), strength=Strength.SOFT)
        provider = _provider(api, scheme)
        if provider is not None and host_of(provider.value) not in own_hosts | providers:
            providers.add(host_of(provider.value))
            yield Relation(api.key, "authenticates with", provider, api.at(scheme))


def _asked_for(api: Api) -> set[str]:
    """Give the schemes that something asks for; a scheme that stands there unused opens nothing."""
    items = [api.references.follow(item) for _, item in api.root["paths"].items()]
    places = [api.root, *(operation for item in items for _, operation in item.items())]
    return {name for place in places for choice in place["security"].each() for name, _ in choice.items()}


def _kind(scheme: Field) -> str:
    sort, detail = scheme["type"].text, scheme["scheme"].text or scheme["in"].text
    return short_name(f"{sort} {detail}", "")[:60]


def _provider(api: Api, scheme: Field) -> Locator | None:
    flows = [scheme, *(flow for _, flow in scheme["flows"].items())]
    urls = [
        scheme["openIdConnectUrl"],
        scheme["x-google-issuer"],
        *(flow[name] for flow in flows for name in _GRANTING),
    ]
    for url in urls:
        found = address(api, url.text)
        if found is not None:
            return Locator("url", found.value, found.scope, expects="identity provider")
    return None
