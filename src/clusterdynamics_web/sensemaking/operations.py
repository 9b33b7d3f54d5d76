"""Everything that changes a session: prepared, opened, stepped through, voted in, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.keys import hash_token, new_code, new_token
from clusterdynamics_web.sensemaking.agendas import agenda_of
from clusterdynamics_web.sensemaking.models import (
    Guest,
    Kind,
    Mask,
    Note,
    Preview,
    Scene,
    SceneKind,
    Session,
    Statement,
    Vote,
)
from clusterdynamics_web.sensemaking.shown import named_in
from clusterdynamics_web.studies.models import Actor, Snapshot, Study

__all__ = [
    "AHEAD",
    "GUESTS",
    "SCREEN",
    "add_note",
    "add_scene",
    "ask_mask",
    "change_audience",
    "change_scene",
    "close_session",
    "close_vote",
    "create_session",
    "go_to",
    "hide_note",
    "join",
    "move_scene",
    "new_screen",
    "note_preview",
    "open_session",
    "open_vote",
    "remove_scene",
    "vote",
]

#: People in one session.
GUESTS = 200
#: How long the projector's link lives.
SCREEN = timedelta(hours=8)
#: So long before a session those who are named in it must have been told.
AHEAD = timedelta(hours=48)
#: Letters of the code to join.
CODE = 6
_NOTES = 40


@transaction.atomic
def create_session(
    user: User,
    study: Study,
    snapshot: Snapshot,
    told: Sequence[str],
    *,
    kind: Kind,
    title: str,
    starts_at: datetime | None = None,
    place: str = "",
    language: str = "en",
    audience: str = "participants",
) -> Session:
    """Prepare a session with the scenes of its kind.

    Parameters
    ----------
    told
        Questions of the results that the audience is told about; scenes show nothing else.
    """
    session = Session.objects.create(
        study=study,
        snapshot=snapshot,
        kind=kind,
        title=title,
        starts_at=starts_at,
        place=place,
        language=language,
        audience=audience,
        created_by=user,
    )
    with translation.override(language):
        drafts = agenda_of(kind)
    for draft in drafts:
        section = next((s for s in draft.sections if s in told), "")
        if draft.sections and not section and draft.kind == SceneKind.LOOK:
            continue  # there is nothing to look at
        scene = Scene.objects.create(
            session=session,
            position=session.scenes.count() + 1,
            kind=draft.kind,
            title=draft.title,
            question=draft.question,
            section=section,
        )
        _set_lines(scene, draft.lines)
    record(user, "session.created", study, session.key, kind=kind)
    return session


def _set_lines(scene: Scene, lines: Sequence[str]) -> None:
    scene.statements.all().delete()
    Statement.objects.bulk_create(
        Statement(scene=scene, position=k, text=line[:300]) for k, line in enumerate(lines, start=1)
    )


def _waiting(session: Session) -> None:
    if session.closed_at is not None:
        raise InputError(_("This session is over."))


@transaction.atomic
def add_scene(user: User, session: Session, kind: SceneKind, title: str) -> Scene:
    """Put a scene at the end."""
    _waiting(session)
    last = session.scenes.order_by("-position").values_list("position", flat=True).first() or 0
    scene = Scene.objects.create(session=session, position=last + 1, kind=kind, title=title)
    record(user, "session.changed", session.study, session.key)
    return scene


@transaction.atomic
def change_scene(user: User, scene: Scene, changes: Mapping[str, object], lines: Sequence[str]) -> None:
    """Change a scene; once people vote in it, its lines stay.

    Raises
    ------
    InputError
        The session is over, people are voting, or a vote would have fewer than two lines.
    """
    _waiting(scene.session)
    old = list(scene.statements.values_list("text", flat=True))
    if scene.voting_opened_at is not None and (list(lines) != old or changes.get("kind", scene.kind) != scene.kind):
        raise InputError(_("People have voted in this scene, so its lines stay as they are. Make a new scene."))
    for name, value in changes.items():
        setattr(scene, name, value)
    if scene.is_vote and len(lines) < 2:
        raise InputError(_("Give at least two lines to choose from."))
    scene.save()
    if scene.voting_opened_at is None:
        _set_lines(scene, lines if scene.is_vote else ())
    if scene.session.opened_at is not None:
        _mask_untold(scene.session, scene.session.opened_at)
    _tell(scene.session)
    record(user, "session.changed", scene.session.study, scene.session.key)


@transaction.atomic
def move_scene(user: User, scene: Scene, by: int) -> None:
    """Move a scene up (-1) or down (1)."""
    _waiting(scene.session)
    order = list(scene.session.scenes.all())
    place = next(k for k, s in enumerate(order) if s.pk == scene.pk)
    target = min(max(place + by, 0), len(order) - 1)
    order.insert(target, order.pop(place))
    for position, one in enumerate(order, start=1):
        Scene.objects.filter(pk=one.pk).update(position=position)
    record(user, "session.changed", scene.session.study, scene.session.key)


@transaction.atomic
def remove_scene(user: User, scene: Scene) -> None:
    """Take a scene out that nobody has voted in."""
    _waiting(scene.session)
    if scene.voting_opened_at is not None:
        raise InputError(_("People have voted in this scene. It stays in the record of the session."))
    session = scene.session
    scene.delete()
    _tell(session)
    record(user, "session.changed", session.study, session.key)


@transaction.atomic
def change_audience(user: User, session: Session, audience: str) -> None:
    """Change as whom the room looks: fixed once the session has begun. The projector's link ends at once.

    Raises
    ------
    InputError
        The session has begun.
    """
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if locked.opened_at is not None:
        raise InputError(_("The session has begun. What it shows was fixed before it began."))
    Session.objects.filter(pk=session.pk).update(
        audience=audience, screen_hash="", screen_until=None, version=F("version") + 1
    )
    record(user, "session.audience", session.study, session.key, audience=audience)


# -- in the room --------------------------------------------------------------------------------------------------


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
                _mask_untold(locked, locked.opened_at)
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


def _tell(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1)


def _running(session: Session) -> None:
    if not session.is_open:
        raise InputError(_("The session is not open."))


@transaction.atomic
def go_to(session: Session, scene: Scene) -> None:
    """Show another scene on the screen and on the phones."""
    _running(session)
    Session.objects.filter(pk=session.pk).update(current=scene, version=F("version") + 1)


@transaction.atomic
def open_vote(session: Session, scene: Scene) -> None:
    """Let the room vote. Nobody sees a count before the vote is closed."""
    _running(session)
    if not scene.is_vote or scene.voting_opened_at is not None:
        raise InputError(_("There is nothing to vote on here, or the vote has been."))
    Scene.objects.filter(pk=scene.pk).update(voting_opened_at=timezone.now())
    _tell(session)


@transaction.atomic
def close_vote(session: Session, scene: Scene) -> None:
    """Close a vote and write down what came of it: how often each value was given, and who kept still."""
    locked = Scene.objects.select_for_update().get(pk=scene.pk)
    if not locked.is_voting:
        raise InputError(_("No vote is open here."))
    guests = session.guests.count()
    voters = set(Vote.objects.filter(statement__scene=locked).values_list("guest", flat=True))
    lines = []
    for statement in locked.statements.all():
        given = list(statement.votes.values_list("value", flat=True))
        counts = {str(v): given.count(v) for v in sorted(set(given))}
        lines.append({"text": statement.text, "counts": counts, "sum": sum(given), "voted": len(given)})
    locked.result = {"guests": guests, "voted": len(voters), "abstained": guests - len(voters), "lines": lines}
    locked.voting_closed_at = timezone.now()
    locked.save()
    # What counts is kept; who gave what is not.
    Vote.objects.filter(statement__scene=locked).delete()
    _tell(session)


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
def vote(guest: Guest, scene: Scene, given: Mapping[int, int]) -> None:
    """Write down what a guest gives to the lines of a scene; a later vote takes the place of an earlier one.

    Parameters
    ----------
    given
        Key of a line → value: 1 to 5 or 0 ("unclear") where people agree, dots, or 1 for the one line guessed.

    Raises
    ------
    InputError
        The vote is not open, or the values are not allowed.
    """
    locked = Scene.objects.select_for_update().get(pk=scene.pk)
    if locked.session_id != guest.session_id or not locked.is_voting:
        raise InputError(_("This vote is closed."))
    lines = set(locked.statements.values_list("pk", flat=True))
    if not set(given) <= lines:
        raise InputError(_("This line is not in the vote."))
    _check_values(locked, given)
    Vote.objects.filter(guest=guest, statement__scene=locked).delete()
    kept = {pk: v for pk, v in given.items() if v or locked.kind == SceneKind.AGREE}
    Vote.objects.bulk_create(Vote(guest=guest, statement_id=pk, value=value) for pk, value in kept.items())


def _check_values(scene: Scene, given: Mapping[int, int]) -> None:
    values = list(given.values())
    if scene.kind == SceneKind.AGREE and not all(0 <= v <= 5 for v in values):
        raise InputError(_("Choose one of the answers."))
    if scene.kind == SceneKind.GUESS and sorted(values, reverse=True)[:2] not in ([1], [1, 0]):
        raise InputError(_("Choose one line."))
    if scene.kind == SceneKind.DOTS:
        most = scene.dots if scene.stacking else 1
        if any(v < 0 or v > most for v in values) or sum(values) > scene.dots:
            raise InputError(
                _("You have {n} dots in all, and at most {most} for one line.").format(n=scene.dots, most=most)
            )


@transaction.atomic
def add_note(
    scene: Scene, text: str, *, guest: Guest | None = None, signed: str = "", actor: Actor | None = None
) -> Note:
    """Pin a note to a scene, and to an organisation where one is meant."""
    _running(scene.session)
    if not text.strip():
        raise InputError(_("Write something first."))
    if guest is not None and guest.notes.count() >= _NOTES:
        raise InputError(_("You have written {n} notes. Leave some for the others.").format(n=_NOTES))
    note = Note.objects.create(scene=scene, guest=guest, signed=signed[:40], text=text.strip()[:400], actor=actor)
    _tell(scene.session)
    return note


@transaction.atomic
def hide_note(user: User, note: Note) -> None:
    """Take a note off the screen and out of the record."""
    Note.objects.filter(pk=note.pk, hidden_at__isnull=True).update(hidden_at=timezone.now())
    _tell(note.scene.session)
    record(user, "session.note_hidden", note.scene.session.study, note.scene.session.key)


@transaction.atomic
def ask_mask(session: Session, actor: Actor) -> None:
    """Let an organisation be shown without its name in a session, as it asked."""
    mask, _created = Mask.objects.get_or_create(session=session, actor=actor)
    if mask.asked_at is None:
        Mask.objects.filter(pk=mask.pk).update(asked_at=timezone.now())
        _tell(session)
        record(None, "session.masked", session.study, session.key)


def _mask_untold(session: Session, begins: datetime) -> None:
    """Leave unnamed who will be named and was not told in time: nobody learns of it before a whole room."""
    told = set(session.previews.filter(sent_at__lte=begins - AHEAD).values_list("actor", flat=True))
    for actor in named_in(session):
        if actor.pk not in told:
            Mask.objects.get_or_create(session=session, actor=actor)


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
    _running(locked)
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


def note_preview(preview: Preview) -> None:
    """Note that somebody has looked."""
    Preview.objects.filter(pk=preview.pk, opened_at__isnull=True).update(opened_at=timezone.now())
