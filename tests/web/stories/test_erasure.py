"""What a teller takes back is in no table any more: their story, what was coded in it, why it was chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps

from clusterdynamics_web.stories import operations
from clusterdynamics_web.stories.models import Choice, Claim, Coding, Telling
from clusterdynamics_web.stories.operations.panels import Chosen
from clusterdynamics_web.survey.models import Respondent, Story
from clusterdynamics_web.survey.operations import erase_answers, opt_out
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

MARK = "zzleavenotrace"


def _places() -> list[str]:
    """Return every table in which the mark stands."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(MARK in str(row) for row in model._base_manager.values())
    )


def _coded_and_chosen(house: House, story: Story) -> None:
    """Put the words of a story wherever they can stand."""
    theme = house.study.themes.first() or operations.save_theme(house.lead, house.study, label="Meeting")
    operations.add_coding(house.lead, story, theme, 0, len(story.text))
    words = {"cause": "contact", "effect": "trust", "polarity": "+", "counter_evidence": MARK}
    operations.add_claim(house.lead, story, start=0, end=len(story.text), **words)
    other = Story.objects.exclude(pk=story.pk).filter(respondent__code="rb")[0]
    panel = operations.start_panel(
        house.lead, house.study, title="Ours", members=("Bo", "Eva"), candidates=[story, other]
    )
    operations.choose(house.lead, panel, {story: Chosen(MARK, "Meeting", MARK)})


def _by_the_teller(house: House) -> None:
    operations.withdraw(Telling.objects.get())


def _by_the_respondent(house: House) -> None:
    erase_answers(Respondent.objects.get(code="ra"))


def _by_the_organisation(house: House) -> None:
    person = Respondent.objects.get(code="ra")
    opt_out(person.actor, person.wave)


@pytest.mark.parametrize("leave", [_by_the_teller, _by_the_respondent, _by_the_organisation])
def test_what_is_taken_back_is_in_no_table(told: House, leave: Callable[[House], None]) -> None:
    person = Respondent.objects.get(code="ra")
    values = {"changed": f"Once {MARK}.", "failed": MARK, "period": MARK, "title": MARK, "wish": "public"}
    telling = operations.tell_in_interview(told.lead, person, values, language="en")
    _coded_and_chosen(told, telling.story)
    before = _places()
    assert {"survey_story", *(m._meta.db_table for m in (Telling, Claim, Coding, Choice))} <= set(before)
    leave(told)
    assert _places() == []
