"""The report as a whole: whom it names, what it is made of, and the sheet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clusterdynamics import compute
from clusterdynamics.assessment import assess
from clusterdynamics.errors import Cancelled, InputError
from clusterdynamics.examples import skogsbygden
from clusterdynamics.i18n import use_language
from clusterdynamics.report.audience import NameInReport
from clusterdynamics.report.personal import Reports, sheet, sheets, write_sheets
from clusterdynamics.report.personal.build import rules_of
from clusterdynamics.study.model import Study
from tests.report.personal.studies import ring, study
from tests.report.writers.pdf_reader import Pdf, words

NAMES = [f"a{i + 1}" for i in range(14)]
AREAS = [(a, "training", "would_join") for a in NAMES[:8]] + [(a, "energy", "could_offer") for a in NAMES[4:10]]
ANALYSES = ("coverage", "depth", "trust")


def _report(made: Study, **more):
    return Reports(assess(made, seed=1, replicates=20, analyses=ANALYSES)).of("r-a1", **more)


def test_next_steps_come_from_area_answers_of_those_who_can_be_found_and_from_nothing_else():
    """PV-19: another network, other trust among others, other ratings of the reader: the same suggestions."""
    findable = ["a2", "a3", "a9"]
    rest = [p for p in ring(NAMES, 3) if p[0] != "a1"]
    mine = [("a1", "a5"), ("a1", "a6"), ("a1", "a7")]
    turned = [(b, a) for a, b in rest if b != "a1"] + [("a9", "a1"), ("a8", "a1"), ("a7", "a1")]
    first = _report(study({"a": 14}, [*mine, *rest], findable=findable, areas=AREAS))
    second = _report(
        study(
            {"a": 14},
            [*mine, *turned],
            ratings={pair: 1.0 if pair[1] == "a2" else 4.0 for pair in [*mine, *turned]},
            findable=findable,
            areas=AREAS,
        )
    )
    assert (first.areas, first.organisations) == (second.areas, second.organisations)
    (area,) = first.areas
    assert area.names == ("Verk A2 AB", "Verk A3 AB")  # would join training, too, and can be found
    assert [step.name for step in first.organisations] == ["Verk A2 AB", "Verk A3 AB"]
    assert first.organisations[0].why.startswith("You would both join in Training and skills")


def test_who_did_not_answer_gets_the_cluster_only():
    made = study({"a": 14}, ring(NAMES, 3), silent=["a1"], findable=["a2"], areas=AREAS)
    report = _report(made)
    assert not report.answered
    assert (report.answers, report.positions, report.purposes, report.areas, report.organisations) == ((),) * 5
    assert report.cluster.basis == "13 of 14 organisations answered (93%)."
    stranger = Reports(assess(made, seed=1, replicates=20, analyses=ANALYSES)).of("r-nobody")
    assert (stranger.organisation, stranger.answered) == ("", False)
    assert stranger.cluster == report.cluster


def test_a_name_without_consent_stops_the_report():
    made = study({"a": 14}, ring(NAMES, 3), findable=["a2"], areas=AREAS)
    with pytest.raises(NameInReport, match="Verk A9 AB"):
        _report(made, happens=["Verk A9 AB starts a group."])
    assert _report(made, happens=["Verk A2 AB starts a group."]).happens == ("Verk A2 AB starts a group.",)


def test_the_rules_are_named_and_others_have_another_name():
    made = study({"a": 14}, ring(NAMES, 3))
    facts = dict(_report(made, contact="Lena", date="1 May").facts)
    assert facts["Rules"] == f"At least 3 organisations behind every figure; set {rules_of(made)}."
    assert facts["Who answered"] == "14 of 14 organisations (100%)"
    assert (facts["Date"], facts["Something is wrong?"]) == ("1 May", "Lena")
    stricter = study({"a": 14}, ring(NAMES, 3), k_inside=4)
    assert rules_of(stricter) != rules_of(made)
    assert rules_of(Study(replace(made, source="elsewhere").settings, made.tables)) == rules_of(made)


@pytest.fixture(scope="module")
def demo():
    """The example cluster, with few redraws."""
    return assess(skogsbygden.build(), seed=1, replicates=20, analyses=("coverage", "stage", "depth", "trust"))


def test_the_sheet_is_tagged_has_two_sides_and_is_the_same_each_time(demo):
    reports = Reports(demo)
    with use_language("sv"):
        report = reports.of("r003", contact="Lena", date="1 maj")
    made = sheet(report)
    assert sheet(report).data == made.data
    pdf = Pdf(made.data)
    assert len(pdf.pages()) == 2
    assert pdf.catalog["MarkInfo"]["Marked"] == "true"
    assert words(pdf.catalog["Lang"]) == "sv"
    (figure,) = [e for e in pdf.structure() if e["S"] == "Figure"]
    assert words(figure["Alt"]) == report.cluster.picture_alt
    kinds = {str(e["S"]) for e in pdf.structure()}
    assert {"H1", "H2", "Table", "TH", "TD"} <= kinds
    assert "Date" not in pdf.metadata
    text = " ".join(" ".join(pdf.text(side) for side in pdf.pages()).split())
    for p in report.positions:
        assert p.own in text
    # ratings of partners are not printed: nobody's name stands beside one
    assert not any(part.id == "trust" for part in report.answers)


def test_each_file_is_called_by_the_code_alone(demo, tmp_path):
    files = write_sheets(demo, tmp_path / "out", respondents=("r003", "r001"), language="en")
    assert [f.name for f in files] == ["r001.pdf", "r003.pdf"]
    assert all(f.read_bytes().startswith(b"%PDF") for f in files)
    with pytest.raises(InputError, match="Nobody with the code r999"):
        write_sheets(demo, tmp_path, respondents=("r999",))
    with pytest.raises(InputError, match="no wave 1999"):
        write_sheets(demo, tmp_path, wave="1999")


@pytest.mark.verify
@pytest.mark.alone
def test_two_hundred_sheets_take_less_than_three_minutes_on_two_cores(demo):
    """Seconds of a core, which do not depend on what else the machine does: 200 sheets have 2 × 180 of them.

    The sheets are independent and made in processes of their own (the next test), so that two cores halve the time;
    20 seconds a core are left for starting the processes.
    """
    from time import process_time

    reports = Reports(demo)
    several = [reports.of(code, contact="Lena") for code in reports.everybody]
    sheet(several[0])  # what is loaded once
    begin = process_time()
    made = [sheet(report).data for report in several[:20]]
    each = (process_time() - begin) / 20
    assert 200 * each / 2 + 20 < 180, each
    assert {len(Pdf(data).pages()) for data in made} == {2}


@pytest.mark.verify
def test_sheets_are_the_same_from_several_processes_with_progress_and_can_be_stopped(demo):
    reports = Reports(demo)
    several = [reports.of(code, contact="Lena") for code in reports.everybody[:6]]
    told = []
    with compute.using(workers=2, backend="threading", progress=lambda label, done, total: told.append((done, total))):
        made = sheets(several)
    assert told == [(n, 6) for n in range(1, 7)]
    assert made == [sheet(report).data for report in several]
    with compute.using(cancelled=lambda: True), pytest.raises(Cancelled):
        sheets(several)


@pytest.mark.verify
@pytest.mark.parametrize("language", ["sv", "nb", "fi", "fr", "da"])
def test_every_sheet_has_two_sides_in_every_language(demo, language):
    reports = Reports(demo)
    with use_language(language):
        made = [sheet(reports.of(code, contact="Lena")).data for code in reports.everybody[::5]]
    assert {len(Pdf(data).pages()) for data in made} == {2}
