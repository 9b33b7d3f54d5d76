"""A missing network is told, not failed; everything else that pip-audit complains about fails."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tools.machine import TOOLS


def audit(folder: Path, says: str, status: int) -> subprocess.CompletedProcess[str]:
    """Run tools/audit in a folder of its own, with a pip-audit that says this and exits so."""
    program = folder / ".venv" / "bin" / "pip-audit"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '{says}' >&2\nexit {status}\n")
    program.chmod(0o755)
    (folder / "tools").mkdir()
    script = shutil.copy(TOOLS / "audit", folder / "tools")
    return subprocess.run([script], capture_output=True, text=True, check=False)


def test_nothing_found(tmp_path: Path) -> None:
    result = audit(tmp_path, "No known vulnerabilities found", 0)
    assert (result.returncode, result.stdout) == (0, "No known vulnerabilities found\n")


@pytest.mark.parametrize("says", ["Found 1 known vulnerability in 1 package", "ERROR: some-package: skipped"])
def test_findings_and_skipped_packages_fail(tmp_path: Path, says: str) -> None:
    result = audit(tmp_path, says, 1)
    assert result.returncode == 1
    assert says in result.stdout


def test_no_network_is_told(tmp_path: Path) -> None:
    result = audit(tmp_path, "requests.exceptions.ConnectionError: Max retries exceeded", 1)
    assert result.returncode == 0
    assert "Nothing was checked" in result.stdout
