"""Write docs/reference/command-line.md from the commands themselves (``--check`` compares)."""

from __future__ import annotations

import sys
from typing import Any

import pages
import typer

from clusterdynamics.cli.app import app

PAGE = pages.DOCS / "reference" / "command-line.md"

HEAD = """# The command line

<!-- Written by tools/document_commands.py from the commands. Do not edit. -->

Every command answers to `--help`. Progress and problems go to standard error, results to standard output.

| Exit code | Meaning |
|---|---|
| 0 | done |
| 1 | the input cannot be used; the message lists everything that is wrong and what to do |
| 2 | wrong use of the command |
| 130 | stopped by Ctrl-C; nothing is half-written |
"""


def cell(text: str) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def describe(command: Any, path: str) -> str:
    options = [p for p in command.params if not getattr(p, "hidden", False)]
    arguments = [p for p in options if p.param_type_name == "argument"]
    flags = [p for p in options if p.param_type_name == "option" and p.name != "help"]
    usage = " ".join([path, *((a.name or "").upper() for a in arguments)])
    text = (
        f"\n## {path}\n\n{cell(command.help)}\n\n```console\n$ {usage} {'[OPTIONS]' if flags else ''}".rstrip()
        + "\n```\n"
    )
    rows = [f"| `{(a.name or '').upper()}` | {cell(getattr(a, 'help', ''))} |" for a in arguments]
    for flag in flags:
        default = flag.default
        known = (
            default is not None and default is not False and not callable(default) and str(default) not in ("", "()")
        )
        ends = f" Default: `{default}`." if known else ""
        needed = " Needed." if flag.required else ""
        rows.append(f"| `{'`, `'.join(flag.opts)}` | {cell(flag.help)}{needed}{ends} |")
    if rows:
        text += "\n| | |\n|---|---|\n" + "\n".join(rows) + "\n"
    return text


def walk(command: Any, path: str) -> str:
    children = getattr(command, "commands", None)
    if not children:
        return describe(command, path)
    return "".join(walk(child, f"{path} {name}") for name, child in children.items())


def make() -> str:
    return HEAD + walk(typer.main.get_command(app), "clusterdynamics")


if __name__ == "__main__":
    sys.exit(pages.main(PAGE, make))
