"""Addresses of sense-making sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusterdynamics_web.sensemaking.models import Note, Scene, Session
from clusterdynamics_web.studies.models import Snapshot
from tests.web.conftest import House

TABLE: tuple[tuple[str, str, str], ...] = ()


def session(house: House) -> Session:
    wave = house.study.waves.get()
    snapshot, _made = Snapshot.objects.get_or_create(study=house.study, wave=wave, fingerprint="f" * 64, path="none")
    return Session.objects.get_or_create(study=house.study, snapshot=snapshot, title="Reading together")[0]


def scene(house: House) -> int:
    return Scene.objects.get_or_create(session=session(house), position=1, title="A scene")[0].pk


def note(house: House) -> int:
    return Note.objects.get_or_create(scene_id=scene(house), text="A note")[0].pk


SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    **{
        (name, "key"): lambda house: session(house).key
        for name in (
            *("session", "session_previews", "session_open", "session_control", "session_screen", "session_close"),
            *("session_hide", "session_step", "session_finding", "session_record", "session_scene_new"),
            *("session_scene", "session_scene_move", "session_scene_remove"),
        )
    },
    **{
        (name, "number"): scene
        for name in (
            *("session_step", "session_finding", "session_scene", "session_scene_move", "session_scene_remove"),
            "session_vote",
        )
    },
    ("session_hide", "number"): note,
    ("screen", "token"): lambda house: "A" * 32,
    ("screen_events", "token"): lambda house: "A" * 32,
    ("preview", "token"): lambda house: "A" * 32,
}

PLAIN: set[str] = set()
