"""Opening a room, joining it, closing it, and what is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

import clusterdynamics as cd
from clusterdynamics.errors import InputError
from clusterdynamics_web.jobs.models import JobState
from clusterdynamics_web.jobs.worker import Worker
from clusterdynamics_web.rooms import operations
from clusterdynamics_web.rooms.models import Room
from clusterdynamics_web.studies.models import Actor
from clusterdynamics_web.studies.state import current_wave
from tests.web.rooms.conftest import Afternoon, answer

pytestmark = pytest.mark.django_db(transaction=True)


def test_only_an_afternoon_study_has_a_room_and_it_is_opened_once(afternoon: Afternoon) -> None:
    with pytest.raises(InputError, match="afternoon"):
        operations.open_room(None, current_wave(afternoon.home.study))
    code = afternoon.open()
    assert len(code) == operations.CODE
    with pytest.raises(InputError, match="open"):
        operations.open_room(None, afternoon.wave)


def test_the_code_is_read_as_people_type_it_and_dies_with_the_room(afternoon: Afternoon) -> None:
    code = afternoon.open()
    for typed in (code, code.upper(), f" {code[:3]} {code[3:]} ", f"{code[:3]}-{code[3:]}"):
        assert operations.wave_of_code(typed) == afternoon.wave
    for typed in ("", "   ", "nonsense"):
        assert operations.wave_of_code(typed) is None
    person = operations.join(afternoon.wave, "Alpha", "en")
    answer(person, 4)
    operations.close_room(None, afternoon.wave)
    assert operations.wave_of_code(code) is None
    with pytest.raises(InputError, match="closed"):
        operations.join(afternoon.wave, "Late Ltd", "en")


def test_the_same_organisation_in_other_letters_is_the_same(afternoon: Afternoon) -> None:
    afternoon.open()
    first = operations.join(afternoon.wave, "Hällmo Såg AB", "sv")
    second = operations.join(afternoon.wave, "  hallmo  såg ", "en")
    assert first.actor == second.actor
    assert first.code != second.code
    assert Actor.objects.filter(study=afternoon.study).count() == 1
    with pytest.raises(InputError, match="organisation"):
        operations.join(afternoon.wave, "   ", "en")


def test_the_result_is_the_librarys_for_participants_and_the_study_is_a_package(afternoon: Afternoon) -> None:
    afternoon.open()
    for number in range(10):
        person = operations.join(afternoon.wave, f"Firm {number}", "en")
        answer(person, 4 if number < 7 else 2, story="We lent them our truck." if number == 0 else "")
    job = operations.close_room(afternoon.home.lead, afternoon.wave)
    Worker().work_once()
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    room = Room.objects.get()
    assert room.snapshot is not None
    study = cd.read_study(Path(settings.MEDIA_ROOT) / room.snapshot.path)
    stage = cd.assess(study, seed=1, analyses=["stage"]).stage
    told = str(room.result)
    assert stage.sentences()[0] in told
    assert "We lent them our truck." in told
    assert "Firm 3" not in told  # nobody agreed to be named
    assert any(
        b["kind"] == "figure" and b["picture"].startswith("data:image/svg")
        for s in room.result["sections"]
        for b in s["blocks"]
    )
    assert room.result["source"] == room.snapshot.fingerprint[:12]


def test_too_few_organisations_are_told_so_instead_of_a_reading(afternoon: Afternoon) -> None:
    afternoon.open()
    for number in range(3):
        answer(operations.join(afternoon.wave, f"Firm {number}", "en"), 4)
    operations.close_room(None, afternoon.wave)
    Worker().work_once()
    assert "8" in str(Room.objects.get().result["sections"])


def test_a_room_whose_answers_were_taken_back_shows_nothing(afternoon: Afternoon) -> None:
    afternoon.open()
    answer(operations.join(afternoon.wave, "Firm", "en"), 4)
    operations.close_room(None, afternoon.wave)
    Room.objects.update(snapshot=None)
    Worker().work_once()
    job = operations.show_again(None, afternoon.wave)
    Worker().work_once()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "taken back" in job.error
