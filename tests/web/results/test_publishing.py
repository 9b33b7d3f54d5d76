"""Publishing: made sense of first, read by others only then, gone when a snapshot is taken down; and told twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from django.db import transaction
from django.test import Client

import clusterdynamics_web
from clusterdynamics.assessment import Assessment, assess
from clusterdynamics.disclosure import Audience, decide
from clusterdynamics.study.package import read_study
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.regions.models import AuditEntry, Role
from clusterdynamics_web.results import history, publishing
from clusterdynamics_web.results.models import Publication, Secret, Told
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Snapshot
from clusterdynamics_web.studies.signals import snapshots_taken_down
from clusterdynamics_web.studies.state import State, current_wave, state_of
from clusterdynamics_web.survey.operations import erase_answers
from tests.disclosure.test_before import values, without
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

WHY = "The session is on Thursday, and the report is due on Monday."


def test_results_are_read_by_others_from_publishing_until_they_are_taken_down(
    read_house: House, log_in: Callable[[User], Client]
) -> None:
    lead, reader = log_in(read_house.lead), log_in(read_house.people[Role.NETWORK_READER])
    out = f"/r/{read_house.region.slug}/published/"
    mine = f"{out}{read_house.study.key}/"
    publish = read_house.url("results/publish/")

    assert "No results have been published here yet." in reader.get(out).content.decode()
    assert reader.get(mine).status_code == 404

    refused = lead.post(publish, {"waiver": "none"})
    assert refused.status_code == 400
    assert len(refused.context["problems"]) == 2  # to whom, and a reason that is one
    assert lead.post(publish, {"audience": "network", "waiver": " "}).status_code == 400
    assert not Publication.objects.exists()
    assert reader.get(mine).status_code == 404

    assert lead.post(publish, {"audience": ["participants"], "waiver": WHY}).status_code == 302
    assert reader.get(mine).status_code == 404  # not for the network
    assert lead.post(publish, {"audience": ["network", "public"], "waiver": WHY}).status_code == 302
    wave = current_wave(read_house.study)
    assert state_of(wave) == State.PUBLISHED
    entry = AuditEntry.objects.filter(verb="results.published").first()
    assert entry is not None
    assert entry.details["audiences"] == ["network", "public"]
    assert WHY in lead.get(publish).content.decode()

    for role in (Role.NETWORK_READER, Role.CURATOR, Role.REGION_ADMIN):
        client = log_in(read_house.people[role])
        assert mine in client.get(out).content.decode()
        page = client.get(mine)
        assert page.context["told"]["stamp"] == "for the network of regions"
        assert page.context["stage"]["answer"] in page.content.decode()
    section = reader.get(f"{mine}about/stage/")
    assert 'rel="next"' in section.content.decode()
    drawn = next(b for b in section.context["section"]["blocks"] if "svg" in b)
    assert reader.get(f"{mine}picture/{drawn['id']}.svg").content.startswith(b"<svg")
    assert reader.get(f"{mine}about/map/").status_code == 404
    assert reader.get(f"{mine}picture/map-1.svg").status_code == 404
    assert log_in(read_house.people[Role.BOARD]).get(mine).status_code == 403

    snapshot = read_house.study.snapshots.get()
    Snapshot.objects.filter(pk=snapshot.pk).update(taken_down_at=snapshot.created_at)
    snapshots_taken_down.send(sender=Snapshot, snapshots=[snapshot.pk])
    assert reader.get(mine).status_code == 404
    wave.refresh_from_db()
    assert wave.published_at is None
    assert "Replace what is in circulation" in lead.get(publish).content.decode()
    assert "nothing to publish" in lead.get(publish).content.decode()


def test_other_parts_tell_of_sessions_and_object(read_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_SESSIONS", [lambda wave: ""])
    monkeypatch.setattr(publishing, "_OBJECTIONS", [])
    publishing.tells_of_sessions(lambda wave: "Data party, 35 people")
    publishing.may_object(lambda study: "Two organisations have not seen their position yet.")
    assert publishing.why_not_publish(read_house.study) == ["Two organisations have not seen their position yet."]
    publishing._OBJECTIONS.clear()
    made = publishing.publish(read_house.lead, read_house.study, ["network"])
    assert (made.session, made.waiver) == ("Data party, 35 people", "")


def test_a_snapshot_after_another_one_is_held_against_what_was_told(
    read_house: House, demo_assessment: Assessment
) -> None:
    """Attack 3: a wave with one late answer, told twice. What is kept of the first telling says no name."""
    study = demo_assessment.study
    wave = study.wave_ids[-1]
    late = sorted(study.answered(wave))[3:4]
    few = ("coverage", "stage", "whole_network", "change")
    first = assess(without(study, late, wave), seed=1, replicates=20, analyses=few)
    told = decide(first, first.study, Audience.PUBLIC)

    then = read_house.study.snapshots.get()
    history.keep(then, first.study, [told])
    now = Snapshot.objects.create(
        study=read_house.study,
        wave=then.wave,
        fingerprint="f" * 64,
        path="x",
        created_at=then.created_at + timedelta(days=1),
    )
    assert history.before(then, first.study) is None
    before = history.before(now, study)
    mine = replace(demo_assessment, results={n: r for n, r in demo_assessment.results.items() if n in few})
    again = values(decide(mine, study, Audience.PUBLIC, before=before))
    rates = {f"{name}|{wave}||whole" for name in ("coverage", "answered", "asked", "roster")}
    assert {k for k, v in again.items() if values(told).get(k) != v} <= rates
    assert values(decide(mine, study, Audience.PUBLIC)).keys() - again.keys()  # without it, there would be more
    # It outlives the snapshot, and is kept once.
    Snapshot.objects.filter(pk=then.pk).update(taken_down_at=then.created_at)
    snapshots_taken_down.send(sender=Snapshot, snapshots=[then.pk])
    history.keep(then, study, [])
    assert Told.objects.count() == Secret.objects.count() == 1
    assert history.before(now, study) is not None


def test_answers_taken_back_take_every_snapshot_down_that_holds_them(
    read_house: House, log_in: Callable[[User], Client]
) -> None:
    """The snapshot of the second wave holds the first one, too. It is frozen again without them."""
    first = read_house.study.waves.order_by("position").first()
    assert first is not None
    person = first.respondents.filter(submitted_at__isnull=False)[0]
    gone = read_house.study.snapshots.get()
    history.keep(gone, read_study(snapshot_path(gone)), [])
    lead = log_in(read_house.lead)
    again = read_house.url("field/freeze/")
    lead.post(again)
    assert read_house.study.snapshots.count() == 1  # it stands
    with transaction.atomic():
        erase_answers(person)
    gone.refresh_from_db()
    assert gone.taken_down_at is not None
    assert "were taken down" in lead.get(read_house.url("results/")).content.decode()
    assert log_in(read_house.manager).post(again).status_code == 403
    assert lead.post(again).status_code == 302
    new = read_house.study.snapshots.filter(taken_down_at=None).get()
    ties = read_study(snapshot_path(new))["ties"]
    assert person.code not in ties.filter(pl.col("wave") == first.code)["respondent"].to_list()
    assert history.before(new, read_study(snapshot_path(new))) is not None
    assert Job.objects.filter(kind="read_snapshot", parameters__snapshot=new.pk).exists()


def test_whoever_asks_disclosure_control_on_the_web_says_what_was_told_before() -> None:
    """PV-05 holds for pages, documents and programs alike: none of them decides as if it were the first."""
    asking = re.compile(r"(?<!def )(?<!\.)\b(decide|for_audience|results_(dict|json)|build_report|write_reports?)\(")
    example = "example_pictures.py"  # of an invented study, on the page of the agreement
    silent = []
    for path in Path(clusterdynamics_web.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        calls = (text[m.start() : m.start() + 300] for m in asking.finditer(text))
        silent += [f"{path.name}: {call[:60]}" for call in calls if "before=" not in call and path.name != example]
    assert silent == []
