from __future__ import annotations

from clusterdynamics_web.stories.operations.coding import (
    add_claim,
    add_coding,
    change_theme,
    coder_of,
    remove_claim,
    remove_coding,
    remove_theme,
    save_theme,
)
from clusterdynamics_web.stories.operations.doors import close_door, door_of, open_door
from clusterdynamics_web.stories.operations.panels import choose, finish, next_round, start_panel
from clusterdynamics_web.stories.operations.telling import (
    change_telling,
    describe,
    new_teller_link,
    release,
    take_note_as_story,
    tell,
    tell_in_interview,
    telling_of,
    withdraw,
)

__all__ = [
    "add_claim",
    "add_coding",
    "change_telling",
    "change_theme",
    "choose",
    "close_door",
    "coder_of",
    "describe",
    "door_of",
    "finish",
    "new_teller_link",
    "next_round",
    "open_door",
    "release",
    "remove_claim",
    "remove_coding",
    "remove_theme",
    "save_theme",
    "start_panel",
    "take_note_as_story",
    "tell",
    "tell_in_interview",
    "telling_of",
    "withdraw",
]
