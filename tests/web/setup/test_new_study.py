"""A new study: who may start one, how, and what is taken over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.setup.operations import questions
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.operations import create_study
from clusterdynamics_web.survey.models import Respondent
from tests.web.conftest import House
from tests.web.setup.cases import opened

pytestmark = pytest.mark.django_db
type LogIn = Callable[[User], Client]


def start(client: Client, house: House, how: str, **data: object):  # type: ignore[no-untyped-def]
    given = {"cluster": house.cluster.pk, "title": "New study", "lead": house.lead.pk} | data
    return client.post(f"/r/{house.region.slug}/studies/new/{how}/", given)


def test_the_administration_starts_a_study_that_somebody_else_leads(home: House, log_in: LogIn) -> None:
    client = log_in(home.admin)
    page = client.get(f"/r/{home.region.slug}/studies/new/").content.decode()
    assert page.count('class="card"') == 5  # one of them the example
    assert start(client, home, "blank").status_code == 302
    study = Study.objects.exclude(pk=home.study.pk).get()
    assert [(r.user, r.role) for r in study.roles.all()] == [(home.lead, Role.STUDY_LEAD)]
    assert study.created_by == home.admin
    # Who started it reads no answers in it.
    for path in ("export/", "write-ins/", "organisations/"):
        assert client.get(f"/r/{home.region.slug}/s/{study.key}/{path}").status_code == 403


def test_an_afternoon_study_is_there_at_once(home: House, log_in: LogIn) -> None:
    start(log_in(home.admin), home, "afternoon")
    study = Study.objects.exclude(pk=home.study.pk).get()
    assert study.is_afternoon
    assert study.blocks == ["afternoon"]


def test_a_template_gives_questions_and_texts_and_nobody(home: House, log_in: LogIn) -> None:
    questions.add_statement(home.lead, home.study, "Our region is the best.")
    wave = opened(home)
    home.study.refresh_from_db()
    questions.translate(home.lead, home.study, "sv", {"items.own.1.text": "Vår region är bäst."})
    assert Respondent.objects.filter(wave=wave).exists()
    start(log_in(home.admin), home, "copy", template=home.study.pk)
    home.study.refresh_from_db()
    study = Study.objects.exclude(pk=home.study.pk).get()
    assert study.template_of == home.study
    assert (study.areas, study.blocks) == (home.study.areas, home.study.blocks)
    assert (study.consent_texts, study.translations) == (home.study.consent_texts, home.study.translations)
    assert [i.id for i in study.parsed.items] == [i.id for i in home.study.parsed.items]
    assert not study.actors.exists()
    assert not study.contacts.exists()
    assert not study.respondents.exists()
    assert study.parsed.disclosure.agreement == ""
    assert study.signed_off_at is None
    assert (study.contact_name, study.waves.get().opened_at) == ("", None)


def test_a_study_lead_takes_over_own_studies_only(home: House, log_in: LogIn) -> None:
    create_study(None, home.cluster, "Somebody else's")
    client = log_in(home.lead)
    page = client.get(f"/r/{home.region.slug}/studies/new/copy/")
    assert list(page.context["form"].fields["template"].queryset) == [home.study]
    for how in ("blank", "package", "afternoon"):
        assert start(client, home, how).status_code == 403
    theirs = Study.objects.get(document__title="Somebody else's")
    assert start(client, home, "copy", template=theirs.pk).context["form"].errors["template"]
    assert start(client, home, "copy", template=home.study.pk).status_code == 302


@pytest.mark.parametrize("role", [Role.CLUSTER_MANAGER, Role.BOARD, Role.INTERVIEWER, Role.CURATOR])
def test_others_start_none(home: House, log_in: LogIn, role: Role) -> None:
    client = log_in(home.people[role])
    for path in ("", "blank/", "copy/"):
        assert client.get(f"/r/{home.region.slug}/studies/new/{path}").status_code == 403, path


def test_another_region_is_not_found_and_its_people_and_studies_cannot_be_chosen(
    home: House, elsewhere: House, log_in: LogIn
) -> None:
    client = log_in(home.admin)
    assert client.get(f"/r/{elsewhere.region.slug}/studies/new/").status_code == 404
    response = start(client, home, "blank", cluster=elsewhere.cluster.pk, lead=elsewhere.lead.pk)
    assert set(response.context["form"].errors) == {"cluster", "lead"}
    response = start(client, home, "copy", template=elsewhere.study.pk)
    assert "template" in response.context["form"].errors
    assert client.get(f"/r/{home.region.slug}/studies/new/by-magic/").status_code == 404
