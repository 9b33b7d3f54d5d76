"""The main job: what comes out, streams of chance, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import clusterdynamics as cd
from clusterdynamics import compute
from clusterdynamics.assessment import ANALYSES, assess
from clusterdynamics.errors import Cancelled, InputError
from clusterdynamics.measures.analyses import WholeNetworkParams
from clusterdynamics.study.package import fingerprint

from .build import random_study

STUDY = random_study(10)


def test_every_analysis_is_an_attribute() -> None:
    reading = assess(STUDY, replicates=5)
    assert list(reading.results) == [name for name, a in ANALYSES.items() if not a.by_request]
    assert reading.coverage is reading.results["coverage"]
    assert "change" in dir(reading)
    with pytest.raises(AttributeError):
        _ = reading.nothing


def test_figures_cite_the_snapshot() -> None:
    assert assess(STUDY, analyses=["coverage"]).snapshot == fingerprint(STUDY)


def test_choosing_fewer_analyses_changes_nothing_in_the_others() -> None:
    whole = assess(STUDY, seed=3, replicates=20)
    few = assess(STUDY, seed=3, replicates=20, analyses=["mixing", "change"])
    assert list(few.results) == ["mixing", "change"]
    assert few.results["mixing"] == whole.results["mixing"]
    assert assess(STUDY, seed=4, replicates=20, analyses=["mixing"]).results["mixing"] != whole.results["mixing"]


def test_parameters_of_one_analysis() -> None:
    chosen = WholeNetworkParams(networks=("advice",), replicates=5, random_networks=2)
    reading = assess(STUDY, replicates=5, analyses=["whole_network"], params={"whole_network": chosen})
    assert {e.network for e in reading.whole_network.estimates} == {"advice"}


def test_an_unknown_analysis_is_refused() -> None:
    with pytest.raises(InputError, match=r"no analysis called horoscope\. There are: coverage"):
        assess(STUDY, analyses=["horoscope"])


def test_negative_replicates_are_refused() -> None:
    with pytest.raises(InputError, match="cannot be negative: -1"):
        assess(STUDY, replicates=-1)


def test_progress_and_cancel() -> None:
    told: list[tuple[str, int, int]] = []
    with compute.using(progress=lambda *what: told.append(what)):
        assess(STUDY, replicates=5, analyses=["coverage", "change"])
    assert told[-1] == ("Analyses", 2, 2)
    with compute.using(cancelled=lambda: True), pytest.raises(Cancelled):
        assess(STUDY, replicates=5, analyses=["change"])


def test_in_words() -> None:
    reading = assess(STUDY, replicates=5, analyses=["coverage", "change"])
    assert next(iter(reading.sentences()))[0] == "coverage"
    assert reading.explain().splitlines()[0].startswith("In 2024")


def test_the_front_door(tmp_path: Path) -> None:
    """The names of the README, used as it says."""
    cd.write_study(STUDY, tmp_path / "study.zip")
    study = cd.read_study(tmp_path / "study.zip")
    reading = cd.assess(study, seed=1, replicates=5)
    assert 0 < cd.measures.density(study.network("cooperation", wave="2026")) < 1
    assert cd.write_report(reading, tmp_path / "report.html").exists()
    assert {"read_study", "assess", "measures"} <= set(dir(cd))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = cd.nonsense


def test_every_public_name_leads_somewhere() -> None:
    for name in cd.__all__:
        assert getattr(cd, name) is not None
    for name in cd.measures.__all__:
        assert callable(getattr(cd.measures, name))
        assert type(getattr(cd.measures, name)).__name__ == "function"
    assert dir(cd.measures) == cd.measures.__all__
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = cd.measures.nonsense
