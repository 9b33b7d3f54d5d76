"""Write ``docs/reference/web-settings.md`` from the list that the application reads; ``--check`` compares only."""

from __future__ import annotations

import sys

import pages

from clusterdynamics_web.environment import VARIABLES

PAGE = pages.DOCS / "reference" / "web-settings.md"
HEAD = """# Settings of the web application

<!-- Written by tools/document_settings.py from the settings. Do not edit. -->

`clusterdynamics serve` needs none of them. They are read from the environment, and a wrong value stops the start; all
problems are told at once, each with what to do.

| Variable | What it is for |
|---|---|
"""


def make() -> str:
    return HEAD + "".join(f"| `{name}` | {text} |\n" for name, text in VARIABLES.items())


if __name__ == "__main__":
    sys.exit(pages.main(PAGE, make))
