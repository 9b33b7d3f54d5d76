"""What the log says in words. A test finds every verb that is recorded anywhere and is missing here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

__all__ = ["VERBS", "word_for"]

VERBS: Mapping[str, Any] = {
    "actor.added": _("added an organisation"),
    "actor.changed": _("changed an organisation"),
    "actor.left": _("noted that an organisation left"),
    "actor.left_out": _("let an organisation opt out"),
    "actor.removed": _("took an organisation off the list"),
    "actors.kept_apart": _("noted that two organisations are two"),
    "actors.merged": _("put two organisations together"),
    "cluster.changed": _("changed a cluster"),
    "cluster.created": _("added a cluster"),
    "contact.added": _("added a person to ask"),
    "contact.changed": _("changed a person to ask"),
    "contact.removed": _("forgot a person to ask"),
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
    "roster.imported": _("imported a list of organisations"),
    "server.set_up": _("set the server up"),
    "study.about_changed": _("changed what a study says about itself"),
    "study.areas_changed": _("changed the areas of cooperation"),
    "study.blocks_chosen": _("chose what is asked"),
    "study.changed": _("changed the settings of a study"),
    "study.consent_changed": _("changed the consent text"),
    "study.copied": _("started a study from another one"),
    "study.created": _("started a study"),
    "study.exported": _("took a study out as a package"),
    "study.imported": _("imported a study"),
    "study.purposes_changed": _("changed the purposes"),
    "study.signed_off": _("agreed to the questions for the cluster"),
    "study.statement_added": _("added a statement"),
    "study.statement_removed": _("took a statement away"),
    "study.translated": _("translated the study's own words"),
    "study.words_changed": _("changed the words of questions"),
    "study.words_corrected": _("corrected the words of questions"),
    "test.erased": _("erased test answers"),
    "test.started": _("started a test"),
    "wave.opened": _("opened a wave"),
    "write_in.dropped": _("left out a name that was not on the list"),
    "write_in.matched": _("matched a name that was not on the list"),
    "write_in.promoted": _("added a name that was not on the list"),
}


def word_for(verb: str) -> str:
    """Return a verb of the log in words."""
    return str(VERBS.get(verb, verb))
