"""Running the command line in this process, as a person would type it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clusterdynamics.cli import main


class Outcome:
    """Exit code and what was printed."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def cd(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """`clusterdynamics …`"""

    def run(*words: str | Path) -> Outcome:
        monkeypatch.setattr("sys.argv", ["clusterdynamics", *map(str, words)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return run


@pytest.fixture(scope="session")
def small_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that is analysed in no time."""
    from clusterdynamics.study.package import write_study

    from ..build import random_study

    folder = tmp_path_factory.mktemp("small") / "small"
    write_study(random_study(14, missing=0.1), folder)
    return folder
