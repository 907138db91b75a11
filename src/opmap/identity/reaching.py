"""Hosts and URLs: who answers there, down to the operation where a specification says."""

from __future__ import annotations

from dataclasses import replace

from opmap.estate import Outcome
from opmap.facts import Locator
from opmap.identity.answers import MOST_CANDIDATES, Answer, Asked, one_of, scoped
from opmap.identity.contracts import Contracts, Match
from opmap.identity.directory import CONTRACTS
from opmap.identity.hooks import Hooks
from opmap.identity.hosts import BUCKET, INTERNAL, LOCAL, Site, site_of
from opmap.identity.ids import node_id
from opmap.identity.order import least_sure
from opmap.identity.standing import Standing
from opmap.identity.world import World
from opmap.kinds import KINDS, Certainty

DESCENDING = frozenset({"calls", "depends on", "on error calls", "reads", "starts", "uses tool", "writes"})
"""Verbs that speak of what is asked of an API, not of what it runs on or who provides it."""

_OWN_NAMES = frozenset({"compose", "k8s"})
"""Key spaces in which a name without dots means something of the same project or namespace."""

_SURE = {True: Certainty.CERTAIN, False: Certainty.PROBABLE}

NO_MATCH = "it matches no specified operation"
OPERATION = "an operation that its API specifies"


class Sites:
    """Everything that answers at a host."""

    def __init__(self, world: World, contracts: Contracts, hooks: Hooks) -> None:
        self._world = world
        self._contracts = contracts
        self._hooks = hooks

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
        standing = self._world.directory.at(site, locator.scope) if site else None
        return standing.services.at(site)[0] if site and standing else set()

    def _at(self, locator: Locator, site: Site | None, asked: Asked) -> Answer:
        if site is None:
            key = scoped("host", locator.scope, locator.value)
            return self._world.placeholder(key, self._kind(locator), locator.value, "it is no address")
        if site.reach == LOCAL:
            return self._local(locator, site, asked)
        standing, sure = self._world.directory.at(site, locator.scope), Certainty.CERTAIN
        if standing is None and site.reach == INTERNAL:
            standing, sure = self._world.directory.anywhere(site), _elsewhere(site, locator.scope)
        if standing is None:
            return self._hooks.unclaimed(site, locator.scope, asked) or self._nobody(locator, site, 0)
        return self._among(standing, site, asked, sure) or self._nobody(locator, site, len(standing.spots))

    def _among(self, standing: Standing, site: Site, asked: Asked, sure: Certainty) -> Answer | None:
        """Choose among those who answer at a host: by port, by path, and down to the operation."""
        services, fits = standing.services.at(site)
        contracts, fit = standing.contracts.at(site)
        match = Match()
        if site.path:
            hook = self._hooks.at(services, site, asked)
            if hook:
                return hook
            if asked.verb in DESCENDING:
                match = self._contracts.match(
                    services | contracts if len(services) + len(contracts) <= MOST_CANDIDATES else (),
                    site.path,
                    asked.method,
                )
        if match.operations:
            found = one_of(match.operations, OPERATION, least_sure(sure, _SURE[match.sure]))
            if found and found.certainty is not Certainty.POSSIBLE:
                return found
        exact = fits if services else fit
        reason = self._reason(match, sure, exact=exact)
        found = one_of(services or contracts, reason, least_sure(sure, _SURE[exact]))
        return replace(found, outcome=Outcome.AMBIGUOUS) if found and found.certainty is Certainty.POSSIBLE else found

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
            thing = self._world.mention(scoped(scheme, locator.scope, name), self._kind(locator) or "datastore", name)
            return Answer((thing,), reason="a bucket that is only named")
        if site.reach == INTERNAL or count:
            key = scoped("host", locator.scope, site.host)
            return self._world.unhelpful(key, self._kind(locator), site.host, count)
        product = self._world.catalogue.host(site.host)
        if product:
            return self._world.product(product, "the catalogue knows this host")
        key = scoped("host", "", site.host)
        return self._world.outsider(
            key, self._kind(locator), site.host, "a host outside, of a vendor that is not known"
        )

    def _kind(self, locator: Locator) -> str:
        return locator.expects if locator.expects in KINDS and locator.expects not in CONTRACTS else ""


def _elsewhere(site: Site, scope: str) -> Certainty:
    """Say how sure it is that a host of another scope is meant: hardly, where the own scope's names are its own."""
    own = "." not in site.host and scope.partition(":")[0] in _OWN_NAMES
    return Certainty.POSSIBLE if own else Certainty.PROBABLE


def _there(sure: Certainty, *, exact: bool) -> str:
    if sure is Certainty.POSSIBLE:
        return "nothing in its own network answers to this name; what does elsewhere may mean another"
    if sure is not Certainty.CERTAIN:
        return "only one thing that is known answers to this name, elsewhere"
    return "it answers there" if exact else "it answers there, at another port or path"
