"""What scenarios do, in sentences; and what those that ship with the package are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from clusterdynamics.charts.numbers import number, percent, whole
from clusterdynamics.i18n import N_, _
from clusterdynamics.scenarios.explore.plan import BASELINE
from clusterdynamics.scenarios.result import LEARNED

if TYPE_CHECKING:
    from clusterdynamics.scenarios.result import Scenarios

__all__ = ["HARDLY", "loop_groups", "scenario_labels", "sentences", "warning"]

#: Share of runs below which a difference is told as none.
HARDLY = 0.05

_SCENARIOS: Mapping[str, str] = MappingProxyType(
    {
        BASELINE: N_("Nothing done"),
        "downturn": N_("Downturn"),
        "easy_programme": N_("Support for easy cooperation, two years"),
        "brokerage": N_("Brokerage, two years"),
        "champion_support": N_("Support for champions, two years"),
        "platform_investment": N_("Investment in a platform, three years"),
        "champion_loss": N_("Champions leave"),
        "anchor_loss": N_("A large company leaves"),
        "downturn_easy_programme": N_("Downturn with support for easy cooperation"),
        "downturn_champion_support": N_("Downturn with support for champions"),
    }
)
_LOOPS: Mapping[str, str] = MappingProxyType(
    {
        "other_reinforcing": N_("Other reinforcing loops"),
        "other_balancing": N_("Other balancing loops"),
        "settling": N_("Each factor settling by itself"),
    }
)


def warning() -> str:
    """Return the sentence that stands in front of everything."""
    return _(
        "A scenario explores and does not forecast: it shows what follows from the assumptions of a model, "
        "over the whole range of what is not known."
    )


def scenario_labels() -> dict[str, str]:
    """Return scenario → what it is called, of those that ship with the package."""
    return {f"scenario:{name}": _(text) for name, text in _SCENARIOS.items()}


def loop_groups() -> dict[str, str]:
    """Return what loops without a name of their own are called together."""
    return {f"loop:{name}": _(text) for name, text in _LOOPS.items()}


def sentences(found: Scenarios) -> tuple[str, ...]:
    """Return the warning, the baseline, each scenario, what it depends on, the loops, what was learned."""
    said = [warning()]
    if all(e.value is None for e in found.estimates if e.name == "scenario.end"):
        return (*said, _("There is nothing to show here."))
    said += [*_baseline(found), *_scenarios(found), *_loops(found), *_sensitive(found), *_learned(found)]
    broken = found.value_of("scenario.broken")
    if broken:
        said.append(_("In {share} of the runs the model broke down; they are left out.").format(share=percent(broken)))
    return tuple(said)


def _baseline(found: Scenarios) -> list[str]:
    said = []
    for outcome in found.outcomes:
        band = next((b for b in found.bands if (b.scenario, b.outcome) == (BASELINE, outcome)), None)
        if band is None:
            continue
        text = _("With nothing done, {outcome} goes from {now} to between {low} and {high} in nine of ten runs.")
        now = min(range(len(band.times)), key=lambda k: abs(band.times[k]))
        facts = {"now": band.middle[now], "low": band.low[-1], "high": band.high[-1]}
        numbers = {k: number(v, 2) for k, v in facts.items()}
        said.append(text.format(outcome=_quoted(found, outcome), **numbers))
    return said


def _quoted(found: Scenarios, variable: str) -> str:
    return _("“{name}”").format(name=found.called(variable))


def _scenarios(found: Scenarios) -> list[str]:
    said = []
    for scenario, against in found.against.items():
        name, other = (found.called(f"scenario:{x}") for x in (scenario, against))
        parts = []
        for outcome in found.outcomes:
            subject = f"{scenario}|{outcome}"
            better, worse = (found.value_of(f"scenario.{x}", subject=subject) for x in ("better", "worse"))
            if better is None or worse is None:
                continue
            if max(better, worse) < HARDLY:
                part = _("{outcome} hardly differs")
            else:
                part = _("{outcome} ends better in {better} of the runs, worse in {worse}")
            facts = {"better": percent(better), "worse": percent(worse)}
            parts.append(part.format(outcome=_quoted(found, outcome), **facts))
        if not parts:
            continue
        text = _("{scenario}, beside “{against}”: {parts}.")
        said.append(text.format(scenario=name, against=other, parts="; ".join(parts)))
        mine = [d for d in found.depends if d.scenario == scenario]
        if mine:
            strongest = max(mine, key=lambda d: abs(d.correlation))
            if strongest.correlation > 0:
                text = _("For {outcome} it ends better the higher “{parameter}” is.")
            else:
                text = _("For {outcome} it ends better the lower “{parameter}” is.")
            facts = {"outcome": _quoted(found, strongest.outcome), "parameter": found.called(strongest.parameter)}
            said.append(text.format(**facts))
    return said


def _loops(found: Scenarios) -> list[str]:
    named = [b for b in found.loops if b.loop not in _LOOPS]
    if not named:
        return []

    def strongest(at: int) -> str:
        return found.called(f"loop:{max(named, key=lambda b: b.share[at]).loop}")

    first, last = strongest(0), strongest(-1)
    if first == last:
        return [
            _("Of the named loops, “{loop}” carries most of the behaviour from the start to the end.").format(
                loop=first
            )
        ]
    text = _("Of the named loops, “{first}” carries most of the behaviour at the start and “{last}” at the end.")
    return [text.format(first=first, last=last)]


def _sensitive(found: Scenarios) -> list[str]:
    said = []
    for outcome in found.outcomes:
        mine = [s for s in found.swings if s.outcome == outcome][:3]
        if mine:
            names = ", ".join(_quoted(found, s.parameter) for s in mine)
            text = _("What is not known and moves {outcome} most: {names}.")
            said.append(text.format(outcome=_quoted(found, outcome), names=names))
    return said


def _learned(found: Scenarios) -> list[str]:
    if not found.calibrated:
        return [_("The model was not fitted to a wave: its constants have their whole ranges.")]
    contractions = [e.value for e in found.estimates if e.name == "scenario.learned" and e.value is not None]
    if not contractions:
        return []
    learned = sum(c >= LEARNED for c in contractions)
    text = _(
        "From the waves something was learned about {learned} of {n} constants; the others keep their whole range."
    )
    said = [text.format(learned=whole(learned), n=whole(len(contractions)))]
    if found.not_reached:
        names = ", ".join(_quoted(found, v) for v in found.not_reached)
        said.append(_("The model does not reach what was observed of {names}.").format(names=names))
    return said
