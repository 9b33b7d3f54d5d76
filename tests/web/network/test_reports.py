"""Results for everybody: only what was published for everybody, as everybody reads it, and as long as it holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clusterdynamics.assessment import Assessment
from clusterdynamics.disclosure import Audience, leaks
from clusterdynamics.errors import InputError
from clusterdynamics.report.audience import secret_names
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job, JobState
from clusterdynamics_web.network.reports import prepare
from clusterdynamics_web.results import publishing, store
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

WHY = "The session is on Thursday, and the report is due on Monday."


def test_everybody_reads_what_was_published_for_everybody(
    read_house: House, demo_assessment: Assessment, log_in: Callable[[User], Client]
) -> None:
    at, out = f"/network/results/{read_house.study.key}/", Client()

    def there() -> int:
        return out.get(at).status_code

    assert there() == 404
    publishing.publish(read_house.lead, read_house.study, ["participants", "network"], WHY)
    assert there() == 404
    assert "No study has been published for everybody yet." in out.get("/network/results/").text
    publishing.publish(read_house.lead, read_house.study, ["network", "public"], WHY)
    assert at in out.get("/network/results/").text
    assert ("Published studies", "1") in out.get("/network/").context["numbers"]

    # As everybody reads it, whoever asks: the study team as well.
    names = secret_names(demo_assessment.study, Audience.PUBLIC.value)
    for client in (out, log_in(read_house.lead)):
        page = client.get(at)
        assert page.context["told"]["stamp"] == "public"
        assert leaks(page.content, names) == []
        section = client.get(f"{at}about/stage/")
        drawn = next(b for b in section.context["section"]["blocks"] if b.get("svg"))
        assert client.get(f"{at}picture/{drawn['id']}.svg").content.startswith(b"<svg")
    assert out.get(f"{at}about/actor_measures/").status_code == 404, "what everybody is not told is not there"
    assert out.get(f"{at}picture/nothing.svg").status_code == 404

    publishing.publish(read_house.lead, read_house.study, ["network"], WHY)
    assert there() == 404, "the last publication counts"
    publishing.publish(read_house.lead, read_house.study, ["public"], WHY)
    assert there() == 200
    read_house.study.snapshots.update(taken_down_at=timezone.now())
    assert there() == 404


def test_a_language_that_was_not_prepared_is_prepared_once(read_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    publishing.publish(read_house.lead, read_house.study, ["public"], WHY)
    monkeypatch.setattr(store, "told_of", lambda *_given: None)
    at = f"/network/results/{read_house.study.key}/"
    for _reader in range(3):
        answer = Client().get(at)
        assert answer.headers["Refresh"] == "5"
        assert "being prepared in your language" in answer.text
    job = Job.objects.get()
    assert (job.kind, job.created_by, job.parameters["language"]) == ("tell_snapshot", None, "en")
    Job.objects.update(state=JobState.FAILED, error="secret trouble", finished_at=timezone.now())
    answer = Client().get(at)
    assert "Refresh" not in answer.headers
    assert "cannot be read in this language now" in answer.text
    assert "secret trouble" not in answer.text
    assert Job.objects.count() == 1, "nobody outside starts it again"


def test_what_everybody_is_told_is_made_when_it_is_asked_for(
    read_house: House, monkeypatch: pytest.MonkeyPatch, demo_told: Callable[..., dict[str, Any]]
) -> None:
    snapshot = read_house.study.snapshots.get()
    monkeypatch.setattr(store, "told_of", lambda *_given: None)
    with pytest.raises(InputError, match="still being computed"):
        prepare(snapshot, "en")
    kept: list[tuple[Any, ...]] = []
    monkeypatch.setattr(store, "has_assessment", lambda _snapshot: True)
    monkeypatch.setattr(store, "keep_told", lambda *given: kept.append(given))
    monkeypatch.setattr(
        "clusterdynamics_web.network.reports.tell",
        lambda _found, audience, language, _shown: demo_told(audience, language),
    )
    prepare(snapshot, "en")
    assert [given[1:3] for given in kept] == [(Audience.PUBLIC, "en")]
    assert kept[0][3]["stamp"] == "public"
