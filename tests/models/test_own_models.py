"""A region's own model: other stages, any number of them, whole or built on the reference model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterdynamics.models import ModelError, check_model, load_model
from clusterdynamics.models.checks import check_content
from clusterdynamics.models.draft import take_apart
from clusterdynamics.models.load import translations_of
from clusterdynamics.models.texts import texts_of
from tests.models.own import OURS, own_model, toml, write


@pytest.mark.parametrize("stages", range(1, 10))
def test_any_number_of_stages(tmp_path: Path, stages: int) -> None:
    model, problems = check_model(write(tmp_path, own_model(stages)))
    assert problems == ()
    assert model is not None
    assert [s.number for s in model.stages] == list(range(1, stages + 1))
    assert all(len(model.statements_of(n, core=True)) == 1 for n in range(1, stages + 1))
    # One minus sign in the round, however long it is.
    assert model.loop("R1").polarity == "balancing"
    assert len(model.loop("R1").links) == stages + 1


@pytest.mark.parametrize("stages", range(1, 10))
def test_any_number_of_stages_on_top_of_the_reference_model(tmp_path: Path, stages: int) -> None:
    model, problems = check_model(write(tmp_path, extending(stages)))
    assert problems == ()
    assert model is not None
    assert len(model.stages) == stages
    assert model.areas == load_model().areas
    assert model.thresholds == load_model().thresholds


def extending(stages: int) -> dict[str, Any]:
    whole = own_model(stages)
    taken = ("id", "title", "sources", "dimensions", "stages", "statements", "factors", "links", "loops")
    return {k: whole[k] for k in taken} | {"extends": "reference", "evidence": [], "vignettes": []}


@given(order=st.permutations(range(6)))
def test_stages_come_in_the_order_of_their_numbers(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    raw = own_model(6)
    raw["stages"] = [raw["stages"][n] for n in order]
    model = load_model(write(tmp_path_factory.mktemp("m"), raw))
    assert [s.number for s in model.stages] == [1, 2, 3, 4, 5, 6]


@given(
    signs=st.lists(st.sampled_from("+-"), min_size=4, max_size=4), said=st.sampled_from(["reinforcing", "balancing"])
)
def test_polarity_is_checked_for_every_choice_of_signs(signs: list[str], said: str) -> None:
    raw = own_model(3)
    for link, sign in zip(raw["links"], signs, strict=True):
        link["sign"] = sign
    raw["loops"][0]["circuits"][0]["polarity"] = said
    draft = take_apart(raw, "ours.toml")
    codes = [p.code for p in check_content(draft)]
    # An even number of minus signs reinforces.
    right = (signs.count("-") % 2 == 0) == (said == "reinforcing")
    assert codes == ([] if right else ["model-polarity"])


def test_single_numbers_can_be_replaced(tmp_path: Path) -> None:
    raw = extending(3) | {"thresholds": {"tau": 0.55, **OURS}, "gates": {"stage_organisations": 20}}
    model = load_model(write(tmp_path, raw))
    assert model.thresholds.tau == 0.55
    assert model.thresholds.redraws == 2000  # as in the reference model
    assert model.thresholds.source == "us"
    assert model.gates.stage_organisations == 20
    assert model.gates.in_degree == 0.5


def test_replaced_numbers_say_on_what_they_rest(tmp_path: Path) -> None:
    _, problems = check_model(write(tmp_path, extending(3) | {"thresholds": {"tau": 0.55}}))
    assert [str(p.code) for p in problems] == ["model-basis-missing", "model-source-missing"]


def test_sources_of_what_is_inherited_are_there(tmp_path: Path) -> None:
    model = load_model(write(tmp_path, extending(2)))
    assert [s.id for s in model.sources][:2] == ["us", "own"]
    again = extending(2)
    again["sources"].append({"id": "own", "citation": "Mine."})
    model = load_model(write(tmp_path, again))
    assert [s.citation for s in model.sources if s.id == "own"] == ["Mine."]


def test_a_model_without_a_file_in_the_language_stays_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, own_model(2))
    model = load_model(path, "sv")
    assert model.language == "sv"
    assert texts_of(model) == texts_of(load_model(path))
    assert set(model.untranslated) == set(texts_of(model))


def test_inherited_texts_come_translated_and_own_ones_from_their_file(tmp_path: Path) -> None:
    path = write(tmp_path, extending(2) | {"languages": ["en", "sv"]})
    (tmp_path / "ours.sv.toml").write_text(
        toml({"stages.stage-1.label": {"original": "Stage 1", "text": "Första steget", "status": "draft"}}),
        encoding="utf-8",
    )
    model = load_model(path, "sv")
    assert model.stage(1).label == "Första steget"
    assert model.stage(2).label == "Stage 2"
    assert model.areas[0].label == load_model("reference", "sv").areas[0].label
    assert "stages.stage-2.label" in model.untranslated
    assert "areas.training.label" not in model.untranslated
    status = translations_of(path, "sv")
    assert status["stages.stage-1.label"] == "draft"
    assert "areas.training.label" in status
    assert "stages.collection.label" not in status


def test_a_model_written_in_another_language(tmp_path: Path) -> None:
    raw = extending(2) | {"language": "fi", "languages": ["fi"]}
    model, problems = check_model(write(tmp_path, raw))
    assert problems == ()
    assert model is not None
    assert model.language == "fi"
    assert model.areas == load_model("reference", "fi").areas


def test_who_reviewed_a_text_of_the_file_itself(tmp_path: Path) -> None:
    key = "stages.stage-1.label"
    path = write(tmp_path, own_model(1) | {"review": {"default": "draft", "texts": {key: "reviewed by B. Ek, 2026"}}})
    status = translations_of(path)
    assert status[key] == "reviewed by B. Ek, 2026"
    assert status["title"] == "draft"


def test_a_model_that_cannot_be_used_says_everything(tmp_path: Path) -> None:
    raw = own_model(2)
    raw["stages"][0]["dimension"] = "meetin"
    del raw["statements"][0]["basis"]
    with pytest.raises(ModelError) as caught:
        load_model(write(tmp_path, raw))
    assert {str(p.code) for p in caught.value.problems} == {"model-reference", "model-basis-missing"}
    assert "Did you mean 'meeting'?" in str(caught.value)
