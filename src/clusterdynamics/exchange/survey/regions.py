"""What one respondent says about partners in other regions, as rows of ``partner_regions``."""

from __future__ import annotations

from collections.abc import Mapping

from clusterdynamics.exchange.survey.decode import Decoder
from clusterdynamics.exchange.survey.form.draft import DONT_KNOW
from clusterdynamics.exchange.survey.form.model import Role
from clusterdynamics.exchange.survey.form.names import ANOTHER
from clusterdynamics.i18n import _
from clusterdynamics.study.names import fold

__all__ = ["region_rows"]

type Row = dict[str, object]


def region_rows(person: str, decode: Decoder) -> tuple[list[Row], list[str]]:
    """Return the rows of one respondent, and what was left out.

    None where nothing was said; one with "no" where somebody says that there is no region; else one a region. A region
    on the list and the same one written in are one.
    """
    count = decode.form.one(Role.REGIONS_N)
    if count is None:
        return [], []
    base: Row = {"wave": decode.form.wave, "respondent": person}
    number, _state = decode.text(count)
    if number is None:
        return [], []
    if float(number) == 0:
        return [{**base, "has_partners": False}], []
    listed = _listed(decode)
    rows: dict[str, Row] = {}
    warnings: list[str] = []
    for entry in decode.entries(decode.form.one(Role.REGION_NAME)):
        region = _region(decode, entry, listed)
        if region is None:
            if any(entry.values()):
                told = _("{person} describes a region without saying which one; that is left out.")
                warnings.append(told.format(person=person))
            continue
        if fold(region) in rows:
            told = _("{person} describes the region {region} twice; the first answers count.")
            warnings.append(told.format(person=person, region=region))
            continue
        rows[fold(region)] = {**base, "has_partners": True, "region": region, **_about(decode, entry)}
    return list(rows.values()), warnings


def _listed(decode: Decoder) -> dict[str, str]:
    """Return what somebody may write for a region on the list → that region."""
    asked = decode.form.one(Role.REGION)
    if asked is None:
        return {}
    choices = decode.form.lists[decode.form.fields[asked].list].choices
    return {fold(w): c.value for c in choices if c.name != ANOTHER for w in (c.value, *c.label.values())}


def _region(decode: Decoder, entry: Mapping[str, str], listed: Mapping[str, str]) -> str | None:
    asked = decode.form.one(Role.REGION)
    chosen = decode.one(asked, entry) if asked is not None else None
    if chosen is not None and chosen != ANOTHER:
        return chosen
    written = decode.words(decode.form.one(Role.REGION_NAME), entry)
    if written is None:
        return None
    name = " ".join(written.split())
    return listed.get(fold(name), name)


def _about(decode: Decoder, entry: Mapping[str, str]) -> Row:
    form = decode.form
    row: Row = {}
    if depth := form.one(Role.REGION_DEPTH):
        row["depth"], _state = decode.value(depth, entry)
    for column, role in (("areas", Role.REGION_AREAS), ("barriers", Role.REGION_BARRIERS)):
        chosen = decode.many(form.one(role), entry)
        row[column] = list(chosen) if chosen else None
    for column, role in (("gets", Role.REGION_GETS), ("door_name", Role.REGION_DOOR_NAME)):
        row[column] = decode.words(form.one(role), entry)
    door = decode.one(form.one(Role.REGION_DOOR), entry)
    row["door"] = None if door == DONT_KNOW else door
    return row
