"""The notebook of the documentation runs against a real server, cell by cell."""

from __future__ import annotations

import json
from typing import Any

import pytest

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.api.operations import make_key
from tests.conftest import ROOT
from tests.web.conftest import House


@pytest.mark.django_db(transaction=True)
def test_the_notebook_runs(read_house: House, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _key, secret = make_key(read_house.lead, read_house.study, name="Notebook", audience=Audience.NETWORK, days=1)
    monkeypatch.setenv("CD_ADDRESS", live_server.url)
    monkeypatch.setenv("CD_KEY", secret)
    cells = json.loads((ROOT / "docs/notebooks/results.ipynb").read_text())["cells"]
    names: dict[str, Any] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            assert not cell["outputs"], "the notebook is kept without what it printed"
            exec("".join(cell["source"]), names)  # noqa: S102 - our own notebook
    assert names["figures"].filter(measure="density").height
    assert names["questions"]
