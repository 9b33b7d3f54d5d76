"""Attack 3 on snapshots: a wave is told, somebody answers late or takes answers back, and it is told again."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import polars as pl
import pytest

from clusterdynamics.assessment import Assessment, assess
from clusterdynamics.disclosure import Audience, Before, Disclosed, Earlier, decide
from clusterdynamics.disclosure.before import said
from clusterdynamics.disclosure.relational import key_of
from clusterdynamics.study.model import Study
from tests.disclosure.studies import make_study, random_ties

SALT = b"sixteen bytes!!!"
AUDIENCES = (Audience.PARTICIPANTS, Audience.PUBLIC)
ANALYSES = ("coverage", "stage", "whole_network", "trust", "easy_cooperation", "change")


def without(study: Study, actors: list[str], wave: str) -> Study:
    """Return the study before `actors` had answered in `wave`."""
    gone = study["respondents"].filter((pl.col("wave") == wave) & pl.col("actor").is_in(actors))["id"]
    tables = {}
    for name in ("ties", "ratings", "wishes", "answers", "area_answers", "nominations", "outside_links", "stories"):
        mine = pl.col("respondent").is_in(gone.implode()) & (pl.col("wave") == wave)
        tables[name] = study[name].filter(~mine.fill_null(False))
    late = (pl.col("wave") == wave) & pl.col("actor").is_in(actors)
    tables["respondents"] = study["respondents"].with_columns(
        pl.when(late).then(pl.lit("invited")).otherwise("status").alias("status")
    )
    told = set(tables["stories"]["id"])
    tables["claims"] = study["claims"].filter(pl.col("story").is_in(told))
    return replace(study, tables=MappingProxyType({**study.tables, **tables}))


def assessed(study: Study) -> Assessment:
    return assess(study, seed=1, replicates=20, analyses=ANALYSES)


def told(assessment: Assessment, before: Before | None = None) -> dict[Audience, Disclosed]:
    return {a: decide(assessment, assessment.study, a, before=before) for a in AUDIENCES}


def values(disclosed: Disclosed) -> dict[str, float]:
    return {key_of(e): e.value for e in disclosed if e.value is not None}


@pytest.fixture(scope="module")
def now(demo: Study) -> Assessment:
    return assessed(demo)


def again(now: Assessment, late: list[str], wave: str) -> tuple[dict[Audience, Disclosed], dict[Audience, Disclosed]]:
    """Return what was told before `late` answered, and what is told now."""
    first = assessed(without(now.study, late, wave))
    old = told(first)
    kept = Earlier.from_dict(Earlier.of(first.study, SALT, old.values()).to_dict())
    return old, told(now, Before(now.study, [kept], SALT))


def test_one_late_answer_can_be_worked_out_of_two_tellings_that_know_nothing_of_each_other(now: Assessment) -> None:
    wave = now.study.wave_ids[-1]
    late = sorted(now.study.answered(wave))[:1]
    old = told(assessed(without(now.study, late, wave)))
    changed = [k for k, v in values(told(now)[Audience.PUBLIC]).items() if values(old[Audience.PUBLIC]).get(k, v) != v]
    assert len(changed) > 20


@pytest.mark.parametrize("which", [pytest.param(0, marks=pytest.mark.verify), 1])
def test_one_late_answer_changes_nothing_that_can_be_seen(now: Assessment, which: int) -> None:
    """Every figure of the second telling is in the first one, and the same: their difference is nothing."""
    study = now.study
    wave = study.wave_ids[which]
    old, new = again(now, sorted(study.answered(wave))[3:4], wave)
    for audience in AUDIENCES:
        first, second = values(old[audience]), values(new[audience])
        rates = {f"{name}|{wave}||whole" for name in ("coverage", "answered", "asked", "roster")}
        assert {k for k, v in second.items() if first.get(k) != v} <= rates  # open to everybody
        other = {k for k in second if k.split("|")[1] == study.wave_ids[1 - which]}
        assert other  # the other wave is told as before
        assert other == {k for k in first if k.split("|")[1] == study.wave_ids[1 - which]}


def test_what_was_hidden_stays_hidden_where_nothing_has_changed(now: Assessment) -> None:
    old = told(now)
    hidden = next(key_of(e) for e in old[Audience.PUBLIC] if e.value is not None and e.name == "density")
    kept = Earlier(said(now.study, SALT), {"C4": frozenset({hidden})})
    new = told(now, Before(now.study, [kept], SALT))
    assert hidden not in values(new[Audience.PUBLIC])
    # The same answers are told as before, but for what goes along with it.
    assert values(new[Audience.PARTICIPANTS]) == values(old[Audience.PARTICIPANTS])


@pytest.mark.parametrize(("late", "shown"), [(5, True), (1, False)])
def test_enough_late_answers_in_every_group_are_told(late: int, shown: bool) -> None:
    """Two groups of twelve; the late ones of each are at least five, as everybody outside needs them, or one."""
    groups = {"a": 12, "b": 12}
    study = make_study(groups, {"1": random_ties(groups, 0.3, 3)})
    names = [f"{g}{i + 1}" for g in groups for i in range(late)]
    now = assess(study, seed=1, replicates=20, analyses=("whole_network", "mixing"))
    first = assess(without(study, names, "1"), seed=1, replicates=20, analyses=("whole_network", "mixing"))
    kept = Earlier.of(first.study, SALT, [decide(first, first.study, "public")])
    new = values(decide(now, study, "public", before=Before(study, [kept], SALT)))
    assert any(k.startswith("density|1|advice") for k in values(decide(now, study, "public")))
    assert any(k.startswith("density|1|advice") for k in new) == shown
    assert any(k.startswith("block_density|1|advice") for k in new) == shown


def test_hashes_hold_no_name_and_no_answer(demo: Study) -> None:
    text = repr(said(demo, SALT))
    assert not any(f"'{actor}'" in text or label in text for actor, label in demo.labels.items())
    assert said(demo, SALT) != said(demo, b"another sixteen!")
    assert said(demo, SALT) == said(demo, SALT)
