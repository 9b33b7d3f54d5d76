"""What is left of the network when some organisations drop out: figures of the library, as an audience may see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusterdynamics.charts.numbers import percent
from clusterdynamics.disclosure import Audience
from clusterdynamics.i18n import _ as library_text
from clusterdynamics.i18n import use_language
from clusterdynamics.measures.analyses.robustness import Robustness
from clusterdynamics.measures.estimate import INTERVAL_WORDS, Estimate, Interval
from clusterdynamics_web.results.deciding import shown_to
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["Left", "left_without"]


@dataclass(frozen=True)
class Left:
    """Pairs without a way to each other, as it is and without some organisations; texts are ready to be shown.

    Attributes
    ----------
    subject, label
        Who drops out.
    now, without, chance
        As it is; without them; without as many drawn at random.
    between, bounds
        Bounds of `without` and what they mean; empty where there are none.
    worst
        By the choice that breaks most; empty where the audience may not know it.
    n
        Organisations that are left.
    wave
        It is about this one: the latest in which enough answered.
    """

    subject: str
    label: str
    now: str
    without: str
    chance: str
    between: str
    bounds: str
    worst: str
    n: int
    wave: str


def left_without(snapshot: Snapshot, audience: Audience, language: str) -> list[Left]:
    """Return every group whose dropping out an audience may look at; none where nothing may be told."""
    result = shown_to(snapshot, audience).results.get("robustness")
    if not isinstance(result, Robustness):
        return []
    found = {(e.name, e.subject): e for e in result.estimates if e.value is not None}
    now = found.get(("robust.now", "whole"))
    if now is None:
        return []
    with use_language(language):
        return [
            _left(e, result, found, _said(now)) for (name, _subject), e in found.items() if name == "robust.without"
        ]


def _left(e: Estimate, result: Robustness, found: dict[tuple[str, str], Estimate], now: str) -> Left:
    bounds = ""
    if e.low is not None and e.high is not None and e.interval is not Interval.NONE:
        bounds = _("{low} to {high}").format(low=percent(e.low), high=percent(e.high))
    return Left(
        subject=e.subject,
        label=result.called(e.subject),
        now=now,
        without=_said(e),
        chance=_said(found.get(("robust.chance", e.subject))),
        between=bounds,
        bounds=library_text(INTERVAL_WORDS[e.interval]) if bounds else "",
        worst=_said(found.get(("robust.worst", e.subject))),
        n=e.n,
        wave=result.labels.get(f"wave:{e.wave}", e.wave or ""),
    )


def _said(e: Estimate | None) -> str:
    return "" if e is None or e.value is None else percent(e.value)
