"""What the log says in words. A test finds every verb that is recorded anywhere and is missing here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

__all__ = ["VERBS", "word_for"]

VERBS: Mapping[str, Any] = {
    "cluster.changed": _("changed a cluster"),
    "cluster.created": _("added a cluster"),
    "emergency.asked": _("asked for emergency access to answers"),
    "emergency.confirmed": _("confirmed emergency access to answers"),
    "emergency.ended": _("ended emergency access"),
    "emergency.refused": _("refused emergency access"),
    "invitation.accepted": _("accepted an invitation"),
    "invitation.sent": _("sent an invitation"),
    "invitation.sent_again": _("sent an invitation again"),
    "invitation.withdrawn": _("withdrew an invitation"),
    "member.changed": _("changed a role in the region"),
    "member.removed": _("took a role in the region away"),
    "region.changed": _("changed the settings of the region"),
    "region.created": _("opened the region"),
    "region.sender_verified": _("the sender's address was confirmed"),
    "role.given": _("gave a role in a study"),
    "role.taken": _("took a role in a study away"),
    "server.set_up": _("set the server up"),
    "study.blocks_chosen": _("chose what is asked"),
    "study.changed": _("changed the settings of a study"),
    "study.copied": _("started a study from another one"),
    "study.created": _("started a study"),
    "study.imported": _("imported a study"),
}


def word_for(verb: str) -> str:
    """Return a verb of the log in words."""
    return str(VERBS.get(verb, verb))
