"""The page: our template and style, nothing that runs, and a policy that admits nothing else."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from opmap.maps.pages import policy
from opmap.reports.safety import plain

if TYPE_CHECKING:
    from opmap.dossier.asking import Asked
    from opmap.dossier.values import Section
    from opmap.graph import Graph


def page(graph: Graph, asked: Asked, sections: tuple[Section, ...]) -> str:
    """Give the whole page; whatever a file called a thing, it stands there as text."""
    style = Markup((files("opmap.dossier") / "assets" / "report.css").read_text(encoding="utf-8"))  # noqa: S704 - our own
    loader = PackageLoader("opmap.dossier", "assets")
    template = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(
        "report.html"
    )
    written = template.render(
        title=_title(graph),
        snapshot=graph.snapshot,
        content=graph.content[:12],
        made=asked.made[:10],
        people=asked.people,
        map=asked.links.whole(),
        sections=sections,
        style=style,
        csp=policy((), (style,)),
    )
    return written.encode("utf-8", "replace").decode("utf-8") + "\n"


def _title(graph: Graph) -> str:
    names = [plain(source.name, 60) for source in graph.details.sources()]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return " · ".join(names[:3]) + more or "No source"
