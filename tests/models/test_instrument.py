"""A model becomes the questions of a study, in the form in which a study holds them."""

from __future__ import annotations

from itertools import combinations

import polars as pl
import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.models import instrument, load_model
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.tables import TABLES

BLOCKS = tuple(block.id for block in load_model().blocks)


def test_the_core() -> None:
    asked = instrument()
    # 24 statements, three trust items, barriers; everything else has tables of its own.
    assert len(asked.items) == 24 + 3 + 1
    assert {i.block for i in asked.items} == {"core"}
    assert [(r.id, r.directed, dict(r.levels)) for r in asked.relations] == [
        ("depth", False, {"contact": 1, "cooperation": 2, "deep": 4}),
        ("advice", True, {}),
    ]
    assert [s.id for s in asked.scales] == ["depth", "agreement", "trust"]
    assert asked.areas.height == 14
    assert asked.purposes.height == 7


def test_frames_fit_the_tables_of_a_study() -> None:
    asked = instrument()
    for name, frame in (("areas", asked.areas), ("purposes", asked.purposes)):
        fields = TABLES[name].fields
        assert frame.columns == [f.name for f in fields]
        assert frame.dtypes == [f.dtype for f in fields]
    assert asked.areas.row(0) == ("training", "Training and skills", 1)


def test_the_afternoon_has_no_relations() -> None:
    asked = instrument(blocks=("afternoon",))
    assert asked.relations == ()
    assert len(asked.items) == 24
    assert asked.areas.height == 14
    assert asked.purposes.height == 0
    assert asked.purposes.schema == {"id": pl.String, "label": pl.String}
    assert [s.id for s in asked.scales] == ["agreement"]


def test_blocks_are_added_in_the_order_of_the_form() -> None:
    asked = instrument(blocks=("downturn", "value", "core"))
    assert [i.id for i in asked.items if i.block == "value"] == [
        "value.influence",
        "value.involvement",
        "value.resources",
    ]
    kinds = {i.id: i for i in asked.items}
    assert kinds["downturn.cooperate"].options == ("more", "less", "same")
    assert kinds["downturn.orders"].scale == "change"
    assert instrument(blocks=("core", "value", "downturn")).items == asked.items


def test_vignettes_are_rated_on_five_statements_each() -> None:
    items = instrument(blocks=("vignettes",)).items
    assert len(items) == 2 * 5
    assert items[0].id == "vignette.metal.s2.2"
    assert items[0].text == ("The metal cluster: Joint activities have given us something useful in the past year.")
    assert {i.scale for i in items} == {"agreement"}


def test_asking_again_asks_nothing_new() -> None:
    assert instrument(blocks=("re_asking",)).items == ()


def test_reversed_items_stay_reversed() -> None:
    items = {i.id: i.reversed for i in instrument(blocks=("large_companies",)).items}
    assert items == {"large.driver": False, "large.barrier": False, "large.dependence": True}


@pytest.mark.parametrize("language", load_model().languages)
def test_every_choice_of_blocks_makes_valid_settings(language: str) -> None:
    model = load_model("reference", language)
    optional = [b for b in BLOCKS if b not in {"core", "afternoon"}]
    for first in ("core", "afternoon"):
        for more in [(), tuple(optional), *combinations(optional, 2)]:
            asked = instrument(model, (first, *more))
            settings = StudySettings(
                title="x", scales=asked.scales, relations=asked.relations, items=asked.items, gates=model.gates
            )
            assert len(settings.items) >= 24


def test_in_another_language() -> None:
    asked = instrument("reference", language="nb")
    assert asked.relations[0].label == load_model("reference", "nb").relations[0].label
    assert asked.areas.row(0)[1] == "Opplæring og kompetanse"


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        (("cores",), "Did you mean 'core'?"),
        (("nothing like it",), "There is no block 'nothing like it'. The model has: core, afternoon"),
        ((), "Name at least one block"),
        (("core", "afternoon"), "The blocks 'core' and 'afternoon' both ask for 'statements'"),
    ],
)
def test_blocks_that_cannot_be_had(blocks: tuple[str, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        instrument(blocks=blocks)


def test_a_loaded_model_speaks_its_own_language() -> None:
    assert instrument(load_model("reference", "sv"), language="sv").items
    with pytest.raises(InputError, match="loaded in 'sv'"):
        instrument(load_model("reference", "sv"), language="da")


def test_the_demo_cluster_was_asked_what_the_model_says() -> None:
    from clusterdynamics.examples.skogsbygden.instrument import AREAS, PURPOSES, settings

    demo = settings()
    asked = instrument(blocks=("core", "large_companies", "downturn"))
    assert {i.id: i for i in demo.items} == {i.id: i for i in asked.items}
    assert demo.relations == asked.relations
    assert demo.scales == asked.scales
    assert dict(AREAS) == {name: (label, sensitivity) for name, label, sensitivity in asked.areas.iter_rows()}
    assert dict(PURPOSES) == dict(asked.purposes.iter_rows())
