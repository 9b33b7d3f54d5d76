"""Step 1: what the study is called, whom it is about, who answers questions, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.study.settings import StudySettings
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.setup.operations.guard import locked
from clusterdynamics_web.studies.models import Study, Wave
from clusterdynamics_web.studies.operations import change_settings
from clusterdynamics_web.studies.state import State, current_wave, state_of
from clusterdynamics_web.studies.words import words_in

__all__ = ["change_about"]

_STUDY = ("internal_title", "contact_name", "contact_email", "contact_phone")
_SETTINGS = ("title", "boundary", "languages", "informants")
_WAVE = ("label", "opens", "closes")


@transaction.atomic
def change_about(user: User, study: Study, values: Mapping[str, Any]) -> Study:
    """Save the first step; what did not change is not touched, so that an open wave takes the rest.

    Raises
    ------
    InputError
        The wave is open and something changed that must wait, or the dates do not fit.
    """
    study = locked(study)
    wave = current_wave(study)
    _dates(wave, values)
    now = study.parsed
    first = now.languages[0]
    changes = {n: values[n] for n in _SETTINGS if n in values and values[n] != getattr(now, n)}
    words: dict[str, str] = {}
    if "languages" in changes and changes["languages"][0] != first:
        words = words_in(study, changes["languages"][0])
    if changes:
        study = change_settings(user, study, changes)
    if words:
        _speak(study, words)
    fields = [name for name in _STUDY if name in values and getattr(study, name) != values[name]]
    for name in fields:
        setattr(study, name, values[name])
    study.save()
    of_wave = [name for name in _WAVE if name in values and getattr(wave, name) != values[name]]
    for name in of_wave:
        setattr(wave, name, values[name])
    wave.save()
    if fields or of_wave:
        record(user, "study.about_changed", study, fields=sorted(fields + of_wave))
    return study


def _dates(wave: Wave, values: Mapping[str, Any]) -> None:
    opens: date | None = values.get("opens", wave.opens)
    closes: date | None = values.get("closes", wave.closes)
    if opens is not None and closes is not None and closes <= opens:
        raise InputError(_("The last day comes after the first."))
    if state_of(wave) != State.DRAFT and opens != wave.opens:
        raise InputError(_("The wave is open, so its first day can no longer change."))


def _speak(study: Study, words: Mapping[str, str]) -> None:
    """Word the questions in another first language."""
    document = study.document
    document = document | {
        "relations": [
            r | {name: words.get(f"relations.{r['id']}.{name}", r[name]) for name in ("label", "question")}
            for r in document["relations"]
        ],
        "items": [i | {"text": words.get(f"items.{i['id']}.text", i["text"])} for i in document["items"]],
        "scales": [
            s | {"labels": {v: words.get(f"scales.{s['id']}.labels.{v}", t) for v, t in s["labels"].items()}}
            for s in document["scales"]
        ],
    }
    study.document = StudySettings.model_validate(document).model_dump(mode="json")
    for table in ("areas", "purposes"):
        setattr(
            study,
            table,
            [row | {"label": words.get(f"{table}.{row['id']}.label", row["label"])} for row in getattr(study, table)],
        )
