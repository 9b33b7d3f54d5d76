from __future__ import annotations

from datetime import date

import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.study.write.fingerprint import fingerprint
from clusterdynamics_web.dashboard import operations
from clusterdynamics_web.dashboard.compare import hard_side_by_side
from clusterdynamics_web.dashboard.kinds import KINDS, places_of, table_to_fill
from clusterdynamics_web.dashboard.models import HardFigure
from clusterdynamics_web.dashboard.read import hard_of, timeline_of
from clusterdynamics_web.studies.models import Snapshot, Study
from clusterdynamics_web.survey.models import Story
from clusterdynamics_web.survey.operations import import_study
from clusterdynamics_web.survey.package import build_study
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

CSV = b"""region,period,code,label,value,unit
SE31,2024,staff,Staff of the cluster organisation,2.5,FTE
SE31,2025,staff,Staff of the cluster organisation,3,FTE
SE31,2025,projects,Projects,7,projects
"""


def _bring(house: House, content: bytes = CSV, vintage: str = "2026-01-31") -> tuple[str, ...]:
    return operations.import_figures(
        house.lead, house.study, content, "figures.csv", source="Own count", unit="", vintage=vintage
    )


def test_a_revised_figure_comes_in_beside_the_old_one(home: House) -> None:
    assert "3 figures are new." in " ".join(_bring(home))
    assert "3 figures were in the study already." in " ".join(_bring(home))
    revised = CSV.replace(b"staff,Staff of the cluster organisation,3,", b"staff,Staff of the cluster organisation,2,")
    with pytest.raises(InputError, match="is 2 here, and 3 in the study"):
        _bring(home, revised)
    _bring(home, revised, vintage="2026-06-30")
    assert HardFigure.objects.count() == 6
    staff = next(h for h in hard_of(home.study) if h.code == "staff")
    assert (staff.period, staff.value, staff.vintage) == ("2025", "2", "2026-06-30")
    assert staff.revised == (("2026-01-31", "3"),)
    assert staff.before == ("2024", "2.5")


def test_what_is_wrong_with_a_file_is_told_with_its_line(home: House) -> None:
    with pytest.raises(InputError) as told:
        _bring(home, CSV + b"SE31,2025,budget,Budget,a lot,euro\nSE31,soon,budget,Budget,2,euro\n")
    assert "5" in str(told.value)
    assert "6" in str(told.value)
    assert not HardFigure.objects.exists()


def test_how_figures_are_counted_is_said_once(home: House) -> None:
    _bring(home)
    assert operations.define(home.lead, home.study, {"staff": "Full-time posts on 31 December", "projects": " "}) == 1
    with pytest.raises(InputError, match="written down already: staff"):
        operations.define(home.lead, home.study, {"staff": "Heads"})
    with pytest.raises(InputError, match="no figures called budget"):
        operations.define(home.lead, home.study, {"budget": "All grants"})
    assert {h.code: h.definition for h in hard_of(home.study)} == {
        "staff": "Full-time posts on 31 December",
        "projects": "",
    }


def test_a_file_says_how_its_figures_are_counted(home: House) -> None:
    table = table_to_fill(home.study).splitlines()
    assert table[0] == "region,period,code,label,value,unit,source,definition"
    codes = [line.split(",")[2] for line in table[1:]]
    assert {code.partition(".")[0] for code in codes} == {kind.key for kind in KINDS}
    filled = "\n".join([table[0], *(line.replace(",,", ",5,", 1) for line in table[1:])]).encode()
    _bring(home, filled)
    places = {place["key"]: place["hard"] for place in places_of(hard_of(home.study))}
    assert list(places) == ["members", "staff", "budget", "projects", "services", "events"]
    assert all(places.values())
    assert all(h.definition and h.unit and h.source and h.period for hard in places.values() for h in hard)
    # What is counted otherwise is another figure, and nothing of such a file comes in.
    other = b"region,period,code,label,value,unit,definition\nSE31,2026,staff,Staff,4,full-time posts,Heads\n"
    with pytest.raises(InputError, match="written down already: staff"):
        _bring(home, other)
    assert HardFigure.objects.filter(code="staff").count() == 1
    programme = other.replace(b",staff,", b",RCO87,")
    _bring(home, programme)
    places = {place["key"]: place["hard"] for place in places_of(hard_of(home.study))}
    assert [h.code for h in places["programme"]] == ["RCO87"]


def test_figures_of_one_name_that_are_counted_otherwise_share_no_table(home: House, elsewhere: House) -> None:
    head = "region,period,code,label,value,unit,definition\n"
    _bring(home, (head + "SE31,2025,members,Members,80,organisations,All\n").encode())
    _bring(elsewhere, (head + "SE32,2025,members,Members,50,organisations,All\n").encode())
    both = [home.study, elsewhere.study]
    (table,) = hard_side_by_side(both)
    assert table["definition"] == "All"
    assert [(row[0], row[1]["text"]) for row in table["rows"]] == [("Forest", "80"), ("Forest", "50")]
    paying = head + "SE31,2025,members.paying,Members,60,organisations,Those that paid\n"
    _bring(home, paying.encode())
    _bring(elsewhere, paying.replace("Those that paid", "Those that signed").encode())
    assert [t["definition"] for t in hard_side_by_side(both)] == ["All"]
    assert all(h.namesake for h in hard_of(home.study))


def test_hard_figures_come_back_from_a_package(home: House) -> None:
    _bring(home)
    package = build_study(home.study)
    assert package["indicators"].height == 3
    again = import_study(home.lead, home.cluster, package)
    assert fingerprint(build_study(again)) == fingerprint(package)


def test_nothing_is_published_without_a_story_or_the_line_that_there_is_none(home: House) -> None:
    study = home.study
    _bring(home)
    with pytest.raises(InputError, match=r"story.*no results.*projects, staff"):
        operations.publish(home.lead, study)
    _frozen(study)
    operations.define(home.lead, study, {"staff": "Full-time posts", "projects": "Running on 31 December"})
    with pytest.raises(InputError, match="say outright"):
        operations.publish(home.lead, study)
    story = Story.objects.create(study=study, code="s1", text="Once")
    with pytest.raises(InputError, match="There is a story"):
        operations.choose_stories(home.lead, study, {"depth": [story]}, no_story=True)
    with pytest.raises(InputError, match=r"At most 3.*Trust has more.*no part called moon"):
        operations.choose_stories(home.lead, study, {"trust": [story] * 4, "moon": [story]}, no_story=False)
    operations.choose_stories(home.lead, study, {"depth": []}, no_story=True)
    assert operations.publish(home.lead, study).published_at is not None
    # Without the line and without a story the page goes back to the team.
    assert operations.choose_stories(home.lead, study, {}, no_story=False).published_at is None
    operations.choose_stories(home.lead, study, {"depth": [story]}, no_story=False)
    operations.publish(home.lead, study)
    story.delete()
    with pytest.raises(InputError, match="Choose a story"):
        operations.publish(home.lead, study)


def _frozen(study: Study) -> Snapshot:
    return Snapshot.objects.create(study=study, wave=study.waves.get(), fingerprint="f" * 64, path="x.zip")


def test_events_stand_beside_waves_by_date(home: House) -> None:
    wave = home.study.waves.get()
    wave.opens, wave.label = date(2026, 3, 1), "Spring"
    wave.save()
    operations.add_event(home.lead, home.study, date(2026, 2, 1), "Timber prices fall", "National statistics")
    operations.add_event(home.lead, home.study, date(2026, 5, 1), "The mill stops", "Local paper", date(2026, 6, 1))
    assert [e["text"] for e in timeline_of(home.study)] == [
        "Timber prices fall (National statistics)",
        "Spring was asked",
        "The mill stops (until 1 June 2026; Local paper)",
    ]
    with pytest.raises(InputError, match="where it can be read"):
        operations.add_event(home.lead, home.study, date(2026, 2, 1), "Prices fall", " ")
    with pytest.raises(InputError, match="after the first"):
        operations.add_event(home.lead, home.study, date(2026, 2, 1), "x", "y", date(2026, 1, 1))
