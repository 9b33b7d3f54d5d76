"""Pages of the documentation that are made from the code: write one, or say that it is out of date."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"


def main(page: Path, make: Callable[[], str]) -> int:
    """Write `page`; with ``--check`` only compare. Returns the exit code."""
    text = make()
    if "--check" in sys.argv[1:]:
        if page.exists() and page.read_text(encoding="utf-8") == text:
            return 0
        print(f"{page.relative_to(DOCS.parent)} is out of date: run {sys.argv[0]}", file=sys.stderr)
        return 1
    page.write_text(text, encoding="utf-8")
    return 0
