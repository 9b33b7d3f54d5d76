"""A study is read with the model that its settings name."""

from __future__ import annotations

from pathlib import Path

import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import use_language
from clusterdynamics.measures.analyses import StageReadingParams, stage_reading
from clusterdynamics.models import ModelError
from clusterdynamics.models.of_study import model_of
from clusterdynamics.study.model import Study
from clusterdynamics.study.package import check_study, fingerprint, read_study, write_study
from clusterdynamics.study.settings import Item

from ..build import make_study

THREE = """
id = "three"
title = "Three stages"
language = "en"
languages = ["en", "sv"]
extends = "reference"
sources = [{ id = "us", citation = "Our own, 2026." }]
factors = []
links = []
loops = []
evidence = []
vignettes = []
economies = []
dimensions = [{ id = "talk", label = "Talking", basis = "reconstruction", source = "us" }]
stages = [
  { id = "one", number = 1, label = "Meeting", description = "People meet.", dimension = "talk", basis = "reconstruction", source = "us" },
  { id = "two", number = 2, label = "Doing", description = "People do things.", dimension = "talk", basis = "reconstruction", source = "us" },
  { id = "three", number = 3, label = "Building", description = "People build.", dimension = "talk", basis = "reconstruction", source = "us" },
]
statements = [
  { id = "q1", stage = "one", dimension = "talk", text = "We meet.", basis = "reconstruction", source = "us" },
  { id = "q2", stage = "two", dimension = "talk", text = "We do things.", basis = "reconstruction", source = "us" },
  { id = "q3", stage = "three", dimension = "talk", text = "We build things.", basis = "reconstruction", source = "us" },
]
"""  # noqa: E501 - one line for each element, as in a model file


def own_study(model: bytes = THREE.encode()) -> Study:
    n = 16
    ids = [f"o{i:02d}" for i in range(n)]
    agree = {"q1": 15, "q2": 13, "q3": 2}
    tables = {
        "respondents": [{"id": f"r{a}", "wave": "2024", "actor": a, "status": "submitted"} for a in ids],
        "answers": [
            {"wave": "2024", "respondent": f"r{a}", "item": q, "value": "5" if i < k else "1"}
            for q, k in agree.items()
            for i, a in enumerate(ids)
        ],
    }
    items = tuple(Item(id=q, text=q) for q in agree)
    study = make_study(ids, relations=(), tables=tables, items=items, model="ours.toml")
    return Study(study.settings, study.tables, files={"ours.toml": model})


def test_without_a_model_of_its_own_the_reference_model_in_the_active_language() -> None:
    assert len(model_of(make_study(["a"])).stages) == 5
    with use_language("sv"):
        assert model_of(make_study(["a"])).language == "sv"


@pytest.mark.parametrize("ending", ["", ".zip"])
def test_a_model_of_three_stages_travels_with_the_study(tmp_path: Path, ending: str) -> None:
    write_study(own_study(), tmp_path / f"study{ending}")
    study = read_study(tmp_path / f"study{ending}")
    assert study.files["ours.toml"].decode() == THREE
    assert [s.label for s in model_of(study).stages] == ["Meeting", "Doing", "Building"]
    found = stage_reading(study, StageReadingParams(200), 1)
    assert found.sentences()[0] == "In 2024 the cluster reads as stage 2, Doing."
    assert found.chart().to_dict()


def test_the_model_is_part_of_the_identity() -> None:
    assert fingerprint(own_study()) != fingerprint(own_study(THREE.replace("Meeting", "Talking").encode()))


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    write_study(own_study(), tmp_path / "study")
    (tmp_path / "study" / "ours.toml").unlink()
    study, problems = check_study(tmp_path / "study")
    assert study is None
    (problem,) = [p for p in problems if p.severity == "error"]
    assert (problem.code, problem.file, problem.column) == ("model-missing", "study.toml", "model")


def test_other_toml_files_are_no_part_of_the_study(tmp_path: Path) -> None:
    write_study(own_study(), tmp_path / "study")
    (tmp_path / "study" / "notes.toml").write_text("a = 1")
    assert set(read_study(tmp_path / "study").files) == {"ours.toml"}


def test_a_workbook_cannot_hold_a_model(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"ours\.toml; write a folder or a \.zip"):
        write_study(own_study(), tmp_path / "study.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_broken_model_says_what_is_wrong() -> None:
    with pytest.raises(ModelError, match=r"ours\.toml"):
        model_of(own_study(THREE.replace("number = 2", "number = 7").encode()))
