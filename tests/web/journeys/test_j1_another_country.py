"""J1 in another country: a region that speaks French loads the example, and sees nothing of the other region.

`tests/web/regions/test_journey.py` is the way there: the first page, the sender, clusters, the study lead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache as counters
from django.test import Client
from django.utils import translation

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.setup.operations.examples import load_example
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.form import form_for, load_answers
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations import create_link
from tests.web.browser import PHONE, Visitor
from tests.web.conftest import House
from tests.web.journeys.french import is_said, lines_of


@pytest.fixture(autouse=True)
def speak_english_again() -> Iterator[None]:
    """Pages of a client leave their language behind."""
    yield
    translation.deactivate()


@pytest.fixture
def french(home: House) -> House:
    """A region in which French is the first language, with a cluster and no study."""
    home.study.delete()
    Region.objects.filter(pk=home.region.pk).update(country="FR", languages=["fr", "en"], default_language="fr")
    home.region.refresh_from_db()
    home.cluster.refresh_from_db()
    return home


@pytest.mark.verify
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_example_is_loaded_and_answered_in_french(
    french: House, elsewhere: House, visit: Callable[..., Visitor], settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    counters.clear()
    admin = visit(french.admin)
    page = admin.go(f"/r/{french.region.slug}/")
    page.get_by_role("link", name="Start a study").click()
    admin.check()
    page.get_by_role("link", name="Load the example").click()
    page.get_by_label("Cluster").select_option(label="Forest")
    page.get_by_label("Who leads the study?").select_option(label=str(french.admin))
    admin.check()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url(re.compile(r"/s/\w+/$"))
    admin.check()
    assert Study.objects.filter(cluster__region=french.region).count() == 2
    assert Job.objects.filter(kind="read_snapshot").count() == 1
    # The other region is not there: not on the front page, not by its address.
    page = admin.go(f"/r/{french.region.slug}/")
    assert "South" not in page.content()
    for path in (f"/r/{elsewhere.region.slug}/", elsewhere.url(), elsewhere.url("field/")):
        answer = page.goto(admin.address + path)
        assert answer is not None
        assert answer.status == 404, path
    # Whoever loaded it asks for a link with their own address, and answers on a phone.
    Job.objects.all().delete()
    mail.outbox.clear()
    Client().post("/a/", {"email": french.admin.email})
    while Worker().work_once():
        pass
    link = re.search(r"https?://[^/\s]+(/a/\S+)", str(mail.outbox[0].body))
    assert link
    phone = visit(size=PHONE, language="fr")
    page = phone.go(link[1])
    page.locator("main button").click()
    page.wait_for_url("**/answer/consent/")
    assert page.locator("html").get_attribute("lang") == "fr"
    phone.check()
    phone.picture("j1-consent-fr")
    page.locator("input[name=take_part]").check()
    page.locator("form#step .sticky button").last.click()
    page.wait_for_url("**/answer/pick/")
    phone.check()
    phone.picture("j1-pick-fr")


# -- every word of the respondent's pages is French ----------------------------------------------------------------


@pytest.mark.django_db
def test_no_page_of_somebody_who_answers_in_french_has_an_english_string(
    french: House, settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    _shown, study = load_example(french.admin, french.cluster, lead=french.lead)
    person = Respondent.objects.filter(study=study).select_related("study", "wave", "actor").order_by("code")[0]
    client = Client(headers={"accept-language": "fr"})
    pages = {"link": client.get(f"/a/{create_link(person)}/").text, "ask": client.get("/a/").text}
    assert client.post(f"/a/{create_link(person)}/").status_code == 302
    given = {"take_part": "yes", "name": "participants", "own_ties": "yes", "go": "1"}
    client.post("/answer/consent/", given)
    partners = list(study.actors.exclude(pk=person.actor_id).values_list("pk", flat=True)[:2])
    client.post("/answer/pick/", {"partners": partners, "go": "1"})
    client.post("/answer/outside/", {"outside": "yes", "types": ["customer"], "go": "1"})
    person.refresh_from_db()
    steps = [s.key for s in form_for(person, "fr").steps(load_answers(person))]
    assert len(steps) > 12
    for path in [*steps, "help", "data", "erase", "leave-list", "copy"]:
        response = client.get(f"/answer/{path}/")
        assert response.status_code == 200, path
        assert response.headers["Content-Language"] == "fr"
        pages[path] = response.text
    # A mistake, and the end.
    pages["mistake"] = client.post("/answer/pick/", {"go": "1"}).text
    client.post("/answer/pick/", {"partners": partners, "go": "1"})
    client.post("/answer/submit/")
    pages["done"] = client.get("/answer/done/").text
    names = {str(a.label) for a in study.actors.all()} | {a.short_label for a in study.actors.all()}
    names |= {study.parsed.title, study.parsed.boundary, study.contact_name, study.contact_email, "Cluster Dynamics"}
    # Codes are drawn: the first may be the organisation for which whoever loaded the example stands in.
    names |= {french.admin.name, french.admin.email}
    names |= {french.cluster.name, french.region.name, *(own for _code, own in settings.LANGUAGES)}  # type: ignore[attr-defined]
    wrong = sorted(
        {f"{where}: {line}" for where, text in pages.items() for line in lines_of(text) if not is_said(line, names)}
    )
    assert not wrong, "\n".join(wrong)


def test_the_check_finds_english() -> None:
    assert is_said("Enregistrer", set())
    assert not is_said("Save and go on", set())
    assert not is_said("Which of these organisations do you have contact with?", set())


@pytest.mark.django_db
def test_the_example_comes_once_and_is_for_the_administration(
    french: House, log_in: Callable[[User], Client], settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    url = f"/r/{french.region.slug}/studies/new/example/"
    assert log_in(french.people["curator"]).get(url).status_code == 403
    admin = log_in(french.admin)
    given = {"cluster": french.cluster.pk, "lead": french.admin.pk}
    assert admin.post(url, given).status_code == 302
    assert "example/" not in admin.get(f"/r/{french.region.slug}/studies/new/").text
    assert admin.post(url, given).status_code == 403
    tried = Study.objects.filter(cluster__region=french.region).order_by("created_at").last()
    assert tried is not None
    assert tried.parsed.languages == ("fr", "en")
    assert set(tried.contacts.exclude(email="").values_list("email", flat=True)) == {french.admin.email}
