"""What the demo shows: it is made by the same operations as everything else."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.meetings import read
from clusterdynamics_web.meetings.access import access_meeting
from clusterdynamics_web.meetings.demo import fill_meetings, slides_of
from clusterdynamics_web.meetings.models import Meeting
from clusterdynamics_web.meetings.state import MeetingState, state_of
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


def test_one_meeting_was_held_and_one_is_coming(home: House) -> None:
    fill_meetings(home.study, home.people)
    held, coming = Meeting.objects.order_by("starts")
    assert (state_of(held), state_of(coming)) == (MeetingState.OVER, MeetingState.OPEN)
    assert held.closed_at is not None
    assert held.next_on == timezone.localdate(coming.starts)
    anybody = access_meeting(AnonymousUser(), held.key)
    assert [m["title"] for m in read.materials_of(anybody)] == ["Asking twice, in practice"]
    assert len(read.decisions_of(anybody)) == 2
    pages = {m: Client().get(f"/meetings/{m.key}/") for m in (held, coming)}
    assert "Every study asks what a tie is for." in pages[held].text
    assert "Decided last time" in pages[coming].text
    assert "Asking twice, in practice" in pages[coming].text, "new since then: the slides"
    assert home.lead.email not in pages[held].text + pages[coming].text


def test_the_slides_are_slides() -> None:
    document = pypdfium2.PdfDocument(io.BytesIO(slides_of([("One", "of two"), ("Two", "of two")])))
    assert [page.get_textpage().get_text_range().split() for page in document] == [
        ["One", "of", "two"],
        ["Two", "of", "two"],
    ]
