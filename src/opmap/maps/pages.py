"""Pages that need nothing else: our template, style and script, and a policy that admits only what is in the file."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import pyvis
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader
from markupsafe import Markup


def environment() -> Environment:
    """Give an environment that finds our templates and what pyvis brings, and escapes whatever it is given."""
    theirs = FileSystemLoader(Path(pyvis.__file__).parent / "templates")
    return Environment(loader=ChoiceLoader([PackageLoader("opmap.maps", "assets"), theirs]), autoescape=True)


@cache
def asset(name: str) -> Markup:
    """Give a file of ours as it is."""
    return Markup((files("opmap.maps") / "assets" / name).read_text(encoding="utf-8"))  # noqa: S704 - our own


def policy(scripts: tuple[str, ...], styles: tuple[str, ...] = ()) -> str:
    """Give a content security policy that admits these scripts and styles; without styles, any style of the page."""
    style = _hashes(styles) if styles else "'unsafe-inline'"
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {style}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: tuple[str, ...]) -> str:
    hashes = " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts)
    return hashes or "'none'"
