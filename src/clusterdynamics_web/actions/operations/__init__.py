"""Every change to findings, actions, reviews and feeds: checked, atomic, on record."""

from clusterdynamics_web.actions.operations.actions import LinesRefused, change_action, make_action, make_several, move
from clusterdynamics_web.actions.operations.feeds import end_feed, new_feed
from clusterdynamics_web.actions.operations.findings import add_evidence, remove_finding, save_finding
from clusterdynamics_web.actions.operations.reviews import add_minute, end_review, start_review

__all__ = [
    "LinesRefused",
    "add_evidence",
    "add_minute",
    "change_action",
    "end_feed",
    "end_review",
    "make_action",
    "make_several",
    "move",
    "new_feed",
    "remove_finding",
    "save_finding",
    "start_review",
]
