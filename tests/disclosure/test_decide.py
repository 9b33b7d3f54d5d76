from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from clusterdynamics.assessment import ANALYSES
from clusterdynamics.disclosure import (
    Audience,
    MissingVerdict,
    Outcome,
    UndeclaredFigure,
    Verdict,
    VisibilityClass,
    decide,
    require_verdict,
)
from clusterdynamics.disclosure.judge import Judge, large_companies
from clusterdynamics.disclosure.lookup import Lookup
from clusterdynamics.disclosure.relational import key_of
from clusterdynamics.disclosure.rules import RULES, rule_for
from clusterdynamics.disclosure.treatment import Rule, Treatment
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from tests.disclosure.studies import make_study, random_ties

OUTSIDE = ("board", "participants", "network", "public")


@pytest.fixture(scope="module")
def study():
    groups = {"a": 10, "b": 10}
    return make_study(groups, {"1": random_ties(groups, 0.3, 1)})


def whole(name="density", value=0.3, **more):
    return Estimate(name, value, **({"n": 20, "coverage": 1.0, "wave": "1", "network": "advice"} | more))


def one(estimate, study, audience="public"):
    (found,) = decide([estimate], study, audience)
    return found


# -- what is not known is refused --


def test_every_figure_of_every_analysis_has_a_rule(demo_assessment):
    assert set(demo_assessment.results) == {name for name, a in ANALYSES.items() if not a.by_request}
    undeclared = {
        f"{name}: {e.name}" for name, r in demo_assessment.results.items() for e in r.estimates if e.name not in RULES
    }
    assert undeclared == set(), "say in disclosure/rules.py who may see these"


@pytest.mark.parametrize("audience", ["study", "public"])
def test_a_figure_without_a_rule_is_shown_to_nobody(study, audience):
    with pytest.raises(UndeclaredFigure, match="'made_up'"):
        decide([whole("made_up")], study, audience)


def test_a_figure_of_a_subject_that_its_rule_does_not_know_is_refused(study):
    with pytest.raises(UndeclaredFigure, match="'type:a'"):
        decide([whole("distance.mean", subject="type:a")], study, "board")


# -- the demo cluster --


def test_the_study_team_sees_everything(demo_assessment, demo_disclosed):
    seen = list(demo_disclosed["study"])
    assert [e.value for e in seen] == [e.value for r in demo_assessment.results.values() for e in r.estimates]
    assert {e.verdict for e in seen} == {"shown"}
    assert {e.visibility for e in seen} == {"C1"}


@pytest.mark.parametrize("audience", OUTSIDE)
def test_nothing_about_single_organisations_outside(demo, demo_disclosed, audience):
    disclosed = demo_disclosed[audience]
    assert not [e for e in disclosed if e.subject in demo.labels]
    assert disclosed.left_out["in_degree"] > 0
    # Ranges from leaving one out in turn point at that one.
    assert not [e for e in disclosed if e.interval is Interval.LEAVE_OUT]
    assert all(e.visibility == disclosed.visibility for e in disclosed)
    assert all(e.verdict in tuple(Outcome) for e in disclosed)


def test_a_wider_audience_never_sees_more(demo_disclosed):
    shown = [
        {key_of(e) for e in demo_disclosed[a] if e.value is not None} for a in ("study", "board", "network", "public")
    ]
    assert shown[3] <= shown[2] < shown[1] < shown[0]
    assert {key_of(e) for e in demo_disclosed["participants"] if e.value is not None} == shown[1]


def test_what_is_shown_is_the_same_number_for_all(demo_disclosed):
    inside = {key_of(e): e.value for e in demo_disclosed["board"] if e.verdict == "shown"}
    for e in demo_disclosed["public"]:
        if e.value is not None and e.verdict == "shown":
            assert e.value == inside[key_of(e)]


def test_results_can_still_speak(demo_disclosed):
    for result in demo_disclosed["public"].results.values():
        assert isinstance(result.explain(), str)


def test_find(demo_disclosed):
    disclosed = demo_disclosed["board"]
    assert disclosed.find("density", wave="2026", network="contact").value
    with pytest.raises(KeyError, match="0 figures"):
        disclosed.find("density", wave="1")


# -- rules one by one --


@pytest.mark.parametrize(
    ("estimate", "verdict"),
    [
        (whole("distance.mean", 2.1), "shown"),
        (whole("reciprocity.edgewise", 1.0), "hidden:protected"),  # all
        (whole("reciprocity.edgewise", 0.0), "hidden:protected"),  # none
        (whole("statement.share", 0.5, network=None), "shown"),
        (whole("statement.share", 0.05, network=None), "hidden:protected"),  # 1 of 20
        (whole("statement.share", 0.10, network=None), "shown"),
        (whole("agreement.r_wg", 0.0, network=None), "shown"),
        (whole("agreement.r_wg", 1.0, network=None), "hidden:protected"),
        (whole("largest_component", 0.95), "hidden:protected"),  # 1 of 20 is not yet linked
        (whole("largest_component", 0.75), "shown"),  # 5 are not
        (whole("brokers", 4.0), "hidden:protected"),  # fewer than 5
        (whole("brokers", 6.0), "shown"),
        (whole("ei_index", -1.0, subject="type"), "hidden:protected"),
    ],
)
def test_whole_figures(study, estimate, verdict):
    assert one(estimate, study).verdict == verdict


def test_numbers_have_few_decimals(study):
    found = one(whole("centralisation.degree", 0.2468, low=0.2, high=0.3, interval=Interval.LEAVE_OUT), study)
    assert (found.value, found.low, found.high, found.interval) == (0.2, None, None, Interval.NONE)
    found = one(whole("mismatch.mean", 1.23456, low=1.0001, high=1.5, interval=Interval.REDRAWS, coverage=1 / 3), study)
    assert (found.value, found.low, found.high, found.coverage) == (1.23, 1.0, 1.5, 0.33)
    assert str(one(whole("ei_index.chance", -0.0001, subject="type"), study).value) == "0.0"


def test_few_answers_few_figures():
    groups = {"a": 10, "b": 10}
    silent = {"1": {f"{g}{i + 1}" for g in "ab" for i in range(10)} - {"a1", "a2", "b1", "b2"}}
    few = make_study(groups, {"1": random_ties(groups, 0.3, 1)}, silent=silent)
    # 4 answered: enough inside (3 + 1), too few outside (5).
    assert one(whole("distance.mean", 2.0), few, "board").verdict == "shown"
    hidden = one(whole("distance.mean", 2.0), few, "public")
    assert hidden.why == "Not shown, because fewer than 5 organisations stand behind it."
    assert one(whole("brokers", 10.0), few, "public").verdict == "hidden:few"


def test_closed_gates_stay_closed_and_say_why(study):
    shut = Estimate(
        "distance.mean",
        None,
        reason=Reason.COVERAGE,
        details={"coverage": 0.123456, "gate": 0.8},
        wave="1",
        network="advice",
    )
    found = one(shut, study)
    assert (found.verdict, found.reason, found.details["coverage"]) == ("shown", Reason.COVERAGE, 0.12)
    never = Estimate("block_density", None, reason=Reason.NOT_ASKED, subject="type:a→b", wave="1", network="advice")
    assert one(never, study).reason is Reason.NOT_ASKED


def test_what_follows_another_figure_follows_it(study):
    pair = [whole("largest_component", 1.0), whole("components", 1.0)]
    assert {e.verdict for e in decide(pair, study, "public")} == {"hidden:protected"}
    pair = [whole("largest_component", 0.5), whole("components", 4.0)]
    assert {e.verdict for e in decide(pair, study, "public")} == {"shown"}


def test_sums_that_two_organisations_make(study):
    def roles(*counts):
        return [
            whole("brokerage.liaison", float(sum(counts))),
            *(whole("brokerage.liaison", float(c), subject=f"a{i + 1}") for i, c in enumerate(counts)),
        ]

    (found,) = decide(roles(50, 40, 5, 5), study, "board")  # 90 %
    assert found.verdict == "hidden:protected"
    (found,) = decide(roles(50, 30, 10, 10), study, "board")  # 80 %
    assert found.verdict == "shown"


def coverage(answered, asked):
    """Figures of coverage by type, and of all."""
    rows = {f"type:{k}": (answered[k], asked[k]) for k in asked} | {
        "whole": (sum(answered.values()), sum(asked.values()))
    }
    return [
        e
        for subject, (a, n) in rows.items()
        for e in (
            Estimate("roster", float(n), n=n, subject=subject, wave="1"),
            Estimate("asked", float(n), n=n, subject=subject, wave="1"),
            Estimate("answered", float(a), n=n, subject=subject, wave="1"),
            Estimate("coverage", a / n, n=n, subject=subject, wave="1"),
        )
    ]


def test_who_answered_is_a_rate_by_type_only_where_it_points_at_nobody(study):
    asked = {"firm": 20, "public": 10, "bank": 2, "school": 8}
    found = {
        (e.name, e.subject): e
        for e in decide(coverage({"firm": 15, "public": 6, "bank": 1, "school": 5}, asked), study, "board")
    }
    assert found["coverage", "whole"].value == round(27 / 40, 2)
    assert found["coverage", "type:bank"].verdict == "hidden:few"
    assert found["coverage", "type:firm"].verdict == "shown"
    # The bank's one answer must not follow from the others: at least one more is hidden.
    assert sum(e.verdict.startswith("hidden") for k, e in found.items() if k[0] == "coverage") >= 2
    for name in ("roster", "asked", "answered"):
        for subject in asked:
            assert found[name, f"type:{subject}"].verdict == found["coverage", f"type:{subject}"].verdict
        assert found[name, "whole"].verdict == "shown"
    assert found["coverage", "type:firm"].n == 0


def test_a_roster_without_its_coverage_is_not_given(study):
    assert one(Estimate("roster", 4.0, n=4, subject="type:a", wave="1"), study).verdict == "hidden:protected"


def test_all_answered_gives_every_type_away_and_says_so_for_the_whole_only(study):
    found = decide(coverage({"firm": 20, "public": 10}, {"firm": 20, "public": 10}), study, "board")
    assert {e.subject for e in found if e.value is not None} == {"whole"}


def test_confirmed_ties_are_rounded_where_few_are_silent():
    groups = {"a": 9, "b": 9}
    one_way = random_ties(groups, 0.4, 7)
    for silent, verdicts in (((), {"shown"}), (("a1",), {"hidden:protected", "shown:rounded"})):
        made = make_study(groups, {"1": one_way}, silent={"1": set(silent)}, directed=False)
        found = one(whole("confirmed", 20.0), made, "board")
        assert found.verdict in verdicts
        if silent and found.value is not None:
            assert found.value % 5 == 0
    share = whole("confirmed.share", 1.0)
    made = make_study(groups, {"1": one_way}, directed=False)
    assert {e.verdict for e in decide([whole("confirmed", 20.0), share], made, "board")} == {"hidden:protected"}
    lonely = make_study(
        groups, {"1": one_way}, silent={"1": {f"{g}{i}" for g in "ab" for i in range(2, 10)}}, directed=False
    )
    assert one(whole("confirmed", 20.0), lonely, "board").verdict == "hidden:few"


def test_the_share_stays_where_the_counts_are_rounded():
    groups = {"a": 9, "b": 9}
    ties = {t for t in random_ties(groups, 0.4, 7) if "a1" not in t} | {("a2", "a1"), ("b1", "a1"), ("b2", "a1")}
    made = make_study(groups, {"1": ties}, silent={"1": {"a1"}}, directed=False)
    found = {e.name: e for e in decide([whole("confirmed", 22.0), whole("confirmed.share", 0.5)], made, "board")}
    # 3 ties of the one that is silent: rounding to 5 hides 0 … 8.
    assert (found["confirmed"].value, found["confirmed"].verdict) == (20.0, "shown:rounded")
    assert (found["confirmed.share"].value, found["confirmed.share"].verdict) == (0.5, "shown")


def test_change_needs_enough_that_answered_twice():
    groups = {"a": 9, "b": 9}
    ties = random_ties(groups, 0.4, 7)
    silent = {"2": {f"{g}{i}" for g in "ab" for i in range(2, 10)}}
    made = make_study(groups, {"1": ties, "2": ties}, silent=silent)
    assert one(whole("kept", 9.0, wave="1→2", subject="stayers"), made, "board").verdict == "hidden:few"


def test_undirected_tables_need_both_sides_that_report():
    from clusterdynamics.assessment import assess

    groups = {"a": 9, "b": 9, "z": 6}
    ties = random_ties(groups, 0.3, 2)
    for silent, a_z in (({"z2", "z3", "z4", "z5", "z6"}, False), ({f"z{i + 1}" for i in range(6)}, True)):
        made = make_study(groups, {"1": ties}, silent={"1": silent}, directed=False)
        found = decide(assess(made, replicates=20, analyses=("whole_network", "mixing")), made, "board")
        cell = found.find("block_density", subject="type:a→z")
        # One that answered in z is mixed into the cell; none that did, and it rests on a alone.
        assert (cell.value is not None) is a_z


def test_sensitive_relations_need_k_organisations_on_the_named_side_inside():
    from clusterdynamics.assessment import assess

    groups = {"a": 12, "b": 9, "z": 2}
    ties = {t for t in random_ties(groups, 0.3, 2) if t[1][0] != "z"}
    ties |= {(f"a{i + 1}", f"z{i % 2 + 1}") for i in range(8)}
    shown = {}
    for relation in ("advice", "trust"):
        made = make_study(groups, {"1": ties}, relation=relation)
        found = decide(assess(made, replicates=20, analyses=("whole_network", "mixing")), made, "board")
        shown[relation] = found.find("block_density", subject="type:a→z").value is not None
    assert shown == {"advice": True, "trust": False}


def test_with_and_without_large_companies(monkeypatch, study):
    names = [f"{g}{i + 1}" for g in "ab" for i in range(10)]
    for large, seen in ((3, ()), (4, ("C1", "C2")), (5, ("C1", "C2", "C3", "C4"))):
        actors = [{"id": a, "label": a, "type": a[0], "is_anchor": i < large} for i, a in enumerate(names)]
        made = make_study({"a": 10, "b": 10}, {"1": set()}, tables={"actors": actors})
        allowed = [c for c in VisibilityClass if c != "C0" and large_companies(made, None, c)]
        assert tuple(allowed) in (seen, ("C1", *seen))
        monkeypatch.setattr("clusterdynamics.disclosure.judge.rule_for", lambda _name: Rule(Treatment.LARGE, digits=2))
        judge = Judge(made, VisibilityClass.C2, [])
        outcome = judge.decide(whole("density.without_large")).outcome
        assert outcome is (Outcome.SHOWN if large >= 4 else Outcome.TEAM)
        monkeypatch.undo()


def test_shares_and_means_by_group(monkeypatch, study):
    rules = {"share": Rule(Treatment.GROUP), "mean": Rule(Treatment.GROUP, scale=(1.0, 5.0))}
    for module in ("judge", "decide"):
        loaded = sys.modules[f"clusterdynamics.disclosure.{module}"]
        monkeypatch.setattr(loaded, "rule_for", rules.__getitem__)
    sizes = {"type:a": 12, "type:b": 9, "type:c": 2, "type:d": 8}
    for name, values in (("share", (0.5, 1 / 3, 0.5, 0.25)), ("mean", (3.0, 2.0, 5.0, 4.0))):
        figures = [Estimate(name, v, n=n, subject=s, wave="1") for (s, n), v in zip(sizes.items(), values, strict=True)]
        total = sum(e.value * e.n for e in figures)
        figures.append(Estimate(name, total / 31, n=31, subject="whole", wave="1"))
        found = {e.subject: e for e in decide(figures, study, "board")}
        assert found["type:c"].verdict == "hidden:few"
        assert sum(e.value is None for e in found.values()) >= 2
        assert found["type:a"].value is not None
        # A group that is not listed is left over: 4 of 35 belong to none.
        wider = [
            *figures[:-1],
            Estimate(name, (total + 4 * 2 / 4) / 35 if name == "share" else (total + 8) / 35, n=35, wave="1"),
        ]
        assert next(e for e in decide(wider, study, "board") if e.subject == "type:c").value is None
        # Weighted figures do not add up: cells are still judged one by one.
        odd = [*figures[:-1], Estimate(name, 5.0 if name == "mean" else 0.999, n=31, wave="1")]
        assert {e.subject for e in decide(odd, study, "board") if e.value is None} >= {"type:c"}
        # Without a whole, and with a figure that is missing.
        alone = [*figures[:-1], Estimate(name, None, reason=Reason.NOT_ASKED, subject="type:e", wave="1")]
        assert {e.subject for e in decide(alone, study, "board") if e.value is None} == {"type:c", "type:e"}


def test_ratings_by_group_need_raters_and_rated_and_no_two_that_hold_most(study):
    def rated(name, subject, value, n, raters, rated, two=0.5):
        details = {"raters": raters, "rated": rated, "two_raters": two}
        return Estimate(name, value, n=n, subject=subject, wave="1", details=details)

    cells = [
        rated("trust.block", "type:a→a", 3.0, 40, 10, 10),
        rated("trust.block", "type:a→b", 2.5, 40, 10, 2),  # few rated: in every class (PV-04)
        rated("trust.block", "type:b→a", 2.0, 40, 3, 10),  # few raters
        rated("trust.block", "type:b→b", 3.5, 40, 10, 10, two=0.9),  # two raters hold 90 %
        rated("trust.block", "type:b→c", 3.0, 40, 2, 2, two=1.0),
        rated("trust.by_depth", "depth:2", 2.7, 160, 12, 12),
    ]
    mean = Estimate("trust.mean", 2.8, n=200, wave="1")
    found = {e.subject: e for e in decide([*cells, mean], study, "board")}
    # 40 ratings are at no depth, and nobody knows whose they are: depth 2 would give their mean away.
    hidden = ["type:a→b", "type:b→a", "type:b→b", "type:b→c", "depth:2"]
    assert [s for s, e in found.items() if e.value is None] == hidden
    assert found["type:a→a"].value == 3.0
    assert found["type:a→a"].n == 0
    assert found["type:a→a"].details == {}


def test_rules_know_their_treatment():
    assert rule_for("in_degree").treatment is Treatment.ACTOR
    assert {r.follows for r in RULES.values()} - {""} <= set(RULES)
    handled = {t.value for t in Treatment} - {"actor", "team"}
    assert all(hasattr(Judge, f"_{t}") for t in handled)


def test_the_lookup_remembers(study):
    look = Lookup(study)
    assert look.network("advice", "1") is look.network("advice", "1")
    assert look.settings is study.settings


# -- blocks of a report --


class Block:
    def __init__(self, verdict=None):
        self.verdict = verdict


def test_no_block_without_a_verdict():
    assert require_verdict(Block(Verdict(Audience.PUBLIC)), "public").shown
    assert require_verdict(Block("shown:rounded"), "public").outcome is Outcome.ROUNDED
    for block in (Block(), Block("study"), object()):
        with pytest.raises(MissingVerdict, match="Nobody has decided"):
            require_verdict(block, "public")
    with pytest.raises(MissingVerdict, match="Nobody has decided"):
        require_verdict(Block("shown"))
    with pytest.raises(MissingVerdict, match="another audience"):
        require_verdict(Block(Verdict(Audience.STUDY)), "public")
    with pytest.raises(MissingVerdict, match="study team only"):
        require_verdict(Block(Verdict(Audience.PUBLIC, Outcome.TEAM)), "public")


def test_verdicts_say_what_was_decided(demo_disclosed):
    disclosed = demo_disclosed["public"]
    assert str(disclosed.verdict()) == "shown"
    assert disclosed.verdict().visibility == "C4"
    hidden = next(e for e in disclosed if e.verdict == "hidden:few")
    assert disclosed.verdict(hidden).sentence == "Not shown, because fewer than 5 organisations stand behind it."
    assert all(Verdict(Audience.PUBLIC, o, 5).sentence for o in Outcome)
    assert replace(hidden, verdict="shown").verdict == "shown"
