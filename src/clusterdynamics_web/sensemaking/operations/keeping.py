"""What was told in a session goes on as stories: coded, chosen and released as every other one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.sensemaking.models import Note, Session
from clusterdynamics_web.sensemaking.ripples import chains_of
from clusterdynamics_web.stories.operations import take_note_as_story
from clusterdynamics_web.survey.models import Story

__all__ = ["keep_chains", "keep_note"]


def keep_note(user: User, note: Note) -> Story:
    """Keep a note as a story; done twice, it is kept once. Only the study team reads it at first."""
    session = note.scene.session
    return take_note_as_story(user, session.study, note.text, reference=f"note:{note.pk}", language=session.language)


@transaction.atomic
def keep_chains(user: User, session: Session) -> int:
    """Keep each chain that was told in a session as a story, once however often; return how many there are.

    Raises
    ------
    InputError
        Nothing was told.
    """
    chains = chains_of(session)
    if not chains:
        raise InputError(_("Nobody has told what came of working together."))
    for chain in chains:
        take_note_as_story(
            user,
            session.study,
            chain.text,
            reference=f"ripple:{chain.steps[-1].pk}",
            title=chain.title,
            language=session.language,
            worked=chain.worked,
        )
    return len(chains)
