"""Every change to what people answered: checked, atomic, on record.

Each save of a step is one transaction; on record are the steps of the way (opened, sent in, declined, erased), not
every tap.
"""

from __future__ import annotations

from clusterdynamics_web.survey.operations.imports import import_study
from clusterdynamics_web.survey.operations.leaving import decline, erase_answers, opt_out, take_down, undo_decline
from clusterdynamics_web.survey.operations.links import LINK_HOURS, Opened, create_link, open_link
from clusterdynamics_web.survey.operations.saving import Saved, Writing, note_place, save_step, set_language, submit

__all__ = [
    "LINK_HOURS",
    "Opened",
    "Saved",
    "Writing",
    "create_link",
    "decline",
    "erase_answers",
    "import_study",
    "note_place",
    "open_link",
    "opt_out",
    "save_step",
    "set_language",
    "submit",
    "take_down",
    "undo_decline",
]
