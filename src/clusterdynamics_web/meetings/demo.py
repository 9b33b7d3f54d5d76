"""What the demo region shows of meetings: one held, with minutes, decisions and slides; one coming. All is invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library import operations as library
from clusterdynamics_web.library.kinds import ThirdParty
from clusterdynamics_web.library.models import File
from clusterdynamics_web.library.operations.files import read
from clusterdynamics_web.meetings import operations
from clusterdynamics_web.meetings.models import Meeting, Series, Talk
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.zones import instant

__all__ = ["fill_meetings", "slides_of"]

_ZONE = "Europe/Stockholm"
_MINUTES = "\n\n".join(
    (
        "Regions told what asking twice had brought them, and where it had not worked.",
        "Most of the time went into one question: how does everybody who answers get something back, also those who "
        "answer late? Two regions send a page to each organisation on the day after the wave closes. One found that an "
        "evening together was worth more than any page.",
        "What did not work: reminders in the holidays, and a list of organisations that had not been looked through "
        "before.",
    )
)
_SLIDES = (
    ("Asking twice, in practice", "Skogsbygden"),
    ("What we did", "The same questions, two years apart. Everybody got a page of their own."),
    ("What did not work", "The last reminder went out in the holidays. Nobody was there to read it."),
)


def fill_meetings(study: Study, people: Mapping[Role, User]) -> None:
    """Hold one meeting, and plan the next one."""
    curator = people[Role.CURATOR]
    about = "The regions of the network meet twice a year, once at a larger conference, and tell what they learned."
    series = operations.save_series(curator, {"title": "Loop Network", "about": about, "per_year": 2})
    today = timezone.localdate()
    next_on = _thursday(today + timedelta(days=56))
    _held(study, people, series, _thursday(today - timedelta(days=119)), next_on)
    _coming(study, people, series, next_on)


def _thursday(day: date) -> date:
    return day + timedelta(days=(3 - day.weekday()) % 7)


def _at(day: date, hour: int) -> datetime:
    return instant(day, time(hour), _ZONE)


def _values(study: Study, series: Series, day: date, **given: Any) -> dict[str, Any]:
    usual = {
        "series": series,
        "kind": "loop",
        "about": "",
        "host": study.region,
        "cluster": None,
        "zone": _ZONE,
        "starts": _at(day, 9),
        "ends": _at(day, 16),
        "all_day": False,
        "place": "Folkets hus, Skogsbygden",
        "online_url": "https://video.example/loop",
        "held_at": "",
        "held_at_url": "",
        "audience": "Cluster managers and analysts of all regions",
        "language": "en",
        "capacity": 40,
        "opens_on": min(day, timezone.localdate()),
        "closes_on": None,
        "call_words": "What did you try, what came of it, and what did not work?",
        "talks_until": day - timedelta(days=7),
    }
    return {**usual, **given}


def _held(study: Study, people: Mapping[Role, User], series: Series, day: date, next_on: date) -> None:
    """Let everything happen as it would have, before a day that is still ahead; then put the meeting where it was."""
    curator, speaker = people[Role.CURATOR], people[Role.NETWORK_READER]
    ahead = _thursday(timezone.localdate() + timedelta(days=28))
    given = _values(study, series, ahead, title="What comes of asking twice")
    meeting = operations.plan_meeting(curator, given)
    for role, shown in ((Role.NETWORK_READER, True), (Role.CLUSTER_MANAGER, True), (Role.BOARD, False)):
        operations.join(people[role], meeting, study.region, shown=shown)
    _line(curator, meeting, "Welcome, and a round of all regions", time(9), 30)
    talk = operations.offer_talk(
        speaker,
        meeting,
        {
            "title": _SLIDES[0][0],
            "words": "We asked the same questions two years apart. Here is what changed, and what did not work.",
            "speaker": speaker.name,
            "region": study.region,
        },
    )
    operations.answer_talk(curator, talk, accepted=True)
    operations.save_line(curator, meeting, _said(begins=time(9, 30), minutes=45), meeting.agenda.get(talk=talk))
    _publish_slides(curator, speaker, talk)
    _line(curator, meeting, "How does everybody get something back?", time(10, 45), 75)
    first, end = _at(day, 9), _at(day, 16)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts=first, ends=end, opens_on=day - timedelta(days=60), talks_until=day - timedelta(days=7)
    )
    meeting.refresh_from_db()
    operations.decide(curator, meeting, "Every study asks what a tie is for.", study.region, next_on)
    kept = operations.decide(curator, meeting, "Case studies say what did not work.", study.region, None)
    operations.mark_decision(curator, kept, done=True)
    minutes = {"minutes": _MINUTES, "minutes_public": True, "no_decisions": False}
    operations.write_minutes(curator, meeting, {**minutes, "next_on": next_on, "next_host": study.region})
    operations.close(curator, meeting)


def _coming(study: Study, people: Mapping[Role, User], series: Series, day: date) -> None:
    curator = people[Role.CURATOR]
    given = _values(
        study,
        series,
        day,
        title="Easy cooperation first",
        about="Which small things can firms do together tomorrow, and what grew out of them?",
        held_at="A conference on clusters",
    )
    meeting = operations.plan_meeting(curator, given)
    _line(curator, meeting, "Welcome, and what was decided last time", time(9), 30)
    operations.seed_agenda(curator, meeting)
    operations.join(people[Role.NETWORK_READER], meeting, study.region, shown=True)
    operations.offer_talk(
        people[Role.CLUSTER_MANAGER],
        meeting,
        {
            "title": "A bus through the workshops",
            "words": "Thirty people from twelve firms spent a day in each other's workshops. Four things came of it.",
            "speaker": people[Role.CLUSTER_MANAGER].name,
            "region": study.region,
        },
    )


def _said(**given: Any) -> dict[str, Any]:
    empty = {"day": 0, "begins": None, "minutes": None, "title": "", "speaker": "", "region": None, "item": None}
    return {**empty, **given}


def _line(user: User, meeting: Meeting, title: str, begins: time, minutes: int) -> None:
    operations.save_line(user, meeting, _said(title=title, begins=begins, minutes=minutes))


def _publish_slides(curator: User, speaker: User, talk: Talk) -> None:
    """Put the slides of a talk into the library, as its own ways do it."""
    talk.refresh_from_db()
    version = operations.add_slides(speaker, talk, "asking-twice.pdf", slides_of(_SLIDES))
    values = {"sector": "Forest and paper", "third_party": ThirdParty.NONE}
    library.save_draft(speaker, version, values)
    for file in File.objects.filter(version=version):
        read(file).save()  # the worker would, in a moment
    library.submit(speaker, version)
    library.accept(curator, version, pictures_seen=True)
    library.publish(speaker, version)


def slides_of(pages: Sequence[tuple[str, str]]) -> bytes:
    """Return slides as a PDF of plain letters (ISO 32000-1, 7.5): heading and a sentence on each."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, (heading, text) in enumerate(pages):
        drawn = f"BT /F 30 Tf 40 300 Td ({heading}) Tj 0 -50 Td /F 15 Tf ({text}) Tj ET"
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 640 360] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>"
        )
        parts.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    content, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(parts) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
    return f"{content}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("ascii")
