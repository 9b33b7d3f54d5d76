"""The seam, the other way: from a study package to rows. `package.py` builds the package again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import polars as pl
from django.db import transaction

from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics.study.tables import TABLES
from clusterdynamics_web.studies.models import Actor, PackageTable, Study, Wave
from clusterdynamics_web.survey import models as survey
from clusterdynamics_web.survey.package import KEPT
from clusterdynamics_web.survey.seam import PARTS

__all__ = ["fill_study"]


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
    for part in PARTS.values():
        part.fill(study, package)


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
    survey.PartnerRegion.objects.bulk_create(
        survey.PartnerRegion(
            respondent=people[row["wave"], row["respondent"]],
            has_partners=row["has_partners"],
            region=row["region"] or "",
            depth=row["depth"],
            areas=row["areas"] or [],
            gets=row["gets"] or "",
            barriers=row["barriers"] or [],
            door=row["door"] or "",
            door_name=row["door_name"] or "",
        )
        for row in package["partner_regions"].iter_rows(named=True)
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
