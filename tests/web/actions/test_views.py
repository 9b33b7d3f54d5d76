from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import docx
import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.actions import operations
from clusterdynamics_web.actions.models import Action, Evidence, Finding, Review
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.models import Actor
from tests.web.actions.conftest import said, values
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

type LogIn = Callable[[User], Client]


def test_the_region_sees_how_far_and_not_what(home: House, finding: Finding, action: Action, log_in: LogIn) -> None:
    page = log_in(home.admin).get(home.url("act/")).text
    assert "0 of 1 action is done." in page
    assert "Find people" in page
    assert action.title not in page
    assert finding.statement not in page


def test_what_the_study_team_found_is_not_told_to_the_board(home: House, action: Action, log_in: LogIn) -> None:
    own = operations.save_finding(
        home.lead, home.study, home.study.waves.get(), said(statement="Only for the team.", visibility="C1")
    )
    action.findings.add(own)
    board, lead = log_in(home.people[Role.BOARD]), log_in(home.lead)
    at = home.url(f"act/actions/{action.code}/")
    assert "Only for the team." in lead.get(at).text
    for page in (board.get(at), board.get(home.url("act/findings/")), board.get(home.url("act/new/"))):
        assert page.status_code == 200
        assert "Only for the team." not in page.text
    assert "1 finding of the study team" in board.get(at).text
    assert log_in(home.manager).get(home.url(f"act/findings/{own.code}/")).status_code == 404
    # A change by somebody who does not see it leaves it with the action.
    form = {"title": "Two buses", "findings": ["finding-1"], "purposes": ["people"], "owner": "A", "due": "2026-12-01"}
    assert board.post(at + "change/", form).status_code == 302
    assert list(action.findings.order_by("pk")) == [Finding.objects.get(code="finding-1"), own]


def test_names_are_for_those_who_may_see_names(home: House, finding: Finding, log_in: LogIn) -> None:
    a, b = Actor.objects.get(code="A"), Actor.objects.get(code="B")
    operations.make_action(
        home.lead, home.study, values(owner=a, owner_name="Kim", partners_text="The bank"), [finding], [b]
    )
    board, facilitator = log_in(home.people[Role.BOARD]), log_in(home.people[Role.FACILITATOR])
    names = ("Organisation A", "Organisation B", "Kim", "The bank")
    paths = ("act/actions/action-1/", "act/plan.docx", "act/plan.xlsx", "act/calendar.ics", "act/")
    for path in paths:
        shown, hidden = (_words(client.get(home.url(path))) for client in (board, facilitator))
        assert not [n for n in names if n in hidden], path
        assert "A bus through the workshops" in hidden
        if path not in ("act/calendar.ics", "act/"):
            assert [n for n in names if n in shown] == list(names), path


def _words(answer: object) -> str:
    kind, content = answer.headers["Content-Type"], answer.content  # type: ignore[attr-defined]
    if "wordprocessing" in kind:
        document = docx.Document(io.BytesIO(content))
        cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
        return "\n".join([*(p.text for p in document.paragraphs), *cells])
    if "spreadsheet" in kind:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return "\n".join(str(c) for row in sheet.iter_rows(values_only=True) for c in row)
    return content.decode().replace("\r\n ", "")


def test_the_plan_has_every_action_and_no_formula(home: House, finding: Finding, log_in: LogIn) -> None:
    given = values(title='=HYPERLINK("http://x.example")', starts=date(2026, 2, 1), expected_change="More =work")
    operations.make_action(home.lead, home.study, given, [finding])
    client = log_in(home.lead)
    book = openpyxl.load_workbook(io.BytesIO(client.get(home.url("act/plan.xlsx")).content))
    head, row = book.active.iter_rows()
    cells = {h.value: c for h, c in zip(head, row, strict=True)}
    assert (cells["Action"].data_type, cells["Action"].value) == ("s", given["title"])
    assert cells["From"].value.date() == date(2026, 2, 1)
    assert cells["Findings"].value == finding.statement
    document = docx.Document(io.BytesIO(client.get(home.url("act/plan.docx")).content))
    styles = {p.style.name for p in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet"} <= styles
    assert [c.text for c in document.tables[0].rows[1].cells] == ["Find people", "1", "0", "0 %"]


def test_all_problems_at_once_and_what_was_typed_stays(home: House, finding: Finding, log_in: LogIn) -> None:
    client = log_in(home.people[Role.BOARD])
    wrong = {"title": "Share a kiln", "starts": "2026-05-02", "due": "2026-05-01", "expected_figure": "deep"}
    page = client.post(home.url("act/new/"), wrong)
    assert page.status_code == 200
    for problem in (
        "Which findings does it answer?</a>: This field is required.",
        "What is it for?</a>: This field is required.",
        "The last day comes after the first.",
        "Name a figure and where it should go, or neither.",
    ):
        assert problem in page.text
    assert 'value="Share a kiln"' in page.text
    assert not Action.objects.exists()
    assert client.get(home.url("act/findings/new/")).status_code == 403


def test_filters_stay(home: House, finding: Finding, action: Action, log_in: LogIn) -> None:
    operations.make_action(home.lead, home.study, values(title="Buy glass together", purposes=["save"]), [finding])
    client = log_in(home.lead)
    assert "Buy glass together" not in client.get(home.url("act/?purpose=people&only=unreviewed")).text
    client.get(home.url(f"act/actions/{action.code}/"))
    kept = client.get(home.url("act/")).text
    assert "Buy glass together" not in kept
    assert "Shown: 1 of 2" in kept
    assert "Buy glass together" in client.get(home.url("act/?clear=1")).text
    assert "Buy glass together" in client.get(home.url("act/")).text


def test_a_review_goes_through_the_list(home: House, action: Action, log_in: LogIn) -> None:
    board = log_in(home.people[Role.BOARD])
    board.post(home.url("act/reviews/"), {"held_on": "2026-11-02", "present": "Karin, Olle"})
    review = Review.objects.get()
    at = home.url(f"act/reviews/{review.key}/")
    code = action.code
    wrong = board.post(f"{at}{code}/", {f"{code}-status": "stopped", f"{code}-percent": "20"})
    assert wrong.status_code == 422
    assert "Say why it was stopped" in wrong.text
    right = board.post(f"{at}{code}/", {f"{code}-status": "running", f"{code}-percent": "20", f"{code}-note": "Begun."})
    assert right.headers["Location"] == f"{at}#{code}"
    assert "1 of 1 actions are reviewed." in board.get(at).text
    board.post(at, {"text": "We meet again in March."})
    board.post(at + "end/")
    page = log_in(home.people[Role.FACILITATOR]).get(home.url("act/reviews/")).text
    assert all(words in page for words in ("Karin, Olle", "Begun.", "We meet again in March."))
    assert board.post(f"{at}{code}/", {f"{code}-status": "done"}).headers["Location"] == home.url("act/reviews/")
    action.refresh_from_db()
    assert action.status == "running"


def test_a_calendar_address_ends_with_the_role(home: House, action: Action, log_in: LogIn) -> None:
    board = home.people[Role.BOARD]
    client, page = log_in(board), home.url("act/calendar/")
    made = client.post(page)
    address = urlsplit(made.text.split('readonly value="')[1].split('"')[0]).path
    assert made.headers["Cache-Control"] == "no-store"
    assert address not in client.get(page).text, "it is shown once"
    calendar = Client().get(address)
    assert calendar.headers["Content-Type"].startswith("text/calendar")
    assert b"SUMMARY:Due: A bus through the workshops" in calendar.content
    # Another one ends it, and so does the end of the role.
    client.post(page)
    assert Client().get(address).status_code == 404
    token = operations.new_feed(board, home.study)
    assert Client().get(f"/calendar/{token}.ics").status_code == 200
    board.study_roles.all().delete()
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_a_finding_rests_on_results_and_stories(
    read_house: House, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = read_house
    sections = [{"id": name, "title": f"About {name}?"} for name in ("stage", "change")]
    monkeypatch.setattr("clusterdynamics_web.results.store.told_of", lambda *_: {"sections": sections})
    lead = log_in(house.lead)
    page = lead.get(house.url("act/findings/new/?section=stage")).text
    assert "Lunch in the measuring room" in page
    form = {
        "statement": "Simple things together have grown.",
        "verdict": "agree",
        "sections": ["stage", "change"],
        "stories": ["st02", "st05"],
        "visibility": "C2",
    }
    assert lead.post(house.url("act/findings/new/"), form).status_code == 302
    made = Finding.objects.get(statement=form["statement"])
    assert made.wave == house.study.waves.latest("position")
    assert {e.snapshot for e in made.rests_on.filter(kind="section")} == {house.study.snapshots.get()}
    at = house.url("act/findings/")
    board = log_in(house.people[Role.BOARD])
    assert "Story: Lunch in the measuring room" in board.get(at).text
    # A story that the teller keeps to the study team is left out for everybody else.
    Evidence.objects.get(story__code="st05").story.__class__.objects.filter(code="st05").update(visibility="nobody")
    assert "What we did not say about the glue" not in board.get(at).text
    assert "What we did not say about the glue" in lead.get(at).text
    # Results that were taken down are no address any more.
    house.study.snapshots.update(taken_down_at=timezone.now() - timedelta(days=1))
    gone = lead.get(at).text
    assert "these results were taken down" in gone
    assert house.url("results/about/stage/") not in gone


def test_what_was_expected_stands_beside_what_was_observed(read_house: House, log_in: LogIn) -> None:
    house = read_house
    first, last = house.study.waves.order_by("position")
    finding = operations.save_finding(house.lead, house.study, first, said())
    expected = values(expected_change="More pairs cooperate.", expected_figure="cooperation", expected_direction="up")
    action = operations.make_action(house.lead, house.study, expected, [finding])
    board = log_in(house.people[Role.BOARD])
    page = board.get(house.url(f"act/actions/{action.code}/")).text
    # The library's own figures: 18.6 % before and 24.9 % now among those who stayed and answered both times.
    assert "19% → 25%" in page
    assert "The change is +6 points, between +3 points and +9 points (95 % of redraws of respondents)" in page
    whole = log_in(house.lead).get(house.url(f"act/actions/{action.code}/")).text
    assert "The change is +6.3 points" in whole, "others than the team read rounded figures"
    assert "does not say that it came from it" in page
    late = operations.save_finding(house.lead, house.study, last, said())
    after = operations.make_action(house.lead, house.study, expected, [late])
    assert "→ 25" not in board.get(house.url(f"act/actions/{after.code}/")).text, "this wave came before the action"
