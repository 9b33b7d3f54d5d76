"""What a line of the agenda refers to, as its reader may see it now: what was withdrawn meanwhile is told so."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.library.models import Version
from clusterdynamics_web.library.read import refer
from clusterdynamics_web.meetings.access import Seat
from clusterdynamics_web.meetings.models import AgendaLine
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.results.models import Publication
from clusterdynamics_web.results.publishing import standing
from clusterdynamics_web.rights import Right, rights_of

__all__ = ["Source", "source_of"]


@dataclass(frozen=True)
class Source:
    """What is behind a line: its title, where it is, a remark. All empty where there is nothing to read.

    `language` is that of the title, where it is not the reader's.
    """

    title: str = ""
    url: str = ""
    note: str = ""
    language: str = ""


def source_of(seat: Seat, line: AgendaLine) -> Source:
    """Return what a line refers to, for whoever sits there."""
    if line.talk is not None:
        slides = _item(seat, line.talk.item.key) if line.talk.item is not None else Source()
        # A draft is the speaker's: nothing is said of it before it is published.
        return Source(line.talk.title, slides.url, line.talk.words, seat.meeting.language)
    if line.item is not None:
        found = _item(seat, line.item.key)
        return found if found.title or found.note else Source(note=_("This is not published any more."))
    if line.publication is not None:
        return _publication(seat, line.publication)
    return Source()


def _item(seat: Seat, key: str) -> Source:
    found = refer(key)
    if found is None:
        return Source()
    if not found.public and not seat.member:
        return Source(note=_("Something new from the library, for people of the network."))
    version = Version.objects.get(item__key=key, number=found.number)
    return Source(found.title, reverse("library_item", args=[key]), language=version.language)


def _publication(seat: Seat, publication: Publication) -> Source:
    study = publication.snapshot.study
    holds = standing(study)
    audiences = [] if holds is None else holds.audiences
    if not (Audience.PUBLIC.value in audiences or (seat.member and Audience.NETWORK.value in audiences)):
        if Audience.NETWORK.value in audiences:
            return Source(note=_("New results of a study, for people of the network."))
        return Source(note=_("This is not published any more."))
    url = ""
    if seat.user is not None and Audience.NETWORK.value in audiences:
        held = seat.user.memberships.filter(region=study.region).values_list("role", flat=True)
        if Right.SEE_PUBLISHED in rights_of(Role(r) for r in held):
            url = reverse("published", args=[study.region.slug, study.key])
    return Source(_("New results: {study}").format(study=study), url)
