"""The controls that a pipeline shows, and those that it could show and lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from opmap.connecting import Control, Field
from opmap_connectors._shared.approving import UNHEARD
from opmap_connectors.gitlab_ci.jobs import Job


def controls(jobs: list[Job], title: Field, agreed: Collection[str]) -> Iterator[Control]:
    """Give what is shown and what lacks, each once."""
    yield _by_jobs("retries", [job for job in jobs if _tries(job)], title, "tried again")
    yield _by_jobs("time-out", [job for job in jobs if job["timeout"].text], title, "has a limit of its own")
    yield _approval(jobs, agreed, title)
    failing = [job for job in jobs if _after_failure(job) and job.acts]
    yield _by_jobs("error path", failing, title, "runs when others fail")
    named = {job.name for job in jobs}
    stopping = [job for job in jobs if job["environment"]["on_stop"].text in named]
    yield _by_jobs("way back", stopping, title, "what it deploys can be stopped")
    reaching = [job for job in jobs if job["environment"]]
    if reaching:
        names = sorted({environment_of(job) for job in reaching} - {""})
        yield Control("environment separation", reaching[0]["environment"].at(), f"reaches {', '.join(names)}"[:200])


def _approval(jobs: list[Job], agreed: Collection[str], title: Field) -> Control:
    """Say whether somebody starts what changes an environment or, where nothing does, anything at all."""
    by_hand = [job for job in jobs if job.by_hand]
    changing = [job for job in jobs if job.changes_environment]
    by_itself = [job.name for job in changing if job.name not in agreed]
    if not by_hand or (agreed and (not changing or len(by_itself) < len(changing))):
        return _by_jobs("human approval", by_hand, title, "somebody starts it")
    words = f"{by_itself[0]} changes an environment, and nobody has to start it" if by_itself else UNHEARD
    return Control("human approval", by_hand[0].place.at(), words[:200], lacking=True)


def environment_of(job: Job) -> str:
    """Give the name of the environment that a job reaches; empty where it reaches none."""
    place = job["environment"]
    return place["name"].text or place.text


def _tries(job: Job) -> bool:
    retry = job["retry"]
    return ((retry["max"] if retry.is_mapping else retry).number or 0) > 0


def _after_failure(job: Job) -> bool:
    return job["when"].text == "on_failure" or any(rule["when"].text == "on_failure" for rule in job["rules"].list())


def _by_jobs(name: str, jobs: list[Job], title: Field, words: str) -> Control:
    if not jobs:
        return Control(name, title.at(), lacking=True)
    return Control(name, jobs[0].place.at(), words, steps=tuple(job.name for job in jobs))
