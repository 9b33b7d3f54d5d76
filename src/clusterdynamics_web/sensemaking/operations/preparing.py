"""Before a session: scenes, and as whom the room looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.sensemaking.agendas import agenda_of
from clusterdynamics_web.sensemaking.models import (
    Kind,
    Scene,
    SceneKind,
    Session,
    Statement,
)
from clusterdynamics_web.sensemaking.operations.common import tell
from clusterdynamics_web.sensemaking.operations.naming import mask_untold
from clusterdynamics_web.studies.models import Snapshot, Study

__all__ = ["add_map", "add_scene", "change_audience", "change_scene", "create_session", "move_scene", "remove_scene"]


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
def add_map(user: User, session: Session, state: str, title: str, question: str = "") -> Scene:
    """Put a map at the end; whoever is named on it and was not told in time stays unnamed.

    Parameters
    ----------
    state
        What was chosen on the map's page, as `maps.state_of` returns it.
    """
    scene = add_scene(user, session, SceneKind.LOOK, title)
    scene.map_state, scene.question = state, question
    scene.save(update_fields=["map_state", "question"])
    if session.opened_at is not None:
        mask_untold(session, session.opened_at)
    tell(session)
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
        mask_untold(scene.session, scene.session.opened_at)
    tell(scene.session)
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
    tell(session)
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
