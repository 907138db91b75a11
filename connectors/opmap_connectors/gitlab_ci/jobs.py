"""The jobs of a pipeline as they come out: with what they extend, and what every job has by default.

What stands in a template of another project or address is not there to be read, and is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from opmap.connecting import Field, short_name
from opmap_connectors._shared.scripts import acts

_RESERVED = frozenset(
    """default include stages workflow variables image services cache before_script after_script types spec pages:deploy
    """.split()
)
_MARKS = ("script", "trigger", "extends", "run")
_INHERITED = ("image", "services", "before_script", "after_script", "retry", "timeout", "id_tokens", "interruptible")
_DEEPEST = 11  # GitLab's own limit of templates that extend templates
_BESIDE = frozenset({"stop", "prepare", "verify", "access"})
"""What a job does with an environment without putting anything there."""
_MOST = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """A job, and everything that it takes from elsewhere, nearest first."""

    name: str
    place: Field
    chain: tuple[Field, ...]

    def __getitem__(self, key: str) -> Field:
        """Give what stands under a key in the job, else in what it extends, else by default."""
        return next((place[key] for place in self.chain if key in place), self.place[key])

    @property
    def tolerant(self) -> bool:
        """Say whether the pipeline goes on when the job fails."""
        allowed = self["allow_failure"]
        return allowed.flag is True or (allowed.is_mapping and bool(allowed["exit_codes"]))

    @property
    def by_hand(self) -> bool:
        """Say whether somebody has to start it, whichever rule lets it run."""
        usual = self["when"].text
        told = {rule["when"].text or usual for rule in self["rules"].list()} - {"never"} or {usual}
        return told == {"manual"}

    @property
    def is_waited_for(self) -> bool:
        """Say whether the stages after it wait until somebody has started it: with rules they do, else if told so."""
        allowed = [self["allow_failure"], *(rule["allow_failure"] for rule in self["rules"].list())]
        told = {each.flag for each in allowed if each}
        return told == {False} or (not told and bool(self["rules"]))

    @property
    def acts(self) -> bool:
        """Say whether it does more than say something, or end what another job began."""
        if self["environment"]["action"].text in _BESIDE:
            return False
        return bool(self["trigger"]) or acts("\n".join(line.text for line in self.scripts()))

    @property
    def changes_environment(self) -> bool:
        """Say whether it puts something into an environment."""
        return bool(self["environment"]) and self.acts

    @property
    def never(self) -> bool:
        """Say whether it is switched off."""
        return self["when"].text == "never"

    def scripts(self) -> Iterator[Field]:
        """Give each line of what it runs; lists may stand in lists."""
        for name in ("before_script", "script", "after_script"):
            yield from _lines(self[name], 0)


def _lines(place: Field, depth: int) -> Iterator[Field]:
    for line in place.each():
        if line.is_list and depth < _DEEPEST:
            yield from _lines(line, depth + 1)
        else:
            yield line


def unreadable_lines(jobs: Iterable[Job]) -> Iterator[Field]:
    """Give the places in scripts at which no text stands: ``- echo: done`` is a mapping, which GitLab refuses."""
    seen: set[object] = set()
    for line in (line for job in jobs for line in job.scripts()):
        place = line.part.document.path, line.path
        if not line.is_text and line and "!reference" not in line and place not in seen:
            seen.add(place)
            yield line


def is_job(place: Field) -> bool:
    """Say whether a mapping is a job or a template of one."""
    return place.is_mapping and any(mark in place for mark in _MARKS)


def jobs_of(roots: Sequence[Field], templates: dict[str, Field]) -> list[Job]:
    """Give the jobs of a pipeline by name, less its templates, which begin with a dot.

    A job that several of its files speak of is one: what the file that includes says goes first.
    """
    told: dict[str, list[Field]] = {}
    for root in roots:
        for name, place in root.items():
            if name not in _RESERVED and not name.startswith(".") and place.is_mapping:
                told.setdefault(name, []).append(place)
    shared = [place for root in roots for place in _shared(root, root["default"])]
    found = []
    for name, places in sorted(told.items()):
        if any(is_job(place) for place in places):
            extended = [other for place in places for other in _extended(place, templates)]
            chain = (*places, *extended, *(shared if _inherits(places[0]) else ()))
            found.append(Job(short_name(name), places[0], chain))
    return found[:_MOST]


def named_jobs(root: Field) -> dict[str, Field]:
    """Give every job and template of a file by its name."""
    return {name: place for name, place in root.items() if name not in _RESERVED and place.is_mapping}


def missing_templates(roots: Sequence[Field], templates: dict[str, Field]) -> Iterator[Field]:
    """Give the places that extend what no file at hand has."""
    for place in (place for root in roots for place in named_jobs(root).values()):
        for name in place["extends"].each():
            if name.text and name.text not in templates:
                yield name


def _extended(place: Field, templates: dict[str, Field], depth: int = 0) -> Iterator[Field]:
    """Give what a job extends, the last named first, as GitLab lets later ones win."""
    if depth >= _DEEPEST:
        return
    for name in reversed([*place["extends"].each()]):
        found = templates.get(name.text)
        if found is not None:
            yield found
            yield from _extended(found, templates, depth + 1)


def _inherits(place: Field) -> bool:
    return place["inherit"]["default"].flag is not False


def _shared(root: Field, defaults: Field) -> Iterator[Field]:
    if defaults.is_mapping:
        yield defaults
    if any(name in root for name in _INHERITED):
        yield root
