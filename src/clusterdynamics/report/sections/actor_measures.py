"""The section "How are the links spread?": its picture and its tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from clusterdynamics.charts import count_values
from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import _
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.report.model import Cell, Column, Section, Table
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.tables import cell
from clusterdynamics.report.words import measure

if TYPE_CHECKING:
    from clusterdynamics.measures.analyses.actor_measures import ActorMeasures

__all__ = ["actor_measures_section"]


def actor_measures_section(context: Context) -> Section | None:
    """Return how many organisations have how many links, and all organisations in alphabetical order."""
    result: ActorMeasures | None = context.result("actor_measures")
    if result is None or not result.estimates:
        return None
    focused = context.focus(result)
    degrees = [e.value for e in focused.estimates if e.name in ("degree", "in_degree") and e.value is not None]
    network = context.labels.get(context.main or "", "")
    wave = next((context.labels.get(f"wave:{e.wave}", "") for e in focused.estimates), "")
    title = _("{network}, {wave}: organisations by number of links").format(network=capital(network), wave=wave)
    tally = count_values(degrees)
    table = Table(
        title,
        (Column(_("Links")), Column(_("Organisations"), "number")),
        tuple((str(label), float(count)) for label, count in tally.iter_rows()),
    )
    caption = _("{network}, {wave}: figures of each organisation, in alphabetical order").format(
        network=capital(network), wave=wave
    )
    return context.section(
        "actor_measures",
        result,
        unit=_("organisations"),
        shown=focused.estimates,
        chart=focused.chart() if degrees else None,
        title=title,
        table=table,
        more=(_organisations(focused.estimates, context, caption),),
    )


def _organisations(estimates: Iterable[Estimate], context: Context, caption: str) -> Table:
    """Return one row for each organisation and one column for each measure that is given for any."""
    values = {(e.subject, e.name): e.value for e in estimates}
    names = [
        n for n in dict.fromkeys(n for _s, n in values) if any(v is not None for (_s, m), v in values.items() if m == n)
    ]
    # The number of a close group is a name and no quantity; as a number it would mislead.
    names = [n for n in names if n != "community"]
    labels = context.study.labels
    actors = sorted(dict.fromkeys(s for s, _n in values), key=lambda a: labels.get(a, a).casefold())
    rows: list[tuple[Cell, ...]] = [
        (labels.get(a, a), *(cell(values.get((a, name)), name) for name in names)) for a in actors
    ]
    columns = (Column(_("Organisation")), *(Column(measure(name).label, "number") for name in names))
    return Table(caption, columns, tuple(rows))
