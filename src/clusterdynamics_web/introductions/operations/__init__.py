"""Every change to introductions: checked, atomic, on record; never with what somebody answered."""

from __future__ import annotations

from clusterdynamics_web.introductions.operations.answering import answer, close_groups, forget_contacts, side_of_token
from clusterdynamics_web.introductions.operations.asking import AT_ONCE, ask_pairs, start_group
from clusterdynamics_web.introductions.operations.champions import (
    ask_champion,
    champion_of_token,
    choose,
    note_choice,
)
from clusterdynamics_web.introductions.operations.lists import is_current, prepare_list
from clusterdynamics_web.introductions.operations.sending import queue, send_due

__all__ = [
    "AT_ONCE",
    "answer",
    "ask_champion",
    "ask_pairs",
    "champion_of_token",
    "choose",
    "close_groups",
    "forget_contacts",
    "is_current",
    "note_choice",
    "prepare_list",
    "queue",
    "send_due",
    "side_of_token",
    "start_group",
]
