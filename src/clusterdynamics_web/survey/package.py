"""The seam: from rows to the study that the library reads; `filling.py` goes the other way.

What is exported here and analysed on the command line gives the same figures as on the web, because both read the
same object. `tests/web/survey/test_package.py` holds the round trip by fingerprint.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.tables import TABLES
from clusterdynamics_web.studies.models import Actor, Study, Wave
from clusterdynamics_web.survey import models as survey
from clusterdynamics_web.survey.roster import absent_in
from clusterdynamics_web.survey.seam import PARTS

__all__ = ["KEPT", "build_study", "told_by_real_people"]

#: Tables that have no pages yet; they are kept as JSON lines of the library's own frames. Others see `seam.py`.
KEPT = ("champions", "suggestions")

#: Tables that say something about passages of stories.
_IN_STORIES = ("claims", "codings")


@transaction.atomic
def build_study(study: Study, *, test: bool = False) -> StudyPackage:
    """Return the study as the library knows it.

    Parameters
    ----------
    test
        True for the answers of the test mode only, False for real answers only; they are never mixed.
    """
    absent = _absent(study)
    people = survey.Respondent.objects.filter(study=study, is_test=test).exclude(_names(absent, "wave", "actor"))
    # Who has said no has not answered, whatever was saved before.
    telling = people.filter(declined_at__isnull=True)
    frames = {
        "actors": _actors(study),
        "waves": _frame("waves", study.waves.values_list("code", "label", "opens", "closes")),
        "areas": _frame("areas", ((a["id"], a["label"], a.get("sensitivity")) for a in study.areas)),
        "purposes": _frame("purposes", ((p["id"], p["label"]) for p in study.purposes)),
        "respondents": _respondents(people),
        "offered": _offered(people, absent),
        **_about_partners(study, absent, test=test),
        **_own_answers(people, telling, absent),
        "stories": _stories(study, telling, test=test),
    }
    for table in study.tables.filter(name__in=KEPT):
        frames[table.name] = pl.read_json(table.content.encode(), schema=TABLES[table.name].schema)
    for part in PARTS.values():
        frames |= part.frames(study)
    # What was coded in a story that is not here (of a test, of somebody who has said no) would lead nowhere.
    told = frames["stories"]["id"].to_list()
    frames |= {name: frames[name].filter(pl.col("story").is_in(told)) for name in _IN_STORIES if name in frames}
    files = {name: text.encode() for name, text in study.files.items()}
    return StudyPackage(_settings(study), frames, files=files)


def _settings(study: Study) -> StudySettings:
    """Return the settings, with the other regions that can be chosen from."""
    settings = study.parsed
    if settings.between_regions is None:
        return settings
    regions = {row["id"]: row["label"] for row in study.partner_regions}
    return settings.model_copy(
        update={"between_regions": settings.between_regions.model_copy(update={"regions": regions})}
    )


# -- from rows to frames -----------------------------------------------------------------------------------------

type _Absent = Mapping[Wave, list[Actor]]


def _absent(study: Study) -> _Absent:
    """Return wave → organisations that are no part of it: they asked to be left out, left, or have not joined."""
    return {wave: found for wave in study.waves.all() if (found := list(absent_in(study, wave)))}


def _names(absent: _Absent, wave: str, *actors: str) -> Q:
    """Return the condition that a row names somebody who is no part of its wave."""
    condition = Q(pk__in=())
    for when, who in absent.items():
        for actor in actors:
            condition |= Q(**{wave: when, f"{actor}__in": who})
    return condition


def _frame(name: str, rows: Iterable[tuple[Any, ...]]) -> pl.DataFrame:
    """Return rows as a frame of the table; the empty text is an empty cell, a time is UTC without its zone."""
    cleaned = [tuple(_cell(v) for v in row) for row in rows]
    return pl.DataFrame(cleaned, schema=TABLES[name].schema, orient="row")


def _cell(value: Any) -> Any:
    if value in ("", []):
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def _actors(study: Study) -> pl.DataFrame:
    rows = list(study.actors.select_related("joined", "left", "opted_out").order_by("code"))
    frame = _frame(
        "actors",
        (
            (
                a.code, a.label, a.short_label, a.type, a.size_class, a.is_anchor, a.nuts, a.lat, a.lon,
                a.joined and a.joined.code, a.left and a.left.code, a.opted_out and a.opted_out.code,
                a.predecessors, a.aliases,
            )
            for a in rows
        ),
    )  # fmt: skip
    names = list(dict.fromkeys(name for a in rows for name in a.attributes))
    return frame.with_columns(pl.Series(n, [a.attributes.get(n) for a in rows], dtype=pl.String) for n in names)


def _respondents(people: QuerySet[survey.Respondent]) -> pl.DataFrame:
    return _frame(
        "respondents",
        (
            (
                r.code, r.wave.code, r.actor.code, r.status, r.is_lead, r.role, r.mode, r.language,
                None if r.time_unknown or r.status != "submitted" else r.submitted_at,
            )
            for r in people.select_related("wave", "actor")
        ),
    )  # fmt: skip


def _offered(people: QuerySet[survey.Respondent], absent: _Absent) -> pl.DataFrame:
    rows = people.select_related("wave").only("code", "offered", "wave__code")
    gone = {wave.pk: {a.code for a in who} for wave, who in absent.items()}
    return _frame(
        "offered",
        ((r.wave.code, r.code, actor) for r in rows for actor in r.offered if actor not in gone.get(r.wave_id, ())),
    )


def _about_partners(study: Study, absent: _Absent, *, test: bool) -> dict[str, pl.DataFrame]:
    def rows(model: type[Model], *columns: str) -> QuerySet[Any, Any]:
        named = _names(absent, "wave", "sender", "to")
        if model is survey.Tie:
            # A row may say outright that an organisation was not on the list.
            named &= ~Q(state="not_offered")
        chosen = model._default_manager.filter(wave__study=study).exclude(named)
        chosen = chosen.exclude(respondent__declined_at__isnull=False)
        chosen = chosen.filter(respondent__is_test=True) if test else chosen.exclude(respondent__is_test=True)
        return chosen.values_list(*columns)

    pair = ("sender__code", "to__code")
    return {
        "ties": _frame(
            "ties",
            rows(
                survey.Tie, "wave__code", "relation", *pair, "value", "state", "areas", "purposes",
                "respondent__code", "mode", "structural",
            ),
        ),
        "ratings": _frame(
            "ratings", rows(survey.Rating, "wave__code", "item", *pair, "value", "state", "respondent__code")
        ),
        "wishes": _frame("wishes", rows(survey.Wish, "wave__code", *pair, "kind", "areas", "respondent__code")),
    }  # fmt: skip


def _own_answers(
    people: QuerySet[survey.Respondent], telling: QuerySet[survey.Respondent], absent: _Absent
) -> dict[str, pl.DataFrame]:
    def rows(model: type[Model], *columns: str) -> QuerySet[Any, Any]:
        chosen = model._default_manager.filter(respondent__in=people if model is survey.Consent else telling)
        if model is survey.Nomination:
            chosen = chosen.exclude(_names(absent, "respondent__wave", "actor"))
        return chosen.values_list(*columns)

    who = ("respondent__wave__code", "respondent__code")
    return {
        "answers": _frame(
            "answers", rows(survey.Answer, *who, "item", "value", "state", "mode", "language", "saved_at", "occasion")
        ),
        "area_answers": _frame("area_answers", rows(survey.AreaAnswer, *who, "area", "answer")),
        "nominations": _frame("nominations", rows(survey.Nomination, *who, "actor__code", "person", "reason")),
        "partner_regions": _frame(
            "partner_regions",
            rows(
                survey.PartnerRegion,
                *who,
                "has_partners",
                "region",
                "depth",
                "areas",
                "gets",
                "barriers",
                "door",
                "door_name",
            ),
        ),
        "outside_links": _frame(
            "outside_links", rows(survey.OutsideLink, *who, "has_links", "partner_type", "region", "purpose")
        ),
        "consents": _frame(
            "consents",
            rows(survey.Consent, "respondent__code", "choice", "visibility", "text_version", "time", "withdrawn_at"),
        ),
    }


def _stories(study: Study, telling: QuerySet[survey.Respondent], *, test: bool) -> pl.DataFrame:
    # A story that came in without a respondent belongs to the study; every other one to somebody who tells it.
    nobody = Q(respondent__isnull=True)
    chosen = study.stories.filter(Q(respondent__in=telling) if test else Q(respondent__in=telling) | nobody)
    columns = (
        "code",
        "wave__code",
        "actor__code",
        "respondent__code",
        "title",
        "text",
        "worked",
        "language",
        "visibility",
    )
    return _frame("stories", chosen.values_list(*columns))


def told_by_real_people(study: Study) -> QuerySet[survey.Story]:
    """Return the stories that are in the package: not those of test answers, nor of somebody who has said no."""
    return study.stories.exclude(respondent__is_test=True).exclude(respondent__declined_at__isnull=False)
