"""What the steps of a workflow claim that it needs, each with the key that opens it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from opmap.connecting import Certainty, Effect, Group, attributes
from opmap_connectors.n8n.credentials import credential_key, used_by
from opmap_connectors.n8n.describing import holds_agent
from opmap_connectors.n8n.fallbacks import fallbacks
from opmap_connectors.n8n.flow import Flow
from opmap_connectors.n8n.naming import Home
from opmap_connectors.n8n.running import Running
from opmap_connectors.n8n.scene import Deed, Need
from opmap_connectors.n8n.steps import Step

_APPROVED = "approved by"


def claims(flow: Flow, run: Running, home: Home, deeds: Mapping[Step, Deed]) -> Iterator[Effect]:
    """Give what the steps that run need.

    A model's needs and its key stand together in the model's groups. Those who approve one
    step stand in for each other, and for nobody who approves another.
    """
    groups = fallbacks(flow, run, deeds)
    asking = [step for step, told in deeds.items() if any(need.verb == _APPROVED for need in told.needs)]
    by_choice = run.tools if holds_agent(run) else frozenset()
    for step, told in deeds.items():
        for need in (*told.needs, *_keys(step, home)):
            verb = "uses tool" if step in by_choice and need.verb == "calls" else need.verb
            approvers = [Group(f"approval at {step.name}")] if verb == _APPROVED and len(asking) > 1 else ()
            yield from claim(step, need, run, verb, approvers or groups.get(step, ()))


def claim(step: Step, need: Need, run: Running, verb: str, groups: Sequence[Group] = ()) -> Iterator[Effect]:
    """Give the effects that one need makes: one, or one for each group that it stands in."""
    certainty = need.certainty
    if certainty is Certainty.CERTAIN and not run.certain:
        certainty = Certainty.PROBABLE
    for group in groups or (None,):
        yield Effect(
            verb,
            need.target,
            need.place.at(),
            step.name,
            operation=need.operation,
            sets=need.sets,
            where=need.where,
            soft=need.soft or step in run.soft,
            certainty=certainty,
            group=group,
            attributes=attributes(need.more, tries=step.tries if step.tries > 1 else None),
        )


def _keys(step: Step, home: Home) -> Iterator[Need]:
    for use in used_by(step):
        yield Need("uses credential", credential_key(use, home), use.place)
