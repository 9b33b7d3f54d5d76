"""The study: waves, who is part of them, who was asked, and which networks there are."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import clusterdynamics as cd
from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.tables import TABLES
from tests.study.cast import write_cast


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return cd.read_study(write_cast(tmp_path_factory.mktemp("cast")))


def test_tables(study: Study) -> None:
    assert set(study.tables) == set(TABLES)
    with pytest.raises(ValueError, match="unknown tables: friends"):
        Study(study.settings, {"friends": pl.DataFrame()})
    with pytest.raises(TypeError):
        study.tables["ties"] = pl.DataFrame()  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        study.source = "x"  # type: ignore[misc]
    empty = Study(StudySettings(title="T"))
    assert empty["ties"].is_empty()
    assert empty["ties"].schema == TABLES["ties"].schema


def test_a_study_without_waves_has_one() -> None:
    empty = Study(StudySettings(title="T"))
    assert empty.wave_ids == ("1",)
    assert empty.wave_label("1") == "1"
    assert empty.present("1") == ()
    assert math.isnan(empty.coverage("1"))


def test_names(study: Study) -> None:
    assert study.title == "Small cluster"
    assert study.wave_ids == ("2024", "2026")
    assert study.wave_label("2024") == "First"
    assert study.actor_ids == ("a", "b", "c", "d", "e", "f")
    assert study.labels["c"] == "Gamma University"
    assert study.short_labels["c"] == "Gamma"
    assert study.short_labels["b"] == "Beta"  # the name where there is no short one
    assert study.source


def test_attributes(study: Study) -> None:
    assert study.attribute("type", ("c", "a")) == ["research", "firm"]
    assert study.attribute("employees", ("c", "a")) == [None, "250"]
    with pytest.raises(KeyError, match="colour"):
        study.attribute("colour", ("a",))


def test_composition(study: Study) -> None:
    """In the cast d joins, e leaves and f opts out in 2026."""
    assert study.present("2024") == ("a", "b", "c", "e", "f")
    assert study.present("2026") == ("a", "b", "c", "d")
    assert study.stayers("2024", "2026") == ("a", "b", "c")
    assert study.opted_out("2024") == ()
    assert study.opted_out("2026") == ("f",)
    with pytest.raises(KeyError, match="no wave '2030'; the waves are 2024, 2026"):
        study.present("2030")


def test_the_earlier_of_leaving_and_opting_out_counts() -> None:
    rows = [{"id": "a", "label": "A", "left": "3", "opted_out": "2"}, {"id": "b", "label": "B", "joined": "2"}]
    tables = {
        "actors": pl.DataFrame(rows, schema=TABLES["actors"].schema),
        "waves": pl.DataFrame([{"id": w} for w in "123"], schema=TABLES["waves"].schema),
    }
    study = Study(StudySettings(title="T"), tables)
    assert [study.present(w) for w in "123"] == [("a",), ("b",), ("b",)]


def test_who_was_asked_and_who_answered(study: Study) -> None:
    assert study.asked("2024") == {"a", "b", "c"}
    assert study.answered("2024") == {"a", "b"}
    assert study.coverage("2024") == pytest.approx(2 / 3)
    # In 2026 b only started.
    assert study.asked("2026") == {"a", "b", "d"}
    assert study.answered("2026") == {"a", "d"}
    assert not study.assumes_all_answered


def test_networks(study: Study) -> None:
    depth = study.network("depth", "2024")
    assert depth.nodes == ("a", "b", "c", "e", "f")
    assert not depth.directed
    assert (depth.name, depth.wave) == ("depth", "2024")
    n = np.nan
    expected = [
        # a: b 3, c "don't know", e and f offered and not picked
        [n, 3, n, 0, 0],
        # b: a 2, c 0; e and f were not on the list
        [2, n, 0, n, n],
        # c declined; nobody was asked at e and f
        [n] * 5,
        [n] * 5,
        [n] * 5,
    ]
    np.testing.assert_array_equal(depth.values, expected)
    assert depth.asked.tolist() == [True, True, True, False, False]
    assert depth.answered.tolist() == [True, True, False, False, False]


def test_levels_are_cut_from_their_relation(study: Study) -> None:
    cooperation = study.network("cooperation", "2024")
    assert cooperation.name == "cooperation"
    assert cooperation.values[0, 1] == 1
    assert cooperation.values[1, 2] == 0
    assert not cooperation.valued


def test_the_wave_where_none_is_given(study: Study) -> None:
    assert study.network("depth").wave == "2026"
    assert study.network("advice").wave == "2026"
    settings = StudySettings.model_validate(
        {"title": "T", "relations": [{"id": "advice", "label": "A", "waves": ["2024"]}]}
    )
    only_first = Study(settings, {"waves": study["waves"], "actors": study["actors"]})
    # The latest in which it was asked.
    assert only_first.network("advice").wave == "2024"
    nowhere = settings.model_copy(
        update={"relations": (settings.relations[0].model_copy(update={"waves": ("2030",)}),)}
    )
    assert Study(nowhere, {"waves": study["waves"]}).network("advice").wave == "2026"


def test_what_was_not_asked_is_not_offered(study: Study) -> None:
    advice = study.network("advice", "2024")
    assert not advice.observed.any()
    assert set(advice.states.ravel().tolist()) == {4}


def test_networks_of_all_waves(study: Study) -> None:
    assert [n.wave for n in study.waves("depth")] == ["2024", "2026"]
    assert [n.wave for n in study.waves("contact")] == ["2024", "2026"]
    assert [n.wave for n in study.waves("advice")] == ["2026"]


def test_unknown_names(study: Study) -> None:
    with pytest.raises(KeyError, match="'friends'; there are: depth, contact, cooperation, advice"):
        study.network("friends")
    with pytest.raises(KeyError, match="there are: none"):
        Study(StudySettings(title="T")).network("depth")
    with pytest.raises(KeyError, match="no wave"):
        study.network("depth", "2030")
    with pytest.raises(KeyError):
        study.waves("friends")


def test_the_order_of_rows_does_not_matter(study: Study, tmp_path: Path) -> None:
    shuffled = Study(
        study.settings,
        {n: f if n == "waves" else f.sample(fraction=1, shuffle=True, seed=3) for n, f in study.tables.items()},
    )
    for name in study.settings.network_names:
        for wave in study.wave_ids:
            one, other = study.network(name, wave), shuffled.network(name, wave)
            np.testing.assert_array_equal(one.values, other.values)
            np.testing.assert_array_equal(one.states, other.states)
