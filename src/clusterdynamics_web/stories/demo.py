"""What the demo region shows of stories: a few are coded already; one panel chose three, one of what did not work."""

from __future__ import annotations

from collections.abc import Mapping

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.stories.operations import choose, finish, next_round, open_door, start_panel
from clusterdynamics_web.stories.operations.panels import Chosen
from clusterdynamics_web.studies.models import Study

__all__ = ["fill_stories"]

#: Story of the example → why it was chosen, what kind of change it stands for, what supports it, beside which question.
_CHOSEN = {
    "st02": Chosen(
        "It began with a visit that cost nothing: everybody can do the same next week.",
        "Meeting",
        "The visits stand in the calendar of the cluster organisation, and others told of the same bus.",
        "depth",
    ),
    "st08": Chosen(
        "A large company opened its gate to small ones. We had not seen that before.",
        "Large companies",
        "The hours of that week stand in the books of those who came in.",
        "large_companies",
    ),
    "st05": Chosen(
        "It did not work, and the teller says why. We learn more from it than from the others.",
        "Trust",
        "Nothing but the teller's word: what was left unsaid is written down nowhere.",
        "trust",
    ),
}
_FIRST = "Worth a second look."


def fill_stories(study: Study, people: Mapping[Role, User]) -> None:
    """Open a story link, and hold one panel in two rounds; the stories are coded as the example has them."""
    manager = people[Role.CLUSTER_MANAGER]
    open_door(manager, study, label="Spring meeting")
    stories = {s.code: s for s in study.stories.filter(wave__code="2026")}
    panel = start_panel(
        manager,
        study,
        title="What changed most in working together",
        members=("A board member", "A member from research", "The cluster manager"),
        candidates=[stories[code] for code in sorted(stories)],
        wave=study.waves.get(code="2026"),
    )
    choose(manager, panel, {stories[code]: Chosen(_FIRST) for code in (*_CHOSEN, "st09")})
    panel = next_round(manager, panel)
    choose(manager, panel, {stories[code]: chosen for code, chosen in _CHOSEN.items()})
    finish(manager, panel)
