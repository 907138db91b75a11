"""Where references lead: a key to the thing that it names, a locator to what answers there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from opmap.facts import Key, Locator, Ref, Relation
from opmap.identity.answers import Answer, Asked, one_of, scoped
from opmap.identity.calling import Called
from opmap.identity.contents import Contents
from opmap.identity.contracts import Contracts
from opmap.identity.describing import GENERIC
from opmap.identity.hooks import Hooks
from opmap.identity.hosts import LOCAL, SITE_FORMS, site_of
from opmap.identity.mentions import Implied, kind_by_key, kind_by_verb, leads_nowhere, name_in
from opmap.identity.order import least_sure
from opmap.identity.reaching import NO_MATCH, OPERATION, Sites
from opmap.identity.repositories import repository_key
from opmap.identity.routes import method_and_path
from opmap.identity.world import World
from opmap.kinds import KINDS, Certainty

_FOR_EACH = Answer((), reason="it means something else for everyone who asks")
_MEANS_NONE = {
    "image": "an image is shared by many, and means none of them",
    "expression": "an expression that only a run resolves",
}
_INSIDE_OTHERWISE = SITE_FORMS | {"operation", "topic"}


class Resolver:
    """Everything that a reference can lead to."""

    def __init__(self, world: World, relations: Iterable[Relation]) -> None:
        stated = list(relations)
        self._world = world
        self.contracts = Contracts(world, stated)
        self._hooks = Hooks(world)
        self.sites = Sites(world, self.contracts, self._hooks)
        self._contents = Contents(world, self.answer)
        self._called = Called(world, (each for locator in _locators(stated) for each in _unfolded(locator)))
        self._known: dict[tuple[Ref, str, str], Answer] = {}
        self._by_key: dict[Key, Answer] = {}
        self._by_form: dict[str, Callable[[Locator, Asked], Answer]] = {
            "host": self.sites.answer,
            "url": self.sites.answer,
            "name": self._called.answer,
            "object": self._contents.answer,
            "operation": self._operation,
            "topic": self._topic,
            "model": self._model,
            "repository": self._repository,
            "node type": self._node_type,
            "webhook": self._hooks.answer,
        }

    def described(self, ref: Ref) -> Answer | None:
        """Say where the key of something that is described leads, whoever asks; None for all else."""
        if not isinstance(ref, Key):
            return None
        known = self._by_key.get(ref)
        if known is None:
            thing = self._world.things.names.thing(ref)
            if thing in self._world.things.about:
                known = self._by_key[ref] = Answer((thing,))
        return known

    def answer(self, ref: Ref, asked: Asked) -> Answer:
        """Say where a reference leads."""
        if isinstance(ref, Key):
            return self.described(ref) or self._key(ref, asked)
        question = ref, asked.verb, f"{asked.method} {asked.event}"
        found = self._known.get(question)
        if found is None:
            general = asked._replace(asker=None)
            found = _FOR_EACH if _depends_on_asker(ref) else self._find(ref, general)
            self._known[question] = found
        if found is _FOR_EACH or (ref.form == "name" and asked.asker in found.targets):
            return self._find(ref, asked)
        return found

    def _find(self, ref: Locator, asked: Asked) -> Answer:
        if ref.within is not None and ref.form not in _INSIDE_OTHERWISE:
            return self._contents.answer(ref, asked)
        return self._by_form.get(ref.form, self._other)(ref, asked)

    def _key(self, key: Key, asked: Asked) -> Answer:
        found = self._known.get((key, asked.verb, ""))
        if found is None:
            found = self._known[key, asked.verb, ""] = self._undescribed(key, asked)
        return found

    def _undescribed(self, key: Key, asked: Asked) -> Answer:
        if self._world.catalogue.about(key):
            return self._world.product(key, "")
        kind = kind_by_key(key) or kind_by_verb(asked.verb)
        if leads_nowhere(key):
            return self._world.placeholder(key, kind, name_in(key), "what was read does not describe it")
        return Answer((self._world.mention(key, kind, name_in(key)),))

    def _operation(self, locator: Locator, asked: Asked) -> Answer:
        method, path = method_and_path(locator.value)
        within = locator.within
        if within is None:
            return self._other(locator, asked)
        if isinstance(within, Locator) and within.form in SITE_FORMS:
            return self.sites.operation(within, path, asked._replace(verb="calls", method=method or asked.method))
        where = self.answer(within, asked._replace(verb="exposes", method=""))
        match = self.contracts.match(where.targets, path, method)
        if len(match.operations) != 1:
            return replace(where, reason=NO_MATCH if match.specified else where.reason)
        sure = where.certainty if match.sure else least_sure(where.certainty, Certainty.PROBABLE)
        return Answer(tuple(match.operations), where.outcome, OPERATION, sure)

    def _topic(self, locator: Locator, asked: Asked) -> Answer:
        """Give a topic: one that is described, else one of the broker that is named, else one of its scope."""
        found = one_of(self._at(locator), "a topic that is described")
        if locator.within is not None:
            return found or self._contents.answer(locator, asked)
        key = scoped("topic", locator.scope, locator.value)
        return found or Answer(
            (self._world.mention(key, locator.expects or "topic", locator.value),), reason="it is only named"
        )

    def _model(self, locator: Locator, asked: Asked) -> Answer:  # noqa: ARG002 - all forms are asked alike
        found = one_of(self._at(locator), "a model that is described")
        if found:
            return found
        thing = self._world.mention(Key("model", locator.value.casefold()), "model", locator.value)
        product = self._world.catalogue.model(locator.value)
        if product:
            provider = self._world.product(product, "").targets[0]
            self._world.mentions[thing].implied.add(Implied("provided by", provider, Certainty.PROBABLE))
        return Answer((thing,), reason="it is only named")

    def _repository(self, locator: Locator, asked: Asked) -> Answer:  # noqa: ARG002
        key = repository_key(locator.value)
        described = {thing for thing in self._at(locator._replace(scope="")) if self._world.kind(thing) == "repository"}
        found = one_of(described, "a repository that is described")
        return found or Answer((self._world.mention(key, "repository", key.name),), reason="it is only named")

    def _node_type(self, locator: Locator, asked: Asked) -> Answer:  # noqa: ARG002
        found = one_of(self._at(locator), "it is what this engine's step uses")
        product = self._world.catalogue.node_type(locator.value)
        if found or product is None:
            key = scoped("app", locator.scope, locator.value)
            name = locator.value.rpartition(":")[2]
            return found or self._world.outsider(
                key, locator.expects, name, "a service that the catalogue does not know"
            )
        return self._world.product(product, "the catalogue knows what this step uses")

    def _other(self, locator: Locator, asked: Asked) -> Answer:  # noqa: ARG002
        """Look up a form of which nothing special is known; an image is shared by many and means none."""
        things = self._at(locator)
        found = one_of(things, "it is stated to lead here")
        if found:
            return found
        key = scoped(locator.form, locator.scope, locator.value)
        kind = locator.expects if locator.expects in KINDS else GENERIC
        reason = _MEANS_NONE.get(locator.form)
        if reason:
            return self._world.placeholder(key, kind, locator.value, reason)
        return self._world.unhelpful(key, kind, locator.value, len(things))

    def _at(self, locator: Locator) -> list[int]:
        return self._world.directory.things_at(locator.form, locator.value, locator.scope)


def _locators(relations: Iterable[Relation]) -> Iterator[Locator]:
    for relation in relations:
        if isinstance(relation.source, Locator):
            yield relation.source
        if isinstance(relation.target, Locator):
            yield relation.target


def _unfolded(ref: Ref) -> Iterator[Ref]:
    """Give a reference, and each that it stands within."""
    inner: Ref | None = ref
    while inner is not None:
        yield inner
        inner = inner.within if isinstance(inner, Locator) else None


def _depends_on_asker(ref: Locator) -> bool:
    """Say whether a reference means something else for everyone who uses it, as localhost does."""
    *_, innermost = _unfolded(ref)
    if isinstance(innermost, Key) or innermost.form not in SITE_FORMS:
        return False
    site = site_of(innermost)
    return site is not None and site.reach == LOCAL
