"""What a note can be about: the scene, an organisation that the room may name, or a group of links.

Groups are those that the study itself declares (areas, purposes, steps of the scale, kinds of organisations), never
those that there are: a list of choices must not say that there is one organisation of a kind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations_with_replacement

from django.utils.translation import gettext as _

from clusterdynamics.disclosure.relational import is_sensitive
from clusterdynamics.errors import InputError
from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics.study.settings import Relation
from clusterdynamics_web.sensemaking.masking import choosable
from clusterdynamics_web.sensemaking.models import Session
from clusterdynamics_web.studies.models import Actor, Study
from clusterdynamics_web.studies.words import words_in

__all__ = ["Choices", "group_words", "groups_of", "links_asked", "steps_of", "topic_of", "topics_of"]

#: As Django's fields take them: heading → (key, words).
type Choices = list[tuple[str, list[tuple[str, str]]]]

_ORGANISATION = "organisation:"


def links_asked(study: Study) -> list[Relation]:
    """Return the relations about which one may speak in a room: none that rates partners."""
    package = StudyPackage(study.parsed)
    return [relation for relation in study.parsed.relations if not is_sensitive(package, relation.id)]


def steps_of(study: Study, relation: Relation, words: dict[str, str]) -> list[tuple[str, str]]:
    """Return (value, words) of the scale of a relation, the lowest first, without the one that means no link."""
    scale = study.parsed.scale(relation.scale)
    if scale is None:
        return []
    values = sorted((v for v in scale.labels if float(v) > 0), key=float)
    return [(v, f"{v}: {words[f'scales.{scale.id}.labels.{v}']}") for v in values]


def groups_of(session: Session) -> Choices:
    """Return the groups of links that a note of a session can be about, in the session's language."""
    study = session.study
    words = words_in(study, session.language)
    links = links_asked(study)
    deep = next((steps for r in links if (steps := steps_of(study, r, words))), []) if links else []
    kinds = [(k, str(label)) for k, label in study.parsed.types.items()] if links else []
    found = [
        (_("Area"), _listed("area", study.areas, "areas", words)),
        (_("Purpose"), _listed("purpose", study.purposes, "purposes", words)),
        (_("How deep the links are"), [(f"depth:{value}", label) for value, label in deep]),
        (_("Links between kinds of organisations"), _pairs(kinds)),
    ]
    return [(heading, options) for heading, options in found if options]


def _listed(kind: str, rows: Sequence[dict[str, str]], name: str, words: dict[str, str]) -> list[tuple[str, str]]:
    return [(f"{kind}:{row['id']}", words[f"{name}.{row['id']}.label"]) for row in rows]


def _pairs(kinds: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    within, between = _("within: {one}"), _("{one} and {other}")
    return [
        (f"kinds:{a}|{b}", within.format(one=one) if a == b else between.format(one=one, other=other))
        for (a, one), (b, other) in combinations_with_replacement(kinds, 2)
    ]


def topics_of(session: Session) -> Choices:
    """Return everything that somebody in the room can choose; nobody is named who may not be."""
    named = [(f"{_ORGANISATION}{actor.pk}", actor.label) for actor in choosable(session)]
    return [*([(_("Organisation"), named)] if named else []), *groups_of(session)]


def topic_of(session: Session, key: str) -> tuple[str, Actor | None]:
    """Return what was chosen: a group of links, or an organisation; ("", None) for the scene itself.

    Raises
    ------
    InputError
        It cannot be chosen in this session (any more).
    """
    if not key:
        return "", None
    if key.startswith(_ORGANISATION):
        actor = next((a for a in choosable(session) if f"{_ORGANISATION}{a.pk}" == key), None)
        if actor is not None:
            return "", actor
    elif any(key == value for _heading, options in groups_of(session) for value, _label in options):
        return key, None
    raise InputError(_("A note cannot be about this. Choose something else."))


def group_words(session: Session) -> Callable[[str], str]:
    """Return what says in words which group of links a key means; nothing for one that the study dropped since."""
    known = {key: words for _heading, options in groups_of(session) for key, words in options}

    def said(key: str) -> str:
        words = known.get(key, "")
        # Alone, "2: We buy together" and "Firm and Public body" do not say that links are meant.
        return _("Links: {which}").format(which=words) if words and key.startswith(("depth:", "kinds:")) else words

    return said
