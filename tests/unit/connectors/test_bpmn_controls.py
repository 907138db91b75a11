"""BPMN: what people approve, and which other controls a process really has."""

from __future__ import annotations

from tests.engines import read_with
from tests.workflows import agreement, control

from opmap.connecting import Reading
from opmap_connectors.bpmn import Bpmn

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def read(text: str) -> list[Reading]:
    return read_with(Bpmn(), text, "claim.bpmn")


def agreed(*nodes: str, **flows: str) -> tuple[tuple[str, ...], str]:
    """Give the approved nodes of a process, and how it stands to the control; flows are named after what they join."""
    lines = []
    for number, (ends, words) in enumerate(flows.items()):
        source, _, target = ends.partition("__")
        lines.append(f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}" name="{words}"/>')
    text = (
        f'<definitions xmlns="{MODEL}" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p" name="P">'
        f'<startEvent id="start" name="start"/>{"".join((*nodes, *lines))}</process></definitions>'
    )
    return agreement(read(text))


ASK = '<userTask id="ask" name="Approve payment"/>'
PAY = '<serviceTask id="pay" name="pay" camunda:topic="pay"/>'
WAY = '<exclusiveGateway id="way" name="Agreed?"/>'
END = '<endEvent id="end" name="end"/>'


def test_a_decision_on_a_branch_of_its_own_keeps_back_what_follows_it_alone() -> None:
    assert agreed(ASK, PAY, start__ask="", ask__pay="") == (("pay",), "shown")
    tell = '<task id="tell" name="tell"/>'
    assert agreed(ASK, PAY, tell, start__ask="", start__pay="", ask__tell="") == (("tell",), "shown")


def test_an_end_that_people_agree_to_is_nothing_that_is_done() -> None:
    assert agreed(ASK, PAY, END, start__ask="", start__pay="", ask__end="") == ((), "lacking")


def test_the_branch_that_an_agreement_takes_is_kept_back() -> None:
    first = {"start__ask": "", "ask__way": ""}
    assert "pay" in agreed(ASK, WAY, PAY, END, **first, way__pay="yes", way__end="no")[0]
    assert "pay" not in agreed(ASK, WAY, PAY, END, **first, way__pay="no", way__end="yes")[0]
    assert "pay" not in agreed(ASK, WAY, PAY, END, **first, way__pay="${!approved}", way__end="${approved}")[0]
    assert agreed(ASK, WAY, PAY, **first, way__pay="") == (("pay",), "shown")
    assert "pay" not in agreed(ASK, WAY, PAY, END, **first, way__pay="${approved != null}", way__end="")[0]
    assert "pay" not in agreed(ASK, WAY, PAY, END, **first, way__pay="${approved || small}", way__end="")[0]
    tell = '<task id="tell" name="tell"/>'
    both = agreed(ASK, WAY, PAY, tell, **first, way__pay="yes", way__tell="no", tell__pay="")
    assert "pay" not in both[0]


def test_what_takes_over_while_people_are_waited_for_is_no_agreement() -> None:
    late = '<boundaryEvent id="late" attachedToRef="ask"><timerEventDefinition/></boundaryEvent>'
    assert agreed(ASK, PAY, late, start__ask="", ask__pay="", late__pay="") == ((), "lacking")


def test_an_engine_passes_by_a_manual_task() -> None:
    assert agreed(ASK.replace("userTask", "manualTask"), PAY, start__ask="", ask__pay="") == ((), "lacking")


def test_an_error_that_is_caught_and_leads_to_an_end_alone_is_no_error_path() -> None:
    caught = '<boundaryEvent id="caught" attachedToRef="pay"><errorEventDefinition/></boundaryEvent>'
    told = '<endEvent id="end" name="end"><messageEventDefinition/></endEvent>'
    for end, found in ((END, "lacking"), (told, "shown")):
        text = f'<definitions xmlns="{MODEL}" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p">'
        lines = '<sequenceFlow id="f" sourceRef="start" targetRef="pay"/>'
        lines += '<sequenceFlow id="g" sourceRef="caught" targetRef="end"/>'
        readings = read(f'{text}<startEvent id="start"/>{PAY}{caught}{end}{lines}</process></definitions>')
        assert control(readings, "error path") == found


def test_a_compensation_that_nothing_answers_to_takes_nothing_back() -> None:
    thrown = '<intermediateThrowEvent id="undo"><compensateEventDefinition/></intermediateThrowEvent>'
    caught = '<boundaryEvent id="undo" attachedToRef="pay"><compensateEventDefinition/></boundaryEvent>'
    handler = '<serviceTask id="refund" name="refund" isForCompensation="true" camunda:topic="refund"/>'
    for event, more, found in ((thrown, "", ""), (thrown, handler, "shown"), (caught, handler, "")):
        lines = '<sequenceFlow id="f" sourceRef="start" targetRef="pay"/>'
        lines += '<sequenceFlow id="g" sourceRef="pay" targetRef="undo"/>'
        text = f'<definitions xmlns="{MODEL}" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p">'
        assert control(read(f'{text}<startEvent id="start"/>{PAY}{event}{more}{lines}</process></definitions>'),
                       "way back") == found  # fmt: skip


def test_an_escalation_that_nothing_calls_for_reaches_nobody() -> None:
    head = f'<definitions xmlns="{MODEL}" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p">'
    caught = '<boundaryEvent id="up" attachedToRef="{}"><escalationEventDefinition/></boundaryEvent>'
    called = '<callActivity id="more" calledElement="q"/>'
    lines = '<sequenceFlow id="f" sourceRef="start" targetRef="pay"/>'
    led = '<sequenceFlow id="g" sourceRef="pay" targetRef="more"/>'
    for at, more, found in (("pay", "", ""), ("more", f"{called}{led}", "shown")):
        text = f'{head}<startEvent id="start"/>{PAY}{more}{caught.format(at)}{lines}'
        assert control(read(f"{text}</process></definitions>"), "incident escalation") == found
