"""PARTNER (Visible Network Labs): the list of members as the roster of a study."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from clusterdynamics.exchange.errors import ExchangeError, Faults
from clusterdynamics.exchange.roster import (
    ATTRIBUTE,
    KnownActor,
    Likeness,
    RosterPlan,
    RosterSheet,
    build_roster,
    find_duplicates,
    read_roster,
)
from clusterdynamics.exchange.roster.words import key
from clusterdynamics.exchange.survey.files import SurveyFile
from clusterdynamics.exchange.survey.protocol import SurveyFormat, SurveyOptions, SurveyReport
from clusterdynamics.exchange.survey.tables import frame_of
from clusterdynamics.exchange.survey.tabular import header_of
from clusterdynamics.i18n import N_, _, ngettext
from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import StudySettings

__all__ = ["PARTNER", "partner_mapping"]

#: Header of PARTNER's sheet of members → field of a roster.
_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "primary organization": "label",
        "organization name": "label",
        "organization": "label",
        "node label": "short_label",
        "map label name": "short_label",
        "map label": "short_label",
        "first name": "contact_first_name",
        "last name": "contact_last_name",
        "email": "contact_email",
        "email address": "contact_email",
        "primary contact email": "contact_email",
        "job title": "contact_role",
        "position job title": "contact_role",
        "phone number": "contact_phone",
        "phone": "contact_phone",
        "website": "domain",
        "organization website": "domain",
        "latitude": "lat",
        "longitude": "lon",
        "sector": ATTRIBUTE,
        "primary org function": ATTRIBUTE,
        "primary organization function": ATTRIBUTE,
        "address": ATTRIBUTE,
        "city": ATTRIBUTE,
        "province": ATTRIBUTE,
        "state": ATTRIBUTE,
        "postal code": ATTRIBUTE,
        "country": ATTRIBUTE,
    }
)
_LABELS = frozenset(c for c, field in _COLUMNS.items() if field == "label")
_MAP_LABELS = frozenset(c for c, field in _COLUMNS.items() if field == "short_label")


def sniff_partner(files: tuple[SurveyFile, ...]) -> bool:
    """Return whether it is one table with an organisation's name and a map label under PARTNER's headers."""
    headers = {key(h) for h in header_of(files[0])}
    return len(files) == 1 and bool(headers & _LABELS) and bool(headers & _MAP_LABELS)


def partner_mapping(sheet: RosterSheet) -> dict[str, str]:
    """Return the mapping of PARTNER's columns for `build_roster`; columns of a group's own stay as attributes."""
    found: dict[str, str] = {}
    for column in sheet.columns:
        field = _COLUMNS.get(key(column), ATTRIBUTE)
        if field == ATTRIBUTE or field not in found.values():
            found[column] = field
    return found


def read_partner(files: tuple[SurveyFile, ...], options: SurveyOptions) -> SurveyReport:
    """Read the list of members as organisations: a new study, or the organisations that a study does not have yet.

    Names, addresses and telephone numbers of persons are returned as contacts; the study never holds them.
    """
    sheet = read_roster(files[0].data, files[0].name)
    study = options.study or Study(StudySettings(title=_("Members from PARTNER")))
    plan = build_roster(sheet, partner_mapping(sheet), taken_ids=study.actor_ids)
    errors = Faults(files[0].name)
    for problem in plan.errors:
        errors.add(problem.message, problem.remedy, line=problem.line, column=problem.column)
    if errors.found:
        raise ExchangeError(errors.found, errors.more)
    warnings = [
        _("Line {line}: {message} {remedy}").format(line=p.line, message=p.message, remedy=p.remedy)
        for p in plan.problems
    ]
    skipped = _duplicates(plan, study, warnings)
    rows = [row for row in plan.usable if row.line not in skipped]
    frame = frame_of("actors", [{k: v for k, v in row.values.items() if not _personal(k)} for row in rows])
    extra = list(dict.fromkeys(name for row in rows for name in row.attributes))
    attributes = [pl.Series(n, [row.attributes.get(n) for row in rows], dtype=pl.String) for n in extra]
    actors = pl.concat([study["actors"], frame.with_columns(attributes)], how="diagonal_relaxed")
    contacts = {row.text("id"): {k: str(v) for k, v in row.values.items() if _personal(k)} for row in rows}
    n = len(rows)
    notes = [
        ngettext("{n} organisation.", "{n} organisations.", n).format(n=n),
        _("Names and addresses of persons are kept apart from the study."),
    ]
    result = Study(study.settings, {**study.tables, "actors": actors}, source=study.source, files=study.files)
    return SurveyReport(result, tuple(notes), tuple(warnings), contacts={k: v for k, v in contacts.items() if v})


def _personal(field: str) -> bool:
    return field.startswith("contact_") or field in {"language", "domain", "company_id"}


def _duplicates(plan: RosterPlan, study: Study, warnings: list[str]) -> set[int]:
    """Return lines of organisations that the study has; what only looks like one is told and kept."""
    rows = study["actors"].select("id", "label", "short_label", "aliases").rows()
    known = [KnownActor(i, label, short or "", tuple(aliases or ())) for i, label, short, aliases in rows]
    skipped: set[int] = set()
    for found in find_duplicates(plan, known):
        if found.other_id is not None and Likeness.NAME in found.reasons:
            skipped.add(found.line)
            warnings.append(
                _("'{label}' is in the study already, as '{other}', and is not added.").format(
                    label=found.label, other=found.other_label
                )
            )
        else:
            warnings.append(found.message)
    return skipped


PARTNER = SurveyFormat(
    "partner",
    N_("PARTNER member list (CSV, Excel)"),
    (".csv", ".xlsx"),
    sniff_partner,
    read_partner,
    None,
    frozenset({"actors"}),
)
