"""Settings: defaults of the method, rules that hold, and what a mistake is called."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from clusterdynamics.study.codes import Code
from clusterdynamics.study.read.report import Problems
from clusterdynamics.study.read.settings_file import parse_settings, parse_toml
from clusterdynamics.study.settings import Gates, StudySettings

DEPTH = {"id": "depth", "low": 0, "high": 5}


def make(**settings: Any) -> StudySettings:
    return StudySettings.model_validate({"title": "T", **settings})


def test_defaults_are_those_of_the_method() -> None:
    """Method, section 3: in-degree .50; density, blocks, statements, change .65; the others .80; 30 pairs; 12 and 8."""
    gates = Gates().model_dump()
    assert gates.pop("in_degree") == 0.50
    assert {gates.pop(k) for k in ("density", "blocks", "statements", "change")} == {0.65}
    assert (gates.pop("pairs"), gates.pop("stage_organisations"), gates.pop("afternoon_organisations")) == (30, 12, 8)
    assert set(gates.values()) == {0.80}
    settings = make()
    assert (settings.disclosure.k_inside, settings.disclosure.k_outside) == (3, 5)
    assert (settings.kind, settings.informants, settings.model) == ("full", "any", "reference")


def test_cell_sizes_are_raised_only() -> None:
    assert make(disclosure={"k_inside": 4, "k_outside": 10}).disclosure.k_inside == 4
    for wrong in ({"k_inside": 2}, {"k_outside": 4}):
        with pytest.raises(ValidationError):
            make(disclosure=wrong)


def test_relations_and_their_levels_are_found_by_name() -> None:
    settings = make(
        scales=[DEPTH],
        relations=[
            {"id": "depth", "label": "D", "scale": "depth", "levels": {"contact": 1, "deep": 4}},
            {"id": "advice", "label": "A"},
        ],
    )
    assert settings.relation("depth") == (settings.relations[0], None)
    assert settings.relation("deep") == (settings.relations[0], 4.0)
    assert settings.relation("advice")[0].directed is True
    assert settings.network_names == ("depth", "contact", "deep", "advice")
    assert settings.scale("depth") == settings.scales[0]
    assert settings.scale("other") is None
    assert settings.scale(None) is None
    with pytest.raises(KeyError, match="friends"):
        settings.relation("friends")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"scales": [DEPTH, DEPTH]}, "scales: depth given more than once"),
        ({"items": [{"id": "a", "text": "x"}] * 2}, "items: a given more than once"),
        ({"relations": [{"id": "a", "label": "A", "levels": {"a": 1}}]}, "relations and their levels: a"),
        ({"relations": [{"id": "a", "label": "A", "scale": "z"}]}, "relations.a: the scale 'z'"),
        ({"items": [{"id": "a", "text": "x", "scale": "z"}]}, "items.a: the scale 'z'"),
        ({"scales": [{"id": "a", "low": 1, "high": 1}]}, "'high' must be greater"),
        ({"scales": [{"id": "a", "low": 1, "high": float("nan")}]}, "finite"),
        ({"relations": [{"id": "a", "label": "A", "levels": {"b": float("inf")}}]}, "finite"),
        ({"boundary": "x" * 501}, "at most 500"),
        ({"titel": "T"}, "Extra inputs"),
        ({"title": ""}, "at least 1"),
        ({"relations": [{"id": "a b", "label": "A"}]}, "pattern"),
    ],
)
def test_contradictions_are_refused(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make(**wrong)
    assert words in str(caught.value)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        make().title = "Other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("data", "code", "column"),
    [
        ({"relations": [5]}, Code.SETTING_TYPE, "relations.1"),
        ({"relations": 5}, Code.SETTING_TYPE, "relations"),
        ({"region": "SE"}, Code.SETTING_TYPE, "region"),
        ({"types": ["firm"]}, Code.SETTING_TYPE, "types"),
        ({"synthetic": "perhaps"}, Code.SETTING_TYPE, "synthetic"),
        ({"gates": {"pairs": 2.5}}, Code.SETTING_TYPE, "gates.pairs"),
        ({"gates": {"pairs": 0}}, Code.SETTING_TOO_LOW, "gates.pairs"),
        ({"scales": [{"id": "a", "low": "x", "high": 5}]}, Code.SETTING_TYPE, "scales.a.low"),
        ({"scales": [{"id": "a", "low": "3", "high": "1"}]}, Code.SCALE_REVERSED, "scales.a.high"),
        ({"scales": [{"low": True, "high": 5}]}, Code.SETTING_MISSING, "scales.1.id"),
        ({"scales": [{"id": "", "low": 0, "high": 5}]}, Code.SETTING_IDENTIFIER, "scales..id"),
        ({"items": [{"id": "x" * 65, "text": "t"}]}, Code.SETTING_IDENTIFIER, f"items.{'x' * 65}.id"),
        ({"languages": [1]}, Code.SETTING_TYPE, "languages.1"),
        ({"title": "T", "model": {"a": 1}}, Code.SETTING_TYPE, "model"),
    ],
)
def test_every_mistake_has_its_place(data: dict[str, Any], code: Code, column: str) -> None:
    problems = Problems()
    assert parse_settings({"title": "T", **data}, "study.toml", problems) is None
    assert [(p.code, p.column) for p in problems.listed()] == [(code, column)]


def test_several_mistakes_are_all_named() -> None:
    problems = Problems()
    data = {"titel": "T", "gates": {"density": 2}, "scales": [DEPTH, DEPTH], "relations": [{"id": "a", "scale": "z"}]}
    assert parse_settings(data, "study.toml", problems) is None
    assert {(p.code, p.column) for p in problems.listed()} == {
        (Code.SETTING_UNKNOWN, "titel"),
        (Code.SETTING_MISSING, "title"),
        (Code.SETTING_TOO_HIGH, "gates.density"),
        (Code.SETTING_TWICE, "scales"),
        (Code.SCALE_UNKNOWN, "relations.a.scale"),
        (Code.SETTING_MISSING, "relations.a.label"),
    }


def test_syntax_errors_have_their_line() -> None:
    problems = Problems()
    assert parse_toml(b'title = "T"\nx = \n', "study.toml", problems) is None
    assert parse_toml(b'title = "T"\ntitle = "T"\n', "study.toml", problems) is None
    assert [(p.row, p.values["line"]) for p in problems.listed()] == [(2, 2), (2, 2)]
    assert parse_toml(b'\xef\xbb\xbftitle = "T"', "study.toml", problems) == {"title": "T"}  # a byte order mark
