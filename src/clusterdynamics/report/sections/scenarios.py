"""The section "What could happen, and what would help?": fans, comparisons, what they depend on, dominant loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clusterdynamics.i18n import _
from clusterdynamics.report.model import Block, Cell, Column, FigureBlock, Section, Share, Table, TableBlock, TextBlock
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.words import questions
from clusterdynamics.scenarios.result import LEARNED
from clusterdynamics.scenarios.words import warning

if TYPE_CHECKING:
    from clusterdynamics.scenarios.result import Scenarios

__all__ = ["scenarios_section"]

#: Share of the variance from which on a constant is named in the table.
_TELLING = 0.02


def scenarios_section(context: Context) -> Section | None:
    """Return the scenarios; None where they were not asked for, or nothing of them may be shown."""
    result: Scenarios | None = context.result("scenarios")
    if result is None or not result.bands:
        return None
    carried = context.common("scenarios", [e for e in result.estimates if e.name == "scenario.end"], _("runs"))
    said = result.sentences()
    blocks: list[Block] = [
        TextBlock(alt=" ".join(said[1:]), sentences=said[1:], heading=_("Everything in words"), folded=True, **carried)
    ]
    for outcome in result.outcomes:
        blocks += _outcome(result, outcome, carried)
    if result.loops:
        blocks.append(_loops(result, carried))
    blocks += [
        TableBlock(alt=t.caption, table=t, folded=True, **carried)
        for t in (_boxes(result), _sensitivity(result), _learned(result))
        if t.rows
    ]
    return Section("scenarios", questions()["scenarios"], " ".join(said[:2]), tuple(blocks))


def _outcome(result: Scenarios, outcome: str, carried: dict[str, Any]) -> list[Block]:
    """Return the fan, the comparison and the tornado of an outcome, each with its table."""
    name = result.called(outcome)
    blocks: list[Block] = []
    ends = _ends(result, outcome)
    if ends.rows:
        title = _("{outcome}: a fan of futures").format(outcome=name)
        alt = _(
            "{title}. Bands hold half and nine tenths of the runs with nothing done; lines are the middle of others."
        )
        blocks.append(
            FigureBlock(alt=alt.format(title=title), title=title, chart=result.fan_of(outcome), table=ends, **carried)
        )
    compared = _compared(result, outcome)
    if compared.rows:
        title = _("{outcome}: what scenarios change").format(outcome=name)
        blocks.append(
            FigureBlock(
                alt=f"{title}. {warning()}", title=title, chart=result.comparison(outcome), table=compared, **carried
            )
        )
    swings = _swings(result, outcome)
    if swings.rows:
        title = _("{outcome}: what is not known and moves it most").format(outcome=name)
        alt = _("{title}. From the runs with the constant in its lowest fifth to those in its highest fifth.")
        blocks.append(
            FigureBlock(
                alt=alt.format(title=title), title=title, chart=result.tornado_of(outcome), table=swings, **carried
            )
        )
    return blocks


def _ends(result: Scenarios, outcome: str) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for e in result.estimates:
        scenario, _bar, what = e.subject.partition("|")
        if e.name == "scenario.end" and what == outcome and e.value is not None:
            rows.append((result.called(f"scenario:{scenario}"), e.value, e.low, e.high))
    columns = (
        Column(_("Scenario")),
        Column(_("Middle at the end"), "number"),
        Column(_("From"), "number"),
        Column(_("To"), "number"),
    )
    caption = _("{outcome} at the end, with 90 % of the runs").format(outcome=result.called(outcome))
    return Table(caption, columns, tuple(rows))


def _compared(result: Scenarios, outcome: str) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for scenario, against in result.against.items():
        subject = f"{scenario}|{outcome}"
        found = {e.name.rpartition(".")[2]: e for e in result.estimates if e.subject == subject and e.value is not None}
        if "difference" not in found:
            continue
        difference = found["difference"]
        shares = [found[x].value if x in found else None for x in ("better", "worse")]
        depends = [d for d in result.depends if (d.scenario, d.outcome) == (scenario, outcome)]
        words = "; ".join(
            (
                _("better the higher “{parameter}” is") if d.correlation > 0 else _("better the lower “{parameter}” is")
            ).format(parameter=result.called(d.parameter))
            for d in depends
        )
        rows.append(
            (
                result.called(f"scenario:{scenario}"),
                result.called(f"scenario:{against}"),
                *(None if s is None else Share(s) for s in shares),
                difference.value,
                difference.low,
                difference.high,
                words,
            )
        )
    columns = (
        Column(_("Scenario")),
        Column(_("Compared with")),
        Column(_("Runs that end better"), "percent"),
        Column(_("Runs that end worse"), "percent"),
        Column(_("Difference"), "number"),
        Column(_("From"), "number"),
        Column(_("To"), "number"),
        Column(_("What it depends on")),
    )
    return Table(
        _("{outcome}: scenarios compared, run by run").format(outcome=result.called(outcome)), columns, tuple(rows)
    )


def _swings(result: Scenarios, outcome: str) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (result.called(s.parameter), s.at_low, s.at_high) for s in result.swings if s.outcome == outcome
    )[:10]
    columns = (
        Column(_("What is not known")),
        Column(_("Mean in its lowest fifth"), "number"),
        Column(_("Mean in its highest fifth"), "number"),
    )
    caption = _("{outcome}: what is not known and moves it most").format(outcome=result.called(outcome))
    return Table(caption, columns, rows)


def _loops(result: Scenarios, carried: dict[str, Any]) -> Block:
    """Return which loop carries the cluster when, with the shares at the start, now, and at the end."""
    times = result.loops[0].times
    now = min(range(len(times)), key=lambda k: abs(times[k]))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (result.called(f"loop:{b.loop}"), Share(b.share[now]), Share(b.share[-1]), Share(sum(b.share) / len(b.share)))
        for b in result.loops
    )
    columns = (
        Column(_("Loop")),
        Column(_("Now"), "percent"),
        Column(_("At the end"), "percent"),
        Column(_("On average"), "percent"),
    )
    title = _("Which loop carries the cluster when")
    table = Table(_("Share of the behaviour that loops carry, with nothing done"), columns, rows)
    return FigureBlock(alt=f"{title}. {warning()}", title=title, chart=result.loop_area(), table=table, **carried)


def _boxes(result: Scenarios) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for found in result.boxes:
        limits = "; ".join(
            _("{parameter} from {low} to {high}").format(
                parameter=result.called(limit.parameter),
                low=_("its lowest") if limit.low is None else f"{limit.low:.2g}",
                high=_("its highest") if limit.high is None else f"{limit.high:.2g}",
            )
            for limit in found.box.limits
        )
        rows.append(
            (
                result.called(f"scenario:{found.scenario}"),
                result.called(found.outcome),
                limits,
                Share(found.box.density),
                Share(found.box.base),
                Share(found.box.coverage),
            )
        )
    columns = (
        Column(_("Scenario")),
        Column(_("Outcome")),
        Column(_("Where it ends better most often")),
        Column(_("Better there"), "percent"),
        Column(_("Better in all runs"), "percent"),
        Column(_("Of all that end better, those there"), "percent"),
    )
    return Table(_("Under which conditions scenarios end better"), columns, tuple(rows))


def _sensitivity(result: Scenarios) -> Table:
    rows: list[tuple[Cell, ...]] = []
    found = [e for e in result.estimates if e.name == "scenario.sensitivity" and (e.value or 0.0) >= _TELLING]
    for e in sorted(found, key=lambda e: (result.outcomes.index(e.subject.partition("|")[0]), -(e.value or 0.0))):
        outcome, _bar, parameter = e.subject.partition("|")
        if e.value is not None:
            bounds = [None if x is None else Share(x) for x in (e.low, e.high)]
            rows.append((result.called(outcome), result.called(parameter), Share(e.value), *bounds))
    columns = (
        Column(_("Outcome")),
        Column(_("What is not known")),
        Column(_("Share of the variance"), "percent"),
        Column(_("From"), "percent"),
        Column(_("To"), "percent"),
    )
    caption = _("Share of an outcome's variance that a constant accounts for, with its interactions")
    return Table(caption, columns, tuple(rows))


def _learned(result: Scenarios) -> Table:
    found = [e for e in result.estimates if e.name == "scenario.learned" and e.value is not None]
    rows: list[tuple[Cell, ...]] = [
        (result.called(e.subject), e.value, _("learned") if (e.value or 0) >= LEARNED else _("not learned"))
        for e in sorted(found, key=lambda e: -(e.value or 0))
    ]
    columns = (Column(_("Constant")), Column(_("Contraction from before to after"), "number"), Column(_("Reading")))
    return Table(_("What the waves taught about the model's constants"), columns, tuple(rows))
