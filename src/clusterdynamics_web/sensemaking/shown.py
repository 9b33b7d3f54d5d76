"""What the screen shows: results as the room may see them, without the names of those who asked to be left out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from clusterdynamics.charts.svg import to_data_uri
from clusterdynamics.disclosure import Audience, leaks
from clusterdynamics_web.results import store
from clusterdynamics_web.sensemaking.maps import map_shown, map_words
from clusterdynamics_web.sensemaking.masking import masked, names_of
from clusterdynamics_web.sensemaking.models import Scene, SceneKind, Session
from clusterdynamics_web.sensemaking.ripple_map import alt_of, draw_ripples
from clusterdynamics_web.sensemaking.ripples import outline_of
from clusterdynamics_web.sensemaking.words import AGREE
from clusterdynamics_web.studies.models import Actor

__all__ = ["lines_about", "named_in", "ripples_shown", "scene_shown", "sections_of", "votes_shown"]

#: Pictures and tables of one result on the screen; more cannot be read from the last row.
_MOST = 2


def sections_of(session: Session) -> list[dict[str, Any]]:
    """Return the questions of the results that the room may see; none while they are being prepared."""
    audience = Audience(session.audience)
    told = store.told_of(session.snapshot, audience, session.language)
    if told is None:
        told = store.told_of(session.snapshot, audience, session.study.parsed.languages[0])
    return list(told["sections"]) if told else []


def scene_shown(scene: Scene, also: Sequence[Actor] = ()) -> dict[str, Any] | None:
    """Return the result of a scene: its answer, pictures and sentences, or its map; None where it shows none.

    Parameters
    ----------
    also
        Organisations that are not named, besides those whom the session leaves unnamed.
    """
    drawn = map_shown(scene, also)
    if drawn is not None:
        source = scene.session.snapshot.fingerprint[:12]
        return {"title": drawn["title"], "answer": drawn["answer"], "blocks": [], "map": drawn, "source": source}
    found = next((s for s in sections_of(scene.session) if s["id"] == scene.section), None)
    if found is None:
        return None
    hidden = names_of([*(mask.actor for mask in scene.session.masks.select_related("actor")), *also])
    blocks = [b for b in found["blocks"] if "svg" in b or b["kind"] == "story" or b.get("sentences")]
    shown = [_block(b, hidden) for b in blocks if not b.get("folded")][:_MOST]
    return {
        "title": masked(found["title"], hidden),
        "answer": masked(found["answer"], hidden),
        "blocks": [b for b in shown if b is not None],
        "source": scene.session.snapshot.fingerprint[:12],
    }


def _block(block: dict[str, Any], hidden: list[str]) -> dict[str, Any] | None:
    told: dict[str, Any] = {"kind": block["kind"], "basis": block["basis"]}
    for name in ("title", "alt", "text", "teller", "heading"):
        if name in block:
            told[name] = masked(block[name], hidden)
    if "sentences" in block:
        told["sentences"] = [masked(s, hidden) for s in block["sentences"]]
    if "svg" in block:
        svg = masked(block["svg"], [*hidden, *(escape(n) for n in hidden)])
        # A name that the picture spells in another way is not to be shown either.
        if leaks(svg, hidden):
            return None
        told["picture"] = to_data_uri(svg)
    return told


def named_in(session: Session) -> list[Actor]:
    """Return the organisations whose names stand in what a session shows: they see it beforehand."""
    chosen = set(session.scenes.exclude(section="").values_list("section", flat=True))
    text = " ¦ ".join([*_texts([s for s in sections_of(session) if s["id"] in chosen]), *_on_maps(session)])
    found = []
    for actor in session.study.actors.all():
        names = [n for n in (actor.label, actor.short_label) if n]
        if leaks(text, names):
            found.append(actor)
    return found


def ripples_shown(scene: Scene) -> dict[str, Any] | None:
    """Return what was told in a scene, as an outline and a drawing that say the same; None where it asks for none."""
    if scene.kind != SceneKind.RIPPLE:
        return None
    with translation.override(scene.session.language):
        steps = outline_of(scene)
        picture = to_data_uri(draw_ripples(steps, scene.title)) if steps else ""
        return {"steps": steps, "picture": picture, "alt": alt_of(steps)}


def votes_shown(scene: Scene) -> dict[str, Any] | None:
    """Return what came of a vote, as lines with bars of equal scale; None before it is closed."""
    if not scene.result:
        return None
    lines = scene.result["lines"]
    values = [line["sum"] if scene.kind == "dots" else line["voted"] for line in lines]
    most = max([*values, 1])
    agree = {str(v): str(label) for v, label in AGREE.items()}
    told = []
    for line, value in zip(lines, values, strict=True):
        parts = [{"label": agree[k], "count": line["counts"].get(k, 0)} for k in agree] if scene.kind == "agree" else []
        told.append({"text": line["text"], "value": value, "most": most, "parts": parts})
    if scene.kind != "agree":
        told.sort(key=lambda line: -line["value"])
    return {"lines": told, **{name: scene.result[name] for name in ("guests", "voted", "abstained")}}


def lines_about(session: Session, actor: Actor) -> list[dict[str, str]]:
    """Return what a session shows about one organisation: the result, and the sentence or cell that names it."""
    chosen = set(session.scenes.exclude(section="").values_list("section", flat=True))
    names = [n for n in (actor.label, actor.short_label) if n]
    found = []
    for section in sections_of(session):
        if section["id"] not in chosen:
            continue
        for text in _texts({k: v for k, v in section.items() if k != "id"}):
            if leaks(text, names):
                shown = _("It stands in the picture.") if text.lstrip().startswith("<svg") else text
                line = {"title": section["title"], "text": shown}
                if line not in found:
                    found.append(line)
    for scene in _map_scenes(session):
        for text in map_words(scene):
            line = {"title": scene.title, "text": text if " " in text.strip() else _("It stands on the map.")}
            if leaks(text, names) and line not in found:
                found.append(line)
    return found


def _map_scenes(session: Session) -> list[Scene]:
    rows = session.scenes.exclude(map_state="")
    return list(rows.select_related("session__study", "session__snapshot__study"))


def _on_maps(session: Session) -> list[str]:
    return [text for scene in _map_scenes(session) for text in map_words(scene)]


def _texts(told: Any) -> list[str]:
    if isinstance(told, dict):
        return [text for part in told.values() for text in _texts(part)]
    if isinstance(told, list):
        return [text for part in told for text in _texts(part)]
    return [told] if isinstance(told, str) else []
