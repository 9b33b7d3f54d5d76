"""The whole example study through a form and back: what its respondents said in 2026, sent as Kobo would send it."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from clusterdynamics.exchange.survey import SurveyOptions, SurveyReport, read_survey
from clusterdynamics.exchange.survey.form import Form, Kind, Role, build_form
from clusterdynamics.exchange.survey.form.draft import DONT_KNOW, NOBODY
from clusterdynamics.study.model import Study
from clusterdynamics.study.package import read_study
from tests.conftest import ROOT
from tests.exchange.survey import fill

WAVE = "2026"
ANSWERED = (
    "offered", "ties", "ratings", "wishes", "answers", "area_answers", "nominations", "outside_links",
    "partner_regions",
)  # fmt: skip


@pytest.fixture(scope="module")
def example() -> Study:
    return read_study(ROOT / "examples" / "skogsbygden")


@pytest.fixture(scope="module")
def back(example: Study) -> SurveyReport:
    """The example without its answers of the second wave, and with them again as submissions."""
    form = build_form(example, WAVE)
    people = example["respondents"].filter((pl.col("wave") == WAVE) & (pl.col("status") == "submitted"))
    document = json.loads(fill.kobo_json(form, [answers_of(example, form, r) for r in people.to_dicts()]))
    for result in document["results"]:
        result["_submission_time"] = "2026-09-20T10:00:00"
    without = {t: example[t].filter(pl.col("wave") != WAVE) for t in ANSWERED}
    base = Study(example.settings, {**example.tables, **without})
    return read_survey(json.dumps(document).encode(), name="a.json", options=SurveyOptions(base, WAVE))


def answers_of(study: Study, form: Form, person: dict[str, str]) -> fill.Answer:
    """Return what a respondent of the example said, question by question."""

    def mine(table: str) -> list[dict[str, object]]:
        return study[table].filter((pl.col("wave") == WAVE) & (pl.col("respondent") == person["id"])).to_dicts()

    name = {(f.role, f.ref): n for n, f in form.fields.items()}
    inside = frozenset[str]().union(*form.repeats.values())
    said: fill.Answer = dict.fromkeys(n for n in form.fields if n not in inside)
    actors = " ".join(c.name for c in form.lists["actors"].choices if c.group == "actor")
    said |= {"respondent": person["id"], "own": person["actor"], "consent_take_part": "yes", "wave": WAVE}
    said |= {"roster": actors, "champions": [], "other_regions": []}
    cards: dict[object, fill.Answer] = {}
    for row in mine("ties"):
        card = cards.setdefault(row["to"], {"partner": row["to"], name[Role.RELATION, "advice"]: "no"})
        value, field = row["value"], name[Role.RELATION, str(row["relation"])]
        plain = ("yes" if value else "no") if row["relation"] == "advice" else f"{value:g}" if value else None
        card[field] = DONT_KNOW if row["state"] == "dont_know" else plain
        card |= {k: v for k, v in (("card_areas", row["area"]), ("card_purposes", row["purpose"])) if v}
    for row in mine("ratings"):
        rating = f"{row['value']:g}" if row["value"] is not None else DONT_KNOW
        cards[row["to"]][name[Role.RATING, str(row["item"])]] = rating
    said["pick"], said["cards"] = list(cards) or [NOBODY], list(cards.values())
    for row in mine("answers"):
        if row["occasion"] != "again":
            field = name[Role.ANSWER, str(row["item"])]
            text = str(row["value"]) if row["value"] is not None else None
            many = form.fields[field].kind == Kind.MANY
            said[field] = DONT_KNOW if row["state"] == "dont_know" else text.split("|") if many and text else text
    regions = mine("partner_regions")
    said["other_regions_n"] = str(sum(bool(r["has_partners"]) for r in regions)) if regions else None
    for row in regions:
        if row["has_partners"]:
            about = {f"other_region_{c}": row[c] or None for c in ("areas", "barriers", "gets", "door", "door_name")}
            depth = f"{row['depth']:g}"
            page = {"other_region": row["region"], "other_region_name": None, "other_region_depth": depth}
            said["other_regions"].append(page | about)
    said["wishes"] = [row["to"] for row in mine("wishes")] or None
    for row in mine("area_answers"):
        field = name[Role.AREA, str(row["area"])]
        said[field] = [*(said[field] or []), row["answer"]]
    return said


@pytest.mark.parametrize("network", ["depth", "cooperation", "advice"])
def test_networks_are_the_same_with_every_state(example: Study, back: SurveyReport, network: str) -> None:
    before, after = example.network(network, WAVE), back.study.network(network, WAVE)
    assert before.nodes == after.nodes
    np.testing.assert_array_equal(before.values, after.values)
    np.testing.assert_array_equal(before.states, after.states)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("ratings", ("respondent", "item", "from", "to", "value")),
        ("wishes", ("respondent", "from", "to", "kind")),
        ("area_answers", ("respondent", "area", "answer")),
        ("answers", ("respondent", "item", "value")),
        (
            "partner_regions",
            ("respondent", "has_partners", "region", "depth", "areas", "barriers", "gets", "door", "door_name"),
        ),
    ],
)
def test_tables_are_the_same(example: Study, back: SurveyReport, table: str, columns: tuple[str, ...]) -> None:
    sent = example["respondents"].filter((pl.col("wave") == WAVE) & (pl.col("status") == "submitted"))["id"]

    def rows(study: Study) -> set[tuple[object, ...]]:
        frame = study[table].filter((pl.col("wave") == WAVE) & pl.col("respondent").is_in(sent.to_list()))
        if "value" in frame.columns:
            frame = frame.filter(pl.col("value").is_not_null())
        if "occasion" in frame.columns:
            frame = frame.filter(pl.col("occasion") != "again")
        found = frame.select(columns).rows()
        # The order of ticks means nothing.
        return {tuple(_in_any_order(v) for v in r) for r in found}

    assert rows(back.study) == rows(example)
    assert rows(example)


def _in_any_order(value: object) -> object:
    if isinstance(value, list):
        return tuple(sorted(value))
    return "|".join(sorted(value.split("|"))) if isinstance(value, str) else value


def test_nothing_else_changed(example: Study, back: SurveyReport) -> None:
    for table in ("actors", "waves", "areas", "purposes", "claims", "consents"):
        kept = example[table] if table != "consents" else back.study[table].head(example[table].height)
        assert kept.equals(example[table]), table
    old = example["answers"].filter(pl.col("wave") != WAVE)
    assert back.study["answers"].filter(pl.col("wave") != WAVE).equals(old)
