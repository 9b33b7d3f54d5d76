"""What the page of a cluster shows: the soft side as it is told to a person, the hard side with its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics.charts.numbers import number
from clusterdynamics.disclosure import Audience
from clusterdynamics_web.dashboard.models import Dashboard, HardFigure
from clusterdynamics_web.results import store
from clusterdynamics_web.results.access import latest_snapshot
from clusterdynamics_web.studies.models import Snapshot, Study

__all__ = ["ROBUST", "SOFT", "Hard", "hard_of", "page_of", "parts_of", "timeline_of", "told_to"]

#: Sections of the report that stand on the soft side, and those about what the cluster can bear.
SOFT = ("coverage", "stage", "depth", "purposes", "trust", "brokerage", "change")
ROBUST = ("downturn", "robustness", "champions", "large_companies", "scenarios")


def parts_of(told: Mapping[str, Any] | None, names: Iterable[str]) -> list[dict[str, Any]]:
    """Return sections with their answer and the first picture of each."""
    by_name = {s["id"]: s for s in (told or {}).get("sections", ())}
    return [
        {
            **by_name[name],
            "figure": next((b for b in by_name[name]["blocks"] if b.get("svg")), None),
            "basis": next((b["basis"] for b in by_name[name]["blocks"] if b.get("basis")), []),
        }
        for name in names
        if name in by_name
    ]


#: Decimals of a hard figure at most.
DIGITS = 3


@dataclass(frozen=True)
class Hard:
    """A hard figure in its newest period, with everything that it must not be shown without.

    Attributes
    ----------
    value, number
        As people read it, and as programs do; None where it is not given.
    before
        The period before, and its value.
    revised
        Earlier vintages of the newest period: date and value.
    namesake
        Another figure has the same name and is counted otherwise: the two stand in no table and no chart together.
    """

    code: str
    label: str
    region: str
    period: str
    value: str
    unit: str
    source: str
    vintage: str
    flag: str
    before: tuple[str, str] | None
    revised: tuple[tuple[str, str], ...]
    definition: str
    number: float | None = None
    namesake: bool = False

    @property
    def counted(self) -> tuple[str, str, str]:
        """What must be equal before two figures stand beside each other: code, unit, and how they are counted."""
        return self.code, self.unit, self.definition

    @property
    def origin(self) -> tuple[str, str, str, bool]:
        """What figures that stand together can say once: source, date, how they are counted."""
        return self.source, self.vintage, self.definition, self.namesake


def hard_of(study: Study) -> list[Hard]:
    """Return the hard figures of a study: of each code, region and source the newest period in its latest vintage.

    Two figures of one name and different codes stay two: nothing is put together by its label.
    """
    definitions = dict(study.definitions.values_list("code", "text"))
    series: dict[tuple[str, str, str], dict[str, list[HardFigure]]] = {}
    for figure in study.hard_figures.all():
        periods = series.setdefault((figure.code, figure.region, figure.source), {})
        periods.setdefault(figure.period, []).append(figure)
    found = []
    for (code, region, source), periods in sorted(series.items()):
        for rows in periods.values():
            rows.sort(key=lambda f: f.vintage)
        order = sorted(periods)
        newest = periods[order[-1]][-1]
        earlier = periods[order[-2]][-1] if len(order) > 1 else None
        found.append(
            Hard(
                code,
                newest.label or code,
                region,
                newest.period,
                _value(newest),
                newest.unit,
                source,
                newest.vintage,
                newest.flag,
                None if earlier is None else (earlier.period, _value(earlier)),
                tuple((f.vintage, _value(f)) for f in periods[order[-1]][:-1]),
                definitions.get(code, ""),
                newest.value,
            )
        )
    return _namesakes(found)


def _namesakes(found: list[Hard]) -> list[Hard]:
    ways = Counter(label for label, _counted in {(h.label.casefold(), h.counted) for h in found})
    return [replace(h, namesake=ways[h.label.casefold()] > 1) for h in found]


def _value(figure: HardFigure) -> str:
    if figure.value is None:
        return _("not given")
    # As it came in: 2.5 posts are not "2.50".
    digits = next(d for d in range(DIGITS + 1) if d == DIGITS or round(figure.value, d) == round(figure.value, DIGITS))
    return number(figure.value, digits)


def page_of(study: Study) -> Dashboard:
    """Return what was chosen for the page; an empty one where nobody chose yet."""
    return Dashboard.objects.filter(study=study).first() or Dashboard(study=study)


def timeline_of(study: Study) -> list[dict[str, Any]]:
    """Return waves and events by date, for `components/timeline.html`."""
    events: list[dict[str, Any]] = [
        {
            "date": e.starts,
            "text": _("{title} (until {day}; {source})").format(
                title=e.title, day=formats.date_format(e.ends, "DATE_FORMAT"), source=e.source
            )
            if e.ends
            else _("{title} ({source})").format(title=e.title, source=e.source),
        }
        for e in study.context_events.all()
    ]
    events += [
        {"date": wave.opens, "text": _("{wave} was asked").format(wave=wave)}
        for wave in study.waves.exclude(opens=None)
    ]
    return sorted(events, key=lambda e: e["date"])


def told_to(study: Study, audience: Audience) -> tuple[Snapshot | None, dict[str, Any] | None]:
    """Return the newest snapshot of a study, and what an audience is told of it, in a language that is prepared."""
    snapshot = latest_snapshot(study)
    if snapshot is None:
        return None, None
    languages = dict.fromkeys((get_language() or "en", study.parsed.languages[0], study.region.default_language))
    return snapshot, next((t for c in languages if (t := store.told_of(snapshot, audience, c)) is not None), None)
