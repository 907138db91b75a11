from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from tests.unit.scanning.readers import Cards
from tests.unit.scanning.trees import lay_out, outcomes

from opmap.config import Config
from opmap.errors import Unreadable
from opmap.scanning import scan_source
from opmap.scanning.walking import walk

CARD = '{"card": "x"}'
on_posix = pytest.mark.skipif(os.name != "posix", reason="needs links, pipes and permissions as POSIX has them")
not_as_root = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")


def found(root: Path, config: Config | None = None) -> list[str]:
    return [file.path for file in walk(root, config or Config()).files]


def skipped(root: Path, config: Config | None = None) -> dict[str, int]:
    return dict(walk(root, config or Config()).skipped)


def test_files_are_found_in_the_order_of_their_paths(tmp_path: Path) -> None:
    lay_out(tmp_path, {"b/a.json": "", "a.json": "", "b.json": "", "B.json": "", "a/z/y.json": "", "a-b/c.json": ""})
    assert found(tmp_path) == ["B.json", "a-b/c.json", "a.json", "a/z/y.json", "b.json", "b/a.json"]


def test_hidden_files_and_folders_are_found(tmp_path: Path) -> None:
    lay_out(tmp_path, {".github/CODEOWNERS": "", ".env": ""})
    assert found(tmp_path) == [".env", ".github/CODEOWNERS"]


def test_what_nobody_wants_read_is_counted_by_family(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            ".git/config": "",
            "a/node_modules/x/package.json": "",
            "b/node_modules/y.json": "",
            "env/pyvenv.cfg": "",
            "env/lib/z.json": "",
            "__pycache__/c.json": "",
            "of-some-tool/CACHEDIR.TAG": "",
            ".opmap/opmap.db": "",
            "kept.json": "",
        },
    )
    assert found(tmp_path) == ["kept.json"]
    assert skipped(tmp_path) == {
        "caches": 2,
        "installed packages": 2,
        "opmap's own folders": 1,
        "version control folders": 1,
        "virtual environments": 1,
    }


def test_a_folder_that_is_asked_for_is_read_whatever_it_is(tmp_path: Path) -> None:
    lay_out(tmp_path, {"node_modules/x.json": CARD})
    assert found(tmp_path / "node_modules") == ["x.json"]


def test_gitignore_files_hold_below_their_folder_and_the_inner_one_wins(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            ".gitignore": "# made\n*.log\n/out/\nsecret.*\n!secret.yaml\n",
            "a.log": "",
            "out/x.json": "",
            "sub/out/y.json": "",
            "secret.json": "",
            "secret.yaml": "",
            "sub/.gitignore": "!keep.log\n/local.json\n",
            "sub/keep.log": "",
            "sub/other.log": "",
            "sub/local.json": "",
            "sub/deep/local.json": "",
            "other/keep.log": "",
        },
    )
    assert found(tmp_path) == [
        ".gitignore",
        "secret.yaml",
        "sub/.gitignore",
        "sub/deep/local.json",
        "sub/keep.log",
        "sub/out/y.json",
    ]
    assert skipped(tmp_path) == {"files ignored by .gitignore": 5, "folders ignored by .gitignore": 1}


def test_nothing_below_an_ignored_folder_comes_back(tmp_path: Path) -> None:
    lay_out(tmp_path, {".gitignore": "out/\n!out/kept.json\n", "out/kept.json": ""})
    assert found(tmp_path) == [".gitignore"]


def test_gitignore_can_be_left_unheard(tmp_path: Path) -> None:
    lay_out(tmp_path, {".gitignore": "*.json\n", "a.json": ""})
    assert found(tmp_path, Config(gitignore=False)) == [".gitignore", "a.json"]


def test_a_gitignore_around_the_root_does_not_reach_into_it(tmp_path: Path) -> None:
    lay_out(tmp_path, {".gitignore": "/demo/\n", "demo/a.json": ""})
    assert found(tmp_path / "demo") == ["a.json"]


def test_a_line_of_gitignore_that_is_no_pattern_costs_only_itself(tmp_path: Path) -> None:
    lay_out(tmp_path, {".gitignore": "!\n*.log\n", "a.log": "", "a.json": ""})
    assert found(tmp_path) == [".gitignore", "a.json"]


def test_opmap_toml_leaves_out_files_and_folders(tmp_path: Path) -> None:
    lay_out(
        tmp_path, {"archive/a.json": "", "b/archive/c.json": "", "d.bak.json": "", "e/f.bak.json": "", "g.json": ""}
    )
    config = Config(exclude=("/archive/", "*.bak.json"))
    assert found(tmp_path, config) == ["b/archive/c.json", "g.json"]
    assert skipped(tmp_path, config) == {"files excluded by opmap.toml": 2, "folders excluded by opmap.toml": 1}


@on_posix
def test_no_link_is_followed_and_each_is_counted(tmp_path: Path) -> None:
    outside = lay_out(tmp_path / "outside", {"secret.json": CARD, "folder/a.json": CARD})
    root = lay_out(tmp_path / "root", {"real/a.json": CARD})
    (root / "again.json").symlink_to(root / "real" / "a.json")
    (root / "again").symlink_to("real")
    (root / "out.json").symlink_to(outside / "secret.json")
    (root / "out").symlink_to("../outside/folder")
    (root / "gone").symlink_to("nowhere")
    (root / "circle").symlink_to("circle")
    assert found(root) == ["real/a.json"]
    assert skipped(root) == {
        "links that lead nowhere": 2,
        "links that lead out of the folder": 2,
        "links to what is in the folder anyway": 2,
    }


@on_posix
def test_a_root_that_is_a_link_is_walked(tmp_path: Path) -> None:
    lay_out(tmp_path / "real", {"a.json": CARD})
    (tmp_path / "link").symlink_to("real")
    assert outcomes(tmp_path / "link") == {"a.json": "read"}


@on_posix
def test_pipes_and_sockets_are_never_opened(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.json": CARD})
    os.mkfifo(tmp_path / "pipe.json")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(tmp_path / "socket.json"))
        assert outcomes(tmp_path) == {"a.json": "read"}
        assert skipped(tmp_path) == {"pipes, sockets and devices": 2}


@on_posix
@not_as_root
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.json": CARD, "closed/b.json": CARD, "kept.json": CARD})
    (tmp_path / "a.json").chmod(0)
    (tmp_path / "closed").chmod(0)
    try:
        assert outcomes(tmp_path) == {
            "a.json": "unreadable: permission denied",
            "closed/": "unreadable: permission denied: what stands in this folder was not seen",
            "kept.json": "read",
        }
    finally:
        (tmp_path / "closed").chmod(0o700)


def test_a_file_that_is_too_large_is_named_and_not_opened(tmp_path: Path) -> None:
    lay_out(tmp_path, {"large.json": CARD.ljust(501), "small.json": CARD.ljust(500)})
    assert outcomes(tmp_path, config=Config(max_bytes=500)) == {
        "large.json": "unreadable: larger than 500 bytes; to read it, raise max_bytes in opmap.toml",
        "small.json": "read",
    }


def test_the_limit_is_said_in_megabytes(tmp_path: Path) -> None:
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(20_000_001)
    assert outcomes(tmp_path)["huge.json"].startswith("unreadable: larger than 20 MB")


def test_a_folder_that_lies_too_deep_is_named(tmp_path: Path) -> None:
    lay_out(tmp_path, {"1/2/3/a.json": CARD, "1/2/b.json": CARD})
    assert outcomes(tmp_path, config=Config(max_depth=2)) == {
        "1/2/3/": "unreadable: more than 2 folders deep: what stands in it was not seen",
        "1/2/b.json": "read",
    }


def test_a_folder_as_deep_as_is_ever_allowed_is_walked(tmp_path: Path) -> None:
    lay_out(tmp_path, {"/".join(["d"] * 200) + "/a.json": CARD})
    assert found(tmp_path, Config(max_depth=200)) == ["/".join(["d"] * 200) + "/a.json"]


def test_a_file_that_goes_while_the_scan_runs_is_named(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.json": CARD, "b.json": CARD})
    scan = scan_source(tmp_path, "acme", Config(), (Cards(),), workers=1)
    (tmp_path / "b.json").unlink()
    assert [(record.path, record.reason) for record in scan] == [
        ("a.json", ""),
        ("b.json", "gone since the folder was listed"),
    ]


@on_posix
def test_a_file_that_becomes_a_link_or_a_pipe_while_the_scan_runs_is_not_opened(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "root", {"a.json": CARD, "b.json": CARD})
    lay_out(tmp_path, {"outside.json": CARD})
    scan = scan_source(root, "acme", Config(), (Cards(),), workers=1)
    (root / "a.json").unlink()
    (root / "a.json").symlink_to(tmp_path / "outside.json")
    (root / "b.json").unlink()
    os.mkfifo(root / "b.json")
    assert [record.outcome for record in scan] == ["unreadable", "unreadable"]


def test_a_root_may_be_a_single_file(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.json": CARD, "b.json": CARD})
    assert outcomes(tmp_path / "a.json") == {"a.json": "read"}


def test_a_root_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="there is no such file or folder"):
        walk(tmp_path / "nowhere", Config())


def test_an_empty_folder_has_no_documents(tmp_path: Path) -> None:
    assert outcomes(tmp_path) == {}
