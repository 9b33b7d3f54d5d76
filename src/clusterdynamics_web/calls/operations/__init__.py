"""What is done with calls. Atomic and on record; who may do it was asked before (`access.py`).

Nobody puts an own call into the list: that is held here.
"""

from clusterdynamics_web.calls.operations.calls import (
    check_today,
    enter,
    give_back,
    publish,
    save,
    withdraw,
)
from clusterdynamics_web.calls.operations.imports import keep, take
from clusterdynamics_web.calls.operations.interest import join, leave, write

__all__ = [
    "check_today",
    "enter",
    "give_back",
    "join",
    "keep",
    "leave",
    "publish",
    "save",
    "take",
    "withdraw",
    "write",
]
