"""The gate runs the three targets in order, asks nobody anything, and stops at the first failure."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.tools.machine import TOOLS


def run(folder: Path, make: str) -> tuple[int, list[str]]:
    """Run .ci/run with a make that logs its target and then does this."""
    log = folder / "targets"
    program = folder / "make"
    # Reading must not wait for anybody: `read` fails at once where there is no input.
    program.write_text(f"#!/bin/sh\nif read -r line; then echo waited; fi >>'{log}'\necho \"$1\" >>'{log}'\n{make}\n")
    program.chmod(0o755)
    result = subprocess.run(
        [TOOLS.parent / ".ci" / "run"],
        env=os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"},
        input="an answer\n",
        text=True,
        capture_output=True,
        check=False,
        timeout=30,
        cwd=folder,
    )
    return result.returncode, log.read_text().splitlines()


def test_all_three_in_order(tmp_path: Path) -> None:
    assert run(tmp_path, "exit 0") == (0, ["test", "verify", "lint"])


def test_failure_stops_it(tmp_path: Path) -> None:
    status, targets = run(tmp_path, '[ "$1" != verify ]')
    assert status != 0
    assert targets == ["test", "verify"]
