"""What all sections need: the assessment, the network that the report looks at most closely, and blocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from clusterdynamics.charts.theme import kind_of
from clusterdynamics.charts.words import capital
from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.common import cut_names, labels_of
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.measures.identity import followed, succession
from clusterdynamics.report.model import Basis, FigureBlock, Section, Table, TableBlock, TextBlock
from clusterdynamics.report.words import METHODS, questions

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment
    from clusterdynamics.charts.network_map import Layout, Look
    from clusterdynamics.measures.protocol import Result
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["Context"]

#: The level that a report looks at most closely, where a study has it.
_MAIN = "cooperation"
#: More sentences than this are folded in.
_FEW = 4


@dataclass(frozen=True, eq=False)
class Context:
    """The assessment, and what follows from it for all sections.

    Attributes
    ----------
    assessment
        What was found.
    audience
        Who the report is for; the verdict of every block until disclosure control decides.
    """

    assessment: Assessment
    audience: str = "study"
    _kept: dict[str, Layout] = field(default_factory=dict, init=False, repr=False)

    @property
    def study(self) -> Study:
        """The study."""
        return self.assessment.study

    @property
    def for_team(self) -> bool:
        """Whether the study team reads it, which may see named ties."""
        return self.audience == "study"

    @cached_property
    def labels(self) -> dict[str, str]:
        """Network → label, and ``wave:<id>`` → label."""
        return labels_of(self.study)

    @cached_property
    def main(self) -> str | None:
        """The network that is looked at most closely: cooperation, or the first one; None without ties."""
        names = cut_names(self.study)
        return _MAIN if _MAIN in names else next(iter(names), None)

    def result(self, name: str) -> Any:
        """Return the result of an analysis; None where it was not run."""
        return self.assessment.results.get(name)

    def focus[R: Result](self, result: R, *, wave: bool = True) -> R:
        """Return the result with the figures of the main network only, and of its latest wave if `wave`."""
        mine = [e for e in result.estimates if e.network in (self.main, None)]
        waves = list(dict.fromkeys(e.wave for e in mine))
        if wave and waves:
            mine = [e for e in mine if e.wave == waves[-1]]
        return replace(result, estimates=tuple(mine))

    def basis(self, estimates: Iterable[Estimate], unit: str) -> tuple[Basis, ...]:
        """Return what figures were computed on: for each wave the largest n and the lowest coverage."""
        found: dict[str | None, Basis] = {}
        for e in estimates:
            when = self.labels.get(f"wave:{e.wave}") or (e.wave or "").replace("→", " → ")
            old = found.get(e.wave, Basis(0, unit, None, when))
            shares = [c for c in (old.coverage, e.coverage) if c is not None]
            found[e.wave] = Basis(max(old.n, e.n), unit, min(shares, default=None), when)
        return tuple(found.values())

    def common(self, name: str, estimates: Iterable[Estimate], unit: str) -> dict[str, Any]:
        """Return what every block of a section carries: basis, method, source, verdict."""
        return {
            "basis": self.basis(estimates, unit),
            "method": _(METHODS[name]),
            "source": self.assessment.snapshot,
            "verdict": self.audience,
        }

    def places(self, networks: tuple[Network, ...]) -> Layout:
        """Return the layout of the maps, computed once: it is the same in all waves and for the change map.

        An organisation that goes by a new name stands where it stood.
        """
        from clusterdynamics.charts.network_map import layout

        if "places" not in self._kept:
            latest: dict[str, str] = {}
            for first, second in pairwise(self.study.wave_ids):
                renamed = succession(self.study, first, second).renamed
                latest = {old: renamed.get(new, new) for old, new in latest.items()} | renamed
            made = layout([followed(n, latest) for n in networks], seed=self.assessment.seed)
            places = {**made.places, **{old: made.places[new] for old, new in latest.items() if new in made.places}}
            unlinked = (*made.unlinked, *(old for old, new in latest.items() if new in made.unlinked))
            self._kept["places"] = replace(made, places=places, unlinked=unlinked)
        return self._kept["places"]

    def look(self) -> Look:
        """Return names and kinds of all organisations, for the maps."""
        from clusterdynamics.charts.network_map import Look

        rows = self.study["actors"].select("id", "type", "size_class", "is_anchor").iter_rows()
        kinds = {i: kind_of(kind, size, is_anchor=anchor) for i, kind, size, anchor in rows}
        return Look(self.study.short_labels, kinds, self.study.settings.types)

    def section(
        self,
        name: str,
        result: Result,
        *,
        unit: str,
        chart: Any = None,
        title: str = "",
        table: Table | None = None,
        more: tuple[Table, ...] = (),
        shown: Iterable[Estimate] = (),
        answer: str = "",
        extra: tuple[Any, ...] = (),
    ) -> Section:
        """Return a section: the finding, the picture with its table, everything in words, further tables.

        Parameters
        ----------
        name
            Analysis, which decides question and method.
        result
            What it found.
        unit
            What n counts.
        chart, title, table
            The picture, what it shows, and the equal table; without a chart the table stands alone.
        more
            Further tables, folded in.
        shown
            The figures in the picture; those of the result where it is not given.
        answer
            The finding; the first sentence about the main network in the latest wave where it is not given.
        extra
            Blocks after the picture.
        """
        carried = self.common(name, result.estimates, unit)
        pictured = self.common(name, shown, unit) if shown else carried
        focused = self.focus(result)
        said = focused.sentences() if focused.estimates else result.sentences()
        finding = answer or next(iter(said), _("There is nothing to tell yet."))
        blocks: list[Any] = []
        if chart is not None and table is not None and table.rows:
            blocks.append(FigureBlock(alt=f"{title}. {finding}", title=title, chart=chart, table=table, **pictured))
        elif table is not None and table.rows:
            blocks.append(TableBlock(alt=f"{title}. {finding}", table=table, **pictured))
        blocks += extra
        rest = tuple(s for s in result.sentences() if s != finding)
        if rest:
            folded = len(rest) > _FEW
            words = TextBlock(
                alt=" ".join(rest),
                sentences=rest,
                heading=_("Everything in words") if folded else "",
                folded=folded,
                **carried,
            )
            blocks.append(words)
        blocks += [TableBlock(alt=t.caption, table=t, folded=True, **carried) for t in more if t.rows]
        return Section(name, questions()[name], capital(finding), tuple(blocks))
