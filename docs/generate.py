"""Write the reference pages that follow from the code: commands, vocabulary, errors, settings.

Run it with ``make docs``. A test fails when a page is not what this would write.
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

from opmap import errors
from opmap.kinds import ENVIRONMENTS, KINDS, LAYERS, VERBS, Certainty, Known, Strength, Travel

REFERENCE = Path(__file__).parent / "reference"


def pages() -> dict[Path, str]:
    """Give every generated page by its path."""
    return {
        REFERENCE / "commands.md": commands(),
        REFERENCE / "vocabulary.md": vocabulary(),
        REFERENCE / "errors.md": error_page(),
        REFERENCE / "settings.md": settings(),
        REFERENCE.parent / "assumptions.md": assumed(),
    }


def commands() -> str:
    """Describe every command with its arguments and options."""
    from typer.main import get_command

    from opmap.cli import command_line

    root = get_command(command_line())
    lines = ["# Commands", "", "Generated from the program. Exit codes: 0 it worked; 1 the answer is bad news that was"]
    lines += ["asked for (`--strict`); 2 the question was wrong; 3 the data is.", ""]
    for name, command in sorted(_walk("opmap", root)):
        lines += [f"## {name}", "", *_paragraphs(command.help or ""), ""]
        rows = [row for parameter in command.params if (row := _parameter(parameter))]
        if rows:
            lines += ["| argument or option | what it does |", "| --- | --- |", *rows, ""]
    return "\n".join(lines).rstrip() + "\n"


def _walk(name, command):
    """Give each command below this one with its full name."""
    children = getattr(command, "commands", {})
    if name != "opmap" and (not children or getattr(command, "invoke_without_command", False)):
        yield name, command
    for child, below in children.items():
        yield from _walk(f"{name} {child}", below)


def _paragraphs(text: str) -> list[str]:
    """Give the help text; paragraphs whose lines are kept apart stand in a block."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    kept = [f"```text\n{one[2:]}\n```" if one.startswith("\b\n") else one for one in paragraphs]
    return "\n\n".join(kept).split("\n")


def _parameter(parameter) -> str:
    if parameter.name in {"help", "install_completion", "show_completion"} or getattr(parameter, "hidden", False):
        return ""
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    if parameter.param_type_name == "argument":
        names = f"`{parameter.name.upper()}{'…' if parameter.nargs == -1 else ''}`"
    text = getattr(parameter, "help", "") or ""
    return f"| {names} | {text.replace('|', chr(92) + '|')} |"


def vocabulary() -> str:
    """Describe every kind and verb, and what travels along each verb."""
    about = "What things are, which verbs join them, and how failure travels. Generated from `kinds.py`."
    lines = ["# Vocabulary", "", about, "", "## Kinds", ""]
    lines += ["| layer | kind | what it is | a fault of its own |", "| --- | --- | --- | --- |"]
    for kind in KINDS.values():
        lines.append(f"| {kind.layer} | {kind.name} | {kind.meaning} | {'yes' if kind.fails else 'no'} |")
    lines += ["", "## Layers", "", "| layer | colour | shape |", "| --- | --- | --- |"]
    lines += [f"| {layer.name} | `{layer.colour}` | {layer.shape} |" for layer in LAYERS.values()]
    lines += [
        "",
        "## Verbs",
        "",
        "A relation is a sentence: *source verb target*. The columns say which end is hurt.",
        "",
    ]
    lines.append("| verb | the source … | outage | stale data | change | absence | effect | several are |")
    lines.append("|" + " --- |" * 8)
    travels = (Travel.OUTAGE, Travel.STALENESS, Travel.CHANGE, Travel.ABSENCE)
    for verb in VERBS.values():
        hurt = " | ".join(verb.hurts(travel) or "" for travel in travels)
        several = "alternatives, presumed" if verb.alternatives else ""
        effect = (verb.effect.value + (", soft" if verb.strength is Strength.SOFT else "")) if verb.outage else ""
        lines.append(f"| {verb.name} | {verb.meaning} | {hurt} | {effect} | {several} |")
    lines += ["", "## Words on every relation", ""]
    lines += [f"- **certainty**: {', '.join(Certainty)}", f"- **how it is known**: {', '.join(Known)}"]
    lines += [
        f"- **strength**: {', '.join(Strength)}, stated or presumed",
        f"- **environment**: {', '.join(ENVIRONMENTS)}",
    ]
    return "\n".join(lines) + "\n"


def error_page() -> str:
    """Describe every error and its exit code."""
    found = [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, errors.OpmapError)]
    about = "Every error that opmap raises on purpose, with the exit code of a command that ends in it."
    lines = ["# Errors", "", about, ""]
    lines += ["| error | means | exit code |", "| --- | --- | --- |"]
    for one in sorted(found, key=lambda each: (each.exit_code, each.__name__)):
        lines.append(f"| `{one.__name__}` | {inspect.getdoc(one).splitlines()[0]} | {one.exit_code} |")
    return "\n".join(lines) + "\n"


def settings() -> str:
    """Show the commented configuration file."""
    from opmap.config import DEFAULT_TOML

    lines = [
        "# Settings",
        "",
        "`opmap init` writes this file, `opmap.toml`, into the folder that is scanned. Everything in it",
    ]
    lines += ["may be left out.", "", "```toml", re.sub(r"\n{3,}", "\n\n", DEFAULT_TOML).strip(), "```"]
    return "\n".join(lines) + "\n"


_ASSUMED = """\
# Assumptions

What answers assume where nobody says it of a node. Generated from the table that `opmap assumptions`
prints; an organisation sets numbers of its own in the `opmap.toml` of the folder that its map is
kept in ([settings](reference/settings.md)):

```toml
[assumptions.kind.service]
fails = 1.0        # times a year
repair = 3.0       # hours

[assumptions.weakness]
unowned = 3.0
```

The numbers are round, for an ordinary organisation, and wide on purpose: they order things of
different kinds and predict nothing. What is stated of a node comes before all of them
(`opmap decide fails NODE 3`, `opmap decide repair NODE 8h`; `fails`, `repair` and `value` in an inventory;
a column such as *incidents per year* or *MTTR* in a sheet), and already contains that node's weak
controls. How they become points is told in [the ranking](ranking.md).
"""


def assumed() -> str:
    """Show the tables of what is assumed."""
    from opmap.analyses.assumptions import assumptions
    from opmap.reports.assumptions import tables
    from opmap.reports.formats import bare

    lines = [_ASSUMED]
    for table in tables(assumptions()):
        chosen = [place for place, column in enumerate(table.columns) if column.name != "set here"]
        lines += [f"## {table.title[0].upper()}{table.title[1:]}", ""]
        lines.append("| " + " | ".join(table.columns[place].name for place in chosen) + " |")
        lines.append("|" + " --- |" * len(chosen))
        lines += ["| " + " | ".join(bare(row[place]) for place in chosen) + " |" for row in table.rows]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path.name}\n")
