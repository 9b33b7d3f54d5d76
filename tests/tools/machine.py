"""A make-believe machine: a PATH and a home folder of fake programs, so that nothing real is run."""

from __future__ import annotations

import subprocess
from pathlib import Path

__all__ = ["TOOLS", "Machine"]

TOOLS = Path(__file__).resolve().parents[2] / "tools"


class Machine:
    """Fake programs in `bin`, a fake home, and a log of what was called, in order."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.home = folder / "home"
        self.venv = folder / "venv"
        self.log = folder / "calls.log"
        for made in (self.bin, self.home):
            made.mkdir(parents=True)

    def program(self, name: str, script: str, folder: Path | None = None) -> Path:
        """Put a fake program there; it logs its name and arguments before it does what `script` says."""
        path = (folder or self.bin) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # Python's -c program has several lines: one line per call is easier to read.
        log = f"""case ${{1:-}} in -c) echo '{name} -c' ;; *) echo "{name} $*" ;; esac >>'{self.log}'"""
        path.write_text(f"#!/bin/sh\n{log}\n{script}\n")
        path.chmod(0o755)
        return path

    def python(self, name: str, version: str, folder: Path | None = None) -> Path:
        """Put a fake Python there; to -c it answers with its version, as the finder's probe prints it."""
        return self.program(name, f"echo '{version}'", folder)

    def shim(self, name: str) -> Path:
        """Put a version manager's shim there: it exists and exits 127."""
        return self.program(name, f"echo '{name}: command not found' >&2\nexit 127")

    def run(
        self, tool: str, *arguments: str, install: bool = False, with_system: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run one of the scripts of tools/ on this machine; `with_system` adds rm, touch and their like."""
        environment = {
            "PATH": f"{self.bin}:/usr/bin:/bin" if with_system else str(self.bin),
            "HOME": str(self.home),
            "CD_UV_HELPER": str(self.home / "uv-helper"),
            "CD_VENV": str(self.venv),
            "CD_FIND_PYTHON_NO_INSTALL": "" if install else "1",
        }
        return subprocess.run(
            [TOOLS / tool, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )

    @property
    def calls(self) -> list[str]:
        """Every call of a fake program so far, in order."""
        return self.log.read_text().splitlines() if self.log.exists() else []

    def calls_of(self, *names: str) -> list[str]:
        """The calls of these programs only."""
        return [call for call in self.calls if call.split()[0] in names]
