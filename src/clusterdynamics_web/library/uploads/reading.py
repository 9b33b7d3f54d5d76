"""Reading a file for search and for the privacy gate, in a process with limits (`reader.py`)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["NotRead", "read_file"]

#: Seconds after which the process is stopped, whatever it does.
PATIENCE = 150


class NotRead(Exception):
    """The file could not be read within the limits."""


def read_file(kind: str, path: Path, thumbnail: Path) -> dict[str, Any]:
    """Return text, tables and marks of a file, and whether its small picture was written to `thumbnail`.

    Raises
    ------
    NotRead
        The process broke, or was stopped by its limits.
    """
    reader = Path(__file__).with_name("reader.py")
    # -I: nothing of the surroundings, no folder of ours on the path; an empty environment but for finding programs.
    command = [sys.executable, "-I", str(reader), kind, str(path), str(thumbnail)]
    try:
        done = subprocess.run(  # noqa: S603 - our own script
            command,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
            stdin=subprocess.DEVNULL,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin"},
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired, json.JSONDecodeError) as problem:
        raise NotRead from problem
    return found
