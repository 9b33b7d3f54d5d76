"""An afternoon study, and people who answer it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.rooms import operations
from clusterdynamics_web.studies.models import Study, Wave
from clusterdynamics_web.studies.operations import create_study, give_role
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.survey.models import Answer, AreaAnswer, Consent, Respondent, Story
from clusterdynamics_web.survey.operations import submit
from tests.web.conftest import House


@dataclass
class Afternoon:
    home: House
    study: Study
    wave: Wave

    def url(self, rest: str = "") -> str:
        return f"/r/{self.study.region.slug}/s/{self.study.key}/{rest}"

    def open(self) -> str:
        """Open the room and return its code."""
        operations.open_room(self.home.people[Role.FACILITATOR], self.wave)
        self.wave.refresh_from_db()
        return str(self.wave.join_code)


@pytest.fixture
def afternoon(home: House) -> Afternoon:
    study = create_study(home.lead, home.cluster, "One afternoon", kind="afternoon")
    give_role(home.lead, study, home.people[Role.FACILITATOR], Role.FACILITATOR)
    return Afternoon(home, study, current_wave(study))


def answer(person: Respondent, value: int, *, story: str = "") -> None:
    """Send in the same answer to every statement, an area, and perhaps a story that participants may read."""
    Consent.objects.create(respondent=person, choice="take_part", visibility="yes")
    items = [i for i in person.study.parsed.items if i.kind == "statement"]
    Answer.objects.bulk_create(Answer(respondent=person, item=i.id, value=str(value), mode="web") for i in items)
    AreaAnswer.objects.create(respondent=person, area=person.study.areas[0]["id"], answer="would_join")
    if story:
        Story.objects.create(
            study=person.study, code=f"s-{person.code}", wave=person.wave, respondent=person, actor=person.actor,
            text=story, worked=True, visibility="participants", language="en",
        )  # fmt: skip
    submit(person, needs_picks=False)
