"""What ``opmap.toml`` says: how a source is called and read, and what its files do not say themselves.

>>> Config(paths=(PathSettings("k8s/prod/**", (("cluster", "prod-eu"),)),)).settings_for("k8s/prod/shop/web.yaml")
{'cluster': 'prod-eu'}
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opmap.config.default import DEFAULT_TOML
from opmap.errors import BadSetting

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

__all__ = ["DEFAULT_TOML", "FILE_NAME", "Config", "PathSettings"]

FILE_NAME = "opmap.toml"
_LARGEST = 1_000_000
_TABLES = frozenset({"source", "store", "scan", "paths", "variables", "assumptions"})


@dataclass(frozen=True)
class PathSettings:
    """Settings for the paths that match a pattern."""

    match: str  # in the manner of .gitignore
    settings: tuple[
        tuple[str, str], ...
    ]  # cluster, namespace, instance, environment, project, organisation, column.<header>

    @cached_property
    def _matcher(self) -> GitIgnoreSpec:
        from pathspec import GitIgnoreSpec

        return GitIgnoreSpec.from_lines([self.match])

    def matches(self, path: str) -> bool:
        """Say whether these settings are for a path."""
        return self._matcher.match_file(path)


@dataclass(frozen=True)
class Config:
    """The settings of one folder; the defaults where there is no file."""

    source_name: str = ""
    store_path: str = ".opmap/opmap.db"
    exclude: tuple[str, ...] = ()
    gitignore: bool = True
    max_bytes: int = 20_000_000
    max_depth: int = 40
    workers: int | None = None  # None: one for each processor
    paths: tuple[PathSettings, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    assumptions: tuple[tuple[str, tuple[tuple[str, float], ...]], ...] = ()  # by kind, or weakness: its numbers

    @classmethod
    def load(cls, root: Path) -> Config:
        """Read the file of a folder, or of the one that a single file stands in; raise BadSetting where it is wrong."""
        path = (root if root.is_dir() else root.parent) / FILE_NAME
        text = _text(path)
        return cls() if text is None else cls.parse(text, path)

    @classmethod
    def parse(cls, text: str, path: Path | str = FILE_NAME) -> Config:
        """Read the text of such a file; raise BadSetting where it is wrong."""
        import tomllib

        try:
            tables = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            field, reason = _syntax(str(error))
            raise BadSetting(path, field, reason) from None
        says_nothing = not any(tables.values()) and _TABLES.issuperset(tables)
        return cls() if says_nothing else _checked(tables, path)

    @classmethod
    def overrides_in(cls, folder: Path) -> dict[str, dict[str, float]]:
        """Give what the file of a folder assumes otherwise than opmap does; raise BadSetting where it is wrong.

        By kind, its numbers; *weakness* holds the factors of weak controls. A file that does
        not speak of it is not looked at any further: questions are asked often.
        """
        text = _text(folder / FILE_NAME)
        if text is None or "assumptions" not in text:
            return {}
        return {kind: dict(numbers) for kind, numbers in cls.parse(text, folder / FILE_NAME).assumptions}

    def settings_for(self, path: str) -> dict[str, str]:
        """Give what connectors are told about a path; where several entries match, the later one wins."""
        settings = self._everywhere.copy()
        for entry in self.paths:
            if entry.matches(path):
                settings.update(entry.settings)
        return settings

    @cached_property
    def _everywhere(self) -> dict[str, str]:
        return {f"variable.{name}": value for name, value in self.variables}


def _text(path: Path) -> str | None:
    if not path.exists():
        return None
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            raise BadSetting(path, "the file", "it is no ordinary file of a sensible size")
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise BadSetting(path, "the file", "it is not UTF-8 text") from None
    except OSError as error:
        raise BadSetting(path, "the file", f"it cannot be read ({error.strerror})") from None


def _syntax(message: str) -> tuple[str, str]:
    """Turn "Expected … (at line 3, column 5)" into a place and a reason."""
    reason, _, place = message.removesuffix(")").partition(" (at ")
    return place or "the file", f"not TOML: {reason[:1].lower()}{reason[1:]}"


def _checked(tables: dict[str, Any], path: Path | str) -> Config:
    from opmap.config.file import ConfigFile, first_fault

    fault = first_fault(tables)
    if fault:
        raise BadSetting(path, *fault)
    file = ConfigFile.model_validate(tables)
    defaults = Config()
    return Config(
        file.source.name or "",
        file.store.path or defaults.store_path,
        tuple(file.scan.exclude),
        file.scan.gitignore,
        file.scan.max_bytes or defaults.max_bytes,
        file.scan.max_depth or defaults.max_depth,
        file.scan.workers,
        tuple(PathSettings(entry.match, tuple(sorted(entry.settings().items()))) for entry in file.paths),
        tuple(sorted(file.variables.items())),
        tuple((kind, tuple(numbers.items())) for kind, numbers in file.assumptions.said().items() if numbers),
    )
