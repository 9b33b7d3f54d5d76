"""In the room: open, shown, joined, noted, closed."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.keys import hash_token, new_code, new_token
from clusterdynamics_web.sensemaking.models import (
    Guest,
    Note,
    Scene,
    Session,
)
from clusterdynamics_web.sensemaking.operations.common import must_run, tell, without_left_out
from clusterdynamics_web.sensemaking.operations.naming import mask_untold
from clusterdynamics_web.sensemaking.operations.voting import close_vote
from clusterdynamics_web.sensemaking.topics import topic_of

__all__ = [
    "CODE",
    "GUESTS",
    "SCREEN",
    "add_note",
    "close_session",
    "go_to",
    "hide_note",
    "join",
    "new_screen",
    "open_session",
]

#: People in one session.
GUESTS = 200
#: How long the projector's link lives.
SCREEN = timedelta(hours=8)
#: Letters of the code to join.
CODE = 6
_NOTES = 40


def open_session(user: User, session: Session) -> Session:
    """Open a session: people join with its code.

    Raises
    ------
    InputError
        It has no scenes, or it has begun or is over.
    """
    if not session.scenes.exists():
        raise InputError(_("Add a scene first: something to look at, and a question to the room."))
    for _attempt in range(5):
        try:
            with transaction.atomic():
                locked = Session.objects.select_for_update().get(pk=session.pk)
                if locked.opened_at is not None:
                    raise InputError(_("The session has begun already."))
                locked.opened_at = timezone.now()
                locked.join_code = new_code(CODE)
                locked.current = locked.scenes.first()
                locked.version += 1
                locked.save()
                mask_untold(locked, locked.opened_at)
                record(user, "session.opened", locked.study, locked.key)
                return locked
        except IntegrityError:
            continue  # another session has just got the same code
    raise InputError(_("Please try again."))


def new_screen(user: User, session: Session) -> str:
    """Return the secret of a new link for the projector; the one before ends at once."""
    if session.closed_at is not None:
        raise InputError(_("This session is over."))
    token = new_token()
    Session.objects.filter(pk=session.pk).update(
        screen_hash=hash_token(token), screen_until=timezone.now() + SCREEN, version=F("version") + 1
    )
    record(user, "session.screen", session.study, session.key)
    return token


@transaction.atomic
def go_to(session: Session, scene: Scene) -> None:
    """Show another scene on the screen and on the phones."""
    must_run(session)
    Session.objects.filter(pk=session.pk).update(current=scene, version=F("version") + 1)


@transaction.atomic
def join(code: str, name: str) -> tuple[Guest, str]:
    """Let somebody in who has the code; return the guest and the secret for their browser.

    Raises
    ------
    InputError
        There is no open session with this code, or it is full.
    """
    cleaned = "".join(code.split()).replace("-", "").lower()
    session = Session.objects.select_for_update().filter(join_code=cleaned, closed_at__isnull=True).first()
    if not cleaned or session is None:
        raise InputError(_("There is no session with this code, or it is over."))
    if session.guests.count() >= GUESTS:
        raise InputError(_("This session is full."))
    token = new_token()
    return Guest.objects.create(session=session, token_hash=hash_token(token), name=name.strip()[:40]), token


@transaction.atomic
def add_note(scene: Scene, text: str, *, guest: Guest | None = None, signed: str = "", about: str = "") -> Note:
    """Pin a note to a scene, and to what is meant in it.

    Parameters
    ----------
    about
        A key of `topics.topics_of`; empty where the whole scene is meant.

    Raises
    ------
    InputError
        The session is not open, there is no text, too many are there, or it cannot be about this.
    """
    must_run(scene.session)
    if not text.strip():
        raise InputError(_("Write something first."))
    if guest is not None and guest.notes.count() >= _NOTES:
        raise InputError(_("You have written {n} notes. Leave some for the others.").format(n=_NOTES))
    group, actor = topic_of(scene.session, about)
    note = Note.objects.create(
        scene=scene,
        guest=guest,
        signed=signed[:40],
        text=without_left_out(scene.session, text.strip())[:400],
        actor=actor,
        about=group,
    )
    tell(scene.session)
    return note


@transaction.atomic
def hide_note(user: User, note: Note) -> None:
    """Take a note off the screen and out of the record."""
    Note.objects.filter(pk=note.pk, hidden_at__isnull=True).update(hidden_at=timezone.now())
    tell(note.scene.session)
    record(user, "session.note_hidden", note.scene.session.study, note.scene.session.key)


@transaction.atomic
def close_session(user: User, session: Session, *, findings: int, none_because: str = "") -> None:
    """Close a session: the code and the projector's link end, votes that are open are closed, names are forgotten.

    Parameters
    ----------
    findings
        How many findings were written down in it.

    Raises
    ------
    InputError
        It is not open, or there is neither a finding nor a reason.
    """
    locked = Session.objects.select_for_update().get(pk=session.pk)
    must_run(locked)
    if not findings and not none_because.strip():
        raise InputError(_("Write down at least one finding, or say why there is none."))
    for scene in locked.scenes.filter(voting_opened_at__isnull=False, voting_closed_at__isnull=True):
        close_vote(locked, scene)
    Session.objects.filter(pk=session.pk).update(
        closed_at=timezone.now(),
        none_because=none_because.strip(),
        join_code=None,
        screen_hash="",
        screen_until=None,
        version=F("version") + 1,
    )
    locked.guests.all().delete()
    record(user, "session.closed", locked.study, locked.key, findings=findings)
