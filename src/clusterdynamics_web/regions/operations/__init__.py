"""Every change in a region: checked, atomic, on record."""

from __future__ import annotations

from clusterdynamics_web.regions.operations.emergency import ask_emergency, confirm_emergency, end_emergency
from clusterdynamics_web.regions.operations.invitations import (
    accept_as_new,
    accept_invitation,
    find_invitation,
    invite,
    open_region,
    resend_invitation,
    withdraw_invitation,
)
from clusterdynamics_web.regions.operations.look import change_look
from clusterdynamics_web.regions.operations.people import change_role, remove_role
from clusterdynamics_web.regions.operations.regions import (
    change_cluster,
    change_region,
    create_cluster,
    create_region,
    set_up,
    verify_sender,
)

__all__ = [
    "accept_as_new",
    "accept_invitation",
    "ask_emergency",
    "change_cluster",
    "change_look",
    "change_region",
    "change_role",
    "confirm_emergency",
    "create_cluster",
    "create_region",
    "end_emergency",
    "find_invitation",
    "invite",
    "open_region",
    "remove_role",
    "resend_invitation",
    "set_up",
    "verify_sender",
    "withdraw_invitation",
]
