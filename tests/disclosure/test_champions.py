"""Champions by name: who said no, or nothing, is told nowhere, whoever reads it and whatever is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from clusterdynamics.assessment import assess
from clusterdynamics.disclosure import Audience, Consents, VisibilityClass, champions_for, leaks
from clusterdynamics.examples import skogsbygden
from clusterdynamics.report.build import build_report
from clusterdynamics.report.writers.html import to_html
from clusterdynamics.study.model import Study
from tests.disclosure.studies import frame

WAVE = "2026"
YES, NO, SILENT = "Ylva Jansson", "Nils Avbrunn", "Tyst Persson"
EVERYBODY = tuple(Audience)


def with_rows(study: Study, rows: list[tuple[str | None, str | None, str, str, int, bool]]) -> Study:
    """Rows of (person, actor, name, class, day of May, taken back)."""
    table = frame(
        "champions",
        [
            {
                "person": p,
                "actor": a,
                "name": n,
                "class": c,
                "time": datetime(2026, 5, day),
                "withdrawn_at": datetime(2026, 6, 1) if back else None,
            }
            for p, a, n, c, day, back in rows
        ],
    )
    return Study(study.settings, dict(study.tables) | {"champions": table})


@pytest.fixture(scope="module")
def demo() -> Study:
    """In 2026, 17 organisations name person-1, 15 name person-2 and 3 name F14; nobody else is named by three."""
    return skogsbygden.build()


def names(study: Study, audience: Audience) -> list[str]:
    return [c.name for c in champions_for(study, audience, WAVE)]


@pytest.mark.parametrize(
    ("shown", "readers"),
    [
        ("nobody", set()),
        ("participants", {"study", "cluster_manager", "board", "participants"}),
        ("network", {"study", "cluster_manager", "board", "participants", "network"}),
        ("public", {"study", "cluster_manager", "board", "participants", "network", "public"}),
    ],
)
def test_who_reads_a_name(demo: Study, shown: str, readers: set[str]) -> None:
    study = with_rows(demo, [("person-1", None, YES, shown, 1, False)])
    assert {a.value for a in EVERYBODY if names(study, a) == [YES]} == readers
    assert all(names(study, a) == [] for a in EVERYBODY if a.value not in readers)


def test_the_latest_word_counts_and_a_name_needs_three_who_named_it(demo: Study) -> None:
    first = ("person-1", None, YES, "network", 1, False)
    assert names(with_rows(demo, [first, ("person-1", None, YES, "nobody", 2, False)]), Audience.STUDY) == []
    assert names(with_rows(demo, [("person-1", None, YES, "nobody", 2, False), first]), Audience.STUDY) == []
    assert names(with_rows(demo, [("person-1", None, YES, "network", 1, True)]), Audience.STUDY) == []
    assert names(with_rows(demo, [first, ("person-1", None, YES, "nobody", 1, False)]), Audience.STUDY) == []
    assert names(with_rows(demo, [("person-9", None, YES, "public", 1, False)]), Audience.STUDY) == []
    assert names(with_rows(demo, [(None, "F29", "two name it", "public", 1, False)]), Audience.STUDY) == []
    assert names(demo, Audience.STUDY) == []


def test_an_organisation_must_have_agreed_to_appear_at_all(demo: Study) -> None:
    allowed = Consents(demo, WAVE).of("F14").name
    study = with_rows(demo, [(None, "F14", demo.labels["F14"], "public", 1, False)])
    for audience in EVERYBODY:
        level = {"study": "C1", "network": "C3", "public": "C4"}.get(audience.value, "C2")
        expected = level == "C1" or allowed >= VisibilityClass(level)
        assert (names(study, audience) == [demo.labels["F14"]]) == expected


def test_a_name_with_a_secret_organisation_in_it_is_left_out(demo: Study) -> None:
    consents = Consents(demo, WAVE)
    secret = next(a for a in demo.present(WAVE) if consents.of(a).name <= VisibilityClass.C1)
    study = with_rows(demo, [("person-1", None, f"Eva at {demo.labels[secret]}", "public", 1, False)])
    assert names(study, Audience.STUDY) != []
    assert names(study, Audience.PARTICIPANTS) == []


def test_who_said_no_is_in_no_report(demo: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusterdynamics.report.pictures.to_svg", lambda _chart, alt, title: "<svg/>")
    found = assess(demo, seed=1, replicates=5, analyses=("champions",))
    study = with_rows(
        demo, [("person-1", None, YES, "participants", 1, False), ("person-2", None, NO, "nobody", 1, False)]
    )
    now = replace(found, study=study)
    for audience in EVERYBODY:
        page = to_html(build_report(now, audience=audience.value))
        assert leaks(page, [NO, SILENT]) == []
        inside = audience.value not in {"network", "public"}
        assert bool(leaks(page, [YES])) == inside, audience
