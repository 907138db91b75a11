"""From facts to an estate, step by step. Each step is a module of its own beside this one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from opmap.connecting import settings
from opmap.decisions import Decision
from opmap.estate import Edge, Estate, Reference, SourceState
from opmap.facts import Key, Reading, Relation
from opmap.garbage import let_go, not_collecting
from opmap.identity.ageing import Unseen, aged_edges, aged_nodes
from opmap.identity.catalogue import EMPTY, Catalogue
from opmap.identity.channels import taken_in
from opmap.identity.checking import Checked, checked
from opmap.identity.combining import Ends, edges_of
from opmap.identity.deciding import decide, in_force
from opmap.identity.desk import Desk
from opmap.identity.echoing import without_echoes
from opmap.identity.explaining import asked, merges
from opmap.identity.finishing import Finished
from opmap.identity.folding import Selected, fold
from opmap.identity.grouping import sized
from opmap.identity.inferring import exposures
from opmap.identity.mentions import hand_down_evidence
from opmap.identity.merging import merge
from opmap.identity.order import notices_in_order, place
from opmap.identity.owning import owned_by_path
from opmap.identity.relating import Related, implied, relate
from opmap.identity.resolving import Resolver
from opmap.identity.verdicts import Ids, verdicts
from opmap.identity.world import World

_NOTHING: Mapping[tuple[str, str], str] = MappingProxyType({})
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@not_collecting()
def compile_estate(
    readings: Iterable[Reading],
    *,
    decisions: Iterable[Decision] = (),
    catalogue: Catalogue = EMPTY,
    sources: Iterable[SourceState] = (),
    unseen: Unseen = _NOTHING,
    renamed: Mapping[str, str] = _NO_NAMES,
) -> Estate:
    """Say what all facts and decisions mean together; the same ones in any order give an equal estate.

    ``unseen`` names the documents, and sources, that could not be read lately, with since
    when; ``renamed`` the ids that nodes had in earlier estates, with those that followed.
    """
    said, found = in_force(decisions), without_echoes(checked(readings))
    ids = Ids((key for entity in found.entities for key in entity.keys) if said else (), renamed)
    things = merge(found.entities, verdicts(said, ids))
    selected = fold(things, found.selectors)
    world = World(things, catalogue)
    related = _relate_all(world, found, selected, _owned(world, said, ids))
    finished = Finished(world)
    lesser = finished.renamed()
    desk = Desk(finished.nodes(), _edges(related, finished), dict(lesser), renamed)
    waiting = decide(desk, said)
    nodes = sorted(desk.nodes.values(), key=lambda node: node.id)
    edges = sorted(sized(desk.edges.values()), key=lambda edge: (edge.source, edge.target, edge.verb))
    estate = Estate(
        nodes=aged_nodes(nodes, unseen),
        edges=aged_edges(edges, unseen),
        merges=merges(world, finished),
        questions=asked(desk, world, finished, said),
        references=_references(related, selected, world, finished),
        notices=notices_in_order([*found.notices, *related.notices]),
        sources=tuple(sorted(sources, key=lambda source: source.name)),
        waiting=waiting,
        renamed=lesser,
    )
    let_go(world)
    return estate


def _relate_all(world: World, found: Checked, selected: Sequence[Selected], owned: set[int]) -> Related:
    """Find both ends of all relations: the stated ones, and then those that follow from what these name."""
    stated = settings.joined(found.relations)
    stated += [relation for each in selected for relation in each.relations]
    resolver = Resolver(world, stated)
    related = relate(world, resolver, stated)
    related.add(relate(world, resolver, exposures(world, resolver)))
    related.add(relate(world, resolver, taken_in(resolver, stated)))
    owned |= {source for source, verb, _ in related.sentences if verb == "owned by"}
    related.add(relate(world, resolver, owned_by_path(world, found.path_rules, owned)))
    done: set[Key] = set()
    while listed := list(_from_catalogue(world, done)):
        related.add(relate(world, resolver, listed))
    hand_down_evidence(world.mentions)
    related.add(implied(world))
    let_go(resolver)
    return related


def _from_catalogue(world: World, done: set[Key]) -> Iterator[Relation]:
    """Give what the catalogue says of each product that something names, once."""
    for key, relations in world.catalogue.relations_by_source.items():
        if isinstance(key, Key) and key not in done and world.names_by(key):
            done.add(key)
            yield from relations


def _owned(world: World, decisions: Iterable[Decision], ids: Ids) -> set[int]:
    """Give the things that people decided an owner of."""
    keys = (ids.key(decision.subject) for decision in decisions if decision.act == "own")
    return {world.things.names.thing(key) for key in keys if key is not None}


def _edges(related: Related, finished: Finished) -> dict[Ends, Edge]:
    ids = finished.ids
    sentences = related.sentences.items()
    return edges_of(((ids[source], verb, ids[target]), said) for (source, verb, target), said in sentences)


def _references(
    related: Related, selected: Iterable[Selected], world: World, finished: Finished
) -> tuple[Reference, ...]:
    found = [
        Reference(led.text, led.answer.outcome, finished.ids_of(led.answer.targets), led.answer.reason, led.evidence)
        for led in related.led
    ]
    for each in selected:
        targets = finished.ids_of({world.things.names.thing(key) for key in each.workloads})
        text, evidence = str(each.selector.target), each.selector.evidence
        found.append(Reference(text, each.outcome, targets, each.reason, evidence))
    found.sort(key=lambda each: (place(each.evidence), each.text, each.outcome, each.targets, each.reason))
    return tuple(each for each, _ in groupby(found))
