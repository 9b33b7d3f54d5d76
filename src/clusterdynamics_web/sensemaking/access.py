"""The only ways to a session: as the team, from the room by a code, on the screen by its link."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import timezone

from clusterdynamics_web.access import Access, Visitor, access_study
from clusterdynamics_web.keys import hash_token
from clusterdynamics_web.rights import Right
from clusterdynamics_web.sensemaking.models import Guest, Note, Ripple, Scene, Session
from clusterdynamics_web.studies.models import Study

__all__ = [
    "COOKIE",
    "access_guest",
    "access_guest_ripple",
    "access_note",
    "access_ripple",
    "access_scene",
    "access_screen",
    "access_session",
]

#: Under this name the browser's session knows the guest.
COOKIE = "guest"


def access_session(user: Visitor, region: str, study: str, key: str, right: Right) -> tuple[Access[Study], Session]:
    """Return a session of a study that `user` may reach."""
    access = access_study(user, region, study, right)
    chosen = Session.objects.select_related("study__cluster__region", "snapshot__study", "current")
    session = chosen.filter(study=access.object, key=key).first()
    if session is None:
        raise Http404
    return access, session


def access_scene(session: Session, number: int) -> Scene:
    """Return a scene of a session by its key."""
    scene = session.scenes.select_related("session__study", "session__snapshot__study").filter(pk=number).first()
    if scene is None:
        raise Http404
    return scene


def access_note(session: Session, number: int) -> Note:
    """Return a note of a session by its key."""
    note = Note.objects.select_related("scene__session__study").filter(scene__session=session, pk=number).first()
    if note is None:
        raise Http404
    return note


def access_ripple(session: Session, number: int) -> Ripple:
    """Return a change that was told in a session, by its key."""
    found = Ripple.objects.select_related("scene__session__study").filter(scene__session=session, pk=number).first()
    if found is None:
        raise Http404
    return found


def access_guest_ripple(guest: Guest, number: int) -> Ripple:
    """Return a change that somebody in the room sees."""
    chosen = Ripple.objects.select_related("scene__session__study", "parent")
    found = chosen.filter(scene__session=guest.session_id, hidden_at__isnull=True, pk=number).first()
    if found is None:
        raise Http404
    return found


def access_guest(request: HttpRequest) -> Guest | None:
    """Return who sits in the room with this browser; None where nobody does, or the session is over."""
    token = request.session.get(COOKIE)
    if not token:
        return None
    chosen = Guest.objects.select_related("session__study__cluster__region", "session__current", "session__snapshot")
    guest = chosen.filter(token_hash=hash_token(str(token))).first()
    return guest if guest is not None and guest.session.is_open else None


def access_screen(token: str) -> Session:
    """Return the session of a projector's link; 404 once it has ended, was replaced, or the session is over."""
    chosen = Session.objects.select_related("study__cluster__region", "snapshot__study", "current")
    session = chosen.filter(screen_hash=hash_token(token), closed_at__isnull=True).first()
    if session is None or session.screen_until is None or session.screen_until < timezone.now():
        raise Http404
    return session
