"""From a closed wave to pages: the job, its files, and what happens when a snapshot is taken down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clusterdynamics.assessment import Assessment
from clusterdynamics.disclosure import Audience
from clusterdynamics_web.jobs.models import Job, JobState
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.results import store, work
from clusterdynamics_web.results.models import Reading, Told
from clusterdynamics_web.results.operations import prepare, read
from clusterdynamics_web.studies.models import Snapshot
from clusterdynamics_web.studies.signals import snapshots_taken_down
from tests.web.conftest import House

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def snapshot(read_house: House, monkeypatch: pytest.MonkeyPatch, demo_assessment: Assessment, demo_told: Any) -> Any:
    """A snapshot without a reading; the analysis itself is the library's, and taken from there."""
    monkeypatch.undo()
    read_house.study.snapshots.get().reading.delete()
    monkeypatch.setattr(work, "assess", lambda study, seed: demo_assessment)
    monkeypatch.setattr(work, "AUDIENCES", (Audience.PUBLIC,))
    monkeypatch.setattr(work, "tell", lambda _assessment, audience, language, given: demo_told(audience, "en"))
    return read_house.study.snapshots.get()


def test_a_snapshot_is_read_once_and_told_in_more_languages(
    snapshot: Snapshot, settings: Any, tmp_path: Path, demo_assessment: Assessment, demo_told: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    read(None, snapshot)
    worker = Worker()
    assert worker.work_once()
    job = Job.objects.get()
    assert (job.state, job.error) == (JobState.DONE, "")
    assert Reading.objects.get().seed == 1
    assert Told.objects.get().snapshot == snapshot  # the next snapshot is held against it
    kept = store.assessment_of(snapshot)
    assert kept.to_dict() == demo_assessment.to_dict()
    first, region = snapshot.study.parsed.languages[0], snapshot.study.region.default_language
    assert (first, region) == ("sv", "en")
    for language in (first, region):
        assert store.told_of(snapshot, Audience.PUBLIC, language) == demo_told(Audience.PUBLIC, "en")
    assert store.told_of(snapshot, Audience.PUBLIC, "fr") is None
    prepare(None, snapshot, "fr")
    assert worker.work_once()
    assert store.told_of(snapshot, Audience.PUBLIC, "fr") is not None
    # What was made of a snapshot goes with it.
    snapshots_taken_down.send(sender=Snapshot, snapshots=[snapshot.pk])
    assert not Reading.objects.exists()
    assert Told.objects.exists()
    assert not store.has_assessment(snapshot)
    assert store.told_of(snapshot, Audience.PUBLIC, "en") is None


def test_a_snapshot_that_was_taken_down_is_not_read(snapshot: Snapshot) -> None:
    snapshot.taken_down_at = snapshot.created_at
    snapshot.save()
    read(None, snapshot)
    Worker().work_once()
    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert "took their answers back" in job.error
