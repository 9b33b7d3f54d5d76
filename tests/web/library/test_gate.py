"""The privacy gate: what it finds, what it lets through, who may let something out; and a study's report."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from clusterdynamics.disclosure import Audience, VisibilityClass
from clusterdynamics.errors import InputError
from clusterdynamics.report.audience import secret_names
from clusterdynamics.study.package import read_study
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library import operations
from clusterdynamics_web.library.gate import findings_of, small_cells
from clusterdynamics_web.library.models import Entry, File, Item, Override
from clusterdynamics_web.library.operations.report import ReportFile
from clusterdynamics_web.library.state import ItemState, state_of
from clusterdynamics_web.regions.models import AuditEntry, Role
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Actor, Snapshot
from clusterdynamics_web.studies.signals import snapshots_taken_down
from tests.web.conftest import House
from tests.web.library.conftest import COMPLETE, published, read_all
from tests.web.library.hostile import docx, jpeg, pdf, pptx

pytestmark = pytest.mark.django_db
type LogIn = Callable[[User], Client]


@pytest.mark.parametrize(
    ("title", "cells", "found"),
    [
        ("Firms", ["12", "3", "40"], 1),
        ("Firms", ["12", "<5", "40"], 0),
        ("Firms", ["<5", "2", "4"], 2),
        ("Firms", ["0", "5", "40"], 0),  # nobody gives nobody away; 5 is enough
        ("Firms", ["3.0", "7.0"], 1),  # as a workbook keeps them
        ("Année", ["1", "2", "4"], 0),
        ("Stage", ["1", "4", "2"], 0),
        ("Depth, 0 to 5", ["1", "4", "2"], 0),
        ("Känslighet (1 inget att förlora, 5 kärnan)", ["1", "4", "2"], 0),  # the ends of a scale, in any language
        ("Firmor (1 svarade inte)", ["1", "4", "2"], 3),
        ("Row", ["1", "2", "3"], 0),
        ("Share", ["0.5", "3", "2"], 0),  # measured, not counted
        ("Place", ["1", "2", "3"], 0),  # numbers the rows
        ("Group", ["a", "b"], 0),
    ],
)
def test_small_counts(title: str, cells: list[str], found: int) -> None:
    """Counts from 1 to 4 where k is 5, counted by eye."""
    assert sum(n for _column, n in small_cells([[title], *([c] for c in cells)], 5)) == found


def test_names_small_counts_and_places_hold_an_item_back(
    home: House, elsewhere: House, author: User, curator: User, log_in: LogIn
) -> None:
    Actor.objects.create(
        study=home.study, code="a", label="Hällmo Såg AB", short_label="Hällmo", aliases=["Sågen i dalen"]
    )
    Actor.objects.create(study=home.study, code="b", label="Region North")  # writes it, so it may stand there
    Actor.objects.create(study=elsewhere.study, code="c", label="Søndre Papir")  # a study of another region
    version = operations.create_draft(author, home.region, "case_study", "en")
    texts = {"done": "With HALLMO  SAG ab and Søndre Papir; Hällmobygden is a place.", "funding": "Region North paid."}
    operations.save_draft(author, version, COMPLETE | {"texts": texts, "third_party": "none"})
    operations.add_file(author, version, "bericht.docx", docx())
    operations.add_file(author, version, "sagen_i_dalen.pdf", pdf())
    operations.add_file(author, version, "slides.pptx", pptx())
    operations.add_file(author, version, "photo.jpg", jpeg(place=True), "A saw mill")
    version = operations.submit(author, version)
    with pytest.raises(InputError, match="every picture"):
        operations.accept(curator, version)
    operations.accept(curator, version, pictures_seen=True)
    with pytest.raises(InputError, match="still being read"):
        operations.publish(author, version)
    read_all(version)
    blocking = {(f.kind.value, f.where) for f in findings_of(version) if f.blocks}
    assert blocking == {
        ("name", "What we did"),
        ("name", "bericht.docx"),
        ("name", "sagen_i_dalen.pdf"),
        ("small", "bericht.docx"),
        ("small", "slides.pptx"),
        ("place", "photo.jpg"),
    }
    with pytest.raises(InputError, match="privacy gate") as refused:
        operations.publish(author, version)
    assert "Hällmo Såg" not in str(refused.value), "who is on a roster is for study leads"
    at = f"/r/{home.region.slug}/library/{version.item.key}/1/"
    assert "Hällmo Såg AB" not in log_in(author).get(at).text.replace("HALLMO", "")
    assert "Hällmo Såg AB" in log_in(home.lead).get(at).text
    assert log_in(elsewhere.lead).get(at).status_code == 404
    for user in (author, curator, home.admin, home.manager):
        with pytest.raises(InputError, match="study lead"):
            operations.override(user, version, "Agreed by all, 3 May, in our files.")
    with pytest.raises(InputError, match="consent"):
        operations.override(home.lead, version, "yes")
    assert log_in(home.lead).post(f"{at}publish/").status_code == 404, "to let out is not to publish"
    log_in(home.lead).post(f"{at}gate/", {"reference": "Agreed by Hällmo Såg, 3 May, in our files."})
    assert Override.objects.get().user == home.lead
    assert AuditEntry.objects.get(verb="library.gate_overridden").details["found"] == ["name", "place", "small"]
    # It is for what was found then: one more name wants a look of its own.
    Actor.objects.create(study=home.study, code="d", label="Dalens Bryggeri")
    File.objects.filter(version=version, kind="pdf").update(text="Dalens bryggeri was there.")
    with pytest.raises(InputError, match="privacy gate"):
        operations.publish(author, version)
    operations.override(home.lead, version, "Agreed by both firms, 3 May, in our files.")
    operations.publish(author, version)
    assert state_of(version) == ItemState.PUBLISHED


def test_nothing_is_held_back_where_nothing_is_found(home: House, author: User, curator: User) -> None:
    version = published(author, curator, home.region)
    assert findings_of(version) == []
    assert not Override.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_published_report_goes_into_the_library_in_one_step_and_out_with_its_answers(read_house: House) -> None:
    house = read_house
    snapshot = Snapshot.objects.get()
    words = {"title": "How we work together", "summary": "What we found.", "language": "en", "year": 2026}
    files = [ReportFile("report.pdf", pdf())]
    with pytest.raises(InputError, match="for everybody"):
        operations.from_published_report(house.lead, snapshot, files, VisibilityClass.C2, **words)
    study = read_study(snapshot_path(snapshot))
    secret = next(name for name in secret_names(study, Audience.PUBLIC) if len(name) > 12)
    free = next(a for a in house.study.actors.values_list("label", flat=True) if a not in secret_names(study, "public"))
    told = [ReportFile("report.csv", f"Group,Share\n{secret},0.4\nOthers,0.6\n".encode())]
    with pytest.raises(InputError, match="privacy gate"):
        operations.from_published_report(house.lead, snapshot, told, VisibilityClass.C4, **words)
    assert not Item.objects.exists(), "nothing is left of it"
    files.append(ReportFile("named.csv", f"Group,Share\n{free},0.4\nOthers,0.6\n".encode()))  # agreed to its name
    version = operations.from_published_report(house.lead, snapshot, files, VisibilityClass.C3, **words)
    assert state_of(version) == ItemState.PUBLISHED
    assert not version.public
    again = operations.from_published_report(house.lead, snapshot, files, VisibilityClass.C4, **words)
    assert (again.item, again.number, again.public) == (version.item, 2, True)
    assert [e.pk for e in Entry.objects.all()] == [again.pk]
    assert Client().get(f"/library/{again.item.key}/").status_code == 200
    snapshots_taken_down.send(sender=None, snapshots=[snapshot.pk])
    assert not Entry.objects.exists()
    assert not File.objects.exists()
    assert state_of(again) == ItemState.WITHDRAWN
    gone = Client().get(f"/library/{again.item.key}/2/")
    assert gone.status_code == 410
    assert "Answers were taken back" in gone.text
    assert "What we found" not in gone.text
    snapshot.taken_down_at = snapshot.created_at
    with pytest.raises(InputError, match="taken down"):
        operations.from_published_report(house.lead, snapshot, files, VisibilityClass.C4, **words)


def test_roles_that_lead_no_study_see_no_draft_at_the_gate(home: House, author: User, log_in: LogIn) -> None:
    version = operations.create_draft(author, home.region, "story", "en")
    at = f"/r/{home.region.slug}/library/{version.item.key}/1/"
    assert log_in(home.lead).get(at).status_code == 404, "a draft is not with the curators yet"
    assert log_in(home.people[Role.BOARD]).post(f"{at}gate/").status_code == 403
