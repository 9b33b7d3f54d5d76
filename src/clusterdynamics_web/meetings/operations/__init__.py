"""Every change to meetings: checked, atomic, on record. Who may do it was asked before (`access.py`)."""

from clusterdynamics_web.meetings.operations.agenda import move_line, remove_line, save_line, seed_agenda
from clusterdynamics_web.meetings.operations.minutes import (
    close,
    decide,
    mark_decision,
    missing_to_close,
    remove_decision,
    write_minutes,
)
from clusterdynamics_web.meetings.operations.people import (
    choose_mails,
    choose_zone,
    end_feed,
    forget_people,
    join,
    leave,
    new_feed,
)
from clusterdynamics_web.meetings.operations.planning import call_off, change_meeting, plan_meeting, save_series
from clusterdynamics_web.meetings.operations.talks import add_slides, answer_talk, offer_talk, withdraw_talk

__all__ = [
    "add_slides",
    "answer_talk",
    "call_off",
    "change_meeting",
    "choose_mails",
    "choose_zone",
    "close",
    "decide",
    "end_feed",
    "forget_people",
    "join",
    "leave",
    "mark_decision",
    "missing_to_close",
    "move_line",
    "new_feed",
    "offer_talk",
    "plan_meeting",
    "remove_decision",
    "remove_line",
    "save_line",
    "save_series",
    "seed_agenda",
    "withdraw_talk",
    "write_minutes",
]
