"""What every test can rely on: settings of the machine that must not matter, and the shared data."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# Printed text must not depend on the terminal that the tests happen to run in.
os.environ["COLUMNS"] = "120"
os.environ["NO_COLOR"] = "1"
os.environ.pop("FORCE_COLOR", None)

# Workers of pytest share the cores already; threads of polars and numpy in each of them only wait for one another,
# which costs a third of the time of everything that reads tables. Set before they are imported. Without workers
# (`make verify`, one file alone) there are as many threads as a person has; FREE gives a process of its own as many.
THREADS = ("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS")
FREE = {name: value for name, value in os.environ.items() if name not in THREADS}
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.update(dict.fromkeys(THREADS, "1"))

# Time limits per example would fail on a busy machine or while numba compiles; they show nothing.
# The same examples every time: a change is judged by what it changed. `CD_EXPLORE=1 make test` looks for others.
# `make verify` asks the properties once more, with many more examples.
settings.register_profile(
    "repository",
    deadline=None,
    max_examples=int(os.environ.get("CD_EXAMPLES", "50")),
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not os.environ.get("CD_EXPLORE"),
)
settings.load_profile("repository")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of real data sets with known answers; it lies beside the checkout and is never part of it."""
    folder = Path(os.environ.get("CD_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "reference_numbers.json").is_file():
        pytest.skip(f"the shared test data is not here (looked in {folder}; CD_SHARED_DATA can name it)")
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests that need a browser where there is none, and say so."""
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    if not in_browser:
        return
    found = subprocess.run([ROOT / "tools" / "find-chromium"], capture_output=True, check=False)
    if found.returncode != 0:
        for item in in_browser:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (make browser)"))


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name no test by its bytes: a zip made while tests are collected holds the time, and each worker has its own."""
    return argname if isinstance(val, bytes) else None
