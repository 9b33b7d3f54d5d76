"""Where one reader stands beside the middle of others: ranges, never ranks, and nothing that points at anybody.

Four rules hold here.

- The middle of a group is told only where more than k organisations of it can be counted (``minimum_for``), so that
  k others are left when the reader takes the own answer away; and it is the same for every reader, so that two
  reports cannot be subtracted.
- What others said about the reader is an average over at least k organisations; below that it is pooled with the
  reader's kind, then with all, and below that it is not shown.
- How many named the reader is told only where at least k did and at least k did not: "all" and "none" would say who.
- Everything is a range, so that one answer more or less can rarely be read off it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.charts.numbers import number
from clusterdynamics.disclosure import Outcome, Verdict, VisibilityClass, k_for, minimum_for
from clusterdynamics.disclosure.classes import Audience
from clusterdynamics.disclosure.differencing import Level, pooled
from clusterdynamics.i18n import _
from clusterdynamics.measures.depths import depth_relation
from clusterdynamics.measures.easy.areas import area_answers, area_list
from clusterdynamics.measures.trust.ratings import TrustRatings, trust_items, trust_ratings
from clusterdynamics.models.of_study import model_of
from clusterdynamics.report.personal.bands import Band, count_band, scale_band
from clusterdynamics.report.personal.model import Position
from clusterdynamics.study.informants import reports_by_respondent

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network

__all__ = ["Standing"]

type Values = Mapping[str, float]


@dataclass(frozen=True)
class Middle:
    """The middle of a group: a range, or why there is none."""

    band: Band | None
    outcome: Outcome

    def text(self, minimum: int) -> str:
        if self.band is not None:
            return self.band.text
        return Verdict(Audience.PARTICIPANTS, self.outcome, minimum).sentence


class Standing:
    """Everything that positions in one wave are read off, worked out once for all readers.

    Parameters
    ----------
    study
        The study.
    wave
        The wave.
    """

    def __init__(self, study: Study, wave: str) -> None:
        self.study, self.wave = study, wave
        self.model = model_of(study)
        self.nodes = study.present(wave)
        self.answered = study.answered(wave)
        self.k = k_for(study.settings.disclosure, VisibilityClass.C2)
        self.minimum = minimum_for(study.settings.disclosure, VisibilityClass.C2)
        self.types = dict(zip(self.nodes, study.attribute("type", self.nodes), strict=True))
        self.relation = depth_relation(study, self.model)

    # -- what was said ------------------------------------------------------------------------------------

    @cached_property
    def network(self) -> Network | None:
        """The reports about depth; None where it was not asked in the wave."""
        if self.relation is None:
            return None
        waves = self.study.settings.relation(self.relation)[0].waves
        return self.study.network(self.relation, self.wave) if not waves or self.wave in waves else None

    @cached_property
    def reports(self) -> dict[str, NDArray[np.float64]]:
        """Respondent → what that person reports about everybody."""
        if self.network is None or self.relation is None:
            return {}
        place = {a: k for k, a in enumerate(self.nodes)}
        return reports_by_respondent(self.study, self.relation, self.wave, place)

    @cached_property
    def trust(self) -> TrustRatings | None:
        """Who rates whom how high; None where trust was not asked."""
        if not trust_items(self.model):
            return None
        found = trust_ratings(self.study, self.wave, self.model)
        return found if found.rated.any() else None

    @cached_property
    def trust_scale(self) -> tuple[float, float]:
        """Ends of the scale of trust."""
        wanted = trust_items(self.model)
        scales = [self.study.settings.scale(i.scale) for i in self.study.settings.items if i.id in wanted]
        known = [s for s in scales if s is not None]
        return (min(s.low for s in known), max(s.high for s in known)) if known else (1.0, 4.0)

    @cached_property
    def depth_scale(self) -> tuple[float, float]:
        """Ends of the scale of depth among partners: 0 is no partner."""
        scale = self.study.settings.scale(self.study.settings.relation(self.relation or "")[0].scale)
        return (max(scale.low, 1.0), scale.high) if scale is not None else (1.0, 5.0)

    def _rows(self, network: Network) -> list[int]:
        return [k for k, a in enumerate(self.nodes) if a in self.answered and network.observed[k].any()]

    @cached_property
    def partners(self) -> Values:
        """Organisation that answered → how many it named."""
        if self.network is None:
            return {}
        return {self.nodes[k]: float(self.network.ties[k].sum()) for k in self._rows(self.network)}

    @cached_property
    def closeness(self) -> Values:
        """Organisation → mean depth with those that it named."""
        if self.network is None:
            return {}
        values, ties = self.network.values, self.network.ties
        return {self.nodes[k]: float(values[k][ties[k]].mean()) for k in self._rows(self.network) if ties[k].any()}

    @cached_property
    def named(self) -> Values:
        """Organisation → how many that answered named it. It may have said nothing itself."""
        if self.network is None:
            return {}
        return {a: float(self.network.ties[:, k].sum()) for k, a in enumerate(self.nodes)}

    @cached_property
    def trust_given(self) -> Values:
        """Organisation → mean of its ratings of partners."""
        if self.trust is None:
            return {}
        rated, values = self.trust.rated, self.trust.values
        return {a: float(values[k][rated[k]].mean()) for k, a in enumerate(self.nodes) if rated[k].any()}

    @cached_property
    def open_areas(self) -> Values:
        """Organisation → areas in which it would join or could offer something."""
        answers = area_answers(self.study, self.wave, area_list(self.study, self.model))
        return {a: float(answers.candidates[k].sum()) for k, a in enumerate(answers.nodes) if answers.answered[k]}

    # -- one reader ---------------------------------------------------------------------------------------

    def positions(self, respondent: str, actor: str) -> tuple[Position, ...]:
        """Return where a respondent who answered for `actor` stands, in the active language."""
        low, high = self.trust_scale
        made: list[Position | None] = []
        if self.network is not None:
            mine = self.reports.get(respondent, np.zeros(0))
            with np.errstate(invalid="ignore"):
                picked = mine[mine > 0]
            made.append(self._outgoing("partners", float(picked.size), self.partners, actor, None))
            depth = float(picked.mean()) if picked.size else None
            made.append(self._outgoing("closeness", depth, self.closeness, actor, self.depth_scale))
        made.append(self._outgoing("trust_given", self._own_trust(respondent), self.trust_given, actor, (low, high)))
        made.append(self._outgoing("areas", self._own_areas(respondent), self.open_areas, actor, None))
        if self.network is not None:
            made.append(self._named(actor))
        if self.trust is not None:
            made.append(self._trusted(actor))
        return tuple(p for p in made if p is not None)

    def _own_trust(self, respondent: str) -> float | None:
        """Return the mean of a respondent's own ratings of partners: each partner counts once."""
        wanted = trust_items(self.model)
        rows = self.study["ratings"].filter(
            (pl.col("wave") == self.wave)
            & (pl.col("respondent") == respondent)
            & pl.col("item").is_in(list(wanted))
            & pl.col("to").is_in(list(self.nodes))
            & pl.col("value").is_finite()
        )
        found: dict[str, list[float]] = {}
        for item, to, value in rows.select("item", "to", "value").iter_rows():
            turned = wanted[item]
            found.setdefault(to, []).append(value if turned is None else turned[0] + turned[1] - value)
        return float(np.mean([np.mean(v) for v in found.values()])) if found else None

    def _own_areas(self, respondent: str) -> float | None:
        rows = self.study["area_answers"].filter((pl.col("wave") == self.wave) & (pl.col("respondent") == respondent))
        if rows.is_empty():
            return None
        return float(rows.filter(pl.col("answer").is_in(["would_join", "could_offer"]))["area"].n_unique())

    def _outgoing(
        self, name: str, own: float | None, values: Values, actor: str, scale: tuple[float, float] | None
    ) -> Position | None:
        if own is None or not values:
            return None
        text = number(own, 0) if scale is None else number(own, 1)
        rated = name == "trust_given"
        kind = self._middle(values, self.types[actor], scale, rated=rated)
        whole = self._middle(values, None, scale, rated=rated)
        return Position(
            name, _label(name, scale), False, text, kind.text(self.minimum), whole.text(self.minimum), Outcome.SHOWN
        )

    def _middle(
        self, values: Values, kind: str | None, scale: tuple[float, float] | None, *, rated: bool = False
    ) -> Middle:
        """Return the middle of a kind of organisation, or of all where it is None: the same for every reader."""
        group = [a for a in values if kind is None or self.types[a] == kind]
        if len(group) < self.minimum:
            return Middle(None, Outcome.FEW)
        if rated and self.trust is not None:
            rows = [k for k, a in enumerate(self.nodes) if a in group]
            if int(self.trust.rated[rows].any(axis=0).sum()) < self.k:
                return Middle(None, Outcome.FEW)
        middle = float(np.quantile([values[a] for a in group], 0.5, method="lower" if scale is None else "linear"))
        return Middle(count_band(middle) if scale is None else scale_band(middle, *scale), Outcome.SHOWN)

    def _named(self, actor: str) -> Position:
        """Return how many named the reader, as a range: where k at least did, and k at least did not."""
        if self.network is None:
            raise LookupError("no network")
        me = self.network.index(actor)
        asked = self.network.observed[:, me]
        yes = int((self.network.ties[:, me] & asked).sum())
        no = int(asked.sum()) - yes
        kind, whole = self._middle(self.named, self.types[actor], None), self._middle(self.named, None, None)
        gate = self.study.settings.gates.in_degree
        coverage = self.network.coverage
        texts = (kind.text(self.minimum), whole.text(self.minimum))
        label = _label("named", None)
        if not coverage >= gate:
            why = _("We cannot say, because too few organisations answered.")
            return Position("named", label, True, "", "", "", Outcome.FEW, why)
        if yes < self.k or no < self.k:
            why = _("Not shown, because it could tell who named you and who did not.")
            return Position("named", label, True, "", *texts, Outcome.PROTECTED, why)
        return Position("named", label, True, count_band(yes).text, *texts, Outcome.ROUNDED)

    def _trusted(self, actor: str) -> Position:
        """Return how far others trust the reader: over k raters at least, else pooled, else not at all."""
        if self.trust is None:
            raise LookupError("no ratings")
        me = self.nodes.index(actor)
        mine = [k for k, a in enumerate(self.nodes) if self.types[a] == self.types[actor]]
        levels = [
            level
            for ids, label in (([me], "own"), (mine, "kind"), (list(range(len(self.nodes))), "whole"))
            if (level := self._received(ids, me, label)) is not None
        ]
        found = pooled(levels, self.k)
        label = _label("trust_received", self.trust_scale)
        if found is None:
            why = Verdict(Audience.PARTICIPANTS, Outcome.FEW, self.k).sentence
            return Position("trust_received", label, True, "", "", "", Outcome.FEW, why)
        text = scale_band(found.value, *self.trust_scale).text
        by_label = {level.label: level for level in levels}
        beside = {
            name: scale_band(by_label[name].value, *self.trust_scale).text
            if name in by_label and by_label[name].raters >= self.minimum
            else Verdict(Audience.PARTICIPANTS, Outcome.FEW, self.minimum).sentence
            for name in ("kind", "whole")
        }
        if found.label == "own":
            return Position("trust_received", label, True, text, beside["kind"], beside["whole"], Outcome.ROUNDED)
        why = _("Not shown for you alone, because fewer than {k} organisations rated you.").format(k=self.k)
        if found.label == "whole":
            beside["kind"] = Verdict(Audience.PARTICIPANTS, Outcome.FEW, self.minimum).sentence
        beside[found.label] = text
        return Position("trust_received", label, True, "", beside["kind"], beside["whole"], Outcome.FEW, why)

    def _received(self, rated: list[int], me: int, label: str) -> Level | None:
        """Return the mean rating of some organisations, and how many organisations other than the reader gave it.

        Wider levels need at least k organisations that are rated, too (PV-04).
        """
        if self.trust is None:
            return None
        block: Any = self.trust.rated[:, rated]
        if not block.any() or (label != "own" and int(block.any(axis=0).sum()) < self.k):
            return None
        raters = block.any(axis=1)
        return Level(label, float(self.trust.values[:, rated][block].mean()), int(raters.sum()) - int(raters[me]))

    # -- purposes -----------------------------------------------------------------------------------------

    @cached_property
    def purposes(self) -> dict[str, frozenset[str]]:
        """Purpose → organisations that answered and work with somebody for it."""
        found: dict[str, set[str]] = {}
        for actor, named in self._purpose_rows().select("from", "purpose").iter_rows():
            for purpose in named:
                found.setdefault(purpose, set()).add(actor)
        return {p: frozenset(who) for p, who in found.items()}

    def _purpose_rows(self) -> pl.DataFrame:
        return self.study["ties"].filter(
            (pl.col("wave") == self.wave)
            & (pl.col("relation") == (self.relation or ""))
            & pl.col("from").is_in(sorted(self.answered))
            & pl.col("to").is_in(list(self.nodes))
            & pl.col("purpose").is_not_null()
        )

    def shared_purposes(self, respondent: str, actor: str, most: int = 3) -> list[tuple[str, Band | None]]:
        """Return the reader's own purposes, most frequent first, with how many other organisations share each.

        A purpose stands on a link, so that nobody is named; the range is None where fewer than k share it, or
        fewer than k do not.
        """
        counts: dict[str, int] = {}
        rows = self._purpose_rows().filter(pl.col("respondent") == respondent)
        for (named,) in rows.select("purpose").iter_rows():
            for purpose in named:
                counts[purpose] = counts.get(purpose, 0) + 1
        others = len(self.answered - {actor})
        found: list[tuple[str, Band | None]] = []
        for purpose in sorted(counts, key=lambda p: (-counts[p], p))[:most]:
            sharing = len(self.purposes.get(purpose, frozenset()) - {actor})
            enough = sharing >= self.k and others - sharing >= self.k
            found.append((purpose, count_band(sharing) if enough else None))
        return found


def _label(name: str, scale: tuple[float, float] | None) -> str:
    low, high = (number(x, 0) for x in scale or (0.0, 0.0))
    return {
        "partners": _("Organisations that you named"),
        "closeness": _("How closely you work with them ({low} to {high})"),
        "trust_given": _("How far you trust your partners ({low} to {high})"),
        "areas": _("Areas in which you would join or could offer something"),
        "named": _("Organisations that named you"),
        "trust_received": _("How far others trust you ({low} to {high})"),
    }[name].format(low=low, high=high)
