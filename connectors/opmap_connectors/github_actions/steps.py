"""The jobs of a workflow and their steps, in the order in which they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from opmap.connecting import Field, short_name

_ON_FAILURE = re.compile(r"(?<![!\w])failure\s*\(\s*\)|result\s*==\s*'failure'")
_PROGRAM = re.compile(r"[./]*[a-z][a-z0-9._/-]{0,40}(?=\s|$)")
_NEVER = frozenset({"false", "${{ false }}", "${{false}}"})
_MOST = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step, or a whole job that is another workflow."""

    job: str
    name: str
    place: Field
    uses: str = ""
    run: str = ""
    tolerant: bool = False  # the job goes on when it fails
    never: bool = False
    after_failure: bool = False  # it runs only when something before it failed

    @property
    def title(self) -> Field:
        """Give the place that shows it best."""
        return next((self.place[name] for name in ("name", "uses", "run") if self.place[name]), self.place)

    @property
    def type(self) -> str:
        """Say what it is, as GitHub calls it: the action, or a command."""
        return self.uses.partition("@")[0] or "run"


def jobs_of(root: Field) -> list[tuple[str, Field]]:
    """Give the jobs of a workflow by name: the order in which they are written means nothing."""
    return sorted(root["jobs"].items(), key=lambda job: job[0])


def never(job: Field) -> bool:
    """Say whether a job or a step is switched off where it stands."""
    return job["if"].text.casefold() in _NEVER


def steps_of(root: Field) -> list[Step]:
    """Give the steps of every job of a workflow."""
    found: list[Step] = []
    for name, job in jobs_of(root):
        if job["uses"]:
            tolerated, handles = job["continue-on-error"].flag is True, _handles(job)
            found.append(_step(name, job, name, tolerated=tolerated, handles=handles))
        found += job_steps(name, job)
    return found[:_MOST]


def job_steps(name: str, job: Field) -> Iterator[Step]:
    """Give the steps of a job, or of a composite action."""
    tolerated, handles = job["continue-on-error"].flag is True, _handles(job)
    may_fail = "runs-on" not in job or bool(job["needs"])  # what stands before a composite action is not known
    for number, place in enumerate(job["steps"].list()):
        step = _step(name, place, f"{name} {number + 1}", tolerated=tolerated, off=never(job), handles=handles)
        yield step if may_fail or handles else replace(step, after_failure=False)
        may_fail = may_fail or not (step.never or place["continue-on-error"].flag is True)


def _handles(job: Field) -> bool:
    """Say whether a job runs when one that it needs failed."""
    return bool(job["needs"]) and bool(_ON_FAILURE.search(job["if"].text))


def _command(text: str) -> str:
    """Give the program that a command starts with, and nothing of what it is given, which may be secret."""
    found = _PROGRAM.match(text.strip())
    return found.group() if found else "commands"


def _step(job: str, place: Field, usual: str, *, tolerated: bool, off: bool = False, handles: bool = False) -> Step:
    condition = place["if"].text
    said = place["name"].text or place["id"].text
    named = said or place["uses"].text.partition("@")[0] or _command(place["run"].text)
    return Step(
        job,
        short_name(f"{job}: {named}" if place["uses"] or place["run"] else usual, usual),
        place,
        place["uses"].text,
        place["run"].text,
        tolerated or place["continue-on-error"].flag is True,
        off or never(place),
        handles or ("needs" not in place and bool(_ON_FAILURE.search(condition))),
    )
