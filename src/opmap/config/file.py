"""The shape of opmap.toml, checked by pydantic. Imported only where there is such a file."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from opmap.kinds import ENVIRONMENTS, KINDS, kind_called
from opmap.secrecy import holds_known_secret, is_secret, looks_random


def _environment(word: str) -> str:
    if word not in ENVIRONMENTS:
        nearest = get_close_matches(word, ENVIRONMENTS, 1, 0.3)
        offer = f'; the nearest is "{nearest[0]}"' if nearest else ""
        msg = f"an environment is one of {', '.join(ENVIRONMENTS)}{offer}"
        raise ValueError(msg)
    return word


def _kind(word: str) -> str:
    known = kind_called(word)
    if known is None:
        nearest = get_close_matches(word, KINDS, 1, 0.3)
        msg = "there is no such kind" + (f'; the nearest is "{nearest[0]}"' if nearest else "")
        raise ValueError(msg)
    return known.name


def _pattern(pattern: str) -> str:
    if not pattern.strip() or pattern[0] in "!#":
        msg = "a pattern is a path with * and **, such as k8s/prod/**, and begins with neither ! nor #"
        raise ValueError(msg)
    return pattern


def _inside(path: str) -> str:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if not parts or ".." in parts or parts[0] in "/~" or ":" in parts[0]:
        msg = "it leads out of this folder; name such a place on the command line instead: --store FILE"
        raise ValueError(msg)
    return path


Text = Annotated[str, Field(min_length=1, max_length=1000)]
Pattern = Annotated[Text, AfterValidator(_pattern)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Source(_Table):
    """What this source is called."""

    name: Text | None = None


class Store(_Table):
    """Where the map is kept."""

    path: Annotated[Text, AfterValidator(_inside)] | None = None


class Scan(_Table):
    """What is read, and how."""

    exclude: list[Pattern] = []
    gitignore: bool = True
    max_bytes: Annotated[int | None, Field(ge=1, le=2_000_000_000)] = None
    max_depth: Annotated[int | None, Field(ge=1, le=200)] = None
    workers: Annotated[int | None, Field(ge=1, le=256)] = None


class Paths(_Table):
    """What the files at some paths do not say themselves."""

    match: Pattern
    cluster: Text | None = None
    namespace: Text | None = None
    instance: Text | None = None
    environment: Annotated[Text, AfterValidator(_environment)] | None = None
    project: Text | None = None
    organisation: Text | None = None
    repository: Text | None = None
    columns: dict[Text, Text] = {}

    def settings(self) -> dict[str, str]:
        """Give the settings by the names that connectors know them by."""
        given = self.model_dump(exclude={"match", "columns"}, exclude_none=True)
        return given | {f"column.{header}": meaning for header, meaning in self.columns.items()}


Often = Annotated[float, Field(gt=0, le=10_000)]
Factor = Annotated[float, Field(ge=1, le=1_000)]


class Premise(_Table):
    """What is assumed of a kind, where nobody says it of a node."""

    fails: Often | None = None
    repair: Often | None = None
    value: Annotated[float, Field(ge=0, le=1_000_000)] | None = None


class Weakness(_Table):
    """By how much a missing control makes a loss greater."""

    lower_environment: Factor | None = None
    single_replica: Factor | None = None
    unowned: Factor | None = None
    one_person: Factor | None = None
    unseen: Factor | None = None


class Assumptions(_Table):
    """What is assumed: by kind, and of weak controls."""

    kind: dict[Annotated[str, AfterValidator(_kind)], Premise] = {}
    weakness: Weakness = Weakness()

    def said(self) -> dict[str, dict[str, float]]:
        """Give what the file says, by kind, and of weak controls by the names that answers know them by."""
        found = {name: premise.model_dump(exclude_none=True) for name, premise in self.kind.items()}
        factors = self.weakness.model_dump(exclude_none=True)
        return found | {"weakness": {name.replace("_", " "): factor for name, factor in factors.items()}}


class ConfigFile(_Table):
    """All of opmap.toml."""

    source: Source = Source()
    store: Store = Store()
    scan: Scan = Scan()
    paths: list[Paths] = []
    variables: dict[Text, str] = {}
    assumptions: Assumptions = Assumptions()


def first_fault(tables: dict[str, Any]) -> tuple[str, str] | None:
    """Give the field and the reason of what is wrong first; None where all is well."""
    try:
        checked = ConfigFile.model_validate(tables)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        return _field(fault["loc"]), _reason(fault)
    for name, value in checked.variables.items():
        if looks_secret(name, value):
            reason = "it looks like a secret, and opmap keeps none; name only what addresses are made of, such as hosts"
            return f"variables.{name}", reason
    return None


def looks_secret(name: str, value: str) -> bool:
    """Say whether a variable should better not stand in a file that is shared."""
    user = value.partition("://")[2].split("/")[0].rpartition("@")[0]
    return is_secret(name, value) or holds_known_secret(value) or ":" in user or looks_random(user)


def _field(place: tuple[int | str, ...]) -> str:
    text = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place if step != "[key]")
    return text.removeprefix(".") or "the file"


_WANTED = {
    "string_type": "text",
    "string_too_short": "text, and not empty",
    "string_too_long": "text of at most 1000 characters",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": 'a list, such as ["archive/**"]',
    "dict_type": "a table",
    "model_type": "a table",
    "missing": "given: it is required here",
}


def _reason(fault: Any) -> str:
    kind, limits = fault["type"], fault.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(fault["loc"])
    if kind == "value_error":
        return str(fault["msg"]).removeprefix("Value error, ")
    if kind == "greater_than":
        return f"it must be more than {limits['gt']:g}"
    if kind in {"greater_than_equal", "less_than_equal"}:
        return f"it must be at least {limits['ge']:g}" if "ge" in limits else f"it must be at most {limits['le']:g}"
    return f"it must be {_WANTED.get(kind, 'something else')}"


def _unknown(place: tuple[int | str, ...]) -> str:
    names = _names_beside(place)
    nearest = get_close_matches(str(place[-1]), names, 1, 0.5)
    offer = f'the nearest is "{nearest[0]}"' if nearest else f"known here: {', '.join(names)}"
    return f"there is no such setting; {offer}"


def _names_beside(place: tuple[int | str, ...]) -> list[str]:
    tables: dict[str, type[BaseModel]] = {"source": Source, "store": Store, "scan": Scan, "paths": Paths}
    tables |= {"assumptions": Assumptions, "kind": Premise, "weakness": Weakness}
    named = [tables[str(step)] for step in place[:-1] if step in tables]
    return list((named[-1] if named else ConfigFile).model_fields)
