"""Five questions about an automation with a model in it: answered from the graph, or said to be open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from opmap.analyses.readying.doing import ANYTHING
from opmap.analyses.readying.systems import within
from opmap.analyses.readying.values import Answer, Extent
from opmap.kinds import State

if TYPE_CHECKING:
    from opmap.analyses.readying.seeing import Seen, Tie
    from opmap.facts import Evidence
    from opmap.graph import Graph

_SENSITIVE = frozenset({"personal", "confidential", "secret", "sensitive", "health", "special category", "restricted"})
_DEEPEST = 3
_MOST = 3


def answers(seen: Seen, every: Mapping[int, Seen]) -> tuple[Answer, ...]:
    """Give the five answers."""
    return (_where(seen), _confidential(seen, every), _who(seen), _recorded(seen), _fails(seen))


def _where(seen: Seen) -> Answer:
    """Say where its data goes, and whether it is stored abroad."""
    question = "where does its data go, and is it stored abroad"
    graph = seen.graph
    ties = list(seen.to("uses model", "writes", "publishes"))
    if not ties:
        return Answer(question, Extent.OPEN, "no file says which model it asks or what it writes to")
    told, known = [], True
    for tie in ties:
        chain = (tie.other, *within(graph, tie.other))
        stands = _residency(graph, chain)
        known = known and bool(stands)
        told.append(f"{_led(graph, chain)} ({stands or 'nobody says where it is stored'})")
    return Answer(question, Extent.ANSWERED if known else Extent.PART, _listed(told), _proof(ties))


def _led(graph: Graph, chain: tuple[int, ...]) -> str:
    names = [graph.names[one] for one in chain]
    return names[0] if names[-1] == names[0] else f"{names[0]} at {names[-1]}"


def _residency(graph: Graph, chain: tuple[int, ...]) -> str:
    """Give where the nearest of these is said to stand."""
    for number in chain:
        said = dict(graph.details.node(number).attributes).get("residency")
        if said:
            return ", ".join(map(str, said)) if isinstance(said, tuple) else str(said)
        for edge in graph.outgoing(number).tolist():
            if graph.verb_of(edge) == "located in":
                return str(graph.names[graph.target[edge]])
    return ""


def _confidential(seen: Seen, every: Mapping[int, Seen]) -> Answer:
    """Say whether confidential data can reach the prompt: what it reads, also through what it calls."""
    question = "can confidential data reach the prompt"
    graph = seen.graph
    read = list(_read(seen, every, _DEEPEST))
    classes = {tie.other: _class_of(graph, tie.other) for tie in read}
    sensitive = [tie for tie in read if _SENSITIVE & {one.casefold() for one in classes[tie.other]}]
    if sensitive:
        told = [f"{graph.names[tie.other]} ({', '.join(classes[tie.other])})" for tie in sensitive]
        return Answer(question, Extent.ANSWERED, f"yes: it reads {_listed(told)}", _proof(sensitive))
    unclassed = [tie for tie in read if not classes[tie.other]]
    if read and not unclassed and not seen.starters:
        told = [graph.names[tie.other] for tie in read]
        return Answer(question, Extent.ANSWERED, f"as far as it is classed, no: it reads {_listed(told)}", _proof(read))
    names = [graph.names[tie.other] for tie in unclassed]
    came = [starter.words for starter in seen.starters]
    lacking = f"nobody has classed {_listed(names)}" if names else "nobody has classed what comes in"
    return Answer(question, Extent.OPEN, lacking + (f"; {came[0]}" if came else ""), _proof(unclassed))


def _read(seen: Seen, every: Mapping[int, Seen], depth: int) -> Iterator[Tie]:
    yield from seen.to("reads", "consumes")
    for tie in seen.to("calls", "uses tool"):
        if tie.other in every and depth:
            yield from _read(every[tie.other], every, depth - 1)
        elif tie.other not in every:
            yield tie


def _class_of(graph: Graph, number: int) -> tuple[str, ...]:
    for one in (number, *within(graph, number)):
        said = dict(graph.details.node(one).attributes).get("data")
        if said:
            return tuple(map(str, said)) if isinstance(said, tuple) else (str(said),)
    return ()


def _who(seen: Seen) -> Answer:
    """Say who can change the model or the prompt: who owns them; who may log in to the engine stands in no file."""
    question = "who can change the model or the prompt"
    graph = seen.graph
    owners = [graph.names[one.owner] for one in graph.owners.get(seen.number, ())]
    prompts = list(seen.to("uses prompt"))
    stands = [one.place for tie in prompts for one in tie.edge.evidence[:1]]
    models = [one.place for tie in seen.to("uses model") for one in tie.edge.evidence[:1]]
    written = f"prompt in {_listed(stands)}" if stands else "no prompt is seen"
    written += f", model in {_listed(list(dict.fromkeys(models)))}" if models else ""
    if owners:
        words = f"{_listed(owners)} answers for it; {written}; who else may edit it stands in no file"
        return Answer(question, Extent.PART, words, _proof([*prompts, *seen.to("owned by")]))
    return Answer(
        question, Extent.OPEN, f"nobody owns it, and who may edit it stands in no file; {written}", _proof(prompts)
    )


def _recorded(seen: Seen) -> Answer:
    """Say how its decisions are recorded."""
    question = "how are its decisions recorded"
    log = seen.controls.get("audit log")
    if log is not None and seen.shows("audit log"):
        return Answer(question, Extent.ANSWERED, log.words or "its runs are kept", log.evidence)
    kept = list(seen.to("writes", "publishes"))
    into = _kept_in(seen, kept)
    if log is not None:
        return Answer(
            question,
            Extent.ANSWERED,
            f"its runs are not kept{': ' + log.words if log.words else ''}; {into}",
            log.evidence,
        )
    return Answer(
        question, Extent.OPEN, f"whether its runs are kept, its definition does not say; {into}", _proof(kept)
    )


def _kept_in(seen: Seen, kept: list[Tie]) -> str:
    """Say what it writes to, as far as its definition tells."""
    told = [f"writes to {_listed([seen.graph.names[tie.other] for tie in kept])}"] if kept else []
    told += [f"{ANYTHING} ({_listed(sorted(seen.open_steps))})"] if seen.open_steps else []
    return f"it {' and '.join(told)}" if told else "nothing shows that it writes to anything"


def _fails(seen: Seen) -> Answer:
    """Say what happens when the model does not answer."""
    question = "what happens when the model fails"
    models = [tie for tie in seen.to("uses model") if tie.edge.strength.value == "hard"]
    grouped = [tie for tie in models if tie.edge.group is not None and tie.edge.group.size > 1]
    told = []
    if grouped:
        told.append(f"another answers: any of {_listed([seen.graph.names[tie.other] for tie in grouped])}")
    elif seen.shows("fallback"):
        told.append(seen.controls["fallback"].words or "another model answers")
    told += ["it is asked again"] if _is_asked_again(seen) else []
    told += [f"then {_handler(seen)}"] if seen.shows("error path") or any(seen.to("on error calls")) else []
    seen_at = tuple(
        one
        for name in ("fallback", "retries", "error path")
        if name in seen.controls
        for one in seen.controls[name].evidence
    )
    if told:
        return Answer(question, Extent.ANSWERED, "; ".join(told), seen_at or _proof(models))
    if any(seen.lacks(name) for name in ("fallback", "retries", "error path")):
        return Answer(question, Extent.ANSWERED, "it stops: no other model, and nobody is told", seen_at)
    return Answer(question, Extent.OPEN, "its definition cannot show it", _proof(models))


def _is_asked_again(seen: Seen) -> bool:
    """Say whether a step that asks a model is tried again; retries of other steps help it nothing."""
    tried = any(tie.attributes.get("tries") for tie in seen.to("uses model", "uses prompt"))
    return tried or any("model" in step.does and "tried" in step.does and step.runs for step in seen.steps)


def _handler(seen: Seen) -> str:
    told = [seen.graph.names[tie.other] for tie in seen.to("on error calls")]
    gone = any(seen.graph.state_of(tie.other) is State.DANGLING for tie in seen.to("on error calls"))
    if told:
        return f"{_listed(told)} is told{', which is not there' if gone else ''}"
    return seen.controls["error path"].words or "the failure takes a way of its own"


def _proof(ties: list[Tie]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(one for tie in ties for one in tie.edge.evidence[:1]))


def _listed(several: list[str]) -> str:
    several = list(dict.fromkeys(several))
    more = f" and {len(several) - _MOST} more" if len(several) > _MOST else ""
    return ", ".join(several[:_MOST]) + more
