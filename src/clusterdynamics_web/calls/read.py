"""What pages and other parts of the application show of calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics_web.calls.models import Call, Deadline, Stage
from clusterdynamics_web.calls.state import Status, is_stale, status_of, with_dates, with_status
from clusterdynamics_web.calls.when import tell
from clusterdynamics_web.library.search.facets import label_of, model_labels
from clusterdynamics_web.library.search.words import MOST_WORDS, words_of
from clusterdynamics_web.regions.countries import COUNTRIES

__all__ = ["FILTERS", "CallLine", "Filter", "filters_of", "find", "line_of", "newest", "open_calls", "waiting"]

#: Names of the filters in addresses.
FILTERS = ("status", "country", "purpose", "sector", "language", "funder")


@dataclass(frozen=True)
class CallLine:
    """A call as a list shows it.

    Attributes
    ----------
    url
        Its page here.
    next_deadline
        In words; empty where there is none, or none any more.
    stale
        Nobody has held it against the funder's page for a long time.
    """

    call: Any
    url: str
    status: Status
    next_deadline: str
    next_at: datetime | None
    countries: str
    purpose: str
    stale: bool


@dataclass(frozen=True)
class Filter:
    """A filter with its choices."""

    name: str
    label: str
    choices: list[tuple[str, str, bool]]


def _listed() -> Any:
    standing = Deadline.objects.filter(dropped_at=None)
    calls = Call.objects.filter(stage=Stage.PUBLISHED).select_related("region")
    return with_dates(calls.prefetch_related(Prefetch("deadlines", standing, to_attr="standing")))


def find(query: str, chosen: Mapping[str, str]) -> Any:
    """Return the calls that are searched for, the nearest deadline first; what is over only where it is asked for."""
    calls = _listed()
    for word in words_of(query)[:MOST_WORDS]:
        calls = calls.filter(words__contains=f" {word}")
    status = chosen.get("status", "")
    if status in Status.values:
        calls = with_status(calls, Status(status))
    elif status != "all":
        calls = calls.exclude(last_at__isnull=False, next_at__isnull=True)
    if country := chosen.get("country", ""):
        calls = calls.filter(Q(countries="") | Q(countries__contains=country[:2]))
    if sector := chosen.get("sector", ""):
        calls = calls.filter(Q(sector="") | Q(sector__iexact=sector))
    if purpose := chosen.get("purpose", ""):
        calls = calls.filter(Q(purpose="") | Q(purpose=purpose))
    for name in ("language", "funder"):
        if value := chosen.get(name, ""):
            calls = calls.filter(**{name: value})
    return calls.order_by(
        F("next_at").asc(nulls_last=True), F("last_at").desc(nulls_first=True), "-published_at", "-pk"
    )


def line_of(call: Any, now: datetime | None = None) -> CallLine:
    """Return a call of `find` as a list shows it."""
    upcoming = next((d for d in call.standing if d.at == call.next_at), None)
    return CallLine(
        call,
        reverse("calls_call", args=[call.key]),
        status_of(call, now),
        "" if upcoming is None else tell(upcoming),
        call.next_at,
        ", ".join(COUNTRIES.get(code, code) for code in call.country_list),
        label_of("purpose", call.purpose),
        is_stale(call, now),
    )


def open_calls(limit: int) -> list[CallLine]:
    """Return calls that can be applied for now, the nearest deadline first: for the front page of the network."""
    now = timezone.now()
    found = find("", {}).exclude(opens__gt=timezone.localdate(now))
    return [line_of(call, now) for call in found[:limit]]


def newest(number: int) -> list[Call]:
    """Return the calls that came into the list last."""
    return list(_listed().order_by("-published_at", "-pk")[:number])


def waiting() -> Any:
    """Return the calls that wait for a second look, the longest wait first."""
    return Call.objects.filter(stage=Stage.WAITING).select_related("region", "created_by").order_by("changed_at", "pk")


def filters_of(chosen: Mapping[str, str]) -> list[Filter]:
    """Return the filters of the list, each with what there is to choose."""
    rows = list(
        Call.objects.filter(stage=Stage.PUBLISHED).values_list("countries", "purpose", "sector", "language", "funder")
    )
    countries = sorted({code for row in rows for code in row[0].split()}, key=lambda c: COUNTRIES.get(c, c))
    purposes = model_labels(get_language() or "en")["purpose"]
    used = {row[1] for row in rows}
    choices: dict[str, tuple[str, list[tuple[str, str]]]] = {
        "status": (
            _("Status"),
            [("", _("not over")), *((s.value, str(s.label)) for s in Status), ("all", _("all, also what is over"))],
        ),
        "country": (_("Open to"), [(c, COUNTRIES.get(c, c)) for c in countries]),
        "purpose": (_("Purpose"), [(p, label) for p, label in purposes.items() if p in used]),
        "sector": (_("Cluster or sector"), [(s, s) for s in sorted({r[2] for r in rows if r[2]}, key=str.casefold)]),
        "language": (_("Language"), [(code, label_of("language", code)) for code in sorted({r[3] for r in rows})]),
        "funder": (_("Funder"), [(f, f) for f in sorted({r[4] for r in rows}, key=str.casefold)]),
    }
    return [
        Filter(
            name,
            label,
            [
                (value, words, chosen.get(name, "") == value)
                for value, words in ([("", _("any"))] if name != "status" else []) + found
            ],
        )
        for name, (label, found) in choices.items()
        if found
    ]
