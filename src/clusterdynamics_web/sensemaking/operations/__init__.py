"""Everything that changes a session: prepared, opened, stepped through, voted in, closed; atomic and on record."""

from __future__ import annotations

from clusterdynamics_web.sensemaking.operations.keeping import keep_chains, keep_note
from clusterdynamics_web.sensemaking.operations.missing import miss_link, review_link
from clusterdynamics_web.sensemaking.operations.naming import AHEAD, ask_mask, note_preview, untold
from clusterdynamics_web.sensemaking.operations.preparing import (
    add_map,
    add_scene,
    change_audience,
    change_scene,
    create_session,
    move_scene,
    remove_scene,
)
from clusterdynamics_web.sensemaking.operations.rippling import (
    add_ripple,
    change_ripple,
    hide_ripple,
    remove_ripple,
)
from clusterdynamics_web.sensemaking.operations.running import (
    GUESTS,
    SCREEN,
    add_note,
    close_session,
    go_to,
    hide_note,
    join,
    new_screen,
    open_session,
)
from clusterdynamics_web.sensemaking.operations.voting import close_vote, open_vote, vote

__all__ = [
    "AHEAD",
    "GUESTS",
    "SCREEN",
    "add_map",
    "add_note",
    "add_ripple",
    "add_scene",
    "ask_mask",
    "change_audience",
    "change_ripple",
    "change_scene",
    "close_session",
    "close_vote",
    "create_session",
    "go_to",
    "hide_note",
    "hide_ripple",
    "join",
    "keep_chains",
    "keep_note",
    "miss_link",
    "move_scene",
    "new_screen",
    "note_preview",
    "open_session",
    "open_vote",
    "remove_ripple",
    "remove_scene",
    "review_link",
    "untold",
    "vote",
]
