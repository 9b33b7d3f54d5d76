"""Who was asked, who answered, and which figures that allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import polars as pl

from clusterdynamics.charts.numbers import percent
from clusterdynamics.i18n import N_, _, ngettext
from clusterdynamics.measures.analyses.common import labels_of
from clusterdynamics.measures.estimate import Estimate, Reason
from clusterdynamics.measures.protocol import Params, Result, analysis

if TYPE_CHECKING:
    import altair as alt
    import numpy as np

    from clusterdynamics.study.model import Study

__all__ = ["GATE_WORDS", "Coverage", "CoverageParams", "GateState", "coverage"]

#: What each gate opens, for people.
GATE_WORDS: Mapping[str, str] = {
    "in_degree": N_("how often an organisation is named"),
    "density": N_("how closely the network is knit"),
    "blocks": N_("links between groups"),
    "statements": N_("statements about the cluster"),
    "components": N_("parts of the network"),
    "distance": N_("steps between organisations"),
    "centralisation": N_("how far the network leans on a few"),
    "transitivity": N_("whether partners of partners are partners"),
    "brokerage": N_("links between groups through a third"),
    "core_periphery": N_("core and periphery"),
    "communities": N_("close groups"),
}


@dataclass(frozen=True)
class CoverageParams(Params):
    """Nothing to choose: the gates are settings of the study."""


@dataclass(frozen=True)
class GateState:
    """Whether a kind of figure can be given in a wave."""

    wave: str
    gate: str
    needed: float
    open: bool


@dataclass(frozen=True)
class Coverage(Result):
    """Coverage of each wave, whole and by type of organisation.

    Attributes
    ----------
    gates
        For each wave, which kinds of figures can be given.
    opted_out
        Wave → number of organisations that asked not to appear.
    assumed
        True where no respondents are listed and everybody present counts as answered.
    """

    name: ClassVar[str] = "coverage"

    params: CoverageParams
    gates: tuple[GateState, ...]
    opted_out: dict[str, int]
    assumed: bool
    labels: dict[str, str]

    def chart(self) -> alt.TopLevelMixin:
        """Return bars of answered among asked, by type, one panel a wave."""
        from clusterdynamics.charts import coverage_bars

        rows: dict[tuple[str, str | None], dict[str, Any]] = {}
        for e in self.estimates:
            if e.name in ("asked", "answered") and e.value is not None:
                label = _("all") if e.subject == "whole" else self.labels.get(e.subject, e.subject.partition(":")[2])
                row = rows.setdefault((e.subject, e.wave), {"label": label, "group": self.labels[f"wave:{e.wave}"]})
                row[e.name] = int(e.value)
        whole = [row for row in rows.values() if "asked" in row and "answered" in row]
        schema: Any = {"label": pl.String, "group": pl.String, "asked": pl.Int64, "answered": pl.Int64}
        return coverage_bars(pl.DataFrame(whole, schema=schema), gates={g.gate: g.needed for g in self.gates})

    def sentences(self) -> tuple[str, ...]:
        """Return one sentence for each wave, and one on what was assumed."""
        said = []
        for e in self.estimates:
            if e.name != "coverage" or e.subject != "whole":
                continue
            wave = self.labels[f"wave:{e.wave}"]
            asked = int(self.find("asked", wave=e.wave, subject="whole").value or 0)
            answered = int(self.find("answered", wave=e.wave, subject="whole").value or 0)
            if e.value is None:
                text = _("In {wave} nobody was asked.") if e.reason is Reason.NONE_TO_JUDGE else "{wave}: {why}"
                said.append(text.format(wave=wave, why=e.why))
                continue
            said.append(
                ngettext(
                    "In {wave} {answered} of {asked} organisation answered ({share}).",
                    "In {wave} {answered} of {asked} organisations answered ({share}).",
                    asked,
                ).format(wave=wave, answered=answered, asked=asked, share=percent(e.value))
            )
            out = self.opted_out.get(e.wave or "", 0)
            if out:
                said.append(
                    ngettext(
                        "{n} organisation asked not to appear and is left out everywhere.",
                        "{n} organisations asked not to appear and are left out everywhere.",
                        out,
                    ).format(n=out)
                )
        if self.assumed:
            said.append(_("No respondents are listed, so every organisation counts as having answered."))
        return tuple(said)


@analysis(CoverageParams, Coverage)
def coverage(study: Study, params: CoverageParams, rng: np.random.Generator) -> Coverage:
    """Count who was asked and who answered in each wave, whole and by type.

    Coverage = organisations that answered / asked (method, section 3). Nothing here is random.
    """
    estimates: list[Estimate] = []
    gates: list[GateState] = []
    for wave in study.wave_ids:
        present, asked, answered = study.present(wave), study.asked(wave), study.answered(wave)
        kinds = dict(zip(present, study.attribute("type", present), strict=True))
        groups: dict[str, tuple[str, ...]] = {"whole": present}
        for kind in sorted({k for k in kinds.values() if k is not None}):
            groups[f"type:{kind}"] = tuple(a for a in present if kinds[a] == kind)
        for subject, members in groups.items():
            here = set(members)
            n_asked, n_answered = len(asked & here), len(answered & here)
            share = n_answered / n_asked if n_asked else None
            for name, value in (("roster", len(members)), ("asked", n_asked), ("answered", n_answered)):
                estimates.append(
                    Estimate(name, float(value), n=len(members), coverage=share, subject=subject, wave=wave)
                )
            estimates.append(
                Estimate(
                    "coverage",
                    share,
                    n=n_asked,
                    coverage=share,
                    subject=subject,
                    wave=wave,
                    reason=None if n_asked else Reason.NONE_TO_JUDGE,
                )
            )
        whole = study.coverage(wave)
        for gate in GATE_WORDS:
            needed = getattr(study.settings.gates, gate)
            gates.append(GateState(wave, gate, needed, bool(whole >= needed)))
    labels = labels_of(study) | {f"type:{k}": v for k, v in study.settings.types.items()}
    return Coverage(
        params,
        tuple(estimates),
        tuple(gates),
        {w: len(study.opted_out(w)) for w in study.wave_ids},
        study.assumes_all_answered,
        labels,
    )
