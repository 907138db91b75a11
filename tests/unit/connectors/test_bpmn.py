"""BPMN: exports that read as their reference models, who waits for whom, and that reading ends.

Of exports that differ from their models, `truth/bpmn-exports.json` lists how.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents import document
from tests.engines import cut_off, read_with
from tests.resolving import documents_in
from tests.workflows import entities, notices, placeless, relations, steps

from opmap.automations import expanded
from opmap.connecting import Document, Locator, Reading
from opmap_connectors._shared.xml_trees import tree_of
from opmap_connectors.bpmn import Bpmn
from opmap_connectors.bpmn.definitions import Definitions
from opmap_connectors.bpmn.flow import flow_of

ROOT = Path(__file__).parents[2]
CASES = ROOT / "connectors" / "bpmn"
RICH = (CASES / "camunda-7/input/claim.bpmn").read_text("utf-8")
EXPORTS = json.loads((ROOT / "truth" / "bpmn-exports.json").read_text("utf-8"))
NO_REFERENCE = {"C.8.0-export", "C.8.1-export"}
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"

Flow = tuple[Counter[str], Counter[tuple[str, str]]]


@pytest.mark.corpus
def test_every_file_of_the_corpora_is_read(corpora: Path) -> None:
    found = 0
    for each in documents_in(corpora / "bpmn", "bpmn", {}):
        if each.name.endswith(".bpmn"):
            assert Bpmn().detect(each), each.path
            readings = list(expanded(Bpmn().read(each)))
            assert entities(readings, "workflow") or entities(readings, "process"), each.path
            assert notices(readings) == [], each.path
            found += 1
    assert found == 60


@pytest.mark.corpus
def test_an_export_has_the_flow_of_its_reference_model_or_the_difference_that_is_listed(corpora: Path) -> None:
    exports = sorted((corpora / "bpmn").glob("*/*.bpmn"))
    without = set()
    for path in exports:
        reference = corpora / "bpmn" / "Reference" / f"{path.name[:5]}.bpmn"
        if not reference.exists():
            without.add(path.stem)
            continue
        listed = EXPORTS.get(path.stem, {})
        alike = dict(listed.get("alike", []))
        shown = flow_in(path, alike, [])
        assert shown == flow_in(reference, alike, listed.get("not exported", [])), path.name
    assert without == NO_REFERENCE


@pytest.mark.corpus
def test_each_listed_difference_is_one(corpora: Path) -> None:
    for name, listed in EXPORTS.items():
        (path,) = (corpora / "bpmn").glob(f"*/{name}.bpmn")
        reference = corpora / "bpmn" / "Reference" / f"{name[:5]}.bpmn"
        nodes = flow_in(path, {}, [])[0], flow_in(reference, {}, [])[0]
        for pair in listed["alike"]:
            assert any(nodes[0][one] != nodes[1][one] for one in pair), (name, pair)
        for process in listed.get("not exported", []):
            assert process in definitions(reference).processes
            assert process not in definitions(path).processes


@pytest.mark.corpus
def test_a_round_trip_gives_the_steps_in_the_order_of_its_reference_model(corpora: Path) -> None:
    compared = 0
    for path in sorted((corpora / "bpmn").glob("*/*-roundtrip.bpmn")):
        reference = corpora / "bpmn" / "Reference" / f"{path.name[:5]}.bpmn"
        if path.stem not in EXPORTS:
            assert steps_in(path) == steps_in(reference), path.name
            compared += 1
    assert compared > 15


def flow_in(path: Path, alike: dict[str, str], without: list[str]) -> Flow:
    """Give the nodes and links of all processes of a file, by type and name."""
    found = definitions(path)
    nodes: Counter[str] = Counter()
    links: Counter[tuple[str, str]] = Counter()
    for identity, process in found.processes.items():
        if identity not in without:
            flow = flow_of(process, found)
            words = {node.id: f"{node.type} | {node.title}" for node in flow.nodes.values()}
            words = {node: alike.get(text, text) for node, text in words.items()}
            nodes.update(words.values())
            links.update((words[source.id], words[target.id]) for source, target in flow.links())
    return nodes, links


def definitions(path: Path) -> Definitions:
    """Give the definitions of a file."""
    return Definitions.of(Document(path.name, path.read_bytes()), tree_of(path.read_bytes()))


def steps_in(path: Path) -> list[list[tuple[str, str]]]:
    """Give the steps of each process of a file as its facts list them, names and types."""
    readings = list(expanded(Bpmn().read(Document(path.name, path.read_bytes()))))
    found = [steps([each]) for kind in ("workflow", "process", "agent") for each in entities(readings, kind)]
    return sorted([(step[0], step[1]) for step in several] for several in found)


@given(end=st.integers(0, len(RICH) - 1))
@settings(max_examples=150)
def test_a_file_that_is_cut_off_gives_facts_or_one_reason(end: int) -> None:
    cut_off(Bpmn(), RICH, "claim.bpmn", end)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60)
def test_the_order_of_elements_changes_nothing(seed: int) -> None:
    head, _, rest = RICH.partition("</bpmn:documentation>\n")
    body, closing, tail = rest.partition("  </bpmn:process>")
    pieces, piece = [], ""
    for line in body.splitlines(keepends=True):
        piece += line
        whole = line.startswith("    <bpmn:") and (line.rstrip().endswith("/>") or line.count("<bpmn:") > 1)
        if line.startswith("    </bpmn:") or (whole and piece == line):
            pieces.append(piece)
            piece = ""
    assert piece == ""
    assert len(pieces) > 30
    random.Random(seed).shuffle(pieces)
    mixed = head + "</bpmn:documentation>\n" + "".join(pieces) + closing + tail
    assert placeless(read(mixed)) == placeless(read(RICH))
    names = [[step[:3] for step in steps(read(text))] for text in (mixed, RICH)]
    assert names[0] == names[1]


@given(
    kind=st.sampled_from(
        ["serviceTask", "userTask", "subProcess", "startEvent", "boundaryEvent", "callActivity", "lane"]
    ),
    said=st.dictionaries(
        st.sampled_from(
            [
                "id",
                "name",
                "attachedToRef",
                "calledElement",
                "operationRef",
                "topic",
                "type",
                "implementation",
                "assignee",
            ]
        ),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20),
    ),
    inner=st.sampled_from(["", "messageEventDefinition", "extensionElements", "flowNodeRef", "timerEventDefinition"]),
)
@settings(max_examples=200)
def test_nonsense_anywhere_costs_nothing_but_itself(kind: str, said: dict[str, str], inner: str) -> None:
    from xml.sax.saxutils import quoteattr

    words = " ".join(f"{name}={quoteattr(value)}" for name, value in said.items())
    odd = f"<bpmn:{kind} {words}>{f'<bpmn:{inner}/>' if inner else ''}</bpmn:{kind}>"
    found = read(RICH.replace("  </bpmn:process>", f"{odd}</bpmn:process>"))
    assert entities(found, "workflow")
    assert "rate-claim" in {each.name for each in entities(found, "service")}


def read(text: str) -> list[Reading]:
    return read_with(Bpmn(), text, "claim.bpmn")


def process(body: str, around: str = "") -> list[Reading]:
    """Read one process of this body."""
    return read(f'<definitions xmlns="{MODEL}">{around}<process id="p" name="P">{body}</process></definitions>')


def test_any_prefix_of_the_model_reads_the_same() -> None:
    other = RICH.replace("<bpmn:", "<semantic:").replace("</bpmn:", "</semantic:")
    none = RICH.replace("<bpmn:", "<").replace("</bpmn:", "</")
    assert placeless(read(other.replace("xmlns:bpmn=", "xmlns:semantic="))) == placeless(read(RICH))
    assert placeless(read(none.replace("xmlns:bpmn=", "xmlns="))) == placeless(read(RICH))


def test_a_process_is_one_of_people_until_a_step_is_automated() -> None:
    people = '<startEvent id="s"/><userTask id="a" name="Look"/><sequenceFlow id="f" sourceRef="s" targetRef="a"/>'
    assert entities(process(people), "process")
    program = '<scriptTask id="b"/><sequenceFlow id="g" sourceRef="a" targetRef="b"/>'
    assert entities(process(people + program), "workflow")


def test_a_failure_that_a_boundary_event_takes_up_is_soft_unless_it_ends_in_failure() -> None:
    task = '<startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>'
    task += '<serviceTask id="t" implementation="https://a.elm.example/x"/><boundaryEvent id="b" attachedToRef="t">'
    task += '<errorEventDefinition/></boundaryEvent><sequenceFlow id="g" sourceRef="b" targetRef="e"/>'
    goes_on = process(task + '<endEvent id="e"/>')
    fails = process(task + '<endEvent id="e"><errorEventDefinition/></endEvent>')
    assert [each.strength for each in relations(goes_on, "calls")] == ["soft"]
    assert [each.strength for each in relations(fails, "calls")] == [None]


def test_only_people_who_decide_approve() -> None:
    user = '<userTask id="a" name="%s"/><exclusiveGateway id="g"/><sequenceFlow id="f" sourceRef="%s" targetRef="g"/>'
    ways = '<sequenceFlow id="h" sourceRef="g" targetRef="x"/><sequenceFlow id="i" sourceRef="g" targetRef="y"/>'
    ends = '<endEvent id="x"/><endEvent id="y"/>'
    lane = '<laneSet><lane id="l" name="Desk"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
    assert relations(process(lane + user % ("Enter data", "a") + ways + ends), "approved by")
    assert not relations(process(lane + '<userTask id="a" name="Enter data"/>'), "approved by")
    assert relations(process(lane + '<userTask id="a" name="Approve payment"/>'), "approved by")


def test_a_process_that_waits_for_the_answer_calls_and_is_not_started_back() -> None:
    text = (CASES / "people/input/hiring.bpmn").read_text("utf-8")
    found = {
        (each.source, each.verb) for each in relations(read(text)) if each.verb in {"calls", "starts", "depends on"}
    }
    hiring, payroll = "bpmn:source/claim.bpmn#hiring", "bpmn:source/claim.bpmn#payroll"
    verbs = {(str(source), verb) for source, verb in found}
    assert (hiring, "calls") in verbs
    assert (payroll, "calls") not in verbs
    without = read(text.replace('<semantic:messageFlow id="mf6" sourceRef="paid" targetRef="confirmed"/>', ""))
    between = [each.verb for each in relations(without) if (str(each.source), str(each.target)) == (hiring, payroll)]
    assert between == ["starts"]


def test_a_process_in_a_named_engine_is_one_whichever_file_defines_it() -> None:
    text = f'<definitions xmlns="{MODEL}"><process id="p"><startEvent id="s"/></process></definitions>'
    keys = {
        entities(expanded(Bpmn().read(document(path, text, beside=None, **stated))), "process")[0].keys
        for path in ("a.bpmn", "b.bpmn")
        for stated in (dict[str, str](), {"instance": "ops"})
    }
    assert len(keys) == 3


LISTENING = """<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
 <bpmn:process id="heard" isExecutable="true">
  <bpmn:startEvent id="s" name="Heard"><bpmn:extensionElements><zeebe:properties>
    <zeebe:property name="inbound.type" value="io.camunda:connector-kafka-inbound:1"/>
    <zeebe:property name="topic.topicName" value="{topic}"/>
  </zeebe:properties></bpmn:extensionElements></bpmn:startEvent>
  <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/>
  <bpmn:serviceTask id="t"><bpmn:extensionElements><zeebe:taskDefinition type="w"/></bpmn:extensionElements>
  </bpmn:serviceTask>
 </bpmn:process>
</bpmn:definitions>"""


def test_a_connector_that_listens_to_a_topic_starts_the_process_with_the_topic() -> None:
    def sources(topic: str) -> set[str]:
        found = read_with(Bpmn(), LISTENING.format(topic=topic), "heard.bpmn")
        return {each.source.value for each in relations(found, "starts") if isinstance(each.source, Locator)}

    assert sources("claims.alerts") == {"claims.alerts"}
    assert sources("=topicOf(stage)") == set()
