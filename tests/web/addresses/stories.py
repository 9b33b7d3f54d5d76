"""Addresses of stories."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.stories.models import Door, Panel, Theme
from clusterdynamics_web.studies.models import Actor
from clusterdynamics_web.studies.state import current_wave
from clusterdynamics_web.survey.models import Respondent, Story
from tests.web.conftest import House

TABLE: tuple[tuple[str, str, str], ...] = (
    # marks: anonymous stranger operator · reader curator admin · lead manager interviewer facilitator board
    ("GET", "story_tell", "+++ +++ +++++"),
    ("POST", "story_tell", "+++ +++ +++++"),
    ("GET", "story_mine", "444 444 44444"),  # nobody here has opened a link
    ("POST", "story_mine", "444 444 44444"),
    ("POST", "story_another_link", "444 444 44444"),
    ("POST", "story_withdraw", "444 444 44444"),
    ("GET", "story_link", "+++ +++ +++++"),
    ("POST", "story_link", "444 444 44444"),
    ("GET", "stories", "L44 443 ++3++"),
    ("GET", "stories_export", "L44 443 +3333"),
    ("POST", "stories_export", "L44 443 +3333"),
    ("GET", "story_doors", "L44 443 ++333"),
    ("POST", "story_doors", "L44 443 ++333"),
    ("POST", "story_door_close", "L44 443 ++333"),
    ("GET", "story_interview", "L44 443 33+33"),
    ("POST", "story_interview", "L44 443 33+33"),
    ("GET", "story_themes", "L44 443 ++333"),
    ("POST", "story_themes", "L44 443 ++333"),
    ("GET", "story_theme", "L44 443 ++333"),
    ("POST", "story_theme", "L44 443 ++333"),
    ("GET", "story_agreement", "L44 443 ++333"),
    ("GET", "story_loops", "L44 443 +3333"),
    # Nothing is coded here: there is no picture.
    ("GET", "story_loops_picture", "L44 443 43333"),
    ("GET", "story_panels", "L44 443 ++3++"),
    ("GET", "story_panel_new", "L44 443 ++333"),
    ("POST", "story_panel_new", "L44 443 ++333"),
    ("GET", "story_panel", "L44 443 ++3++"),
    ("POST", "story_panel_choose", "L44 443 ++333"),
    ("POST", "story_panel_finish", "L44 443 ++333"),
    ("GET", "story", "L44 443 ++3++"),
    ("POST", "story_code", "L44 443 ++333"),
    ("POST", "story_claim", "L44 443 ++333"),
    ("POST", "story_unmark", "L44 443 44333"),  # nothing is marked
    ("POST", "story_team", "L44 443 ++333"),
)


def door(house: House) -> Door:
    code = f"door-{house.region.slug}"[:12]
    return Door.objects.get_or_create(study=house.study, code=code)[0]


def story(house: House) -> str:
    values = {"wave": current_wave(house.study), "text": "We met, and it helped.", "visibility": "public"}
    return Story.objects.get_or_create(study=house.study, code=f"one-{house.region.slug}", defaults=values)[0].code


def theme(house: House) -> str:
    return Theme.objects.get_or_create(
        study=house.study, code=f"meeting-{house.region.slug}", defaults={"label": "Meeting"}
    )[0].code


def panel(house: House) -> str:
    return Panel.objects.get_or_create(study=house.study, title="Our panel")[0].key


def asked(house: House) -> str:
    """Return somebody whom the interviewer is to ask."""
    actor, _made = Actor.objects.get_or_create(study=house.study, code="A", defaults={"label": "Organisation A"})
    wave, who = current_wave(house.study), house.people[Role.INTERVIEWER]
    values = {"wave": wave, "actor": actor, "assigned_to": who}
    return Respondent.objects.get_or_create(study=house.study, code=f"told-{house.region.slug}", defaults=values)[
        0
    ].code


_ONE = ("story", "story_code", "story_claim", "story_unmark", "story_team")

SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    ("story_tell", "code"): lambda house: door(house).code,
    ("story_link", "token"): lambda house: "A" * 32,
    ("story_door_close", "number"): lambda house: door(house).pk,
    ("story_interview", "code"): asked,
    ("story_theme", "theme"): theme,
    ("story_panel", "key"): panel,
    ("story_panel_finish", "key"): panel,
    ("story_panel_choose", "key"): panel,
    **{(name, "code"): story for name in _ONE},
}

PLAIN: set[str] = set()
