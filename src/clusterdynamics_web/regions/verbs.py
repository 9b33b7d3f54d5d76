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
    "actor.opted_out": _("took an organisation out at its wish"),
    "actor.removed": _("removed an organisation"),
    "actors.kept_apart": _("kept organisations apart that look alike"),
    "actors.merged": _("put organisations together"),
    "answers.erased": _("erased answers"),
    "answers.sent": _("sent answers in"),
    "answers.sent_again": _("sent answers in again"),
    "cadence.done": _("did a step of the plan"),
    "cadence.set": _("set the plan of field work"),
    "cluster.changed": _("changed a cluster"),
    "cluster.created": _("added a cluster"),
    "contact.added": _("added somebody to ask"),
    "contact.bounced": _("noted an address that does not work"),
    "contact.changed": _("changed somebody to ask"),
    "contact.removed": _("removed somebody to ask"),
    "contacts.forgotten": _("erased contacts"),
    "emergency.asked": _("asked for emergency access to answers"),
    "emergency.confirmed": _("confirmed emergency access to answers"),
    "emergency.ended": _("ended emergency access"),
    "emergency.refused": _("refused emergency access"),
    "interview.attempt": _("tried to reach somebody"),
    "interview.completed": _("finished an interview"),
    "interviews.assigned": _("gave interviews out"),
    "invitation.accepted": _("accepted an invitation"),
    "invitation.sent": _("sent an invitation"),
    "invitation.sent_again": _("sent an invitation again"),
    "invitation.withdrawn": _("withdrew an invitation"),
    "key.destroyed": _("destroyed the key between contacts and answers"),
    "link.opened": _("opened a personal link"),
    "mails.handed_out": _("handed a list for mails out"),
    "mails.queued": _("sent mails off"),
    "mails.sent": _("sent mails"),
    "member.changed": _("changed a role in the region"),
    "member.removed": _("took a role in the region away"),
    "region.changed": _("changed the settings of the region"),
    "region.created": _("opened the region"),
    "region.sender_verified": _("the sender's address was confirmed"),
    "respondent.came_back": _("came back after a no"),
    "respondent.declined": _("said no"),
    "role.given": _("gave a role in a study"),
    "role.taken": _("took a role in a study away"),
    "room.opened": _("opened a room"),
    "roster.imported": _("imported organisations"),
    "server.set_up": _("set the server up"),
    "snapshot.frozen": _("froze a snapshot"),
    "study.about_changed": _("changed what a study is about"),
    "study.areas_changed": _("changed the areas"),
    "study.blocks_chosen": _("chose what is asked"),
    "study.changed": _("changed the settings of a study"),
    "study.consent_changed": _("changed the text of consent"),
    "study.copied": _("started a study from another one"),
    "study.created": _("started a study"),
    "study.exported": _("exported a study"),
    "study.imported": _("imported a study"),
    "study.purposes_changed": _("changed the purposes"),
    "study.signed_off": _("agreed to the questions for the cluster"),
    "study.statement_added": _("added a statement"),
    "study.statement_removed": _("removed a statement"),
    "study.translated": _("translated texts"),
    "study.words_changed": _("changed words of questions"),
    "study.words_corrected": _("corrected words of questions"),
    "test.erased": _("erased test answers"),
    "test.started": _("started a test"),
    "wave.closed": _("closed a wave"),
    "wave.opened": _("opened a wave"),
    "write_in.dropped": _("dropped a name that was written in"),
    "write_in.matched": _("matched a name that was written in"),
    "write_in.promoted": _("added an organisation that was written in"),
}


def word_for(verb: str) -> str:
    """Return a verb of the log in words."""
    return str(VERBS.get(verb, verb))
