"""Addresses of sense-making sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusterdynamics_web.sensemaking.models import MissingLink, Note, Ripple, Scene, Session
from clusterdynamics_web.studies.models import Snapshot
from tests.web.conftest import House

TABLE: tuple[tuple[str, str, str], ...] = (
    ("GET", "sense_home", "L44 443 ++3++"),
    ("GET", "session_new", "L44 443 ++3+3"),
    ("POST", "session_new", "L44 443 ++3+3"),
    ("GET", "session_from_map", "L44 443 ++3+3"),
    ("POST", "session_from_map", "L44 443 ++3+3"),
    ("GET", "session", "L44 443 ++3++"),
    ("POST", "session_audience", "L44 443 ++3+3"),
    ("POST", "session_previews", "L44 443 ++3+3"),
    ("POST", "session_open", "L44 443 ++3+3"),
    ("GET", "session_control", "L44 443 ++3+3"),
    ("POST", "session_screen", "L44 443 ++3+3"),
    ("POST", "session_close", "L44 443 ++3+3"),
    ("POST", "session_hide", "L44 443 ++3+3"),
    ("POST", "session_keep", "L44 443 ++3+3"),
    ("POST", "session_team_note", "L44 443 ++3+3"),
    ("GET", "session_notes", "L44 443 ++3++"),
    ("GET", "session_links", "L44 443 +33+3"),
    ("POST", "session_link_review", "L44 443 +33+3"),
    ("GET", "session_links_table", "L44 443 +33+3"),
    ("POST", "session_stories", "L44 443 ++3+3"),
    ("POST", "session_ripple_hide", "L44 443 ++3+3"),
    ("POST", "session_step", "L44 443 ++3+3"),
    ("POST", "session_finding", "L44 443 ++3+3"),
    ("POST", "session_placemats", "L44 443 ++3+3"),
    ("GET", "session_placemats_file", "L44 443 ++3++"),
    ("GET", "session_record", "L44 443 ++3++"),
    ("GET", "session_ripples", "L44 443 ++3++"),
    ("POST", "session_scene_new", "L44 443 ++3+3"),
    ("GET", "session_scene", "L44 443 ++3+3"),
    ("POST", "session_scene", "L44 443 ++3+3"),
    ("POST", "session_scene_move", "L44 443 ++3+3"),
    ("POST", "session_scene_remove", "L44 443 ++3+3"),
    ("GET", "session_join", "+++ +++ +++++"),
    ("POST", "session_join", "+++ +++ +++++"),
    # Without having joined, everybody is led to the code.
    ("GET", "session_now", "+++ +++ +++++"),
    ("GET", "session_state", "+++ +++ +++++"),
    ("POST", "session_vote", "+++ +++ +++++"),
    ("POST", "session_note", "+++ +++ +++++"),
    ("GET", "session_missing", "+++ +++ +++++"),
    ("POST", "session_missing", "+++ +++ +++++"),
    ("GET", "session_ripple", "+++ +++ +++++"),
    ("POST", "session_ripple", "+++ +++ +++++"),
    ("GET", "session_ripple_change", "+++ +++ +++++"),
    ("POST", "session_ripple_change", "+++ +++ +++++"),
    ("GET", "session_ripple_then", "+++ +++ +++++"),
    ("POST", "session_ripple_then", "+++ +++ +++++"),
    # Nobody knows these secrets.
    ("GET", "screen", "444 444 44444"),
    ("GET", "screen_events", "444 444 44444"),
    ("GET", "preview", "444 444 44444"),
    ("POST", "preview", "444 444 44444"),
)


def session(house: House) -> Session:
    wave = house.study.waves.get()
    snapshot, _made = Snapshot.objects.get_or_create(study=house.study, wave=wave, fingerprint="f" * 64, path="none")
    return Session.objects.get_or_create(study=house.study, snapshot=snapshot, title="Reading together")[0]


def scene(house: House) -> int:
    return Scene.objects.get_or_create(session=session(house), position=1, title="A scene")[0].pk


def note(house: House) -> int:
    return Note.objects.get_or_create(scene_id=scene(house), text="A note")[0].pk


def link(house: House) -> int:
    ends = {"origin_words": "A firm", "target_words": "Another", "relation": "depth"}
    return MissingLink.objects.get_or_create(scene_id=scene(house), **ends)[0].pk


def rippling(house: House) -> int:
    made, _new = Scene.objects.get_or_create(session=session(house), position=2, kind="ripple", title="What came of it")
    return made.pk


def ripple(house: House) -> int:
    return Ripple.objects.get_or_create(scene_id=rippling(house), what="A change")[0].pk


SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    **{
        (name, "key"): lambda house: session(house).key
        for name in (
            *(
                "session",
                "session_audience",
                "session_placemats",
                "session_placemats_file",
                "session_previews",
                "session_open",
                "session_control",
                "session_screen",
                "session_close",
            ),
            *("session_hide", "session_step", "session_finding", "session_record", "session_scene_new"),
            *("session_scene", "session_scene_move", "session_scene_remove", "session_ripple_hide"),
            *("session_ripples", "session_keep", "session_stories"),
            *("session_team_note", "session_notes", "session_links", "session_link_review", "session_links_table"),
        )
    },
    ("session_ripples", "number"): rippling,
    ("session_ripples", "kind"): lambda house: "svg",
    ("session_ripple_hide", "number"): ripple,
    ("session_ripple_change", "number"): ripple,
    ("session_ripple_then", "number"): ripple,
    **{
        (name, "number"): scene
        for name in (
            *("session_step", "session_finding", "session_scene", "session_scene_move", "session_scene_remove"),
            *("session_vote", "session_team_note"),
        )
    },
    ("session_hide", "number"): note,
    ("session_keep", "number"): note,
    ("session_link_review", "number"): link,
    ("screen", "token"): lambda house: "A" * 32,
    ("screen_events", "token"): lambda house: "A" * 32,
    ("preview", "token"): lambda house: "A" * 32,
}

PLAIN: set[str] = set()
