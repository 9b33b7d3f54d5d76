"""The page of the reference model in the documentation is up to date, and says what is documented."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "reference-model.md"


def test_the_page_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "document_model.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_page_says_what_is_documented_and_what_is_not() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "A reconstruction" in text
    # Three economies, eight variables, one loop.
    section = text.split("## What is documented")[1].split("\n## ")[0]
    assert section.count("| smith-brown-2009 |") == 12
    assert "14 belong to the loops above; these 8 have no name" in text
    assert "for comparison only" in text
    assert "{most}" not in text
