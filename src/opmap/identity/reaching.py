"""Hosts and URLs: who answers there, down to the operation where a specification says."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from opmap.facts import Locator
from opmap.identity.answers import MOST_CANDIDATES, Answer, Asked, one_of, scoped, why_none
from opmap.identity.contracts import Contracts, Match
from opmap.identity.directory import Spot
from opmap.identity.hooks import Hooks
from opmap.identity.hosts import BUCKET, INTERNAL, LOCAL, Site, site_of
from opmap.identity.ids import node_id
from opmap.identity.world import World
from opmap.kinds import KINDS, Certainty

DESCENDING = frozenset({"calls", "depends on", "on error calls", "reads", "starts", "uses tool", "writes"})
"""Verbs that speak of what is asked of an API, not of what it runs on or who provides it."""

NO_MATCH = "it matches no specified operation"
OPERATION = "an operation that its API specifies"
_CONTRACTS = frozenset({"API", "operation"})


class Sites:
    """Everything that answers at a host."""

    def __init__(self, world: World, contracts: Contracts, hooks: Hooks) -> None:
        self._world = world
        self._contracts = contracts
        self._hooks = hooks
        self._chosen: dict[tuple[int, Site, bool, str], Answer | None] = {}

    def operation(self, within: Locator, path: str, asked: Asked) -> Answer:
        """Say which operation a path below a host or URL means, or who answers there."""
        site = site_of(within)
        if site is None or not path:
            return self.answer(within, asked)
        below = replace(site, path=f"{site.path}/{path.lstrip('/')}")
        return self._at(within, below, asked)

    def answer(self, locator: Locator, asked: Asked) -> Answer:
        """Say who answers at a host or URL."""
        return self._at(locator, site_of(locator), asked)

    def fronts(self, locator: Locator) -> set[int]:
        """Give what runs at an address that a contract gives as its own."""
        site = site_of(locator)
        spots = self._world.directory.spots(site, locator.scope) if site else []
        return (
            _fitting((spot for spot in spots if self._world.kind(spot.thing) not in _CONTRACTS), site)[0]
            if site
            else set()
        )

    def _at(self, locator: Locator, site: Site | None, asked: Asked) -> Answer:
        if site is None:
            key = scoped("host", locator.scope, locator.value)
            return self._world.placeholder(key, self._kind(locator), locator.value, "it is no address")
        if site.reach == LOCAL:
            return self._local(locator, site, asked)
        spots, sure = self._world.directory.spots(site, locator.scope), Certainty.CERTAIN
        if not spots and site.reach == INTERNAL:
            spots, sure = self._world.directory.spots_anywhere(site), Certainty.PROBABLE
        answer = self._known(spots, site, asked, sure) if spots else self._hooks.unclaimed(site, locator.scope)
        return answer or self._nobody(locator, site, len(spots))

    def _known(self, spots: Collection[Spot], site: Site, asked: Asked, sure: Certainty) -> Answer | None:
        """Choose among many once, and not again for each who asks the same."""
        if len(spots) <= MOST_CANDIDATES:
            return self._among(spots, site, asked, sure)
        question = (id(spots), site, asked.verb in DESCENDING, asked.method)
        if question not in self._chosen:
            self._chosen[question] = self._among(spots, site, asked, sure)
        return self._chosen[question]

    def _among(self, spots: Collection[Spot], site: Site, asked: Asked, sure: Certainty) -> Answer | None:
        """Choose among those who answer at a host: by port, by path, and down to the operation."""
        if len(spots) == 1 and not site.path:
            things, exact = _fitting(spots, site)
            return one_of(things, _there(sure, exact=exact), sure if exact else Certainty.PROBABLE)
        is_contract = {spot.thing: self._world.kind(spot.thing) in _CONTRACTS for spot in spots}
        services, exact = _fitting((spot for spot in spots if not is_contract[spot.thing]), site)
        apis, exact_api = _fitting((spot for spot in spots if is_contract[spot.thing]), site)
        hook = self._hooks.at(services, site) if site.path else None
        if hook:
            return hook
        match = Match()
        if site.path and asked.verb in DESCENDING:
            match = self._contracts.match(services | apis, site.path, asked.method)
        if match.operations:
            found = one_of(match.operations, OPERATION, sure if match.sure else Certainty.PROBABLE)
            if found and found.certainty is not Certainty.POSSIBLE:
                return found
        exact = exact if services else exact_api
        reason = self._reason(match, sure, exact=exact)
        return one_of(services or apis, reason, sure if exact else Certainty.PROBABLE)

    def _reason(self, match: Match, sure: Certainty, *, exact: bool) -> str:
        if len(match.operations) > 1:
            return "it may mean several of its operations"
        if match.specified and not match.operations:
            return NO_MATCH
        return _there(sure, exact=exact)

    def _local(self, locator: Locator, site: Site, asked: Asked) -> Answer:
        names = self._world.keys(asked.asker) if asked.asker is not None else []
        key = scoped("host", node_id(names[0]) if names else locator.scope, site.text)
        return self._world.placeholder(key, self._kind(locator), site.text, "localhost: the machine that asks")

    def _nobody(self, locator: Locator, site: Site, count: int) -> Answer:
        if site.reach == BUCKET and not count:
            scheme, _, name = site.host.partition("://")
            thing = self._world.mention(scoped(scheme, "", name), self._kind(locator) or "datastore", name)
            return Answer((thing,), reason="a bucket that is only named")
        if site.reach == INTERNAL or count:
            key = scoped("host", locator.scope, site.host)
            return self._world.placeholder(key, self._kind(locator), site.host, why_none(count))
        product = self._world.catalogue.host(site.host)
        if product:
            return self._world.product(product, "the catalogue knows this host")
        key = scoped("host", "", site.host)
        return self._world.outsider(
            key, self._kind(locator), site.host, "a host outside, of a vendor that is not known"
        )

    def _kind(self, locator: Locator) -> str:
        return locator.expects if locator.expects in KINDS and locator.expects not in _CONTRACTS else ""


def _there(sure: Certainty, *, exact: bool) -> str:
    if sure is not Certainty.CERTAIN:
        return "only one thing that is known answers to this name, elsewhere"
    return "it answers there" if exact else "it answers there, at another port or path"


def _fitting(spots: Iterable[Spot], site: Site) -> tuple[set[int], bool]:
    """Choose by port, then by the longest path that the site's path is below; say whether both fit."""
    several = list(spots)
    port = site.port or site.implied
    at_port = [spot for spot in several if spot.port == port] or [spot for spot in several if spot.port is None]
    chosen = at_port or several
    below = [spot for spot in chosen if _is_below(site.path, spot.path)]
    longest = max((len(spot.path) for spot in below), default=0)
    things = {spot.thing for spot in below if len(spot.path) == longest} or {spot.thing for spot in chosen}
    return things, bool(at_port or port is None) and bool(below)


def _is_below(path: str, base: str) -> bool:
    return not base or path == base or path.startswith(f"{base}/")
