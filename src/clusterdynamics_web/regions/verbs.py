"""What the log says in words. A test finds every verb that is recorded anywhere and is missing here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

__all__ = ["VERBS", "word_for"]

VERBS: Mapping[str, Any] = {
    "actor.added": _("added an organisation"),
    "actor.changed": _("changed an organisation"),
    "actor.left": _("noted that an organisation has left"),
    "actor.left_out": _("let an organisation opt out"),
    "actor.opted_out": _("left an organisation out, as it asked"),
    "actor.removed": _("removed an organisation from the roster"),
    "actors.kept_apart": _("kept two organisations apart"),
    "actors.merged": _("merged two organisations"),
    "answers.erased": _("answers were erased"),
    "answers.sent": _("answers were sent in"),
    "answers.sent_again": _("answers of the second asking were sent in"),
    "cadence.done": _("marked a step of the plan as done"),
    "cadence.set": _("set the dates of the plan"),
    "cluster.changed": _("changed a cluster"),
    "cluster.created": _("added a cluster"),
    "contact.added": _("added a person to ask"),
    "contact.bounced": _("noted that an address does not work"),
    "contact.changed": _("changed a person to ask"),
    "contact.removed": _("removed a person to ask"),
    "contacts.forgotten": _("contacts were erased, their time was over"),
    "emergency.asked": _("asked for emergency access to answers"),
    "emergency.confirmed": _("confirmed emergency access to answers"),
    "emergency.ended": _("ended emergency access"),
    "emergency.refused": _("refused emergency access"),
    "interview.attempt": _("logged a call"),
    "interview.completed": _("completed an interview"),
    "interviews.assigned": _("assigned interviews"),
    "invitation.accepted": _("accepted an invitation"),
    "invitation.sent": _("sent an invitation"),
    "invitation.sent_again": _("sent an invitation again"),
    "invitation.withdrawn": _("withdrew an invitation"),
    "key.destroyed": _("destroyed the key between people and answers"),
    "link.opened": _("a personal link was opened"),
    "mails.handed_out": _("took a table for mail merge"),
    "mails.queued": _("had mails sent"),
    "mails.sent": _("mails went out"),
    "map.taken_out": _("took a picture of the named links out"),
    "member.changed": _("changed a role in the region"),
    "member.removed": _("took a role in the region away"),
    "region.changed": _("changed the settings of the region"),
    "region.created": _("opened the region"),
    "region.sender_verified": _("the sender's address was confirmed"),
    "respondent.came_back": _("somebody takes part after all"),
    "respondent.declined": _("somebody declined"),
    "role.given": _("gave a role in a study"),
    "role.taken": _("took a role in a study away"),
    "room.opened": _("opened the room"),
    "roster.imported": _("imported organisations"),
    "server.set_up": _("set the server up"),
    "snapshot.frozen": _("a snapshot was frozen"),
    "study.about_changed": _("changed what a study says of itself"),
    "study.areas_changed": _("changed the areas of cooperation"),
    "study.blocks_chosen": _("chose what is asked"),
    "study.changed": _("changed the settings of a study"),
    "study.consent_changed": _("changed the consent text"),
    "study.copied": _("started a study from another one"),
    "study.created": _("started a study"),
    "study.exported": _("exported a study"),
    "study.imported": _("imported a study"),
    "study.purposes_changed": _("changed the purposes"),
    "study.signed_off": _("signed off the questions"),
    "study.statement_added": _("added a statement"),
    "study.statement_removed": _("removed a statement"),
    "study.translated": _("translated texts of a study"),
    "study.words_changed": _("changed words of a study"),
    "study.words_corrected": _("corrected words while people answer"),
    "test.erased": _("erased test answers"),
    "test.started": _("started a test"),
    "wave.closed": _("closed a wave"),
    "wave.opened": _("opened a wave"),
    "write_in.dropped": _("dropped a name that was written in"),
    "write_in.matched": _("matched a name that was written in"),
    "write_in.promoted": _("added a name that was written in to the roster"),
}


def word_for(verb: str) -> str:
    """Return a verb of the log in words."""
    return str(VERBS.get(verb, verb))
