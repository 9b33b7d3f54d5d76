"""Who was asked, who answered, and which figures that allows."""

from __future__ import annotations

from clusterdynamics.measures.analyses import coverage

from ...build import make_study


def a_study():
    return make_study(
        [
            {"id": "a", "type": "firm"},
            {"id": "b", "type": "firm"},
            {"id": "c", "type": "public"},
            {"id": "d", "type": "public"},
            {"id": "gone", "type": "firm", "opted_out": "2026"},
        ],
        waves=("2024", "2026"),
        answered={"2024": ["a", "b", "c", "gone"], "2026": ["a"]},
        asked={"2024": ["a", "b", "c", "d", "gone"], "2026": ["a", "b", "d"]},
        types={"firm": "Firms", "public": "Public bodies"},
    )


def test_counts_by_hand() -> None:
    found = coverage(a_study())
    value = {(e.wave, e.subject, e.name): e.value for e in found.estimates}
    assert value["2024", "whole", "roster"] == 5
    assert value["2024", "whole", "asked"] == 5
    assert value["2024", "whole", "answered"] == 4
    assert value["2024", "whole", "coverage"] == 0.8
    assert value["2024", "type:public", "coverage"] == 0.5
    # 2026: "gone" opted out, c was not asked, one of three answered.
    assert value["2026", "whole", "roster"] == 4
    assert value["2026", "whole", "coverage"] == 1 / 3


def test_gates_follow_the_coverage_and_the_settings() -> None:
    gates = {(g.wave, g.gate): g.open for g in coverage(a_study()).gates}
    assert gates["2024", "brokerage"]  # .80 answered, .80 needed
    assert not gates["2026", "in_degree"]  # .33 answered, .50 needed


def test_in_words() -> None:
    assert coverage(a_study()).sentences() == (
        "In 2024 4 of 5 organisations answered (80%).",
        "In 2026 1 of 3 organisations answered (33%).",
        "1 organisation asked not to appear and is left out everywhere.",
    )


def test_without_respondents_everybody_counts_and_it_is_said() -> None:
    found = coverage(make_study(["a", "b"]))
    assert found.assumed
    assert found.sentences()[-1].startswith("No respondents are listed")


def test_nobody_asked() -> None:
    study = make_study(["a"], waves=("2024", "2026"), answered={"2024": ["a"]}, asked={"2024": ["a"], "2026": []})
    found = coverage(study)
    assert found.sentences()[1] == "In 2026 nobody was asked."
    assert found.find("coverage", wave="2026", subject="whole").reason == "none_to_judge"
