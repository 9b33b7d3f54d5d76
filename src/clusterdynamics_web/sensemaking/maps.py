"""A map as a scene: the choices that somebody made on the map page, drawn as the room may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterdynamics.charts.network_map import Scene as Drawn
from clusterdynamics.charts.svg import to_data_uri
from clusterdynamics.disclosure import Audience, leaks
from clusterdynamics.errors import InputError
from clusterdynamics_web.results.maps.build import Shown, map_for, svg_for
from clusterdynamics_web.results.maps.picture import Listed
from clusterdynamics_web.sensemaking.masking import masked, names_of
from clusterdynamics_web.sensemaking.missing import Missed, with_missing
from clusterdynamics_web.sensemaking.models import LONGEST_MAP, Scene, Session
from clusterdynamics_web.studies.models import Actor

__all__ = ["lost_in_the_room", "map_shown", "map_words", "state_of"]

#: What belongs to the page of one person: as whom it looks, and which part of the map is on its screen.
_OF_THE_PAGE = frozenset({"as", "view", "focus", "find"})


def state_of(session: Session, address: str) -> str:
    """Return the choices in the address of a map, as the session keeps them.

    Parameters
    ----------
    address
        The address of the map's page, or the part of it behind "?".

    Raises
    ------
    InputError
        It is not the address of a map, or asks for something that this room cannot be shown.
    """
    text = address.strip()
    query = urlsplit(text).query if "?" in text else text
    given = dict(parse_qsl(query, keep_blank_values=True))
    if not given or "=" not in query:
        raise InputError(_("Paste the whole address of the map, as the browser shows it."))
    if session.snapshot.taken_down_at is not None:
        raise InputError(_("This snapshot was taken down, because somebody took their answers back."))
    chosen = {key: value for key, value in given.items() if key not in _OF_THE_PAGE}
    try:
        shown = _drawn(session, chosen)
    except Http404 as error:
        raise InputError(_("This map asks for something that the room cannot be shown.")) from error
    state = shown.state.to_query(see_as="", focus="", view="")
    if len(state) > LONGEST_MAP:
        raise InputError(_("The address is too long."))
    return state


def lost_in_the_room(session: Session, address: str) -> list[str]:
    """Return, in sentences, what of the choices in an address the room does not see."""
    given = dict(parse_qsl(urlsplit(address).query if "?" in address else address))
    kept = dict(parse_qsl(state_of(session, address)))
    said = {
        "since": _("Changes are not shown link by link to this room: the map shows the later wave."),
        "level": _("The values of links are not shown to this room: all links that it may see are drawn."),
        "area": _("The area of the marks does not follow this measure in this room."),
    }
    lost = [words for key, words in said.items() if given.get(key) and given[key] != kept.get(key)]
    return lost + list(_drawn(session, kept).picture.refused)


def map_shown(scene: Scene, also: Sequence[Actor] = ()) -> dict[str, Any] | None:
    """Return the map of a scene as the room sees it: its sentence, picture and table; None where it shows none.

    Parameters
    ----------
    also
        Organisations that are not named, besides those whom the session leaves unnamed.
    """
    session = scene.session
    if not scene.map_state or session.snapshot.taken_down_at is not None:
        return None
    unnamed = [*(mask.actor for mask in session.masks.select_related("actor")), *also]
    hidden = names_of(unnamed)
    with translation.override(session.language):
        try:
            shown = _drawn(session, dict(parse_qsl(scene.map_state)))
        except Http404:
            return None  # the room was changed since, and may not see this
        codes = {actor.code for actor in unnamed}
        names = [n for n in shown.picture.names if not leaks(n, hidden)]
        blank = sum(dot.node in codes and bool(dot.label) for dot in shown.picture.scene.dots)
        left_out = _left_out(blank + len(shown.picture.names) - len(names))
        drawn = _nameless(shown.picture.scene, codes, hidden, left_out)
        drawn, missing, sentence = with_missing(session, drawn, shown.state.network, shown.state.wave)
        picture = replace(shown.picture, scene=drawn)
        svg = svg_for(session.snapshot, Audience(session.audience), session.language, picture)
        # A name that the picture spells in another way is not to be shown either.
        there = not leaks(svg, hidden)
        return {
            "title": masked(drawn.title, hidden),
            "answer": " ".join(filter(None, (masked(picture.finding, hidden), left_out, sentence))),
            "refused": picture.refused,
            "picture": to_data_uri(svg) if there else "",
            "alt": masked(drawn.alt, hidden),
            "basis": picture.basis,
            "tables": [*(_plain(table, hidden) for table in picture.tables), *_missed(missing)],
            "names": names,
        }


def _left_out(number: int) -> str:
    """Say how many of those who would be named are not, so that the sentence fits the picture."""
    if not number:
        return ""
    return ngettext(
        "In this session {n} organisation is left unnamed.",
        "In this session {n} organisations are left unnamed.",
        number,
    ).format(n=number)


def map_words(scene: Scene) -> list[str]:
    """Return every text that the map of a scene holds, before anybody is left unnamed in it."""
    session = scene.session
    if not scene.map_state or session.snapshot.taken_down_at is not None:
        return []
    with translation.override(session.language):
        try:
            picture = _drawn(session, dict(parse_qsl(scene.map_state))).picture
        except Http404:
            return []
    cells = [text for table in picture.tables for row in _plain(table, [])["rows"] for text in row]
    labels = [dot.label for dot in picture.scene.dots]
    return [picture.finding, picture.scene.alt, *picture.names, *labels, *cells]


def _drawn(session: Session, query: dict[str, str]) -> Shown:
    shown = map_for(session.snapshot, Audience(session.audience), session.language, query)
    if shown is None:
        raise Http404
    return shown


def _nameless(drawn: Drawn, actors: set[str], hidden: list[str], left_out: str) -> Drawn:
    """Return a map without these names; it says itself, beside the picture and inside it, how many are left out."""
    dots = tuple(
        replace(dot, label="") if dot.node in actors else replace(dot, label=masked(dot.label, hidden))
        for dot in drawn.dots
    )
    return replace(
        drawn,
        dots=dots,
        title=masked(drawn.title, hidden),
        alt=" ".join(filter(None, (masked(drawn.alt, hidden), left_out))),
        notes=tuple(filter(None, (*(masked(note, hidden) for note in drawn.notes), left_out))),
    )


def _plain(table: Listed, hidden: Iterable[str]) -> dict[str, Any]:
    kept = list(hidden)
    return {
        "caption": table.caption,
        "columns": [column["title"] for column in table.columns],
        "rows": [[masked(_text(cell), kept) for cell in row] for row in table.rows],
    }


def _text(cell: Any) -> str:
    if cell is None:
        return "–"
    if "links" in cell:
        return ", ".join(f"{name}{more}" for _id, name, more in cell["links"]) or "–"
    return str(cell["text"])


def _missed(links: Sequence[Missed]) -> list[dict[str, Any]]:
    """Return the dashed links as a table; none where the map has none."""
    if not links:
        return []
    columns = [_("From"), _("To"), _("Kind of link"), _("How deep")]
    return [
        {"caption": _("Links that the room missed"), "columns": columns, "rows": [list(link.cells) for link in links]}
    ]
