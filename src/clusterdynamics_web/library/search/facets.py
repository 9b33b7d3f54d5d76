"""Facets: what can be chosen beside words, in the reader's language, with how many there are of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clusterdynamics.models import load_model
from clusterdynamics_web.library.kinds import ItemKind
from clusterdynamics_web.library.search.query import COLUMNS, Row
from clusterdynamics_web.regions.countries import COUNTRIES
from clusterdynamics_web.regions.models import Region

__all__ = ["FACETS", "Facet", "FacetValue", "count", "label_of", "model_labels", "those"]

#: Name of the facet, as in `Row` and in addresses → what it is called.
FACETS: Mapping[str, Any] = {
    "kind": _("Kind"),
    "country": _("Country"),
    "region": _("Region"),
    "sector": _("Cluster or sector"),
    "stage": _("Stage of the cluster"),
    "purpose": _("Purpose"),
    "language": _("Language"),
    "year": _("Year"),
}


#: Facet → where it stands in a row.
_PLACE = {name: COLUMNS.index(name) for name in FACETS}


@dataclass(frozen=True)
class FacetValue:
    """One choice of a facet."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A facet with its choices, the most frequent first."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def chosen(self) -> FacetValue | None:
        return next((v for v in self.values if v.chosen), None)


def those(rows: Sequence[Row], chosen: Mapping[str, str]) -> Sequence[Row]:
    """Return the rows that have every value chosen."""
    for name, value in chosen.items():
        place = _PLACE[name]
        if name == "year":  # a number
            rows = [row for row in rows if str(row[place]) == value]
        else:
            rows = [row for row in rows if row[place] == value]
    return rows


def count(rows: Sequence[Row], chosen: Mapping[str, str]) -> list[Facet]:
    """Return each facet with how many rows would be left by each choice, given what is chosen in the others."""
    regions = dict(Region.objects.values_list("slug", "name"))
    facets = []
    all_chosen = those(rows, chosen)
    for name, label in FACETS.items():
        others = {n: v for n, v in chosen.items() if n != name}
        left = all_chosen if name not in chosen else those(rows, others)
        counted = Counter(map(itemgetter(_PLACE[name]), left))
        numbers = {str(value): number for value, number in counted.items()}
        if name in chosen:
            numbers.setdefault(chosen[name], 0)
        for nothing in ("", "0"):
            numbers.pop(nothing, None)  # not said
        order = sorted(numbers.items(), key=lambda kv: (-kv[1], kv[0]))
        values = tuple(FacetValue(v, label_of(name, v, regions), n, chosen.get(name) == v) for v, n in order)
        facets.append(Facet(name, str(label), values))
    return facets


def label_of(name: str, value: str, regions: Mapping[str, str] | None = None) -> str:
    """Return a value of a facet in the reader's language."""
    if name == "kind":
        return str(ItemKind(value).label) if value in ItemKind.values else value
    if name == "country":
        return COUNTRIES.get(value, value)
    if name == "region":
        return (regions or {}).get(value, value)
    if name == "language":
        return dict(settings.LANGUAGES).get(value, value)
    if name in {"stage", "purpose"}:
        return model_labels(get_language() or "en")[name].get(value, value)
    return value


@lru_cache(maxsize=32)
def model_labels(language: str) -> dict[str, dict[str, str]]:
    """Return stages and purposes of the reference model in a language, in their order."""
    model = load_model(language=language)
    return {
        "stage": {s.id: s.label for s in model.stages},
        "purpose": {p.id: p.label for p in model.purposes},
    }
