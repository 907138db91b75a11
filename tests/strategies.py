"""Hypothesis strategies for the values that everything else is made of: facts and estates."""

from __future__ import annotations

from hypothesis import strategies as st

from opmap.estate import Edge, EdgeGroup, Estate, Merge, Node, Outcome, Question, Reference, SourceState
from opmap.facts import Entity, Evidence, Group, Key, Locator, Notice, Reading, Relation, attributes
from opmap.kinds import KINDS, VERBS, Certainty, Known, State, Strength

words = st.text(max_size=12)
names = st.text(min_size=1, max_size=12)
kinds = st.sampled_from(sorted(KINDS))
verbs = st.sampled_from(sorted(VERBS))
hours = st.floats(0, 1e6, allow_nan=False)

numbers = st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
plain = st.recursive(words | numbers | st.booleans(), lambda inner: st.lists(inner, max_size=3), max_leaves=5)
attribute_values = st.dictionaries(names, plain, max_size=3).map(attributes)

keys = st.builds(Key, st.sampled_from(["k8s", "n8n", "inventory", "a:b"]), names)
simple_locators = st.builds(
    Locator, st.sampled_from(["url", "host", "name"]), names, words, expects=st.just("") | kinds
)
locators = st.recursive(
    simple_locators,
    lambda inner: st.builds(Locator, st.sampled_from(["object", "operation"]), names, words, within=inner | keys),
    max_leaves=3,
)
evidence = st.builds(
    Evidence,
    source=st.sampled_from(["acme", "shop", "ünïcode"]),
    path=names,
    line=st.none() | st.integers(1, 10**6),
    pointer=words,
    digest=st.sampled_from(["", "0f" * 16, "1e" * 16]),
    connector=names,
    known=st.sampled_from(list(Known)),
    person=st.just("") | names,
    time=st.just("") | st.just("2026-05-01T12:00:00Z"),
    reason=words,
)

entities = st.builds(
    Entity,
    kinds,
    names,
    st.lists(keys, min_size=1, max_size=3).map(tuple),
    evidence,
    addresses=st.lists(locators, max_size=2).map(tuple),
    links=st.lists(keys, max_size=2).map(tuple),
    attributes=attribute_values,
    mentioned=st.booleans(),
    environment=st.sampled_from(["", "production", "staging"]),
    inactive=st.booleans(),
)
relations = st.builds(
    Relation,
    keys | locators,
    verbs,
    keys | locators,
    evidence,
    strength=st.none() | st.sampled_from(list(Strength)),
    buffer=st.none() | hours,
    certainty=st.sampled_from(list(Certainty)),
    group=st.none() | st.builds(Group, names, st.integers(1, 5), words),
    attributes=attribute_values,
)
notices = st.builds(Notice, names, evidence)
readings: st.SearchStrategy[list[Reading]] = st.lists(entities | relations | notices, max_size=8)

_many_evidence = st.lists(evidence, max_size=3).map(tuple)
_unseen = st.sampled_from(["", "snapshot 3"])


def _node(node_id: str) -> st.SearchStrategy[Node]:
    return st.builds(
        Node,
        st.just(node_id),
        kinds,
        names,
        st.lists(names, max_size=2).map(tuple),
        st.sampled_from(list(State)),
        _many_evidence,
        environment=words,
        attributes=attribute_values,
        unseen_since=_unseen,
        inactive=st.booleans(),
    )


@st.composite
def _edge(draw: st.DrawFn, ends: tuple[str, str, str]) -> Edge:
    source, verb, target = ends
    group = st.none() | st.builds(
        EdgeGroup,
        st.just(f"group of {source}"),
        st.just(1),
        st.just(2),
        st.just(value=True),
        st.lists(st.integers(0, 1), max_size=2, unique=True).map(tuple),
    )
    return Edge(
        f"{source}|{verb}|{target}",
        source,
        verb,
        target,
        draw(st.sampled_from(list(Strength))),
        draw(st.booleans()),
        draw(st.sampled_from(list(Certainty))),
        draw(_many_evidence),
        draw(hours),
        draw(group),
        draw(attribute_values),
        draw(_unseen),
    )


source_states = st.builds(
    SourceState,
    names,
    words,
    commit=words,
    documents=st.integers(0, 10**6),
    read=st.integers(0, 10**6),
    unreadable=st.lists(notices, max_size=2).map(tuple),
    not_recognised=st.integers(0, 10**6),
    unseen_since=_unseen,
)


@st.composite
def estates(draw: st.DrawFn) -> Estate:
    """Make a whole estate: every edge joins two of its nodes, and all stands in order."""
    ids = sorted(draw(st.sets(st.text("abcdefgh:/ü", min_size=1, max_size=6), max_size=6)))
    ends = st.tuples(st.sampled_from(ids), verbs, st.sampled_from(ids)) if ids else st.nothing()
    joined = sorted(draw(st.sets(ends, max_size=8)), key=lambda end: (end[0], end[2], end[1])) if ids else []
    merges = st.builds(Merge, names, st.lists(names, max_size=3).map(tuple), words, _many_evidence)
    questions = st.builds(
        Question, st.lists(names, max_size=2).map(tuple), words, st.lists(words, max_size=2).map(tuple)
    )
    targets = st.lists(names, max_size=2).map(tuple)
    references = st.builds(Reference, names, st.sampled_from(list(Outcome)), targets, words, evidence)
    return Estate(
        tuple(draw(_node(node_id)) for node_id in ids),
        tuple(draw(_edge(three)) for three in joined),
        tuple(draw(st.lists(merges, max_size=2))),
        tuple(draw(st.lists(questions, max_size=2))),
        tuple(draw(st.lists(references, max_size=2))),
        tuple(draw(st.lists(notices, max_size=2))),
        tuple(draw(st.lists(source_states, max_size=2))),
        tuple(draw(st.lists(st.integers(1, 99), max_size=2))),
        tuple(draw(st.lists(st.tuples(names, names), max_size=2))),
    )
