"""A story by link: told on a phone, the teller's own page, who may read it when; interviews and sessions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.regions.models import AuditEntry, Role
from clusterdynamics_web.stories.access import told_to
from clusterdynamics_web.stories.models import Door, Telling
from clusterdynamics_web.stories.operations import open_door, take_note_as_story, tell
from clusterdynamics_web.stories.operations.telling import LONGEST
from clusterdynamics_web.studies.models import Snapshot
from clusterdynamics_web.survey.models import Respondent, Story
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

ANNA = {
    "changed": "We share a crane now.\r\nIt stands <b>here</b>.\x07",
    "because": "Because we met.",
    "failed": "The insurance took a year.",
    "before": "Each of us hired one.",
    "helped": "They called us in.",
    "matters": "It is ours.",
    "period": "spring 2026",
    "teller_name": "Anna Berg",
    "teller_role": "yard chief",
    "wish": "network",
    "named": "on",
    "worked": "yes",
}


def _link(page: str) -> str:
    found = re.search(r'href="[^"]*(/my-story/[\w-]{30,}/)"', page)
    assert found is not None
    return found[1]


def readers(story: Story) -> list[str]:
    """Return the audiences that may read a story, the study team among them."""
    return [a.value for a in Audience if any(t.story == story for t in told_to(story.study, a))]


def test_a_story_is_told_read_changed_and_taken_back(home: House, door: Door, log_in: Any) -> None:
    anybody = Client()
    page = anybody.get(f"/story/{door.code}/")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store, private"
    wrong = anybody.post(f"/story/{door.code}/", {"changed": " ", "wish": "the moon", "named": "on"})
    for what in ("id_changed", "id_wish", "id_teller_name"):
        assert f'href="#{what}' in wrong.content.decode(), what  # all problems at once
    assert not Telling.objects.exists()

    mine = anybody.post(f"/story/{door.code}/", ANNA, follow=True)
    link = _link(mine.content.decode())
    telling = Telling.objects.select_related("story").get()
    story = telling.story
    assert (
        story.text == "Each of us hired one.\n\nWe share a crane now.\nIt stands <b>here</b>.\n\nBecause we met.\n\n"
        "They called us in.\n\nIt is ours.\n\nThe insurance took a year."
    )
    assert "&lt;b&gt;here" in mine.content.decode()
    assert "<b>here" not in mine.content.decode()
    assert (story.visibility, story.respondent, story.worked) == ("nobody", None, True)
    assert readers(story) == ["study"]  # nobody of the team has read it
    assert link not in anybody.get("/my-story/").content.decode()  # shown only once
    assert telling.token_hash not in link

    lead, team = log_in(home.lead), home.url(f"stories/one/{story.code}/team/")
    board = log_in(home.people[Role.BOARD])
    assert board.get(home.url(f"stories/one/{story.code}/")).status_code == 404
    assert lead.post(team, {"do": "release"}).status_code == 302
    assert set(readers(Story.objects.get())) == {a.value for a in Audience} - {"public"}
    seen = board.get(home.url(f"stories/one/{story.code}/")).content.decode()
    assert "Anna Berg, yard chief" in seen
    assert "story_team" not in seen
    assert "/team/" not in seen

    # The link of the teller: looking at it opens nothing, its button does.
    again = Client()
    assert again.get("/my-story/").status_code == 404
    assert "crane" not in again.get(link).content.decode()
    assert "crane" in again.post(link, follow=True).content.decode()
    Snapshot.objects.create(study=home.study, wave=story.wave, fingerprint="f" * 64, path="none")
    changed = ANNA | {"changed": "We share two cranes now.", "wish": "public"}
    again.post("/my-story/", changed)
    story.refresh_from_db()
    assert "We share two cranes now." in story.text
    assert readers(story) == ["study"]  # new words are read by the team first
    assert Snapshot.objects.get().taken_down_at is not None  # it was made with the old ones
    lead.post(team, {"do": "release"})
    again.post("/my-story/", changed | {"wish": "participants"})
    assert set(readers(Story.objects.get())) == {"study", "cluster_manager", "board", "participants"}

    assert again.post("/my-story/withdraw/").status_code == 302
    assert Story.objects.exists()  # the box was not ticked
    assert "gone" in again.post("/my-story/withdraw/", {"sure": "1"}).content.decode()
    assert not Story.objects.exists()
    assert again.get("/my-story/").status_code == 404
    logged = str(list(AuditEntry.objects.values()))
    assert "Anna" not in logged
    assert "crane" not in logged


def test_another_link_ends_the_one_before(home: House, door: Door, log_in: Any) -> None:
    telling, first = tell(door, {"changed": "We met.", "wish": "public"}, language="en")
    made = log_in(home.manager).post(home.url(f"stories/one/{telling.story.code}/team/"), {"do": "link"})
    assert made.status_code == 404  # not for the manager to read: nobody has released it
    made = log_in(home.lead).post(home.url(f"stories/one/{telling.story.code}/team/"), {"do": "link"})
    second = re.search(r"/my-story/([\w-]{30,})/", made.content.decode())
    assert second is not None
    assert Client().post(f"/my-story/{first}/").status_code == 404
    teller = Client()
    assert teller.post(f"/my-story/{second[1]}/").status_code == 302
    third = _link(teller.post("/my-story/link/", follow=True).content.decode())
    assert Client().post(f"/my-story/{second[1]}/").status_code == 404
    assert Client().post(third).status_code == 302


def test_links_are_closed_used_up_and_not_guessed(home: House, door: Door, log_in: Any) -> None:
    lead = log_in(home.lead)
    page = lead.post(home.url("stories/links/"), {"label": "For Bo", "kind": "personal"}).content.decode()
    found = re.search(r"/story/([\w-]{30,})/", page)
    assert found is not None
    assert found[1] not in lead.get(home.url("stories/links/")).content.decode()
    assert Client().post(f"/story/{found[1]}/", {"changed": "Mine.", "wish": "nobody"}).status_code == 302
    assert Client().get(f"/story/{found[1]}/").status_code == 404  # for one story
    assert lead.post(home.url(f"stories/links/{door.pk}/close/")).status_code == 302
    assert Client().get(f"/story/{door.code}/").status_code == 404
    assert Story.objects.count() == 1


def test_one_address_cannot_fill_the_list(home: House, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr("clusterdynamics_web.stories.views.telling.TOLD", 2)
    monkeypatch.setattr("clusterdynamics_web.stories.views.telling.WRONG", 1)
    answers = [Client().post(f"/story/{door.code}/", {"changed": "Again.", "wish": "nobody"}) for _n in range(3)]
    assert [a.status_code for a in answers] == [302, 302, 429]
    long = Client().post(f"/story/{door.code}/", {"changed": "x" * (LONGEST + 1), "wish": "nobody"})
    assert long.status_code == 429
    assert [Client().get(f"/story/wrong{n}/").status_code for n in range(3)] == [404] * 3
    assert Client().get(f"/story/{door.code}/").status_code == 404  # too many wrong ones from here
    assert Story.objects.count() == 2
    cache.clear()


def test_an_interviewer_sends_a_story_in_and_cannot_read_it(told: House, interviewed: Respondent, log_in: Any) -> None:
    caller, page = log_in(told.people[Role.INTERVIEWER]), told.url("stories/interview/ra/")
    assert page in caller.get(told.url("interviews/ra/")).content.decode()
    assert "teller_name" not in caller.get(page).content.decode()
    assert caller.post(page, {"changed": "The ferry runs again.", "wish": "network"}).status_code == 302
    story = Story.objects.get(telling__source="interview")
    assert (story.respondent, story.visibility) == (interviewed, "nobody")
    assert caller.get(told.url(f"stories/one/{story.code}/")).status_code == 403
    assert "ferry" not in caller.get(told.url("interviews/ra/")).content.decode()
    assert caller.get(told.url("stories/interview/rb/")).status_code == 404  # not theirs to ask
    log_in(told.lead).post(told.url(f"stories/one/{story.code}/team/"), {"do": "release"})
    story.refresh_from_db()
    assert set(readers(story)) == {a.value for a in Audience} - {"public"}
    # What the organisation's own people chose holds beside it.
    interviewed.consents.update(visibility="participants")
    assert "network" not in readers(story)


def test_a_note_of_a_session_is_taken_once_and_waits_for_its_teller(home: House, log_in: Any) -> None:
    story = take_note_as_story(home.lead, home.study, "They said the lunch did it.", reference="note:7")
    assert take_note_as_story(home.lead, home.study, "They said the lunch did it.", reference="note:7") == story
    refused = log_in(home.lead).post(home.url(f"stories/one/{story.code}/team/"), {"do": "release"}, follow=True)
    assert "has not said yet who may read it" in refused.content.decode()
    assert open_door(home.lead, home.study)[0].is_open
    assert readers(story) == ["study"]
