"""From what somebody may see and asks for to the picture: the one way in for page, data and files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import Http404
from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience
from clusterdynamics.i18n import _ as in_library
from clusterdynamics.i18n import use_language
from clusterdynamics.measures.analyses.common import cut_names
from clusterdynamics.report.audience import STAMPS, check_names
from clusterdynamics.study.model import Study
from clusterdynamics.study.names import fold
from clusterdynamics_web.results.access import Seen
from clusterdynamics_web.results.maps.kept import kept_of, layout_from, study_of
from clusterdynamics_web.results.maps.others import others_choices, others_picture
from clusterdynamics_web.results.maps.picture import Picture, to_data
from clusterdynamics_web.results.maps.state import Choices, State
from clusterdynamics_web.results.maps.team import team_choices, team_picture
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["Shown", "map_for", "map_of", "svg_for", "svg_of"]


@dataclass(frozen=True)
class Shown:
    """A picture, the state it is in, and what else could be chosen."""

    picture: Picture
    state: State
    choices: Choices


def map_of(found: Seen, query: Mapping[str, str]) -> Shown:
    """Return the map that `found` may see, in the state that an address asks for, in the language of `found`.

    Raises
    ------
    Http404
        No wave is closed and read, the study asked for no links, or the address asks for what cannot be chosen.
    NameInReport
        An organisation would be named that has not agreed to it.
    """
    if found.snapshot is None or found.told is None:
        raise Http404
    shown = map_for(found.snapshot, found.audience, found.language, query)
    if shown is None:
        raise Http404
    return shown


def map_for(snapshot: Snapshot, audience: Audience, language: str, query: Mapping[str, str]) -> Shown | None:
    """Return the map that an audience may see, in a language; None in a study that asked for no links.

    Raises
    ------
    NameInReport
        An organisation would be named that has not agreed to it.
    """
    study = study_of(snapshot)
    if not cut_names(study):
        return None
    with use_language(language):
        shown = _drawn(study, snapshot, audience, query)
    if audience != Audience.STUDY:
        check_names(_words(shown), study, audience.value)
    return shown


def svg_of(found: Seen, shown: Shown) -> str:
    """Return the picture as SVG, looked through once more as it is.

    Raises
    ------
    NameInReport
        An organisation would be named that has not agreed to it.
    """
    if found.snapshot is None:
        raise Http404
    return svg_for(found.snapshot, found.audience, found.language, shown.picture)


def svg_for(snapshot: Snapshot, audience: Audience, language: str, picture: Picture) -> str:
    """Return a picture of a snapshot as SVG for an audience, looked through as it is (see `svg_of`)."""
    with use_language(language):
        svg = picture.svg()
    if audience != Audience.STUDY:
        check_names(svg, study_of(snapshot), audience.value)
    return svg


def _drawn(study: Study, snapshot: Snapshot, audience: Audience, query: Mapping[str, str]) -> Shown:
    kept = kept_of(snapshot, audience)
    source = _("Source: {study}, snapshot {id}, {stamp}.").format(
        study=study.title, id=snapshot.fingerprint[:12], stamp=in_library(STAMPS[audience])
    )
    if audience == Audience.STUDY:
        choices = team_choices(study, query.get("net", ""))
        state = State.of(query, choices)
        picture = team_picture(study, state, layout_from(kept["layout"]), source)
    else:
        choices = others_choices(study, kept, audience)
        state = State.of(query, choices)
        picture = others_picture(study, kept, audience, state, source)
    return Shown(picture, _found(state, picture, query.get("find", "")), choices)


def _found(state: State, picture: Picture, wanted: str) -> State:
    """Return the state with the focus on what somebody looked for; without one that is not on this map."""
    key = fold(wanted.strip())
    if key:
        names = {mark.id: fold(mark.name) for mark in picture.marks.values()}
        hits = [i for i, name in names.items() if name == key] or [i for i, name in names.items() if key in name]
        if hits:
            return replace(state, focus=hits[0])
    return state if picture.mark_of(state.focus) else replace(state, focus="")


def _words(shown: Shown) -> str:
    """Return everything that leaves the server, apart from one another: two cells do not make a name together."""
    picture, scene = shown.picture, shown.picture.scene
    cells = [str(part) for t in picture.tables for row in t.rows for cell in row for part in (cell or {}).values()]
    drawn = [scene.title, scene.subtitle, scene.alt, scene.apart_words, *scene.notes]
    legend = [item.words for group in scene.legend for item in group]
    said = [picture.finding, picture.basis, *picture.names, *picture.refused, *map(str, picture.figures)]
    data = json.dumps(to_data(picture), ensure_ascii=False)
    return " ¦ ".join([data, *drawn, *legend, *cells, *said])
