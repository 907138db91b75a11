"""Our script: small modules, joined into one in the order in which they need each other.

The modules are ordinary ES modules, which a browser or node can load one by one. Each name
that one of them exports is unique among all, so that joining is leaving the imports out.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_IMPORT = re.compile(r"""^import\s[^;]*?from\s+["']\./([\w-]+\.mjs)["'];\n""", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|const|class|let)", re.MULTILINE)
FIRST = "main.mjs"


@cache
def bundle() -> str:
    """Give one script that is all modules."""
    folder = files("opmap.maps") / "assets"
    parts: dict[str, str] = {}

    def take(name: str) -> None:
        if name in parts:
            return
        text = (folder / name).read_text(encoding="utf-8")
        parts[name] = ""
        for needed in _IMPORT.findall(text):
            take(needed)
        parts.pop(name)
        parts[name] = _EXPORT.sub("", _IMPORT.sub("", text))

    take(FIRST)
    return '"use strict";\n(() => {\n' + "\n".join(parts.values()) + "})();\n"
