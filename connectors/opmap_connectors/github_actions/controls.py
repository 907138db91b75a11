"""The controls that a workflow shows, and those that it could show and lacks.

Who must approve before a job reaches an environment stands in the repository's settings, which no file shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Control, Field
from opmap_connectors._shared.scripts import acts
from opmap_connectors.github_actions.steps import Step, jobs_of, never
from opmap_connectors.github_actions.using import PINNED, is_of_others

_SIX_HOURS = 360
_HOSTED = re.compile(r"^(?:ubuntu|windows|macos)-", re.IGNORECASE)
_RETRYING = ("nick-fields/retry", "nick-invision/retry", "wandalen/wretry.action")


def controls(root: Field, steps: list[Step], title: Field) -> Iterator[Control]:
    """Give what is shown and what lacks, each once."""
    jobs = [job for _, job in jobs_of(root) if not never(job)]
    yield _limited(jobs, title)
    yield _pinned(steps, jobs, title)
    yield _scoped(root, jobs, title)
    handled = [step for step in steps if step.after_failure and (step.uses or acts(step.run))]
    yield _by_steps("error path", handled, title, "a step runs when others fail")
    tried = [step for step in steps if step.uses.lower().startswith(_RETRYING) and _tries(step)]
    yield _by_steps("retries", tried, title, "tried again")
    environments = [job["environment"] for job in jobs]
    names = sorted({each["name"].text or each.text for each in environments} - {""})
    environments = [each for each in environments if each["name"].text or each.text]
    if environments:
        yield Control("environment separation", environments[0].at(), f"reaches {', '.join(names)[:200]}")


def _tries(step: Step) -> bool:
    return all(step.place["with"][name].number not in {0, 1} for name in ("max_attempts", "attempt_limit"))


def _limited(jobs: list[Field], title: Field) -> Control:
    limits = [job["timeout-minutes"] for job in jobs if _is_limited(job)]
    real = [job for job in jobs if not job["uses"]]
    if limits and len(limits) >= len(real):
        return Control("time-out", limits[0].at(), "each job has a limit")
    return Control("time-out", title.at(), "six hours is the platform's own limit", lacking=True)


def _is_limited(job: Field) -> bool:
    """Say whether a job ends before the platform ends it: on GitHub's own machines it does so after six hours."""
    limit, runs_on = job["timeout-minutes"], " ".join(each.text for each in job["runs-on"].each())
    if not limit:
        return False
    return limit.number is None or limit.number < _SIX_HOURS or not _HOSTED.search(runs_on)


def _pinned(steps: list[Step], jobs: list[Field], title: Field) -> Control:
    used = [(step.uses, step.title, step.place) for step in steps if is_of_others(step) or _is_workflow(step)]
    images = [job["container"]["image"] if job["container"].is_mapping else job["container"] for job in jobs]
    used += [(image.text, image, image) for image in images if image.text and not image.text.startswith("${{")]
    loose = [each for each in used if not PINNED.search(each[0])]
    if not loose:
        place = used[0][1] if used else title
        return Control("pinned actions", place.at(), "all code of others is pinned" if used else "it has none")
    names = tuple(dict.fromkeys(name for name, _, _ in loose))
    given = [name for name, _, place in loose if place["secrets"].text == "inherit"]
    words = f"not pinned: {', '.join(names)}"[:300] + (f"; {given[0]} is given every secret" if given else "")
    return Control("pinned actions", loose[0][1].at(), words[:400], lacking=True, steps=names)


def _is_workflow(step: Step) -> bool:
    """Say whether a job is a workflow that stands in another repository."""
    return "/.github/workflows/" in step.uses and not step.uses.startswith("./")


def _scoped(root: Field, jobs: list[Field], title: Field) -> Control:
    stated = [place["permissions"] for place in (root, *jobs) if "permissions" in place]
    everywhere = "permissions" in root or all("permissions" in job for job in jobs)
    if not stated or not everywhere:
        return Control("permission scope", title.at(), "its token has the repository's default rights", lacking=True)
    if any(each.text == "write-all" for each in stated):
        return Control("permission scope", stated[0].at(), "its token may write everything", lacking=True)
    return Control("permission scope", stated[0].at(), "the token's rights are listed")


def _by_steps(name: str, steps: list[Step], title: Field, words: str) -> Control:
    if not steps:
        return Control(name, title.at(), lacking=True)
    return Control(name, steps[0].title.at(), words, steps=tuple(step.name for step in steps))
