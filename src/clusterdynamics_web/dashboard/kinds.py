"""Hard figures that every cluster organisation has: a place for each on the page, and a table to fill in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.cells import harmless
from clusterdynamics_web.dashboard.read import Hard
from clusterdynamics_web.studies.models import Study

__all__ = ["KINDS", "Kind", "places_of", "table_to_fill"]


@dataclass(frozen=True)
class Kind:
    """A kind of hard figures; codes begin with its key, such as ``members.firm``.

    Attributes
    ----------
    how
        How such figures are counted, as a proposal: a region that counts otherwise writes that down.
    parts
        What stands after the point of a code; empty where there is one figure.
    """

    key: str
    title: Any
    unit: Any
    how: Any
    parts: tuple[tuple[str, Any], ...] = ()


KINDS: tuple[Kind, ...] = (
    Kind(
        "members",
        _("Members, by type"),
        _("organisations"),
        _("Members on 31 December, each counted once, under its type."),
    ),
    Kind(
        "staff",
        _("Staff of the cluster organisation"),
        _("full-time posts"),
        _("Posts on 31 December; part-time posts are added up to full-time ones."),
    ),
    Kind(
        "budget",
        _("Budget, by source"),
        _("thousand euro"),
        _("Income of the year by source, as in the closed accounts."),
        (("public", _("public money")), ("members", _("fees of members")), ("projects", _("projects and sales"))),
    ),
    Kind(
        "projects",
        _("Projects"),
        _("projects"),
        _("Projects with a budget of their own that ran at any time of the year."),
    ),
    Kind(
        "services",
        _("Services"),
        _("organisations"),
        _("Organisations that used a service at least once in the year."),
    ),
    Kind("events", _("Events"), _("events"), _("Meetings in the year that were open to all members.")),
)
#: Indicators of funding programmes have codes of their own, such as RCO87 and RCR84 of Interreg.
_PROGRAMME = re.compile(r"RC[OR]\d+.*")
#: More figures than these are folded: nobody reads them on the way.
_MANY = 6


def places_of(hard: Iterable[Hard]) -> list[dict[str, Any]]:
    """Return the places of the hard side, each with its figures: what every cluster organisation has, and the rest."""
    left = list(hard)
    places: list[dict[str, Any]] = []
    for kind in KINDS:
        mine = [h for h in left if h.code.partition(".")[0] == kind.key]
        left = [h for h in left if h not in mine]
        places.append({"key": kind.key, "title": kind.title, "hard": mine, "folded": False})
    programme = [h for h in left if _PROGRAMME.fullmatch(h.code)]
    rest = [h for h in left if h not in programme]
    for key, title, found in (
        ("programme", _("Indicators of funding programmes"), programme),
        ("region", _("Statistics of the region"), rest),
    ):
        if found:
            places.append({"key": key, "title": title, "hard": found, "folded": len(found) > _MANY})
    return places


def table_to_fill(study: Study) -> str:
    """Return a CSV file with a row for each figure of last year: only the values are missing."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("region", "period", "code", "label", "value", "unit", "source", "definition"))
    year, place = timezone.localdate().year - 1, study.region.nuts or study.region.slug
    types = tuple(study.parsed.types.items())
    for kind in KINDS:
        parts = types if kind.key == "members" else kind.parts
        for code, words in parts or (("", ""),):
            label = f"{kind.title}: {words}" if code else str(kind.title)
            row = (place, year, f"{kind.key}.{code}" if code else kind.key, label, "", kind.unit)
            writer.writerow([harmless(str(cell)) for cell in (*row, text("Own count"), kind.how)])
    return out.getvalue()
