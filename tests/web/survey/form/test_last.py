"""RX-16: what somebody said the time before, off by default, never ticked for them, and to nobody else."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from clusterdynamics_web.fieldwork.models import ContactKey
from clusterdynamics_web.fieldwork.operations import change_contact
from clusterdynamics_web.studies.models import Wave
from clusterdynamics_web.survey.form import Answers, form_for
from clusterdynamics_web.survey.form.fields import Radios
from clusterdynamics_web.survey.form.steps.card import CardStep
from clusterdynamics_web.survey.models import Respondent
from tests.web.survey.conftest import Asking

pytestmark = pytest.mark.django_db


def test_only_ones_own_last_answers_and_only_where_the_study_says_so(asking: Asking) -> None:
    asking.consent()
    asking.pick("a2", "a3")
    asking.save(asking.card("a2"), {"tie.depth": ["3"]})
    asking.save(asking.card("a3"), {"tie.depth": ["?"]})
    now = timezone.now()
    Respondent.objects.filter(pk=asking.respondent.pk).update(submitted_at=now)
    Wave.objects.filter(pk=asking.wave.pk).update(closed_at=now)
    wave = Wave.objects.create(study=asking.study, code="again", position=1, opened_at=now)
    again = Respondent.objects.create(study=asking.study, wave=wave, code="r1", actor=asking.actors["a1"])
    ContactKey.objects.create(contact=asking.contact, respondent=again)

    def told(code: str = "a2", *, by_link: bool = True) -> str:
        person = Respondent.objects.select_related("study__cluster__region", "wave", "actor").get(pk=again.pk)
        with translation.override("en"):
            form = form_for(person, "en", by_link=by_link)
            partner = form.entry[asking.actors[code].pk]
            question = CardStep(form, "with", 3, partner=partner).fields({}, Answers())[0]
        assert isinstance(question, Radios)
        assert not any(o.checked for o in question.options)
        return question.hint

    assert told() == ""  # off by default
    asking.study.document |= {"last_answers": ["again"]}
    asking.study.save()
    assert told() == "Last time you said: We plan activities together and share people or money"
    assert told("a3") == told("a4") == ""  # did not say, and was not named
    assert told(by_link=False) == ""  # an interviewer's page, and a form on paper
    for change in ({"second_informant": True}, {"is_test": True}):
        Respondent.objects.filter(pk=again.pk).update(**change)
        assert told() == ""
        Respondent.objects.filter(pk=again.pk).update(**dict.fromkeys(change, False))
    change_contact(None, asking.contact, {"phone": "070"})
    assert told()
    # The same row with another name may be another person.
    change_contact(None, asking.contact, {"name": "Bo"})
    assert told() == ""


def test_the_page_of_a_personal_link_shows_it(asking: Asking) -> None:
    asking.consent()
    asking.pick("a2")
    asking.save(asking.card("a2"), {"tie.depth": ["3"]})
    now = timezone.now()
    Respondent.objects.filter(pk=asking.respondent.pk).update(submitted_at=now)
    Wave.objects.filter(pk=asking.wave.pk).update(closed_at=now)
    asking.study.document |= {"last_answers": ["again"]}
    asking.study.save()
    wave = Wave.objects.create(study=asking.study, code="again", position=1, opened_at=now)
    again = Respondent.objects.create(study=asking.study, wave=wave, code="r1", actor=asking.actors["a1"])
    ContactKey.objects.create(contact=asking.contact, respondent=again)
    asking.respondent, asking.wave = again, wave
    asking.consent()
    asking.pick("a2", "a3")
    client = asking.client()
    shown = client.get(f"/answer/{asking.card('a2')}/").content.decode()
    assert "Last time you said: We plan activities together" in shown
    assert "checked" not in shown.split("Last time you said")[1].split("</fieldset>")[0]
    assert "Last time you said" not in client.get(f"/answer/{asking.card('a3')}/").content.decode()
