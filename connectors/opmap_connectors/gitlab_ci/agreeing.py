"""What of a pipeline runs only after somebody started it by hand: the job, and what waits for it.

A job by hand holds up the stages after it only where it may not be left out; a job that names it
among its needs waits for it anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from opmap.connecting import Field
from opmap_connectors._shared.approving import Ways, approved
from opmap_connectors.gitlab_ci.jobs import Job

_STAGES = (".pre", "build", "test", "deploy", ".post")

_Place = tuple[str, str]
"""A job that waits or runs, or a stage as it begins."""


def agreed_in(jobs: Sequence[Job], roots: Sequence[Field]) -> tuple[str, ...]:
    """Name the jobs that do something, and run only after somebody agreed."""
    by_hand = [job for job in jobs if job.by_hand]
    if not by_hand:
        return ()
    named = {job.name: job for job in jobs}
    onwards: dict[_Place, list[_Place]] = {}
    order = _order(roots)
    for job in jobs:
        stage = job["stage"].text or "test"
        needs = [each.text or each["job"].text for each in job["needs"].each()]
        befores = [(name, "") for name in needs if name in named] if job["needs"].value is not None else []
        for before in befores or [(stage, "begins")]:
            onwards.setdefault(before, []).append((job.name, "waits"))
        onwards.setdefault((job.name, "waits"), []).append((job.name, ""))
        if stage in order[:-1] and (not job.by_hand or job.is_waited_for):
            onwards.setdefault((job.name, ""), []).append((order[order.index(stage) + 1], "begins"))
    for stage, after in pairwise(order):
        onwards.setdefault((stage, "begins"), []).append((after, "begins"))
    joins = {place for places in onwards.values() for place in places}
    starts = [(stage, "begins") for stage in dict.fromkeys([order[0], *_unknown(jobs, order)])]
    starts += [
        (job.name, "waits") for job in jobs if job["needs"].is_list and not any(True for _ in job["needs"].list())
    ]
    found = approved(Ways(starts, onwards, joins), {(job.name, "waits") for job in by_hand})
    return tuple(sorted(name for name, part in found if not part and named[name].acts))


def _order(roots: Sequence[Field]) -> list[str]:
    told = next((names for root in roots if (names := [each.text for each in root["stages"].list()])), None)
    return list(dict.fromkeys([".pre", *told, ".post"])) if told else list(_STAGES)


def _unknown(jobs: Sequence[Job], order: Sequence[str]) -> list[str]:
    """Give the stages of jobs that the list of stages does not name: nobody knows when they begin."""
    return sorted({job["stage"].text or "test" for job in jobs} - set(order))
