"""Pages of the documentation that are made from the code are up to date."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
MAKERS = sorted((ROOT / "tools").glob("document_*.py"))


def test_there_are_some() -> None:
    assert {"document_commands.py", "document_measures.py", "document_model.py"} <= {m.name for m in MAKERS}


@pytest.mark.parametrize("maker", MAKERS, ids=lambda m: m.stem)
def test_up_to_date(maker: Path) -> None:
    done = subprocess.run([sys.executable, maker, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
