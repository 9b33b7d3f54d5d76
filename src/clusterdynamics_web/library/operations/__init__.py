"""What is done in the library. Atomic and on record; who may do it was asked before (`access.py`).

Nobody approves an own item, and nothing is published past the privacy gate: that is held here.
"""

from clusterdynamics_web.library.operations.drafts import create_draft, discard, new_version, save_draft, submit
from clusterdynamics_web.library.operations.files import MOST_FILES, add_file, change_alt, remove_file
from clusterdynamics_web.library.operations.report import from_published_report, on_taken_down
from clusterdynamics_web.library.operations.review import accept, override, publish, request_changes, withdraw
from clusterdynamics_web.library.operations.thread import add_use, answer, ask, hide, keep, report_post

__all__ = [
    "MOST_FILES",
    "accept",
    "add_file",
    "add_use",
    "answer",
    "ask",
    "change_alt",
    "create_draft",
    "discard",
    "from_published_report",
    "hide",
    "keep",
    "new_version",
    "on_taken_down",
    "override",
    "publish",
    "remove_file",
    "report_post",
    "request_changes",
    "save_draft",
    "submit",
    "withdraw",
]
