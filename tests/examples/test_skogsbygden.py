"""The planted facts of the example: what ``examples/README.md`` says there is to find.

Unless a comment says otherwise, an expected number is one that the example was made to have: it stands in the
plan of the example (``cast.py``, ``fieldwork.py``, ``opinions.py``) or in ``examples/README.md``.
"""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest

from clusterdynamics.examples import skogsbygden
from clusterdynamics.examples.skogsbygden.frames import frame
from clusterdynamics.study.model import Study
from clusterdynamics.study.network import Network
from clusterdynamics.study.tables import TABLES

FIRST, SECOND = "2024", "2026"


@pytest.fixture(scope="module")
def study() -> Study:
    return skogsbygden.build()


def answering_stayers(study: Study) -> list[str]:
    both = study.answered(FIRST) & study.answered(SECOND)
    return sorted(both & set(study.stayers(FIRST, SECOND)))


def cooperation(study: Study, wave: str) -> Network:
    return study.network("cooperation", wave).symmetrise("either")


def new_pairs(study: Study) -> list[tuple[str, str]]:
    among = answering_stayers(study)
    before, after = (cooperation(study, w).subset(among).values for w in (FIRST, SECOND))
    n = len(among)
    return [(among[i], among[j]) for i in range(n) for j in range(i + 1, n) if before[i, j] == 0 and after[i, j] == 1]


def given(study: Study, wave: str, item: str, occasion: str = "first") -> dict[str, int]:
    """Respondent → answer, of those who sent in their answers."""
    sent = study["respondents"].filter((pl.col("wave") == wave) & (pl.col("status") == "submitted"))["id"]
    rows = study["answers"].filter(
        (pl.col("wave") == wave)
        & (pl.col("item") == item)
        & (pl.col("occasion") == occasion)
        & pl.col("value").is_not_null()
        & pl.col("respondent").is_in(sent.implode())
    )
    return {r: int(v) for r, v in rows.select("respondent", "value").iter_rows()}


def agreeing(study: Study, wave: str, item: str) -> float:
    values = list(given(study, wave, item).values())
    return sum(v >= 4 for v in values) / len(values)


def stage_values(study: Study, wave: str) -> dict[int, float]:
    """S_s = half core dimension, half mean of the other dimensions (method, section 4)."""
    dimensions = {
        1: (("s1.1", "s1.2"), [("s1.3",), ("s1.4",)]),
        2: (("s2.1", "s2.2"), [("s2.3",), ("s2.4",), ("s2.5",)]),
        3: (("s3.1", "s3.2", "s3.3"), [("s3.4",), ("s3.5",)]),
        4: (("s4.1", "s4.3"), [("s4.2",), ("s4.4",), ("s4.5",)]),
        5: (("s5.1", "s5.2"), [("s5.3", "s5.5"), ("s5.4",)]),
    }

    def mean(items: tuple[str, ...]) -> float:
        return sum(agreeing(study, wave, i) for i in items) / len(items)

    return {s: 0.5 * mean(core) + 0.5 * sum(map(mean, rest)) / len(rest) for s, (core, rest) in dimensions.items()}


def test_says_that_it_is_synthetic(study: Study) -> None:
    assert study.settings.synthetic
    assert "synthetic" in study.title


def test_same_seed_same_study_and_another_seed_another_one(study: Study) -> None:
    again, other = skogsbygden.build(), skogsbygden.build(7)
    assert all(study[name].equals(again[name]) for name in TABLES)
    assert not study["ties"].equals(other["ties"])
    assert other["actors"].height == study["actors"].height


def test_every_table_has_rows_with_unique_keys_and_references(study: Study) -> None:
    for name, table in TABLES.items():
        rows = study[name]
        assert rows.height > 0 or name == "champions", name  # nobody has been asked for consent there
        assert list(rows.schema.items())[: len(table.schema)] == list(table.schema.items()), name
        assert not rows.select(table.key).is_duplicated().any(), name
        for field in table.fields:
            if field.required:
                assert rows[field.name].null_count() == 0, (name, field.name)
            if field.references and not field.references.startswith("settings"):
                there, column = field.references.split(".")
                values = rows[field.name].explode() if field.dtype == pl.List(pl.String()) else rows[field.name]
                assert set(values.drop_nulls()) <= set(study[there][column]), (name, field.name)
            if field.choices:
                assert set(rows[field.name].drop_nulls()) <= set(field.choices), (name, field.name)


def test_42_organisations_in_each_wave(study: Study) -> None:
    assert len(study.present(FIRST)) == 42
    assert len(study.present(SECOND)) == 42
    # 42 + six that came: a merged firm, the two halves of a split one, three joiners
    assert study["actors"].height == 48
    assert study["actors"]["is_anchor"].sum() == 3


def test_coverage_is_83_and_76_percent(study: Study) -> None:
    # 35 and 32 of 42
    assert study.asked(FIRST) == set(study.present(FIRST))
    assert study.asked(SECOND) == set(study.present(SECOND))
    assert (len(study.answered(FIRST)), len(study.answered(SECOND))) == (35, 32)
    assert (round(100 * study.coverage(FIRST)), round(100 * study.coverage(SECOND))) == (83, 76)


def test_who_came_and_who_went(study: Study) -> None:
    actors = {row["id"]: row for row in study["actors"].to_dicts()}
    assert actors["F28"]["predecessor"] == ["F03", "F04"]
    assert actors["F29"]["predecessor"] == actors["F32"]["predecessor"] == ["F21"]
    assert {"F03", "F04"} <= set(study.present(FIRST)) - set(study.present(SECOND))
    assert study.opted_out(FIRST) == ()
    assert study.opted_out(SECOND) == ("F25",)
    assert set(study.present(SECOND)) - set(study.present(FIRST)) == {"F28", "F29", "F30", "F31", "F32", "R05"}
    assert set(study.present(FIRST)) - set(study.present(SECOND)) == {"F03", "F04", "F12", "F19", "F21", "F25"}


def test_most_stayers_answer_both_waves(study: Study) -> None:
    assert len(study.stayers(FIRST, SECOND)) == 36
    # 26 of 36 is .72, over the gate of .65 of method, section 3
    assert len(answering_stayers(study)) == 26


def test_merged_firm_inherits_the_links_of_both(study: Study) -> None:
    before, after = (study.network("contact", w).symmetrise("either") for w in (FIRST, SECOND))

    def partners(network: Network, actor: str) -> set[str]:
        row = np.nan_to_num(network.values[network.index(actor)])
        return {network.nodes[j] for j in np.flatnonzero(row)}

    old = (partners(before, "F03") | partners(before, "F04")) & set(after.nodes)
    assert len(old & partners(after, "F28")) >= 0.6 * len(old) > 0


def test_statuses_modes_and_languages(study: Study) -> None:
    rows = study["respondents"]
    assert {"submitted", "started", "declined", "invited", "bounced"} <= set(rows["status"])
    assert set(rows["mode"]) == {"web", "phone", "face_to_face"}
    assert set(rows["language"]) == {"sv", "en"}
    leads = rows.filter("is_lead").group_by("wave", "actor").len()
    assert leads["len"].max() == 1
    answering = rows.filter(pl.col("status") == "submitted").group_by("wave", "actor").len()
    assert (answering["len"] > 1).sum() >= 10


def test_late_organisation_was_not_offered_to_the_first_respondents(study: Study) -> None:
    offered = study["offered"]
    assert set(offered["wave"]) == {FIRST}
    everybody = set(offered["respondent"])
    assert everybody == set(study["respondents"].filter(pl.col("wave") == FIRST)["id"])
    own = study["respondents"].filter((pl.col("wave") == FIRST) & (pl.col("actor") == "F27"))["id"].to_list()
    early = everybody - set(offered.filter(pl.col("actor") == "F27")["respondent"]) - set(own)
    assert len(early) == 14
    told = study["ties"].filter((pl.col("wave") == FIRST) & (pl.col("to") == "F27"))
    assert not early & set(told["respondent"])
    assert told.height > 0


def test_at_least_30_new_pairs_among_at_least_20_stayers_and_never_shown(study: Study) -> None:
    shown = set(study["suggestions"].filter("shown").select("from", "to").iter_rows())
    new = new_pairs(study)
    assert len(new) >= 30
    # the gate of the back-test: method, section 4 "Easy cooperation"
    assert sum(p not in shown for p in new) >= 30


def test_suggestions_half_shown_half_held_out(study: Study) -> None:
    rows = study["suggestions"]
    assert rows.filter("shown").height == rows.filter("held_out").height == 24
    assert rows.filter(pl.col("shown") & pl.col("held_out")).height == 0
    after = cooperation(study, SECOND)

    def begun(kind: str) -> int:
        pairs = rows.filter(kind).select("from", "to").iter_rows()
        return sum(after.values[after.index(a), after.index(b)] == 1 for a, b in pairs)

    assert begun("shown") > begun("held_out")


def test_some_links_are_told_by_one_side_only(study: Study) -> None:
    for wave in (FIRST, SECOND):
        network = study.network("cooperation", wave)
        done = np.ix_(network.answered, network.answered)
        v = network.values[done]
        either = np.triu(np.fmax(v, v.T), 1) == 1
        both = np.triu(np.fmin(v, v.T), 1) == 1
        assert 0.6 < both.sum() / either.sum() < 0.9


def test_trust_went_along_with_deeper_work_two_years_later(study: Study) -> None:
    first, second = (
        study.network("depth", w).subset(study.stayers(FIRST, SECOND)).symmetrise("mean") for w in (FIRST, SECOND)
    )
    trust = study["ratings"].filter(pl.col("wave") == FIRST).group_by("from", "to").agg(pl.col("value").mean())
    said = {(a, b): v for a, b, v in trust.iter_rows() if v is not None}
    deeper, not_deeper = [], []
    for i, j in itertools.combinations(range(first.n), 2):
        a, b = first.nodes[i], first.nodes[j]
        ratings = [said[p] for p in ((a, b), (b, a)) if p in said]
        if ratings and first.values[i, j] < 4 and np.isfinite(second.values[i, j]):
            up = second.values[i, j] > first.values[i, j]
            (deeper if up else not_deeper).append(float(np.mean(ratings)))
    assert np.mean(deeper) > np.mean(not_deeper) + 0.1


def test_one_large_company_knows_many_and_works_deeply_with_none(study: Study) -> None:
    for wave in (FIRST, SECOND):
        ties = study["ties"].filter(
            (pl.col("wave") == wave)
            & (pl.col("relation") == "depth")
            & ((pl.col("from") == "F02") | (pl.col("to") == "F02"))
        )
        assert ties["value"].drop_nulls().max() <= 3
        network = study.network("contact", wave).symmetrise("either")
        assert np.nansum(network.values[network.index("F02")]) > 20
    # its partners rate its openness lowest of the three items and under everybody else's
    item = study["ratings"].filter(pl.col("item") == "trust.open")
    of_it = item.filter(pl.col("to") == "F02")["value"].mean()
    of_others = item.filter(pl.col("to") != "F02")["value"].mean()
    assert of_it < of_others - 0.5


def test_halves_hardly_meet_and_two_organisations_bridge_them(study: Study) -> None:
    shares, within = [], {"north": [], "south": []}
    for wave in (FIRST, SECOND):
        network = cooperation(study, wave)
        half = np.array(study.attribute("branch", network.nodes))
        north, south = half == "pulp_packaging", half == "wood_construction"
        inside = np.nanmean(network.values[np.ix_(north, north)])
        within["north"].append(inside)
        within["south"].append(np.nanmean(network.values[np.ix_(south, south)]))
        across = np.nanmean(network.values[np.ix_(north, south)])
        assert across < 0.3 * inside
        shares.append(across)
        for bridge in ("I01", "R01"):
            row = np.nan_to_num(network.values[network.index(bridge)])
            assert row[north].sum() >= 4
            assert row[south].sum() >= 4
    assert shares[1] > 1.5 * shares[0]
    assert within["north"][1] > within["north"][0] + 0.04
    assert abs(within["south"][1] - within["south"][0]) < 0.03


def test_two_champions_get_most_nominations(study: Study) -> None:
    for wave in (FIRST, SECOND):
        named = study["nominations"].filter(pl.col("wave") == wave)
        assert named["actor"].is_in(["I01", "R01"]).mean() > 0.5
    assert set(study["nominations"]["person"].drop_nulls()) == {"person-1", "person-2"}


def test_stage_values(study: Study) -> None:
    first, second = stage_values(study, FIRST), stage_values(study, SECOND)
    assert first[1] > 0.6
    assert 0.5 <= first[2] < 0.6
    assert first[3] < 0.45
    assert second[1] >= 0.5
    assert second[2] >= 0.5
    assert second[3] == pytest.approx(0.5, abs=0.04)
    assert second[4] < 0.4
    assert second[5] < 0.3
    # what holds stage 3 back: one thing told to partners in confidence, one about who carries the work
    weak = sorted((f"s3.{k}" for k in range(1, 6)), key=lambda i: agreeing(study, SECOND, i))
    assert set(weak[:2]) == {"s3.2", "s3.4"}


def test_dont_know_and_answers_that_were_not_sent(study: Study) -> None:
    assert study["answers"].filter(pl.col("state") == "dont_know").height > 50
    assert study["ties"].filter(pl.col("state") == "dont_know").height > 5
    assert study["ratings"].filter(pl.col("state") == "dont_know").height > 20
    started = study["respondents"].filter(pl.col("status") == "started")
    assert started.join(study["answers"], left_on=["wave", "id"], right_on=["wave", "respondent"]).height > 0
    # none of those who did not send in answers has a row anywhere else
    sent = study["respondents"].filter(pl.col("status") == "submitted").select("wave", respondent="id")
    for name in ("ties", "ratings", "wishes", "area_answers", "nominations", "outside_links"):
        assert study[name].join(sent, on=["wave", "respondent"], how="anti").height == 0


def test_reasking_of_at_least_eight_organisations_with_ten_percent_misreporting(study: Study) -> None:
    people = study["respondents"].select("wave", "actor", "is_lead", respondent="id")
    rows = study["answers"].join(people, on=["wave", "respondent"])
    rows = rows.filter(pl.col("item").str.starts_with("s"))
    firsts = rows.filter((pl.col("occasion") == "first") & pl.col("is_lead")).select(
        "wave", "actor", "item", before="value"
    )
    for wave, again, seconds in ((FIRST, 5, 4), (SECOND, 6, 5)):
        asked = rows.filter((pl.col("wave") == wave) & (pl.col("occasion") != "first"))
        by_kind = dict(asked.group_by("occasion").agg(pl.col("actor").n_unique()).iter_rows())
        assert by_kind == {"again": again, "second_informant": seconds}
        assert asked["actor"].n_unique() == again + seconds >= 8
    pairs = rows.filter(pl.col("occasion") != "first").join(firsts, on=["wave", "actor", "item"])
    differs = pairs.select((pl.col("value") != pl.col("before")).mean()).item()
    # .10 ± 3 standard errors for about 450 answers
    assert differs == pytest.approx(0.10, abs=0.045)


def test_downturn_was_asked_in_the_second_wave_and_hit_the_south_harder(study: Study) -> None:
    assert given(study, FIRST, "downturn.staff") == {}
    orders = given(study, SECOND, "downturn.orders")
    half = dict(
        study["respondents"]
        .filter(pl.col("wave") == SECOND)
        .join(study["actors"].select("branch", actor="id"), on="actor")
        .select("id", "branch")
        .iter_rows()
    )
    north = [v for r, v in orders.items() if half[r] == "pulp_packaging"]
    south = [v for r, v in orders.items() if half[r] == "wood_construction"]
    assert np.mean(south) < np.mean(north) - 0.4
    rows = study["answers"].filter(pl.col("item") == "downturn.cooperate").select("respondent", "value").rows()
    south_says = [v for r, v in rows if half[r] == "wood_construction"]
    north_says = [v for r, v in rows if half[r] == "pulp_packaging"]
    assert north_says.count("more") > 3 * north_says.count("less")
    assert abs(south_says.count("more") - south_says.count("less")) <= 2
    stance = [v for _r, v in rows]
    assert stance.count("more") >= 2 * stance.count("less") > 0
    assert "same" in stance


def test_all_large_companies_answer_about_themselves(study: Study) -> None:
    for wave in (FIRST, SECOND):
        assert {"F01", "F02", "F14"} <= study.answered(wave)
        for item in ("large.driver", "large.barrier", "large.dependence"):
            assert len(given(study, wave, item)) >= 25


def test_those_linked_to_the_shallow_hub_see_more_of_a_barrier(study: Study) -> None:
    for wave in (FIRST, SECOND):
        actor = dict(study["respondents"].filter(pl.col("wave") == wave).select("id", "actor").iter_rows())
        contact = study.network("contact", wave).symmetrise("either")
        row = contact.values[contact.index("F02")]
        linked: dict[bool, list[bool]] = {True: [], False: []}
        for person, value in given(study, wave, "large.barrier").items():
            if actor[person] != "F02":
                linked[row[contact.index(actor[person])] == 1].append(value >= 4)
        assert np.mean(linked[True]) > np.mean(linked[False]) + 0.15


def test_consents_have_every_class_and_one_was_taken_back(study: Study) -> None:
    consents = study["consents"]
    assert set(consents.filter(pl.col("choice") == "name")["class"]) == {"nobody", "participants", "network", "public"}
    back = consents.filter(pl.col("withdrawn_at").is_not_null())
    assert back.select("choice", "class").rows() == [("quote", "public")]
    assert (back["withdrawn_at"] > back["time"]).all()
    # it belongs to the teller of a story that would otherwise be public
    teller = study["stories"].filter(pl.col("respondent") == back["respondent"][0])
    assert teller["class"].to_list() == ["public"]


def test_areas_purposes_outside_links_and_figures(study: Study) -> None:
    deep = study["ties"].filter((pl.col("relation") == "depth") & (pl.col("value") >= 4))
    assert 0.5 < deep["purpose"].is_not_null().mean() < 0.9
    assert deep["area"].null_count() == 0
    sensitivity = dict(study["areas"].select("id", "sensitivity").iter_rows())
    named = [sensitivity[a] <= 2 for areas in study["ties"]["area"].drop_nulls() for a in areas]
    assert np.mean(named) > 0.75
    assert set(study["area_answers"]["answer"]) == {"doing", "would_join", "could_offer", "not_for_us"}
    assert set(study["outside_links"]["has_links"]) == {True, False}
    assert set(study["indicators"]["source"]) == {"invented for the demo"}
    assert study["findings"].height == 4
    assert sorted(study["actions"]["status"]) == ["done", "planned", "running", "running", "stopped"]
    stopped = study["actions"].filter(pl.col("status") == "stopped")
    assert stopped["reason"].null_count() == 0


def test_a_row_with_an_unknown_column_is_refused() -> None:
    with pytest.raises(ValueError, match="waves has no column colour"):
        frame("waves", [{"id": "1", "colour": "red"}])
