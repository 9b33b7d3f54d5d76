"""Write docs/reference/measures.md from the measures and the analyses (``--check`` compares)."""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import fields

import pages

from clusterdynamics import measures
from clusterdynamics.assessment import ANALYSES

PAGE = pages.DOCS / "reference" / "measures.md"

HEAD = """# Measures and analyses

<!-- Written by tools/document_measures.py from the docstrings. Do not edit. -->

A **measure** is a function of a network: `cd.measures.density(study.network("cooperation"))`.

An **analysis** looks at a whole study, applies measures wave by wave, and returns figures with their coverage,
their uncertainty, or the reason why they cannot be given: `cd.assess(study).whole_network`.

The full text of each, with parameters and formulas, is in its docstring: `help(cd.measures.density)`.

## Analyses, in the order of the report
"""


#: A section of a NumPy-style docstring.
SECTION = re.compile(r"[A-Z]\w+\n-+")


def first_paragraph(text: str | None) -> str:
    whole = re.split(r"\n\s*\n", inspect.cleandoc(text or ""), maxsplit=1)[0]
    return " ".join(whole.replace("``", "`").split()).replace("|", "\\|")


def sources(text: str | None) -> str:
    found = re.search(r"References\n-+\n(.*?)(\n\n[A-Z][a-z]+\n-+|\Z)", inspect.cleandoc(text or ""), re.S)
    return " ".join(found.group(1).split()).replace("|", "\\|") if found else ""


def describe(name: str, analysis: object) -> str:
    paragraphs = [p for p in inspect.cleandoc(analysis.run.__doc__ or "").split("\n\n") if not SECTION.match(p)]
    told = [" ".join(p.replace("``", "`").split()) for p in paragraphs]
    chosen = ", ".join(f"`{f.name}`" for f in fields(analysis.params))
    if chosen:
        told.append(f"Can be chosen: {chosen}.")
    return "\n\n".join([f"\n### {name}", *told]) + "\n"


def make() -> str:
    text = HEAD + "".join(describe(name, analysis) for name, analysis in ANALYSES.items())
    text += "\n## Measures\n\n| Measure | What it is | Source |\n|---|---|---|\n"
    for name in measures.__all__:
        doc = getattr(measures, name).__doc__
        text += f"| `{name}` | {first_paragraph(doc)} | {sources(doc)} |\n"
    return text


if __name__ == "__main__":
    sys.exit(pages.main(PAGE, make))
