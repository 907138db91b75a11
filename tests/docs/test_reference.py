from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from opmap.analyses.readying import Rule
from opmap.automations import CONTROLS
from opmap.connecting.registry import connectors
from opmap.decisions import ACTS

ROOT = Path(__file__).parents[2]


def generator():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES = generator().pages()


@pytest.mark.parametrize("path", sorted(PAGES), ids=lambda path: path.name)
def test_a_generated_page_is_what_the_code_says(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PAGES[path], "run: make docs"


@pytest.mark.parametrize("name", [one.name for one in connectors()])
def test_every_connector_has_a_page(name: str) -> None:
    page = ROOT / "docs" / "connectors" / f"{name}.md"
    assert page.is_file(), f"{page} is missing"
    assert len(page.read_text(encoding="utf-8")) > 400


@pytest.mark.parametrize("act", ACTS)
def test_every_decision_is_explained(act: str) -> None:
    assert f"`{act}`" in (ROOT / "docs" / "deciding.md").read_text(encoding="utf-8")


def _links() -> list[tuple[str, str]]:
    folders = [
        ROOT.glob("*.md"),
        (ROOT / "docs").rglob("*.md"),
        (ROOT / "connectors").glob("*.md"),
        (ROOT / "inventories").glob("*.md"),
    ]
    found = []
    for page in (page for folder in folders for page in folder):
        links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        found += [(page.relative_to(ROOT).as_posix(), link) for link in links if "://" not in link]
    return found


@pytest.mark.parametrize(("page", "link"), _links())
def test_no_link_leads_nowhere(page: str, link: str) -> None:
    assert ((ROOT / page).parent / link).exists()


def test_every_page_can_be_reached_from_the_contents() -> None:
    contents = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").as_posix()
        assert name == "index.md" or f"({name})" in contents or name.startswith("connectors/"), name


@pytest.mark.parametrize("word", [*CONTROLS, *Rule])
def test_every_control_and_every_exception_of_readiness_is_explained(word: str) -> None:
    assert f"| {word} |" in (ROOT / "docs" / "readiness.md").read_text(encoding="utf-8")


def shown_by(package: Path) -> set[str]:
    """Give the controls that the modules of a connector name: those that its definitions can show."""
    text = "\n".join(each.read_text(encoding="utf-8") for each in sorted(package.glob("*.py")))
    named = {name for name in CONTROLS if f'"{name}"' in text}
    return named | ({"pinned model"} if "import pinned\n" in text else set())


@pytest.mark.parametrize("name", [one.name for one in connectors()])
def test_the_page_about_readiness_says_what_each_engine_can_show(name: str) -> None:
    package = ROOT / "connectors" / "opmap_connectors" / name.replace("-", "_")
    page = (ROOT / "docs" / "readiness.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| \[[^]]+\]\(connectors/{name}\.md\) \| (.+) \|$", page, re.MULTILINE)
    wanted = shown_by(package) if (package / "controls.py").exists() or name == "node-red" else set()
    assert set(row[1].split(", ") if row else ()) == wanted
