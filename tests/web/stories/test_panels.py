"""Panels: rounds from many to few, reasons, what did not work; chosen stories beside the results, as each may read."""

from __future__ import annotations

from typing import Any

import pytest

from clusterdynamics.disclosure import Audience
from clusterdynamics.errors import InputError
from clusterdynamics_web.dashboard.operations import choose_stories
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.results.beside import stories_beside
from clusterdynamics_web.stories import operations
from clusterdynamics_web.stories.demo import fill_stories
from clusterdynamics_web.stories.models import Panel
from clusterdynamics_web.stories.operations.panels import Chosen
from clusterdynamics_web.survey.models import Consent, Story
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


def _typed(**chosen: tuple[str, str, str]) -> dict[str, Any]:
    """Return what the form sends: story → reason, kind of change, evidence."""
    sent: dict[str, Any] = {"chosen": [name.replace("_", "-") for name in chosen]}
    for name, (reason, domain, evidence) in chosen.items():
        code = name.replace("_", "-")
        sent |= {f"reason-{code}": reason, f"domain-{code}": domain, f"evidence-{code}": evidence}
    return sent


def test_a_panel_chooses_in_rounds_and_says_why(told: House, log_in: Any) -> None:
    lead = log_in(told.lead)
    bare = lead.post(told.url("stories/panels/new/"), {"title": "Ours", "members": "Bo", "candidates": ["A-worked"]})
    assert "at least two people" in bare.content.decode()
    assert "at least two stories" in bare.content.decode()
    every = ["A-worked", "A-failed", "B-worked", "B-failed"]
    lead.post(told.url("stories/panels/new/"), {"title": "Ours", "members": "Bo Ek\nEva Dal", "candidates": every})
    panel = Panel.objects.get()
    page = told.url(f"stories/panels/{panel.key}/")
    said = lead.post(f"{page}choose/", _typed(A_worked=("", "", "It stands there."))).content.decode()
    assert "say why you chose it" in said
    assert "It stands there." in said  # what was typed is kept
    assert not panel.choices.exists()
    first = _typed(A_worked=("Good.", "", ""), A_failed=("Sad.", "", ""), B_worked=("Fine.", "", ""))
    assert lead.post(f"{page}choose/", first | {"next": "1"}).status_code == 302
    panel.refresh_from_db()
    assert panel.round == 2
    assert "Story of B that failed" not in lead.get(page).content.decode()

    # All that is wrong at the end: no evidence, no kind of change, nothing that did not work.
    lead.post(f"{page}choose/", _typed(A_worked=("Good.", "", ""), B_worked=("Fine.", "Trust", "Papers.")))
    wrong = lead.post(f"{page}finish/").content.decode()
    for words in ("what supports it besides", "which domain of change", "Every chosen story worked"):
        assert words in wrong, words
    good = _typed(A_worked=("Good.", "Meeting", "Photos."), B_worked=("Fine.", "Trust", "Papers."))
    lead.post(f"{page}choose/", good | {"beside-A-worked": "trust"})
    assert lead.post(f"{page}finish/", {"waived": "It is too early to tell."}).status_code == 302
    shown = lead.get(page).content.decode()
    for words in ("Good.", "Photos.", "everybody", "It is too early to tell.", "Bo Ek", "cannot be shown outside"):
        assert words in shown, words
    with pytest.raises(InputError, match="over"):
        operations.choose(told.lead, panel, {Story.objects.get(code="A-worked"): Chosen("Again.")})

    # The board sees what it may read, and no names of the panel; so does everybody beside the results.
    board = log_in(told.people[Role.BOARD]).get(page).content.decode()
    assert "Photos." in board
    assert "Papers." not in board
    assert "Bo Ek" not in board
    assert [(s.section, s.title) for s in stories_beside(told.study, Audience.PUBLIC)] == [
        ("trust", "Story of A that worked")
    ]
    assert len(stories_beside(told.study, Audience.STUDY)) == 2
    # What the panel says of a story is looked through as the story is, wherever it is shown.
    choose_stories(told.lead, told.study, {"trust": [Story.objects.get(code="A-worked")]}, no_story=False)

    def shown_to(role: Role) -> list[str]:
        reader = log_in(told.people[role])
        return [reader.get(told.url(at)).content.decode() for at in ("dashboard/", "stories/one/A-worked/", page_of)]

    page_of = page.removeprefix(told.url())
    assert len(stories_beside(told.study, Audience.PUBLIC)) == 1
    assert all("Good." in text for text in shown_to(Role.BOARD))
    for words in ({"reason": "Others than Organisation B can do it."}, {"domain": "Organisation B learns"}):
        panel.choices.filter(story__code="A-worked").update(**words)
        assert stories_beside(told.study, Audience.PUBLIC) == []
        assert not any("Organisation B" in text for text in shown_to(Role.BOARD))
        panel.choices.filter(story__code="A-worked").update(reason="Good.", domain="Meeting")
    assert all("Good." in text for text in shown_to(Role.BOARD))
    Consent.objects.filter(respondent__code="ra").update(visibility="nobody")
    assert stories_beside(told.study, Audience.PUBLIC) == []


def test_one_of_what_did_not_work_needs_no_waiver(told: House) -> None:
    stories = {s.code: s for s in Story.objects.all()}
    values = {"title": "Ours", "members": ("Bo", "Eva")}
    panel = operations.start_panel(told.lead, told.study, candidates=list(stories.values()), **values)
    with pytest.raises(InputError, match="Nothing is chosen"):
        operations.finish(told.lead, panel)
    with pytest.raises(InputError, match="at least two stories"):
        operations.next_round(told.lead, panel)
    operations.choose(told.lead, panel, {s: Chosen("Why.", c, "Papers.") for c, s in stories.items()})
    with pytest.raises(InputError, match="Every story was chosen"):
        operations.next_round(told.lead, panel)
    assert operations.finish(told.lead, panel).waived == ""


def test_the_demo_holds_a_panel_whose_stories_stand_beside_the_figures(read_house: House, log_in: Any) -> None:
    board = log_in(read_house.people[Role.BOARD])
    assert "No story yet" in board.get(read_house.url("results/")).content.decode()
    fill_stories(read_house.study, read_house.people)
    panel = Panel.objects.get()
    chosen = panel.choices.filter(round=panel.round)
    assert chosen.count() == 3
    assert all(c.reason and c.evidence and c.story.visibility for c in chosen)
    assert chosen.filter(story__worked=False).exists()
    told = stories_beside(read_house.study, Audience.BOARD)
    assert told
    page = board.get(read_house.url("results/")).content.decode()
    assert told[0].reason in page
    assert "A story beside it" in board.get(read_house.url(f"results/about/{told[0].section}/")).content.decode()
