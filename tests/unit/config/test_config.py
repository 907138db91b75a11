from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from opmap.config import DEFAULT_TOML, Config, PathSettings
from opmap.config.file import ConfigFile, Paths, Scan, Source, Store
from opmap.errors import BadSetting


def fault(text: str) -> str:
    with pytest.raises(BadSetting) as caught:
        Config.parse(text)
    return str(caught.value)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    config = Config.load(tmp_path)
    assert config == Config()
    assert (config.max_bytes, config.gitignore, config.store_path) == (20_000_000, True, ".opmap/opmap.db")


def test_every_setting_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "opmap.toml").write_text(
        """
        [source]
        name = "claims"
        [store]
        path = "maps/claims.db"
        [scan]
        exclude = ["archive/**"]
        gitignore = false
        max_bytes = 1000
        max_depth = 3
        workers = 2
        [[paths]]
        match = "*.csv"
        columns = { "Service name" = "name" }
        [variables]
        HOST = "claims.acme.example"
        """
    )
    assert Config.load(tmp_path) == Config(
        source_name="claims",
        store_path="maps/claims.db",
        exclude=("archive/**",),
        gitignore=False,
        max_bytes=1000,
        max_depth=3,
        workers=2,
        paths=(PathSettings("*.csv", (("column.Service name", "name"),)),),
        variables=(("HOST", "claims.acme.example"),),
    )


def test_a_single_file_has_the_settings_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "opmap.toml").write_text('[source]\nname = "claims"')
    (tmp_path / "compose.yaml").write_text("services: {}")
    assert Config.load(tmp_path / "compose.yaml").source_name == "claims"


def test_of_several_entries_the_later_one_wins_setting_by_setting() -> None:
    config = Config.parse(
        """
        [[paths]]
        match = "k8s/**"
        cluster = "test"
        namespace = "shop"
        [[paths]]
        match = "k8s/prod/**"
        cluster = "prod-eu"
        [variables]
        HOST = "claims"
        """
    )
    assert config.settings_for("k8s/prod/web.yaml") == {
        "cluster": "prod-eu",
        "namespace": "shop",
        "variable.HOST": "claims",
    }
    assert config.settings_for("k8s/test/web.yaml") == {
        "cluster": "test",
        "namespace": "shop",
        "variable.HOST": "claims",
    }
    assert config.settings_for("other/k8s/web.yaml") == {"variable.HOST": "claims"}


def test_a_pattern_without_a_slash_matches_in_every_folder() -> None:
    config = Config.parse('[[paths]]\nmatch = "*.csv"\nproject = "x"')
    assert config.settings_for("deep/down/list.csv") == {"project": "x"}
    assert config.settings_for("deep/down/list.json") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[scan]\nworker = 2", 'opmap.toml: scan.worker: there is no such setting; the nearest is "workers"'),
        ("[sources]", 'opmap.toml: sources: there is no such setting; the nearest is "source"'),
        (
            "[policy]\nx = 1",
            "opmap.toml: policy: there is no such setting; known here: source, store, scan, paths, variables",
        ),
        ('[scan]\nmax_bytes = "20 MB"', "scan.max_bytes: it must be a whole number"),
        ("[scan]\nmax_depth = 201", "scan.max_depth: it must be at most 200"),
        ("[scan]\nworkers = 0", "scan.workers: it must be at least 1"),
        ('[scan]\ngitignore = "yes"', "scan.gitignore: it must be true or false"),
        ('[scan]\nexclude = "archive"', "scan.exclude: it must be a list"),
        ('[scan]\nexclude = ["a", ""]', "scan.exclude[2]: it must be text, and not empty"),
        ("scan = 3", "scan: it must be a table"),
        ('[[paths]]\ncluster = "x"', "paths[1].match: it must be given"),
        ('[[paths]]\nmatch = "!x"', "paths[1].match: a pattern is a path"),
        (
            '[[paths]]\nmatch = "a"\nclutser = "x"',
            'paths[1].clutser: there is no such setting; the nearest is "cluster"',
        ),
        ('[[paths]]\nmatch = "a"\nenvironment = "prod"', 'test, development; the nearest is "production"'),
        ('[[paths]]\nmatch = "a"\ncolumns = { a = 1 }', "paths[1].columns.a: it must be text"),
        ("[variables]\nA = 1", "variables.A: it must be text"),
        ('[store]\npath = "../x.db"', "store.path: it leads out of this folder"),
        ('[store]\npath = "/srv/x.db"', "store.path: it leads out of this folder"),
        ('[store]\npath = "C:\\\\x.db"', "store.path: it leads out of this folder"),
        ("[scan\n", "opmap.toml: line 1, column 6: not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_field_and_the_way_out(text: str, said: str) -> None:
    assert said in fault(text)
    assert fault(text).endswith("A commented file to start from: opmap init")


@pytest.mark.parametrize(
    "line",
    [
        'DB_PASSWORD = "hunter2"',
        'DATABASE = "postgres://ana:hunter2@db/claims"',
        'REMOTE = "https://q9XvR2mZk7LpT4sWb1@sentry.acme.example/3"',
        'WHATEVER = "ghp_abcdefghijklmnopqrstuvwxyz0123456789"',
        'OPENAI_KEY = "q9XvR2mZk7LpT4sWb1"',
    ],
)
def test_a_variable_that_looks_like_a_secret_is_refused_and_not_repeated(line: str) -> None:
    said = fault(f"[variables]\n{line}")
    assert f"variables.{line.split(' ', maxsplit=1)[0]}: it looks like a secret" in said
    assert line.split('"')[1] not in said


@pytest.mark.parametrize("value", ["claims.acme.example", "https://claims.acme.example/v1", "${ELSEWHERE}", ""])
def test_a_variable_that_is_an_address_is_taken(value: str) -> None:
    assert Config.parse(f'[variables]\nCLAIMS_HOST = "{value}"').variables == (("CLAIMS_HOST", value),)


def test_a_secret_that_only_refers_to_where_it_is_kept_is_taken() -> None:
    assert Config.parse('[variables]\nDB_PASSWORD = "${DB_PASSWORD}"').variables


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "opmap.toml").write_bytes(b"[source]\nname = '\xff\xfe'")
    with pytest.raises(BadSetting, match="it is not UTF-8 text"):
        Config.load(tmp_path)


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "opmap.toml").mkdir()
    with pytest.raises(BadSetting, match="no ordinary file"):
        Config.load(tmp_path)


def test_a_mark_of_byte_order_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "opmap.toml").write_bytes(b"\xef\xbb\xbf[source]\nname = 'claims'")
    assert Config.load(tmp_path).source_name == "claims"


def test_the_file_that_init_writes_changes_nothing() -> None:
    assert Config.parse(DEFAULT_TOML) == Config()


def uncommented() -> str:
    lines = [line.removeprefix("# ") for line in DEFAULT_TOML.splitlines()]
    return "\n".join(line for line in lines if line.startswith("[") or " = " in line)


def test_every_setting_stands_in_the_file_that_init_writes_and_its_examples_are_right() -> None:
    tables = tomllib.loads(uncommented())
    assert set(tables) == set(ConfigFile.model_fields)
    assert set(tables["source"]) == set(Source.model_fields)
    assert set(tables["store"]) == set(Store.model_fields)
    assert set(tables["scan"]) == set(Scan.model_fields)
    assert {name for entry in tables["paths"] for name in entry} == set(Paths.model_fields)
    config = Config.parse(uncommented())
    assert (config.store_path, config.max_bytes, config.max_depth) == (
        Config.store_path,
        Config.max_bytes,
        Config.max_depth,
    )
    assert config.settings_for("k8s/prod/web.yaml")["cluster"] == "prod-eu"


def test_what_is_assumed_may_be_set(tmp_path: Path) -> None:
    (tmp_path / "opmap.toml").write_text(
        "[assumptions.kind.mcp_server]\nfails = 5\n[assumptions.weakness]\none_person = 2.5\n", encoding="utf-8"
    )
    said = {"MCP server": {"fails": 5.0}, "weakness": {"one person": 2.5}}
    assert Config.overrides_in(tmp_path) == said
    assert Config.overrides_in(tmp_path / "elsewhere") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[assumptions.kind.servic]\nfails = 5", 'no such kind; the nearest is "service"'),
        ("[assumptions.kind.service]\nfails = 0", "assumptions.kind.service.fails: it must be more than 0"),
        ("[assumptions.kind.service]\nrepai = 1", 'the nearest is "repair"'),
        ("[assumptions.weakness]\nunowned = 0.5", "assumptions.weakness.unowned: it must be at least 1"),
        ("[assumptions.weakness]\nowner = 2", "no such setting"),
    ],
)
def test_a_wrong_assumption_is_told_with_its_place(text: str, said: str) -> None:
    assert said in fault(text)
