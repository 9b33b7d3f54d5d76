"""Links that the room misses: said, looked at, kept or set aside. No answer of the wave is ever changed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.study.names import company_key
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.sensemaking.models import Guest, MissingLink, Scene
from clusterdynamics_web.sensemaking.operations.common import must_run, tell, without_left_out
from clusterdynamics_web.sensemaking.topics import links_asked
from clusterdynamics_web.studies.models import Actor, Study

__all__ = ["miss_link", "review_link"]

#: Links that one phone and one session may miss.
_OWN, _ALL = 10, 200


@transaction.atomic
def miss_link(guest: Guest, scene: Scene, given: Mapping[str, str]) -> MissingLink:
    """Write down that a link is missing; nobody in the room sees it before the study team has looked at it.

    Parameters
    ----------
    given
        ``origin`` and ``target`` in words, the code of the ``relation``, and where it is known ``depth``, ``about``,
        ``signed``.

    Raises
    ------
    InputError
        The session is over, an end is missing, both are the same, or there are too many already.
    """
    must_run(scene.session)
    study = scene.session.study
    ends = [without_left_out(scene.session, " ".join(given[name].split()))[:120] for name in ("origin", "target")]
    if not all(ends) or company_key(ends[0]) == company_key(ends[1]):
        raise InputError(_("Name two different organisations."))
    relation = next((r for r in links_asked(study) if r.id == given["relation"]), None)
    if relation is None:
        raise InputError(_("Choose one of the answers."))
    scale = study.parsed.scale(relation.scale)
    depth = given.get("depth", "")
    if guest.missing_links.count() >= _OWN or MissingLink.objects.filter(scene__session=scene.session).count() >= _ALL:
        raise InputError(_("There are enough for one session. Tell the facilitator about the others."))
    origin, target = (_called(study, words) for words in ends)
    return MissingLink.objects.create(
        scene=scene,
        guest=guest,
        signed=given.get("signed", "")[:40],
        origin_words=ends[0],
        target_words=ends[1],
        origin=origin,
        target=target,
        relation=given["relation"],
        depth=depth if scale is not None and depth in scale.labels else "",
        about=given.get("about", "")[:140],
    )


def _called(study: Study, words: str) -> Actor | None:
    """Return the organisation of the study with this name; whoever typed it is told nothing about that."""
    wanted = company_key(words)
    for actor in study.actors.filter(opted_out__isnull=True):
        if wanted and wanted in {company_key(n) for n in (actor.label, actor.short_label, *actor.aliases) if n}:
            return actor
    return None


@transaction.atomic
def review_link(user: User, link: MissingLink, state: str, reason: str) -> None:
    """Keep a link that was missed as a note for the next wave, or set it aside; either with a reason.

    Raises
    ------
    InputError
        No reason was given, or neither was chosen.
    """
    if state not in {MissingLink.State.KEPT, MissingLink.State.ASIDE}:
        raise InputError(_("Choose one of the answers."))
    if not reason.strip():
        raise InputError(_("Say why, in a few words."))
    MissingLink.objects.filter(pk=link.pk).update(
        state=state, reason=" ".join(reason.split())[:300], reviewed_by=user, reviewed_at=timezone.now()
    )
    session = link.scene.session
    tell(session)
    record(user, "session.link_reviewed", session.study, session.key, state=state)
