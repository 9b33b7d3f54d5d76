"""Easy cooperation and its back-test as analyses: figures, reasons for their absence, words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest

from clusterdynamics.examples import skogsbygden
from clusterdynamics.i18n import use_language
from clusterdynamics.measures.analyses import BackTest, EasyCooperation, back_test, easy_cooperation
from clusterdynamics.measures.analyses.back_test import METHODS
from clusterdynamics.measures.analyses.easy_cooperation import EasyCooperationParams, suggested_of
from clusterdynamics.measures.easy.areas import area_answers, area_list
from clusterdynamics.measures.easy.suggest import sentence
from clusterdynamics.measures.estimate import Interval, Reason
from clusterdynamics.models.of_study import model_of
from clusterdynamics.study.model import Study
from tests.build import make_study

WAVES = ("2024", "2026")
FEW = EasyCooperationParams(replicates=60)


@pytest.fixture(scope="module")
def demo() -> Study:
    return skogsbygden.build()


@pytest.fixture(scope="module")
def easy(demo: Study) -> EasyCooperation:
    result: EasyCooperation = easy_cooperation(demo, FEW, 1)
    return result


@pytest.fixture(scope="module")
def tested(demo: Study) -> BackTest:
    result: BackTest = back_test(demo)
    return result


def afternoon(ticks: dict[str, str], ties: list[tuple[Any, ...]] | None = None, asked: str = "", **more: Any) -> Study:
    """One area; everybody in `ticks` answers for the organisation of that name; those in `asked` do not."""
    return make_study(
        [*ticks, *asked],
        ties or [],
        answered={"2024": list(ticks)},
        tables={
            "areas": [{"id": "t", "label": "Training", "sensitivity": 1}],
            "area_answers": [
                {"wave": "2024", "respondent": f"r-{k}", "area": "t", "answer": x} for k, x in ticks.items()
            ],
        },
        **more,
    )


# -- areas ------------------------------------------------------------------------------------------------------


def test_figures_of_an_area_equal_a_plain_count(demo: Study, easy: EasyCooperation) -> None:
    answers = area_answers(demo, "2026", area_list(demo, model_of(demo)))
    for k, area in enumerate(answers.areas):
        for name, column in (("doing", 0), ("would_join", 1), ("could_offer", 2), ("not_for_us", 3)):
            count = easy.find(f"easy.{name}", wave="2026", subject=area.id)
            share = easy.find(f"easy.{name}.share", wave="2026", subject=area.id)
            assert (count.value, count.n) == (answers.counts[k, column], answers.heard[k])
            assert share.value == pytest.approx(np.nanmean(answers.share[:, k, column]))
            assert share.interval is Interval.REDRAWS
            assert share.low is not None
            assert share.high is not None
            assert share.low <= share.value <= share.high  # holds with 60 redraws of some 30 organisations
    assert easy.find("easy.areas", wave="2026").value == 12  # counted from the table area_answers
    assert easy.waves == WAVES


def test_least_to_lose_comes_first(easy: EasyCooperation) -> None:
    assert [a.sensitivity for a in easy.areas] == sorted(a.sensitivity or 9 for a in easy.areas)
    first = easy.sentences()[0]
    assert first.startswith("In Autumn 2026 there are 12 areas in which a group of 3 or more can be started")
    assert "in Recruitment and an attractive region 9 would join and 5 could offer something" in first


def test_a_group_invites_at_least_three_and_only_those_who_want(demo: Study, easy: EasyCooperation) -> None:
    invited: dict[str, set[str]] = {}
    for e in easy.estimates:
        if e.name == "easy.invite":
            actor, _join, area = e.subject.partition("–")
            invited.setdefault(area, set()).add(actor)
            assert e.wave == "2026"
    assert min(map(len, invited.values())) >= 3
    answers = area_answers(demo, "2026", area_list(demo, model_of(demo)))
    for k, area in enumerate(answers.areas):
        wanting = {answers.nodes[i] for i in np.flatnonzero(answers.candidates[:, k])}
        assert invited.get(area.id, set()) == (wanting if len(wanting) >= 3 else set())


def test_below_the_gate_shares_are_withheld_and_counts_are_not() -> None:
    made = afternoon(dict.fromkeys("abc", "would_join"), asked="xyz")  # 3 of 6 asked: under .65
    result = easy_cooperation(made, FEW)
    share = result.find("easy.would_join.share", subject="t")
    assert (share.value, share.reason, share.coverage) == (None, Reason.COVERAGE, 0.5)
    assert result.find("easy.would_join", subject="t").value == 3
    assert result.chart() is not None


def test_an_area_about_which_nobody_said_anything() -> None:
    made = afternoon({"a": "doing"})
    frames = dict(made.tables)
    frames["areas"] = pl.concat([frames["areas"], frames["areas"].with_columns(id=pl.lit("u"), label=pl.lit("Unsaid"))])
    result = easy_cooperation(Study(made.settings, frames), FEW)
    assert result.find("easy.doing", subject="u").reason is Reason.NOT_ASKED
    assert result.find("easy.doing", subject="t").value == 1
    assert result.sentences()[0] == (
        "In 2024 there is no area in which 3 organisations would join or could offer something."
    )


@pytest.mark.parametrize(
    ("ticks", "said"),
    [
        (
            {"a": "would_join", "b": "would_join", "c": "could_offer"},
            "In 2024 there is 1 area in which a group of 3 or more can be started: in Training 2 would join and 1 "
            "could offer something.",
        ),
        (
            dict.fromkeys("abc", "would_join"),
            "Organisations would join but no other could offer anything in: Training.",
        ),
        (
            dict.fromkeys("abc", "could_offer"),
            "Organisations could offer something that no other would join in: Training.",
        ),
    ],
)
def test_words_about_areas(ticks: dict[str, str], said: str) -> None:
    assert said in easy_cooperation(afternoon(ticks), FEW).sentences()


def test_areas_that_were_not_asked() -> None:
    result = easy_cooperation(make_study(["a"]), FEW)
    assert result.estimates == ()
    assert result.sentences() == (
        "The areas of cooperation were not asked, so nothing can be said about what is easy to do.",
    )


def test_what_may_not_be_told_is_not_said(easy: EasyCooperation) -> None:
    def said(*hidden: str) -> str:
        kept = tuple(e for e in easy.estimates if e.name not in hidden)
        return " ".join(replace(easy, estimates=kept).sentences())

    assert "9 would join;" in said("easy.could_offer", "easy.group")
    assert "9 would join" not in said("easy.would_join", "easy.group")
    assert "5 could offer something" in said("easy.would_join", "easy.group")
    assert "pairs" not in said("easy.pairs")
    assert "12 areas" in said("easy.group")


# -- pairs ------------------------------------------------------------------------------------------------------


def test_pairs_do_not_cooperate_and_say_why(demo: Study, easy: EasyCooperation) -> None:
    network = demo.network("cooperation", "2026").symmetrise("either")
    pairs = easy.pairs()
    assert len(pairs) == 50
    assert easy.find("easy.pairs").value == 136
    names = set(demo.labels.values())
    for p in pairs:
        assert network.values[network.index(p.first), network.index(p.second)] == 0
        reasons = sentence(p, easy.labels)
        assert reasons.endswith(".")
        assert not any(name in reasons for name in names)
    assert sorted((p.value for p in pairs), reverse=True) == [p.value for p in pairs]


def test_the_parts_of_a_pair_add_up(easy: EasyCooperation) -> None:
    for e in easy.estimates:
        if e.name == "easy.pair":
            assert e.value == pytest.approx(sum(v for k, v in e.details.items() if k.startswith("reason.")))
            assert suggested_of(e).value == e.value


def test_only_pairs_are_suggestions(easy: EasyCooperation) -> None:
    with pytest.raises(ValueError, match=r"easy\.areas"):
        suggested_of(easy.find("easy.areas", wave="2026"))


def test_sentences_name_nobody(demo: Study, easy: EasyCooperation, tested: BackTest) -> None:
    text = easy.explain() + tested.explain()
    assert not any(name in text for name in demo.labels.values())


@pytest.mark.parametrize(
    ("relations", "ties", "reason"),
    [
        ((), [], Reason.NOT_ASKED),
        (None, [("2024", "depth", i, j, 3) for i in "abc" for j in "abc" if i != j], Reason.NONE_TO_JUDGE),
    ],
)
def test_no_pairs_where_links_are_not_known_or_all_there(
    relations: Any, ties: list[tuple[Any, ...]], reason: Reason
) -> None:
    more = {} if relations is None else {"relations": relations}
    result = easy_cooperation(afternoon(dict.fromkeys("abc", "would_join"), ties, **more), FEW)
    assert result.find("easy.pairs").reason is reason
    assert result.sentences()[-1].startswith("Pairs are not suggested.")
    assert result.pairs() == ()


def test_one_pair() -> None:
    result = easy_cooperation(afternoon({"a": "would_join", "b": "could_offer"}), FEW)
    assert result.sentences()[-1] == (
        "1 pair of 1 that do not cooperate yet would both join in an area, or one could offer what the other would "
        "join."
    )
    (pair,) = result.pairs()
    assert sentence(pair, result.labels) == (
        "One could offer what the other would join in Training; there is little to lose."
    )


# -- back-test --------------------------------------------------------------------------------------------------


def test_demo_is_tested_on_its_never_shown_pairs(tested: BackTest) -> None:
    assert tested.find("back_test.new_ties").value == 32  # examples/README.md
    assert tested.find("back_test.stayers").value == 26
    for method in METHODS:
        e = tested.find("back_test.auc", subject=method)
        assert e.interval is Interval.NODE_JACKKNIFE
        assert e.value is not None
        assert 0 < e.value < 1
    said = tested.sentences()
    assert said[0].endswith("were never shown as a suggestion, 32 cooperate in Autumn 2026.")
    assert said[-1] == "The data are synthetic: this shows how the test is made, not that suggestions work."
    assert tested.chart() is not None


def test_real_data_are_not_called_synthetic(demo: Study) -> None:
    real = Study(demo.settings.model_copy(update={"synthetic": False}), dict(demo.tables))
    assert "synthetic" not in back_test(real).explain()


def test_what_is_known_later_does_not_change_the_lists(demo: Study, tested: BackTest) -> None:
    """Nothing of the second wave may help to predict it: ticks, trust and wishes of 2026 are taken away."""
    frames = dict(demo.tables)
    for name in ("area_answers", "ratings", "wishes"):
        frames[name] = frames[name].filter(pl.col("wave") == "2024")
    assert back_test(Study(demo.settings, frames)).estimates == tested.estimates


def test_introductions_of_the_demo(tested: BackTest) -> None:
    assert tested.find("introductions.shown").value == pytest.approx(13 / 23)
    assert tested.find("introductions.held_out").value == pytest.approx(2 / 23)
    gap = tested.find("introductions.difference")
    assert gap.value == pytest.approx(11 / 23)
    assert gap.interval is Interval.RANDOMISATION
    assert gap.low is not None
    assert gap.low > 0
    p = tested.find("introductions.p_value").value
    assert p is not None
    assert p < 0.01
    assert "Of 23 suggestions that were shown 13 became cooperation, of 23 that were held out 2." in tested.sentences()
    assert "Because they were shown, 5 to 13 more of them became cooperation (95% by the draw)." in tested.sentences()


def introduced(shown: list[int], held: list[int]) -> BackTest:
    """Pairs a_k–b_k that were suggested in 2024; 1: they cooperate in 2026."""
    outcome = [*shown, *held]
    ids = [f"{x}{k:02d}" for k in range(len(outcome)) for x in "ab"]
    made = make_study(
        ids,
        [("2026", "depth", f"a{k:02d}", f"b{k:02d}", 3) for k, yes in enumerate(outcome) if yes],
        waves=WAVES,
        tables={
            "suggestions": [
                {
                    "wave": "2024",
                    "from": f"a{k:02d}",
                    "to": f"b{k:02d}",
                    "shown": k < len(shown),
                    "held_out": k >= len(shown),
                }
                for k in range(len(outcome))
            ]
        },
    )
    result: BackTest = back_test(made)
    return result


@pytest.mark.parametrize(
    ("shown", "held", "said"),
    [
        ([0] * 8, [1] * 8, "fewer of them became cooperation"),
        ([1] * 4 + [0] * 4, [1] * 3 + [0] * 5, "cannot be said whether showing them made a difference"),
        ([1], [0], "Whether introductions work cannot be said. Too few: 1 suggestions that were shown and 1"),
    ],
)
def test_words_about_introductions(shown: list[int], held: list[int], said: str) -> None:
    assert said in introduced(shown, held).explain()


def test_fewer_is_told_from_the_smaller_number_on() -> None:
    text = introduced([0] * 8, [1] * 8).explain()
    low, high = text.split("Because they were shown, ")[1].split(" fewer")[0].split(" to ")
    assert 0 < int(low) < int(high) <= 8


def test_only_one_half_was_there() -> None:
    result = introduced([1, 0, 1, 0, 1, 0], [])
    assert result.find("introductions.held_out").reason is Reason.NONE_TO_JUDGE
    assert result.find("introductions.difference").reason is Reason.TOO_FEW_SUGGESTIONS


def test_too_few_new_ties_or_stayers() -> None:
    result = introduced([1, 0], [0, 1])
    e = result.find("back_test.auc", subject="adamic_adar")
    assert (e.value, e.reason) == (None, Reason.TOO_FEW_NEW_TIES)
    assert "this needs 30 among 20" in e.why  # sample sizes of the reference model
    assert "Whether suggestions of 2024 came true in 2026 cannot be said. Too few" in result.explain()
    assert result.chart() is not None


def test_one_wave_and_links_that_were_not_asked() -> None:
    assert back_test(make_study(["a"])).sentences() == (
        "There is one wave so far; whether suggestions come true shows from the second wave on.",
    )
    bare = back_test(make_study(["a", "b"], relations=(), waves=WAVES))
    assert {e.reason for e in bare.estimates} == {Reason.NOT_ASKED}
    assert "This was not asked." in bare.explain()


def test_a_rule_that_is_right_is_said_to_be_better_than_chance_and_one_that_is_wrong_worse() -> None:
    ids = [f"o{k:02d}" for k in range(22)]

    def with_ticks(who: list[str]) -> BackTest:
        made = make_study(
            ids,
            [("2026", "depth", i, j, 3) for i in ids[:11] for j in ids[:11] if i < j],
            waves=WAVES,
            answered=dict.fromkeys(WAVES, ids),
            tables={
                "area_answers": [
                    {"wave": "2024", "respondent": f"r-{k}", "area": "training", "answer": "would_join"} for k in who
                ]
            },
        )
        result: BackTest = back_test(made)
        return result

    right, wrong = with_ticks(ids[:11]), with_ticks(ids[11:])
    assert right.find("back_test.auc", subject="easy_cooperation").value == 1
    assert "more often than by chance" in right.explain()
    assert "less often than by chance" in wrong.explain()
    # without any link in the first wave the simple rules cannot tell pairs apart
    assert right.find("back_test.auc", subject="adamic_adar").value == 0.5


def test_all_pairs_began() -> None:
    ids = [f"o{k:02d}" for k in range(21)]
    made = make_study(ids, [("2026", "depth", i, j, 3) for i in ids for j in ids if i < j], waves=WAVES)
    result = back_test(made)
    assert result.find("back_test.auc", subject="easy_cooperation").reason is Reason.NONE_TO_JUDGE
    assert result.find("back_test.lift", subject="easy_cooperation").value == 1


def test_what_is_hidden_from_a_reader_is_not_said(tested: BackTest) -> None:
    def said(*hidden: str) -> str:
        kept = tuple(e for e in tested.estimates if e.name not in hidden)
        return replace(tested, estimates=kept).explain()

    assert "224" not in said("back_test.new_ties")
    assert "first 20 pairs" not in said("back_test.base_rate")
    assert "held out" not in said("introductions.shown")
    assert "cannot be said." in said("back_test.auc")
    bare = tuple(replace(e, low=None, high=None, interval=Interval.NONE) for e in tested.estimates)
    text = replace(tested, estimates=bare).explain()
    assert "by chance (50%)" not in text
    assert "Because they were shown" not in text


def test_other_names_for_a_list_stay_as_they_are(tested: BackTest) -> None:
    assert tested.method_label("mine") == "mine"


def test_translations_do_not_break(easy: EasyCooperation, tested: BackTest) -> None:
    with use_language("sv"):
        assert easy.sentences()
        assert tested.sentences()
