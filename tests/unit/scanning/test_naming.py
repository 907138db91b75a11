from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.unit.scanning.trees import lay_out

from opmap.config import Config
from opmap.scanning import commit_of, identity_of, source_name

COMMIT = "9fceb02d0ae598e95dc970b74767f19372d61af8"
OTHER = "1d1f00d0ae598e95dc970b74767f19372d61af80"


def repository(root: Path, url: str = "", head: str = "ref: refs/heads/main\n", **files: str) -> Path:
    config = f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {url}\n\tfetch = x\n' if url else "[core]\n"
    return lay_out(
        root, {".git/config": config, ".git/HEAD": head} | {f".git/{name}": text for name, text in files.items()}
    )


@pytest.mark.parametrize(
    ("url", "identity"),
    [
        ("git@github.com:acme/claims.git", "github.com/acme/claims"),
        ("https://github.com/acme/claims.git", "github.com/acme/claims"),
        ("https://ana:ghp_secret@GitHub.com/acme/claims/", "github.com/acme/claims"),
        ("ssh://git@gitlab.acme.example:2222/group/sub/claims.git", "gitlab.acme.example/group/sub/claims"),
        ("ssh.dev.azure.com:v3/acme/claims/intake", "ssh.dev.azure.com/v3/acme/claims/intake"),
        ("git://host.example/claims", "host.example/claims"),
        ("/srv/git/claims.git", ""),
        ("file:///srv/git/claims.git", ""),
        ("../claims", ""),
        ("C:\\git\\claims", ""),
        ("", ""),
    ],
)
def test_a_remote_gives_what_all_clones_share(tmp_path: Path, url: str, identity: str) -> None:
    assert identity_of(repository(tmp_path, url)) == identity


def test_a_source_is_named_as_asked_else_by_its_file_else_by_its_remote_else_by_its_folder(tmp_path: Path) -> None:
    root = repository(tmp_path / "clone-2", "git@github.com:acme/claims.git")
    named = Config(source_name="claims-platform")
    assert source_name(root, named, "given") == "given"
    assert source_name(root, named) == "claims-platform"
    assert source_name(root, Config()) == "acme/claims"
    assert source_name(lay_out(tmp_path / "plain", {"a": ""}), Config()) == "plain"
    assert source_name(lay_out(tmp_path, {"one/compose.yaml": ""}) / "one" / "compose.yaml", Config()) == "compose"


def test_a_folder_inside_a_repository_is_named_after_itself(tmp_path: Path) -> None:
    root = lay_out(repository(tmp_path, "git@github.com:acme/claims.git"), {"k8s/a.yaml": ""})
    assert source_name(root / "k8s", Config()) == "k8s"
    assert commit_of(root / "k8s") == ""


def test_without_origin_the_first_remote_counts(tmp_path: Path) -> None:
    remotes = '[remote "upstream"]\n url = https://x.example/a/b\n[remote "fork"]\n url = https://x.example/c/d\n'
    lay_out(tmp_path, {".git/config": f'{remotes}[branch "m"]\n url = no\n', ".git/HEAD": ""})
    assert identity_of(tmp_path) == "x.example/c/d"


def test_the_commit_of_a_branch_is_found(tmp_path: Path) -> None:
    refs = f"# pack-refs\n{OTHER} refs/heads/ma\n{COMMIT} refs/heads/main\n^{OTHER}\n"
    loose = repository(tmp_path / "a", **{"refs/heads/main": COMMIT + "\n"})
    packed = repository(tmp_path / "b", **{"packed-refs": refs})
    detached = repository(tmp_path / "c", head=COMMIT + "\n")
    both = repository(tmp_path / "d", **{"refs/heads/main": COMMIT, "packed-refs": f"{OTHER} refs/heads/main\n"})
    assert [commit_of(root) for root in (loose, packed, detached, both)] == [COMMIT] * 4


def test_a_worktree_has_its_own_head_and_the_branches_of_its_repository(tmp_path: Path) -> None:
    main = repository(tmp_path / "main", "git@github.com:acme/claims.git", **{"refs/heads/fix": COMMIT})
    lay_out(main, {".git/worktrees/fix/HEAD": "ref: refs/heads/fix\n", ".git/worktrees/fix/commondir": "../..\n"})
    tree = lay_out(tmp_path / "fix", {".git": f"gitdir: {main}/.git/worktrees/fix\n"})
    assert commit_of(tree) == COMMIT
    assert identity_of(tree) == "github.com/acme/claims"


def test_a_single_file_belongs_to_the_repository_that_it_is_the_top_of(tmp_path: Path) -> None:
    root = lay_out(repository(tmp_path, head=COMMIT), {"compose.yaml": ""})
    assert commit_of(root / "compose.yaml") == COMMIT


@pytest.mark.parametrize(
    "head",
    [
        "",
        "ref: refs/heads/unborn",
        "ref: ../../secret",
        "ref: refs/../../../../secret",
        "ref: /etc/passwd",
        "nonsense",
        "ref:",
    ],
)
def test_what_names_no_commit_gives_none(tmp_path: Path, head: str) -> None:
    lay_out(tmp_path, {"secret": COMMIT})
    assert commit_of(repository(tmp_path / "a" / "b", head=head, **{"refs/heads/other": OTHER})) == ""


@pytest.mark.skipif(os.name != "posix", reason="needs pipes as POSIX has them")
def test_a_pipe_in_the_place_of_a_file_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    os.mkfifo(tmp_path / ".git" / "HEAD")
    os.mkfifo(tmp_path / ".git" / "config")
    assert (commit_of(tmp_path), identity_of(tmp_path)) == ("", "")


def test_a_folder_without_a_repository_has_neither(tmp_path: Path) -> None:
    assert (commit_of(tmp_path), identity_of(tmp_path)) == ("", "")
