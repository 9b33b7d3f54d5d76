"""The seam: from rows to the study that the library reads, and from a study to rows.

What is exported here and analysed on the command line gives the same figures as on the web, because both read the
same object. `tests/web/survey/test_package.py` holds the round trip by fingerprint.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import Model, QuerySet

from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics.study.tables import TABLES
from clusterdynamics_web.studies.models import Actor, PackageTable, Study, Wave
from clusterdynamics_web.survey import models as survey

__all__ = ["build_study", "fill_study"]

#: Tables that have no pages yet; they are kept as JSON lines of the library's own frames.
KEPT = ("claims", "themes", "codings", "suggestions", "indicators", "findings", "actions")


@transaction.atomic
def build_study(study: Study, *, test: bool = False) -> StudyPackage:
    """Return the study as the library knows it.

    Parameters
    ----------
    test
        True for the answers of the test mode only, False for real answers only; they are never mixed.
    """
    people = survey.Respondent.objects.filter(study=study, is_test=test)
    frames = {
        "actors": _actors(study),
        "waves": _frame("waves", study.waves.values_list("code", "label", "opens", "closes")),
        "areas": _frame("areas", ((a["id"], a["label"], a.get("sensitivity")) for a in study.areas)),
        "purposes": _frame("purposes", ((p["id"], p["label"]) for p in study.purposes)),
        "respondents": _respondents(people),
        "offered": _offered(people),
        **_about_partners(study, test=test),
        **_own_answers(people),
        "stories": _stories(study, test=test),
    }
    for table in study.tables.filter(name__in=KEPT):
        frames[table.name] = pl.read_json(table.content.encode(), schema=TABLES[table.name].schema)
    files = {name: text.encode() for name, text in study.files.items()}
    return StudyPackage(study.parsed, frames, files=files)


# -- from rows to frames -----------------------------------------------------------------------------------------


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


def _offered(people: QuerySet[survey.Respondent]) -> pl.DataFrame:
    rows = people.select_related("wave").only("code", "offered", "wave__code")
    return _frame("offered", ((r.wave.code, r.code, actor) for r in rows for actor in r.offered))


def _about_partners(study: Study, *, test: bool) -> dict[str, pl.DataFrame]:
    def rows(model: type[Model], *columns: str) -> QuerySet[Any, Any]:
        chosen = model._default_manager.filter(wave__study=study)
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


def _own_answers(people: QuerySet[survey.Respondent]) -> dict[str, pl.DataFrame]:
    def rows(model: type[Model], *columns: str) -> QuerySet[Any, Any]:
        return model._default_manager.filter(respondent__in=people).values_list(*columns)

    who = ("respondent__wave__code", "respondent__code")
    return {
        "answers": _frame(
            "answers", rows(survey.Answer, *who, "item", "value", "state", "mode", "language", "saved_at", "occasion")
        ),
        "area_answers": _frame("area_answers", rows(survey.AreaAnswer, *who, "area", "answer")),
        "nominations": _frame("nominations", rows(survey.Nomination, *who, "actor__code", "person", "reason")),
        "outside_links": _frame(
            "outside_links", rows(survey.OutsideLink, *who, "has_links", "partner_type", "region", "purpose")
        ),
        "consents": _frame(
            "consents",
            rows(survey.Consent, "respondent__code", "choice", "visibility", "text_version", "time", "withdrawn_at"),
        ),
    }


def _stories(study: Study, *, test: bool) -> pl.DataFrame:
    chosen = study.stories.filter(respondent__is_test=True) if test else study.stories.exclude(respondent__is_test=True)
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


# -- from a study to rows ----------------------------------------------------------------------------------------


@transaction.atomic
def fill_study(study: Study, package: StudyPackage) -> None:
    """Write what a study package holds into a study that has no rows yet. All of it or nothing.

    The caller has set `document`, `areas` and `purposes` (see `operations.import_study`).
    """
    waves = _fill_waves(study, package)
    actors = _fill_actors(study, package, waves)
    people = _fill_respondents(study, package, waves, actors)
    _fill_about_partners(package, waves, actors, people)
    _fill_own_answers(package, actors, people)
    _fill_stories(study, package, waves, actors, people)
    PackageTable.objects.bulk_create(
        PackageTable(study=study, name=name, content=package[name].write_json())
        for name in KEPT
        if not package[name].is_empty()
    )


#: Status → the steps that somebody with it has been through.
_REACHED = {
    "invited": ("invited",),
    "opened": ("invited", "opened"),
    "started": ("invited", "opened", "started"),
    "submitted": ("invited", "opened", "started", "submitted"),
    "declined": ("invited", "declined"),
    "bounced": ("invited", "bounced"),
}

type People = Mapping[tuple[str | None, str | None], survey.Respondent]


def _time(value: datetime | None) -> datetime | None:
    return value.replace(tzinfo=UTC) if value is not None else None


def _fill_waves(study: Study, package: StudyPackage) -> dict[str | None, Wave]:
    done = set(package["respondents"].filter(pl.col("status") == "submitted")["wave"].to_list())
    waves = [
        Wave(
            study=study,
            code=row["id"],
            label=row["label"] or "",
            opens=row["opens"],
            closes=row["closes"],
            position=k,
            # What was collected elsewhere is over: nobody answers into it here.
            opened_at=_midnight(row["opens"]) if row["id"] in done else None,
            closed_at=_midnight(row["closes"]) if row["id"] in done else None,
        )
        for k, row in enumerate(package["waves"].iter_rows(named=True))
    ]
    return {w.code: w for w in Wave.objects.bulk_create(waves)}


def _midnight(day: Any) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime.now(UTC)


def _fill_actors(study: Study, package: StudyPackage, waves: Mapping[str | None, Wave]) -> dict[str | None, Actor]:
    own = TABLES["actors"].schema
    actors = [
        Actor(
            study=study,
            code=row["id"],
            label=row["label"],
            short_label=row["short_label"] or "",
            type=row["type"] or "",
            size_class=row["size_class"] or "",
            is_anchor=row["is_anchor"],
            nuts=row["nuts"] or "",
            lat=row["lat"],
            lon=row["lon"],
            joined=waves.get(row["joined"]),
            left=waves.get(row["left"]),
            opted_out=waves.get(row["opted_out"]),
            predecessors=row["predecessor"] or [],
            aliases=row["aliases"] or [],
            attributes={k: str(v) for k, v in row.items() if k not in own and v is not None},
        )
        for row in package["actors"].iter_rows(named=True)
    ]
    return {a.code: a for a in Actor.objects.bulk_create(actors)}


def _fill_respondents(
    study: Study, package: StudyPackage, waves: Mapping[str | None, Wave], actors: Mapping[str | None, Actor]
) -> dict[tuple[str | None, str | None], survey.Respondent]:
    offered: dict[tuple[str, str], list[str]] = {}
    for wave, respondent, actor in package["offered"].iter_rows():
        offered.setdefault((wave, respondent), []).append(actor)
    people = []
    for row in package["respondents"].iter_rows(named=True):
        wave = waves[row["wave"]]
        sent = _time(row["submitted_at"])
        # The package says what became of an invitation, not when: the wave's first day stands for it.
        when = wave.opened_at or _midnight(wave.opens)
        reached = {f"{name}_at": when for name in _REACHED[row["status"]]}
        person = survey.Respondent(
            study=study,
            wave=wave,
            code=row["id"],
            actor=actors[row["actor"]],
            is_lead=row["is_lead"],
            role=row["role"] or "",
            mode=row["mode"] or "",
            language=row["language"] or "",
            offered=offered.get((row["wave"], row["id"]), []),
            **reached,
        )
        if person.submitted_at is not None:
            person.submitted_at = sent or when
            person.time_unknown = sent is None
        people.append(person)
    return {(p.wave.code, p.code): p for p in survey.Respondent.objects.bulk_create(people)}


def _fill_about_partners(
    package: StudyPackage, waves: Mapping[str | None, Wave], actors: Mapping[str | None, Actor], people: People
) -> None:
    def common(row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "wave": waves[row["wave"]],
            "sender": actors[row["from"]],
            "to": actors[row["to"]],
            "respondent": people.get((row["wave"], row["respondent"])),
        }

    survey.Tie.objects.bulk_create(
        survey.Tie(
            **common(row),
            relation=row["relation"],
            value=row["value"],
            state=row["state"] or "",
            areas=row["area"] or [],
            purposes=row["purpose"] or [],
            mode=row["mode"] or "",
            structural=row["structural"],
        )
        for row in package["ties"].iter_rows(named=True)
    )
    survey.Rating.objects.bulk_create(
        survey.Rating(**common(row), item=row["item"], value=row["value"], state=row["state"] or "")
        for row in package["ratings"].iter_rows(named=True)
    )
    survey.Wish.objects.bulk_create(
        survey.Wish(**common(row), kind=row["kind"] or "", areas=row["area"] or [])
        for row in package["wishes"].iter_rows(named=True)
    )


def _fill_own_answers(package: StudyPackage, actors: Mapping[str | None, Actor], people: People) -> None:
    survey.Answer.objects.bulk_create(
        survey.Answer(
            respondent=people[row["wave"], row["respondent"]],
            item=row["item"],
            value=row["value"] or "",
            state=row["state"] or "",
            mode=row["mode"] or "",
            language=row["language"] or "",
            saved_at=_time(row["saved_at"]),
            occasion=row["occasion"] or "",
        )
        for row in package["answers"].iter_rows(named=True)
    )
    survey.AreaAnswer.objects.bulk_create(
        survey.AreaAnswer(respondent=people[row["wave"], row["respondent"]], area=row["area"], answer=row["answer"])
        for row in package["area_answers"].iter_rows(named=True)
    )
    survey.Nomination.objects.bulk_create(
        survey.Nomination(
            respondent=people[row["wave"], row["respondent"]],
            actor=actors.get(row["actor"]),
            person=row["person"] or "",
            reason=row["reason"] or "",
        )
        for row in package["nominations"].iter_rows(named=True)
    )
    survey.OutsideLink.objects.bulk_create(
        survey.OutsideLink(
            respondent=people[row["wave"], row["respondent"]],
            has_links=row["has_links"],
            partner_type=row["partner_type"] or "",
            region=row["region"] or "",
            purpose=row["purpose"] or "",
        )
        for row in package["outside_links"].iter_rows(named=True)
    )
    # The package says who agreed, not in which wave: the choices stand with the person's last wave.
    latest = {code: person for (_wave, code), person in people.items()}
    survey.Consent.objects.bulk_create(
        survey.Consent(
            respondent=latest[row["respondent"]],
            choice=row["choice"],
            visibility=row["class"],
            text_version=row["text_version"] or "",
            time=_time(row["time"]),
            withdrawn_at=_time(row["withdrawn_at"]),
        )
        for row in package["consents"].iter_rows(named=True)
    )


def _fill_stories(
    study: Study,
    package: StudyPackage,
    waves: Mapping[str | None, Wave],
    actors: Mapping[str | None, Actor],
    people: People,
) -> None:
    survey.Story.objects.bulk_create(
        survey.Story(
            study=study,
            code=row["id"],
            wave=waves.get(row["wave"]),
            respondent=people.get((row["wave"], row["respondent"])),
            actor=actors.get(row["actor"]),
            title=row["title"] or "",
            text=row["text"],
            worked=row["worked"],
            language=row["language"] or "",
            visibility=row["class"] or "",
        )
        for row in package["stories"].iter_rows(named=True)
    )
