"""Re-asking: figures by hand, gates, what changes are called, and words."""

from __future__ import annotations

from math import sqrt

import pytest

from clusterdynamics.examples import skogsbygden
from clusterdynamics.measures.analyses import ReAskingParams, re_asking
from clusterdynamics.models import load_model
from clusterdynamics.study.settings import Item

from ...build import DEPTH, make_study

MODEL = load_model()
ITEMS = tuple(Item(id=s.id, text=s.text) for s in MODEL.statements)


def a_study(again: dict[str, dict[str, int]], *, n: int = 16, waves=("2024",), first=None, **more):
    """Everybody answers 4 to all statements (or what `first` says); wave → organisation → answers again."""
    ids = [f"o{i:02d}" for i in range(n)]
    first = first or {}
    people, answers = [], []
    for wave in waves:
        for a in ids:
            people.append({"id": f"r-{a}", "wave": wave, "actor": a, "status": "submitted", "is_lead": True})
            base = {"wave": wave, "respondent": f"r-{a}"}
            answers += [{**base, "item": s.id, "value": str(first.get((wave, a, s.id), 4))} for s in MODEL.statements]
            if a in again.get(wave, {}):
                changed = again[wave][a]
                answers += [
                    {**base, "item": s.id, "value": str(changed.get(s.id, 4)), "occasion": "again"}
                    for s in MODEL.statements
                ]
    tables = {"respondents": people, "answers": answers}
    return make_study(ids, relations=(), waves=waves, tables=tables, items=ITEMS, **more)


def eight(changed: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return {f"o{i:02d}": changed.get(f"o{i:02d}", {}) for i in range(8)}


def test_by_hand() -> None:
    # 8 organisations, 24 statements each; o00 says 3 instead of 4 to s1.1, o01 5 instead of 4 to s2.1.
    found = re_asking(a_study({"2024": eight({"o00": {"s1.1": 3}, "o01": {"s2.1": 5}})}), ReAskingParams(200), 1)
    assert found.find("re_asking.organisations", subject="again").value == 8
    assert found.find("re_asking.misreporting", subject="all").value == pytest.approx(2 / (8 * 24))
    assert found.find("re_asking.crossing", subject="all").value == pytest.approx(1 / (8 * 24))
    assert found.find("re_asking.misreporting", subject="second_informant").reason == "too_few_asked_again"
    assert (
        "0 organisations were asked again and this needs 8"
        in found.find("re_asking.kappa", subject="second_informant").why
    )
    # s1.1 counts with ½ · 1/(statements of the core) in stage 1; squares of five stages are pooled, eight
    # organisations, 16 answer in either wave: 1.959964 · √(w² / 5 / 8 / 2) · √(2/16).
    weight = 0.5 / len(MODEL.statements_of("collection", core=True))
    expected = 1.959964 * sqrt(weight**2 / 5 / 8 / 2) * sqrt(2 / 16)
    assert found.find("detectable.stage", subject="trust").value == pytest.approx(expected, rel=1e-5)
    assert found.sentences()[0] == (
        "In 2024 8 organisations were asked twice. Of their answers 1% differ, and 1% change sides between agreeing "
        "and not."
    )


def test_nobody_asked_twice() -> None:
    found = re_asking(a_study({}))
    assert found.sentences() == ("Nobody was asked twice, so we cannot say how exact the answers are.",)
    assert found.called("2024", "2026", "trust") is None


def test_too_few_asked_twice() -> None:
    found = re_asking(a_study({"2024": {"o00": {}, "o01": {"s1.1": 2}}}), ReAskingParams(50), 1)
    assert found.sentences() == ("2024: We cannot say, because 2 organisations were asked again and this needs 8.",)
    assert found.changes == ()
    enough = re_asking(a_study({"2024": {"o00": {}, "o01": {"s1.1": 2}}}), ReAskingParams(50, least=2), 1)
    assert enough.find("re_asking.misreporting", subject="all").value == pytest.approx(1 / 48)


def test_when_nothing_differs_changes_are_not_called() -> None:
    found = re_asking(a_study({"2024": eight({})}, waves=("2024", "2026")), ReAskingParams(50), 1)
    assert found.find("detectable.stage", wave="2024", subject="trust").reason == "undefined"
    assert {c.called for c in found.changes} == {"cannot_say"}
    assert "We cannot say whether it is more than misreporting: Collection" in found.sentences()[-1]
    found.chart()


def test_what_changes_are_called() -> None:
    # Six of 8 change sides once; in 2026 everybody doubts the statements of stage 5, one organisation one of stage 1.
    changed = {f"o{i:02d}": {s: 3} for i, s in enumerate(["s1.1", "s2.1", "s3.1", "s4.1", "s5.1", "s1.2"])}
    doubts = {("2026", f"o{i:02d}", s.id): 2 for i in range(16) for s in MODEL.statements_of("distinctiveness")}
    doubts |= {("2026", "o15", "s1.3"): 3}
    study = a_study({"2024": eight(changed)}, waves=("2024", "2026"), first=doubts)
    found = re_asking(study, ReAskingParams(50), 1)
    assert found.called("2024", "2026", "distinctiveness") == "changed"
    assert found.called("2024", "2026", "trust") == "unchanged"
    assert found.called("2024", "2026", "collection") == "unchanged"
    said = found.sentences()[-1]
    assert "More than misreporting could make: Distinctiveness −100 points." in said
    assert "Called unchanged, because misreporting alone could make it: Collection −" in said


def test_links_of_two_people_by_hand() -> None:
    ids = [f"o{i:02d}" for i in range(10)]
    people, ties = [], []
    for a in ids:
        people += [
            {"id": f"{a}-{k}", "wave": "2024", "actor": a, "status": "submitted", "is_lead": k == 1} for k in (1, 2)
        ]
        others = [b for b in ids if b != a]
        # The first reports two cooperations and one contact, the second the first of them only.
        rows = ((1, others[0], 2), (1, others[1], 3), (1, others[2], 1), (2, others[0], 2))
        ties += [
            {"wave": "2024", "relation": "depth", "from": a, "to": b, "value": float(v), "respondent": f"{a}-{k}"}
            for k, b, v in rows
        ]
    study = make_study(ids, relations=(DEPTH,), tables={"respondents": people, "ties": ties})
    found = re_asking(study, ReAskingParams(50), 1)
    # Two links are reported by at least one of the two, one of them by one only; shares differ by 1/9 everywhere.
    assert found.find("re_asking.ties.misreporting", network="cooperation").value == pytest.approx(1 / 2)
    assert found.find("detectable.reports", network="cooperation").value == pytest.approx(
        1.959964 * (1 / 9) / sqrt(10), rel=1e-5
    )
    # 2 × 2 table of shares: both 1/9, first only 1/9, neither 7/9, one's own place in the matrix left out.
    seen, chance = 8 / 9, (2 / 9) * (1 / 9) + (7 / 9) * (8 / 9)
    assert found.find("re_asking.ties.kappa", network="cooperation").value == pytest.approx(
        (seen - chance) / (1 - chance)
    )
    assert found.find("re_asking.ties.kappa.weighted", network="depth").value is not None
    assert "of the links that one of them reports, the other does not report 50%" in found.sentences()[1]


def test_a_second_person_in_one_wave_is_no_change() -> None:
    """Everybody reports the same in both waves; in the second one a colleague is asked, who names another partner."""
    ids = [f"o{i:02d}" for i in range(10)]
    people, ties = [], []
    for wave, informants in (("2024", (1,)), ("2026", (1, 2))):
        for i, a in enumerate(ids):
            for k in informants:
                person = {"id": f"{a}-{k}", "wave": wave, "actor": a, "status": "submitted", "is_lead": k == 1}
                people.append(person)
                row = {"wave": wave, "relation": "depth", "from": a, "to": ids[(i + k) % 10], "value": 3.0}
                ties.append({**row, "respondent": f"{a}-{k}"})
    study = make_study(
        ids, relations=(DEPTH,), waves=("2024", "2026"), tables={"respondents": people, "ties": ties}, items=ITEMS
    )
    assert [study.network("cooperation", w).ties.sum() for w in study.wave_ids] == [10, 20]
    found = re_asking(study, ReAskingParams(20), 1)
    assert found.find("change.reports", network="cooperation").value == 0
    assert found.find("change.reports", network="cooperation").n == 10
    assert found.called("2024", "2026", "whole", "cooperation") != "changed"


def test_the_demo_cluster() -> None:
    found = re_asking(skogsbygden.build(), ReAskingParams(300), 1)
    # One answer in ten was made to differ.
    e = found.find("re_asking.misreporting", wave="2026", subject="all")
    assert e.low is not None
    assert e.high is not None
    assert e.low <= 0.10 <= e.high
    assert found.find("re_asking.icc.agreement", wave="2026", subject="trust").value > 0.8
    # Cooperation was made to grow.
    assert found.called("2024", "2026", "whole", "cooperation") == "changed"


def test_what_is_hidden_is_not_told() -> None:
    found = re_asking(skogsbygden.build(), ReAskingParams(50), 1)
    hidden = found.with_estimates(e for e in found.estimates if e.name == "detectable.stage")
    assert hidden.changes == ()
    assert all(s.startswith("The value of a stage must change") for s in hidden.sentences())
    nothing = found.with_estimates(e for e in found.estimates if e.name == "re_asking.organisations")
    assert nothing.sentences() == ("Some were asked twice; how exact their answers are is for the study team.",)
    nothing.chart()


def test_a_report_may_look_at_one_network_only() -> None:
    from dataclasses import replace

    found = re_asking(skogsbygden.build(), ReAskingParams(20), 1)
    some = replace(found, estimates=tuple(e for e in found.estimates if e.network in (None, "cooperation")))
    assert {c.network for c in some.told} == {None, "cooperation"}
    assert "advice" not in some.explain()


def test_relations_that_were_not_asked_in_both_waves() -> None:
    study = a_study({"2024": eight({"o00": {"s1.1": 3}})}, waves=("2024", "2026"))
    settings = study.settings.model_copy(update={"relations": (DEPTH.model_copy(update={"waves": ("2024",)}),)})
    from dataclasses import replace

    assert all(c.network is None for c in re_asking(replace(study, settings=settings), ReAskingParams(20), 1).changes)
