import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from clusterdynamics.assessment import Assessment, assess
from clusterdynamics.measures.estimate import Interval, Reason
from clusterdynamics.report import results_dict, results_json
from clusterdynamics.report.results_json import NONE, SCHEMA_ID, schema
from tests.build import make_study


def valid(data: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(schema()).validate(data)


def test_the_schema_is_a_schema_with_a_name_of_our_own() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["$id"] == SCHEMA_ID
    assert "http" not in json.dumps(schema()).replace("https://json-schema.org/draft/2020-12/schema", "")


def test_the_schema_knows_every_interval_and_every_reason() -> None:
    figure = schema()["$defs"]["figure"]["properties"]
    assert set(figure["interval"]["enum"]) == set(Interval)
    assert set(figure["reason"]["enum"]) == {*Reason, None}


def test_results_follow_the_schema(reading: Assessment, bare: Assessment) -> None:
    for found in (reading, bare):
        valid(json.loads(results_json(found)))


def test_every_figure_has_its_place(reading: Assessment) -> None:
    data = results_dict(reading)
    count = 0
    for result in reading.results.values():
        for e in result.estimates:
            place = data["results"][e.wave or NONE][e.network or NONE][e.subject][e.name]
            assert place["value"] == (None if e.value is None else pytest.approx(e.value, rel=1e-11))
            assert place["n"] == e.n
            count += 1
    held = sum(
        len(measures)
        for networks in data["results"].values()
        for subjects in networks.values()
        for measures in subjects.values()
    )
    assert held == count
    assert "2024→2026" in data["results"]  # change
    assert NONE in data["results"]["2024"]  # coverage belongs to no network


def test_the_head_of_the_file(reading: Assessment) -> None:
    data = results_dict(reading)
    assert data["study"]["title"] == "A <b>test</b> cluster"
    assert data["study"]["region"] == {"name": "Testland", "nuts": "XX1"}
    assert data["study"]["waves"] == [{"id": "2024", "label": "Autumn 2024"}, {"id": "2026", "label": "Autumn 2026"}]
    assert data["study"]["snapshot"] == reading.snapshot
    assert data["study"]["synthetic"] is True
    assert (data["seed"], data["audience"], data["schema"]) == (1, "study", SCHEMA_ID)


def test_the_same_study_gives_the_same_bytes(reading: Assessment) -> None:
    again = assess(reading.study, seed=1, replicates=20)
    assert results_json(again) == results_json(reading)
    assert "NaN" not in results_json(reading)
    keys = list(json.loads(results_json(reading)))
    assert keys == sorted(keys)


def test_two_figures_at_one_place_are_an_error(reading: Assessment) -> None:
    result = reading.results["coverage"]
    twice = replace(result, estimates=result.estimates + result.estimates[:1])
    with pytest.raises(ValueError, match="two figures are called"):
        results_dict(replace(reading, results={"coverage": twice}))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("results", "2024", "density", "whole", "density", "value"), "a lot"),
        (("results", "2024", "density", "whole", "density", "reason"), "because"),
        (("results", "2024", "density", "whole", "density", "value"), None),  # a missing figure needs a reason
        (("audience",), "everybody"),
        (("seed",), -1),
        (("more",), 1),
    ],
)
def test_the_schema_refuses_what_is_wrong(path: tuple[str, ...], value: Any) -> None:
    figure = {
        "value": 0.5,
        "low": None,
        "high": None,
        "interval": "none",
        "n": 3,
        "coverage": 1.0,
        "method": "measures/density",
        "class": "C1",
        "verdict": "study",
        "reason": None,
        "details": {},
    }
    data: dict[str, Any] = {
        "schema": SCHEMA_ID,
        "software": {"name": "clusterdynamics", "version": "1"},
        "study": {
            "title": "t",
            "cluster": "",
            "region": {"name": "", "nuts": ""},
            "waves": [{"id": "2024", "label": ""}],
            "snapshot": "s",
            "synthetic": False,
        },
        "seed": 0,
        "audience": "study",
        "results": {"2024": {"density": {"whole": {"density": figure}}}},
    }
    valid(data)
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        valid(data)


def test_numbers_keep_twelve_digits() -> None:
    from clusterdynamics.report.results_json import _tidy

    assert _tidy(1 / 3) == 0.333333333333
    assert str(_tidy(-0.0)) == "0.0"
    assert _tidy({"a": [1, True, None, "x", (0.1 + 0.2,)]}) == {"a": [1, True, None, "x", [0.3]]}


def test_a_density_by_hand() -> None:
    study = make_study(["a", "b"], [("2024", "advice", "a", "b")])
    whole = results_dict(assess(study, seed=1, replicates=2))["results"]["2024"]["advice"]["whole"]
    assert whole["density"]["value"] == 0.5  # one of the two links that two organisations can have
