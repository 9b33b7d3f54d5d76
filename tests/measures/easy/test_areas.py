"""Who does, would join, could offer: several respondents, missing answers, groups."""

import numpy as np
import polars as pl
import pytest

from clusterdynamics.examples import skogsbygden
from clusterdynamics.i18n import language, use_language
from clusterdynamics.measures.easy.areas import AreaAnswers, AreaLabel, area_answers, area_list
from clusterdynamics.models.of_study import model_of
from clusterdynamics.study.model import Study
from tests.build import make_study

AREAS = (AreaLabel("t", "Training", 1), AreaLabel("b", "Bids", 4))


def study(ticks: list[tuple[str, str, str]], informants: str = "any", **more: list[dict[str, object]]) -> Study:
    """Respondents are called after their organisation: a1 and a2 answer for a."""
    people = sorted({t[0] for t in ticks})
    return make_study(
        ["a", "b", "c"],
        tables={
            "respondents": [
                {"id": p, "wave": "2024", "actor": p[0], "status": "submitted", "is_lead": p[1:] == "1"} for p in people
            ],
            "area_answers": [{"wave": "2024", "respondent": p, "area": a, "answer": x} for p, a, x in ticks],
            **more,
        },
        informants=informants,
    )


TICKS = [
    ("a1", "t", "would_join"),
    ("a2", "t", "not_for_us"),
    ("a2", "b", "could_offer"),
    ("b1", "t", "could_offer"),
    ("b1", "t", "doing"),
    ("c1", "b", "not_for_us"),
]


def test_respondents_share_the_weight_of_their_organisation() -> None:
    found = area_answers(study(TICKS), "2024", AREAS)
    # a: one of its two respondents would join, the other one says "not for us"
    assert found.share[0, 0].tolist() == [0.0, 0.5, 0.0, 0.5]
    # only a2 ticked anything for bids, so a1 does not count there
    assert found.share[0, 1].tolist() == [0.0, 0.0, 1.0, 0.0]
    # several answers of one respondent all count
    assert found.share[1, 0].tolist() == [1.0, 0.0, 1.0, 0.0]


def test_nothing_ticked_is_missing_and_not_a_no() -> None:
    found = area_answers(study(TICKS), "2024", AREAS)
    assert np.isnan(found.share[1, 1]).all()  # b said nothing about bids
    assert found.heard.tolist() == [2, 2]  # a and b about training; a and c about bids
    assert found.answered.tolist() == [True, True, True]


def test_rules_for_several_respondents() -> None:
    def joins(informants: str) -> list[bool]:
        return area_answers(study(TICKS, informants), "2024", AREAS).would_join[:, 0].tolist()

    assert joins("any") == [True, False, False]
    assert joins("all") == [False, False, False]  # a2 says no
    assert joins("lead") == [True, False, False]  # a1 is the lead
    swapped = [("a2", "t", "would_join"), ("a1", "t", "doing")]
    assert area_answers(study(swapped, "lead"), "2024", AREAS).counts[0].tolist() == [1, 0, 0, 0]


def test_not_for_us_counts_only_where_nobody_in_the_organisation_says_otherwise() -> None:
    found = area_answers(study(TICKS), "2024", AREAS)
    # training: a has one voice for and one against, so it is not against; bids: c is
    assert found.counts.tolist() == [[1, 1, 1, 0], [0, 0, 1, 1]]


def test_what_was_not_sent_does_not_count() -> None:
    made = study(TICKS)
    frames = dict(made.tables)
    frames["respondents"] = frames["respondents"].with_columns(status=pl.lit("started"))
    assert not area_answers(Study(made.settings, frames), "2024", AREAS).answered.any()


def test_unmet_wishes_and_offers_look_at_others_only() -> None:
    ticked = np.zeros((2, 3, 4), dtype=np.bool_)
    ticked[0, 0, [1, 2]] = True  # a would join and could offer, but nobody else can offer or would join
    ticked[0, 1, 1] = ticked[1, 1, 2] = True  # a would join, b could offer: both met
    ticked[0, 2, 1] = ticked[1, 2, 1] = True  # both would join, nobody could offer
    found = AreaAnswers(("a", "b"), (*AREAS, AreaLabel("c", "C", None)), np.zeros((2, 3, 4)), ticked)
    wishes, offers = found.unmet
    assert wishes.tolist() == [1, 0, 2]
    assert offers.tolist() == [1, 0, 0]


@pytest.mark.parametrize(("least", "areas"), [(1, {"t", "b"}), (2, {"t"}), (3, set())])
def test_groups_are_never_smaller_than_asked(least: int, areas: set[str]) -> None:
    groups = area_answers(study(TICKS), "2024", AREAS).groups(least)
    assert set(groups) == areas  # training: a would join, b could offer; bids: a could offer
    assert all(len(g) >= least for g in groups.values())
    if "t" in groups:
        assert groups["t"] == ("a", "b")


def test_areas_of_the_study_before_those_of_the_model() -> None:
    bare = make_study(["a"])
    model = model_of(bare)
    assert [a.id for a in area_list(bare, model)][:2] == ["recruitment", "training"]  # sensitivity 1, then by name
    assert len(area_list(bare, model)) == len(model.areas)
    own = make_study(
        ["a"],
        tables={
            "areas": [
                {"id": "training", "label": "Courses", "sensitivity": 2},
                {"id": "energy", "label": "Energy, environment and circular flows"},
                {"id": "x", "label": "Ours"},
            ]
        },
    )
    listed = {a.id: a for a in area_list(own, model)}
    assert listed["training"] == AreaLabel("training", "Courses", 2)  # the study's own name and sensitivity
    assert listed["energy"].sensitivity == 2  # filled in from the model
    assert area_list(own, model)[-1] == AreaLabel("x", "Ours", None)  # what is not known comes last


def test_areas_speak_the_language_of_the_reader() -> None:
    made = skogsbygden.build()
    assert language() == "en"
    with use_language("sv"):
        swedish = {a.id: a.label for a in area_list(made, model_of(made))}
    english = {a.id: a.label for a in area_list(made, model_of(made))}
    assert swedish["training"] != english["training"] == "Training and skills"


def test_demo_counts_equal_a_plain_count() -> None:
    made = skogsbygden.build()
    found = area_answers(made, "2026", area_list(made, model_of(made)))
    people = {
        r: a
        for r, a, s, w in made["respondents"].select("id", "actor", "status", "wave").iter_rows()
        if w == "2026" and s == "submitted"
    }
    for k, area in enumerate(found.areas):
        rows = made["area_answers"].filter((pl.col("wave") == "2026") & (pl.col("area") == area.id))
        join = {people[r] for r, x in rows.select("respondent", "answer").iter_rows() if x == "would_join"}
        assert found.counts[k, 1] == len(join)
