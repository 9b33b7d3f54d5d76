"""The plan as a calendar file, held against RFC 5545 line by line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.fieldwork.calendar import calendar_of
from clusterdynamics_web.fieldwork.models import CadenceStep, MailKind
from tests.web.fieldwork.conftest import Field

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # the night in which summer time ends in Europe


def test_each_date_is_a_whole_day_with_a_name_that_stays(field: Field) -> None:
    field.wave.opens, field.wave.closes = date(2026, 10, 24), date(2026, 12, 31)
    step = CadenceStep.objects.create(wave=field.wave, kind=MailKind.REMINDER, on=date(2026, 10, 25))
    made = calendar_of(field.wave, "https://x.example/plan/", "x.example", NOW).decode()
    assert made.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert made.endswith("END:VCALENDAR\r\n")
    assert made.count("\r\n") == made.count("\n")
    begins = [line for line in made.split("\r\n") if line.startswith(("DTSTART", "DTEND"))]
    assert begins == [
        "DTSTART;VALUE=DATE:20261024", "DTEND;VALUE=DATE:20261025",
        "DTSTART;VALUE=DATE:20261025", "DTEND;VALUE=DATE:20261026",
        "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101",
    ]  # fmt: skip
    assert "DTSTAMP:20261025T013000Z" in made
    name = f"UID:step-{step.pk}.{field.study.key}@x.example"
    assert name in made
    step.on = date(2026, 11, 2)
    step.save()
    moved = calendar_of(field.wave, "https://x.example/plan/", "x.example", NOW).decode()
    assert name in moved
    assert "20261102" in moved


def test_signs_are_escaped_and_long_lines_folded_between_letters(field: Field) -> None:
    title = "Trä; papper, och åäö " * 6 + "\\ end"
    field.study.document = field.study.document | {"title": title}
    field.study.save()
    field.wave.refresh_from_db()
    made = calendar_of(field.wave, "https://x.example/", "x.example", NOW)
    lines = made.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no letter is cut in two
    whole = made.replace(b"\r\n ", b"").decode()
    (summary,) = {line for line in whole.split("\r\n") if line.startswith("SUMMARY") and "opens" in line}
    # Undone by the rules of the RFC, it is what was written.
    text = summary.removeprefix("SUMMARY:").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert text == f"{field.study.parsed.title}: the wave opens"


def test_who_runs_the_field_work_gets_it(field: Field, log_in: Callable[[User], Client]) -> None:
    CadenceStep.objects.create(wave=field.wave, kind=MailKind.INVITATION, on=field.wave.opens)
    answer = log_in(field.home.manager).get(field.home.url("field/plan.ics"))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.count(b"BEGIN:VEVENT") == 3
    assert "plan.ics" in log_in(field.home.manager).get(field.home.url("field/")).text
