"""The report for each audience: what is left can be told, nobody is named without consent, nothing leaks."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from clusterdynamics import compute
from clusterdynamics.assessment import ANALYSES, Assessment, assess
from clusterdynamics.disclosure import Audience, Consents, VisibilityClass, class_of, leaks
from clusterdynamics.examples import skogsbygden
from clusterdynamics.report import write_report
from clusterdynamics.report.audience import STAMPS, NameInReport, check_names, for_audience, secret_names
from clusterdynamics.report.build import build_report
from clusterdynamics.report.model import Report

OUTSIDE = [a for a in Audience if a is not Audience.STUDY]


@cache
def reading() -> Assessment:
    with compute.using(workers=2, backend="threading"):
        return assess(skogsbygden.build(), seed=1, replicates=60)


@cache
def seen_by(audience: Audience) -> Assessment:
    return for_audience(reading(), audience)


@cache
def report_for(audience: Audience) -> Report:
    return build_report(reading(), audience=audience)


def names_without_consent(visibility: VisibilityClass) -> set[str]:
    study = reading().study
    careful: set[str] = set()
    for wave in study.wave_ids:
        consents = Consents(study, wave)
        careful |= {a for a in study.present(wave) if consents.of(a).name < visibility}
    # Ärnäs is also the town in the boundary statement.
    return {study.labels[a] for a in careful} | {study.short_labels[a] for a in careful} - {"Ärnäs"}


def test_every_audience_has_a_stamp() -> None:
    assert set(STAMPS) == set(Audience)


@pytest.mark.parametrize("audience", OUTSIDE)
@pytest.mark.parametrize("name", [name for name, a in ANALYSES.items() if not a.by_request])
def test_what_is_left_can_be_told(name: str, audience: Audience) -> None:
    result = seen_by(audience).results[name]
    assert all(sentence.strip() for sentence in result.sentences())
    result.chart()


@pytest.mark.parametrize("audience", OUTSIDE)
def test_no_figure_of_a_single_organisation(audience: Audience) -> None:
    actors = set(reading().study.actor_ids)
    for result in seen_by(audience).results.values():
        assert not {e.subject for e in result.estimates} & actors
        assert not set(getattr(result, "labels", {})) & actors


def test_the_study_team_sees_everything() -> None:
    whole = for_audience(reading(), "study")
    for name, result in reading().results.items():
        assert [e.value for e in whole.results[name].estimates] == [e.value for e in result.estimates]


@pytest.mark.parametrize(
    "audience",
    [pytest.param(Audience.BOARD, marks=pytest.mark.verify), Audience.NETWORK, Audience.PUBLIC],
)
def test_the_report_names_nobody_without_consent(audience: Audience, tmp_path: Path) -> None:
    html = write_report(reading(), tmp_path / "report.html", audience=audience).read_text()
    assert STAMPS[audience] in html
    assert leaks(html, names_without_consent(class_of(audience))) == []
    sections = re.findall(r'<section class="question[^"]*" id="([^"]+)"', html)
    assert "stage" in sections
    assert "actor_measures" not in sections
    assert "Network map" not in html


def test_results_json_for_the_public(tmp_path: Path) -> None:
    path = write_report(reading(), tmp_path / "public.json", audience="public")
    data = json.loads(path.read_text())
    assert data["audience"] == "public"
    figures = [
        figure
        for networks in data["results"].values()
        for subjects in networks.values()
        for named in subjects.values()
        for figure in named.values()
    ]
    assert {f["class"] for f in figures} == {"C4"}
    assert all((f["value"] is None) == (f["reason"] is not None) for f in figures)
    assert any(f["verdict"].startswith("hidden") for f in figures)


def test_a_wider_audience_never_sees_more() -> None:
    def shown(audience: Audience) -> set[tuple[Any, ...]]:
        return {
            (e.wave, e.network, e.subject, e.name)
            for r in seen_by(audience).results.values()
            for e in r.estimates
            if e.value is not None
        }

    assert shown(Audience.PUBLIC) <= shown(Audience.NETWORK) <= shown(Audience.BOARD)


def test_a_name_that_slipped_through_stops_the_report(tmp_path: Path) -> None:
    study = reading().study
    quiet = min(names_without_consent(VisibilityClass.C4) & set(study.labels.values()))
    with pytest.raises(NameInReport, match="have not agreed"):
        check_names(f"<p>{quiet}</p>", study, "public")
    check_names(f"<p>{quiet}</p>", study, "study")
    # An organisation's name in the title of the study, say, is found in what was written.
    titled = replace(
        reading(),
        study=replace(study, settings=study.settings.model_copy(update={"title": f"The study of {quiet}"})),
    )
    with pytest.raises(NameInReport):
        write_report(titled, tmp_path / "report.html", audience="public")
    assert list(tmp_path.iterdir()) == []


def test_holding_back_does_not_tell_what_is_hidden() -> None:
    stage = reading().results["stage"]
    estimates = tuple(
        replace(e, value=None, low=None, high=None, reason="few", details={"minimum": 5})
        if e.name == "statement.share"
        else e
        for e in stage.estimates
    )
    assert stage.with_estimates(estimates).holds_back == ()
    hidden = tuple(e for e in stage.estimates if e.name != "stage.reading")
    assert stage.with_estimates(hidden).redraws.is_empty()
    assert isinstance(stage.redraws, pl.DataFrame)


def test_stories_are_read_by_those_for_whom_they_were_told() -> None:
    def told(audience: Audience) -> list[str]:
        return [b.text for s in report_for(audience).sections if s.id == "stories" for b in s.blocks]

    study = reading().study
    latest = [t for w, t in study["stories"].select("wave", "text").iter_rows() if w == study.wave_ids[-1]]
    assert sorted(told(Audience.STUDY)) == sorted(latest)
    public, board = told(Audience.PUBLIC), told(Audience.BOARD)
    assert 0 < len(public) < len(board) < len(latest)
    # F17 has taken back the consent to be quoted (examples/README.md), though its story was told for the public.
    (withdrawn,) = study["stories"].filter(pl.col("id") == "st04")["text"].to_list()
    assert withdrawn not in [*public, *board]


def test_a_story_that_names_somebody_waits_for_review() -> None:
    study = reading().study
    quiet = min(names_without_consent(VisibilityClass.C4) & set(study.labels.values()))
    stories = study["stories"].with_columns(text=pl.lit(f"We and {quiet} did it."))
    named = replace(reading(), study=replace(study, tables=dict(study.tables) | {"stories": stories}))
    assert "stories" not in [s.id for s in build_report(named, audience="public").sections]
    assert "stories" in [s.id for s in build_report(named, audience="study").sections]


def test_an_ordinary_word_of_reports_is_no_secret_but_the_whole_name_is() -> None:
    """The short name of Region Skogsbygden is "Regionen", which a Swedish report says of any region."""
    secrets = secret_names(reading().study, "public")
    assert "Region Skogsbygden" in secrets
    assert "Regionen" not in secrets
    assert "Träbyggnadslabbet" in secrets
    check_names("Regionen svarade inte på frågan.", reading().study, "public")
    with pytest.raises(NameInReport, match="Region Skogsbygden"):
        check_names("Region Skogsbygden svarade inte på frågan.", reading().study, "public")
