"""PV-15: contacts, answers and the key between them stand apart, and the key can be destroyed."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from clusterdynamics_web.fieldwork.models import Contact, ContactKey
from clusterdynamics_web.fieldwork.operations import destroy_key
from clusterdynamics_web.survey.models import Link, Respondent
from clusterdynamics_web.survey.package import build_study
from tests.web.privacy.conftest import Answered

pytestmark = pytest.mark.django_db


def _points_to(model: type[Model], target: type[Model]) -> bool:
    return any(f.related_model is target for f in model._meta.get_fields() if f.concrete and f.is_relation)


def test_one_table_alone_says_which_contact_is_which_respondent() -> None:
    both = [m for m in apps.get_models() if _points_to(m, Contact) and _points_to(m, Respondent)]
    assert both == [ContactKey]
    assert not _points_to(Contact, Respondent)
    assert not _points_to(Respondent, Contact)


def test_no_table_but_that_of_contacts_holds_a_name_or_an_address(answered: Answered) -> None:
    found = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model is not Contact
        for row in model._base_manager.values()
        if "@firm.example" in str(row) or "Person A" in str(row)
    ]
    assert found == []
    package = build_study(answered.study)
    assert not any("@firm.example" in str(frame.rows()) for frame in package.tables.values())


def test_without_the_key_answers_stay_and_nobody_can_tell_whose_they_are(answered: Answered) -> None:
    answered.wave.closed_at = timezone.now()
    answered.wave.save()
    before = build_study(answered.study)["ties"].height
    assert destroy_key(answered.home.lead, answered.study) == 6
    assert build_study(answered.study)["ties"].height == before > 0
    assert not ContactKey.objects.exists()
    assert not Link.objects.exists()
    # What is left on both sides has nothing in common: no number, no code, no time.
    contacts = {str(v) for row in Contact.objects.values("pk", "name", "email", "phone") for v in row.values() if v}
    people = {r.code for r in Respondent.objects.all()}
    assert not contacts & people
