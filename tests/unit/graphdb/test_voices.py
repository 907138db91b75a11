from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.store.making import decision

from opmap.estate import Estate, Node, SourceState
from opmap.facts import Evidence
from opmap.graphdb.rows import Statement, node_body, said_in
from opmap.graphdb.speaking import element_of, is_seen, nodes_called, only_of, respoken, voices_in
from opmap.graphdb.voices import held_by, voice_of
from opmap.kinds import State

NODES = nodes_called("web")


def place(source: str) -> Evidence:
    return Evidence(source, f"{source}.yaml", 1, "", "", "compose")


def web(*sources: str, **more: object) -> Node:
    return replace(Node("web", "service", "web", ("web",), State.KNOWN, tuple(map(place, sources))), **more)


def says(*voices: str, **more: object) -> Statement:
    return Statement(voices, seen=True, body=node_body(web(*voices, **more)))


def test_a_piece_of_evidence_speaks_with_the_voice_of_its_source() -> None:
    held = held_by(Estate(sources=(SourceState("b", ""), SourceState("a", ""))), [])
    assert held.voices_of([place("a"), place("a")]) == ("a",)
    assert held.voices_of([place("vendors")]) == ("a", "b")
    assert held.voices_of([]) == ("a", "b")


def test_a_decision_speaks_for_itself_whatever_its_number() -> None:
    said = decision("own", "web")
    assert voice_of(said.evidence) == voice_of(replace(said, number=9).evidence)
    assert voice_of(said.evidence) != voice_of(replace(said, because="another reason").evidence)
    held = held_by(Estate(sources=(SourceState("a", ""),)), [said])
    assert held.voices_of([said.evidence, place("a")]) == ("a", voice_of(said.evidence))


def test_a_push_takes_back_only_what_its_own_sources_said() -> None:
    now = respoken(NODES, [says("a", "b")], frozenset({"a"}), None, "push 3")
    assert voices_in(now) == ("b",)
    assert element_of(NODES, now).evidence == (place("b"),)


def test_what_nobody_says_any_more_is_kept_and_marked() -> None:
    gone = respoken(NODES, [says("a")], frozenset({"a"}), None, "push 3")
    assert not is_seen(gone)
    assert element_of(NODES, gone).unseen_since == "push 3"
    assert respoken(NODES, gone, frozenset({"a"}), None, "push 9") == gone
    assert only_of(gone, frozenset({"a"}))
    assert not only_of(gone, frozenset({"b"}))


def test_what_is_said_again_is_seen_again() -> None:
    gone = respoken(NODES, [says("a")], frozenset({"a"}), None, "push 3")
    assert respoken(NODES, gone, frozenset({"b"}), says("b"), "push 4") == (says("b"),)


def test_what_is_known_well_is_believed_before_what_is_only_mentioned() -> None:
    mentioned = says("a", state=State.MENTIONED, kind="datastore", environment="", attributes=(("a", 1), ("b", 1)))
    known = says("b", environment="production", attributes=(("b", 2),))
    found = element_of(NODES, [mentioned, known])
    assert (found.kind, found.state, found.environment) == ("service", State.KNOWN, "production")
    assert found.attributes == (("a", 1), ("b", 2))


_voices = st.lists(st.sampled_from("abc"), min_size=1, unique=True).map(sorted).map(tuple)


@given(st.lists(st.tuples(_voices, st.text(max_size=3)), max_size=6), st.randoms())
def test_pushes_of_different_people_give_the_same_in_any_order(pushes: list[tuple[tuple[str, ...], str]], rng) -> None:
    disjoint = list({voices[0]: (voices[:1], name or "web") for voices, name in pushes}.values())
    found = set()
    for _ in range(3):
        rng.shuffle(disjoint)
        now: tuple[Statement, ...] = ()
        for voices, name in disjoint:
            now = respoken(NODES, now, frozenset(voices), says(*voices, name=name), "push 1")
        found.add(said_in(now))
        assert not disjoint or element_of(NODES, now).evidence == tuple(place(one) for (one,), _ in sorted(disjoint))
    assert len(found) == 1


@given(st.lists(_voices, min_size=1, max_size=6))
def test_of_several_pushes_each_source_is_heard_once(pushes: list[tuple[str, ...]]) -> None:
    now: tuple[Statement, ...] = ()
    for voices in pushes:
        now = respoken(NODES, now, frozenset(voices), says(*voices), "push 1")
    spoken = [voice for one in now for voice in one.voices]
    assert sorted(spoken) == sorted({voice for voices in pushes for voice in voices})
