"""How deeply pairs work together, on what and for what, and who wishes to do more or to start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import polars as pl

from clusterdynamics.charts.numbers import percent, whole
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.measures.analyses.common import Symmetrise, dots, labels_of
from clusterdynamics.measures.analyses.depth_wave import DepthWave
from clusterdynamics.measures.depths import WISHES, depth_relation
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["DepthProfile", "DepthProfileParams", "depth_profile", "described_depths", "highest_depth"]


@dataclass(frozen=True)
class DepthProfileParams(Params):
    """What can be chosen.

    Attributes
    ----------
    symmetrise
        Which report describes a pair: the deeper one (``either``), or what both confirm (``both``).
    attributes
        Columns of the actors table that make the groups.
    replicates
        Redraws of respondents.
    """

    symmetrise: Symmetrise = "either"
    attributes: tuple[str, ...] = ("type", "size_class")
    replicates: int = 2000


@dataclass(frozen=True)
class DepthProfile(Result):
    """How the pairs spread over depth, wave by wave.

    A pair has the depth of the deeper of its two reports (parameter ``symmetrise``). Figures of the relation:
    ``depth.share`` and ``depth.pairs`` (subject ``depth=d``: share and number of pairs), ``depth.confirmed.share``
    (``depth=d``: by the less deep of two reports, pairs of which both answered), ``depth.cell.share``
    (``column:g–h|depth=d``: the same among pairs of two groups; ``area:a|depth=d``, ``purpose:p|depth=d``: among
    pairs of which a report names the area or purpose), ``deep.purpose`` (share of deep pairs of which a deep report
    states a purpose), ``purpose.share`` (``purpose=p``: of the linked pairs, those of which a report names the purpose;
    a pair can have several).

    Figures of the network ``wishes``: ``wish.count`` and ``wish.share`` (subject ``kind=more``, ``kind=start``: how
    many, of all wishes; ``depth=d``: how many, of all that could be wished at this depth), ``wish.pairs``
    (``depth=d``: pairs at this depth in which somebody wishes, of all pairs), ``wish.organisations`` (that wish, of
    those that answered), ``wish.area.count`` and ``wish.area.share`` (``area=a``; of the wishes that name an area),
    ``wish.mutual`` and ``wish.mutual.share`` (pairs in which both wish, of those in which one does).

    Attributes
    ----------
    network
        The relation; empty where none was asked.
    deep, cooperation
        Depth from which a pair cooperates, or works deeply together.
    depths
        The depths, described, from 0 on.
    """

    name: ClassVar[str] = "depth"

    params: DepthProfileParams
    network: str
    cooperation: float
    deep: float
    depths: tuple[str, ...]
    labels: dict[str, str]

    @property
    def waves(self) -> tuple[str, ...]:
        """Waves in which depth was asked, oldest first."""
        return tuple(dict.fromkeys(e.wave or "" for e in self.estimates if e.name == "depth.share"))

    def profile(self, wave: str) -> pl.DataFrame:
        """Return the profile of a wave, one row for each depth: label, pairs, share, low, high, wished, note."""
        found = {(e.name, e.subject): e for e in self.estimates if e.wave == wave}
        rows = []
        for d, words in enumerate(self.depths):
            e = found[("depth.share", f"depth={d}")]
            pairs, wished = (found.get((name, f"depth={d}")) for name in ("depth.pairs", "wish.pairs"))
            label = f"{d} · {words}" if words else str(d)
            rows.append(
                {
                    "label": label,
                    "pairs": None if pairs is None else pairs.value,
                    "share": e.value,
                    "low": e.low,
                    "high": e.high,
                    "wished": None if wished is None else wished.value,
                    "note": e.why,
                }
            )
        return pl.DataFrame(rows, schema=_PROFILE)

    def chart(self) -> alt.TopLevelMixin:
        """Return the depth profile of the latest wave, with the wishes behind it."""
        from clusterdynamics.charts import depth_profile as draw

        frame = self.profile(self.waves[-1]) if self.waves else pl.DataFrame(schema=_PROFILE)
        return draw(frame.drop("pairs"), x_title=_("of all pairs that were described"))

    def purposes(self, wave: str) -> tuple[Estimate, ...]:
        """Return what links of a wave are for, the purpose named most first; of several named alike, by name."""
        found = [e for e in self.estimates if e.name == "purpose.share" and e.wave == wave]
        return tuple(sorted(found, key=lambda e: (-(e.value or 0.0), self.labels.get(e.subject, e.subject))))

    def purposes_chart(self, wave: str) -> alt.TopLevelMixin:
        """Return what links of a wave are for."""
        from clusterdynamics.charts import interval_dots

        frame = dots(self.purposes(wave), {}, lambda e: self.labels.get(e.subject, e.subject))
        return interval_dots(frame, x_title=_("of the pairs that are linked"), as_percent=True)

    def purposes_sentence(self, wave: str) -> str:
        """Return which purposes are named of most pairs; that nothing can be said, where it cannot."""
        named = [e for e in self.purposes(wave) if e.value][:3]
        if not named:
            return _("{wave}: what links are for cannot be told.").format(wave=self._wave(wave))
        text = _("In {wave} pairs that are linked work together most often for: {purposes}.")
        parts = (f"{self.labels.get(e.subject, e.subject)} ({percent(e.value or 0)})" for e in named)
        return text.format(wave=self._wave(wave), purposes=", ".join(parts))

    def sentences(self) -> tuple[str, ...]:
        """Return the profile of the latest wave in words, then the wishes."""
        if not self.waves:
            return (_("How deeply organisations work together was not asked."),)
        wave = self.waves[-1]
        return (self._profile_sentence(wave), *self._purpose(wave), *self._wishes(wave))

    def _profile_sentence(self, wave: str) -> str:
        name = self.labels.get(f"wave:{wave}", wave)
        shares = [self.find("depth.share", wave=wave, subject=f"depth={d}") for d in range(len(self.depths))]
        if any(e.value is None for e in shares):
            return _("{wave}: no depth profile. {why}").format(wave=name, why=shares[0].why)
        values = [e.value or 0.0 for e in shares]
        text = (
            _("In {wave} {none} of {pairs} pairs have no contact, {some} cooperate, {deep} work deeply together.")
            if self.params.symmetrise == "either"
            else _(
                "In {wave}, by what both sides confirm, {none} of {pairs} pairs have no contact, {some} cooperate, "
                "{deep} work deeply together."
            )
        )
        return text.format(
            wave=name,
            none=percent(values[0]),
            pairs=whole(shares[0].n),
            some=percent(sum(v for d, v in enumerate(values) if d >= self.cooperation)),
            deep=percent(sum(v for d, v in enumerate(values) if d >= self.deep)),
        )

    def _purpose(self, wave: str) -> list[str]:
        e = self._seen("deep.purpose", wave)
        if e is None:
            return []
        if e.value is None:
            return [_("Deep relations and their purposes, {wave}: {why}").format(wave=self._wave(wave), why=e.why)]
        return [
            ngettext(
                "Of {n} pair that works deeply together, {share} say what it is for.",
                "Of {n} pairs that work deeply together, {share} say what it is for.",
                e.n,
            ).format(n=e.n, share=percent(e.value))
        ]

    def _wishes(self, wave: str) -> list[str]:
        count, wishing = self._seen("wish.count", wave), self._seen("wish.organisations", wave)
        if count is not None and count.value is None:
            return [_("Wishes to do more or to start, {wave}: {why}").format(wave=self._wave(wave), why=count.why)]
        said = []
        if count is not None:
            kinds = [self._seen("wish.count", wave, f"kind={kind}") for kind in ("more", "start")]
            more, start = (whole((k.value or 0) if k is not None else 0) for k in kinds)
            said.append(
                ngettext(
                    "{count} wish: {more} to do more with a partner, {start} to start with somebody.",
                    "{count} wishes: {more} to do more with a partner, {start} to start with somebody.",
                    round(count.value or 0),
                ).format(count=whole(count.value or 0), more=more, start=start)
            )
        if wishing is not None and wishing.value is not None:
            said.append(
                _("{share} of {n} organisations that answered wish to do more with somebody, or to start.").format(
                    share=percent(wishing.value), n=wishing.n
                )
            )
        mutual, share = self._seen("wish.mutual", wave), self._seen("wish.mutual.share", wave)
        if mutual is not None and share is not None and mutual.value is not None and share.value is not None:
            said.append(
                _("In {mutual} of {pairs} pairs with a wish, both sides wish it.").format(
                    mutual=whole(mutual.value), pairs=whole(share.n)
                )
            )
        return said + self._areas(wave)

    def _areas(self, wave: str) -> list[str]:
        areas = [e for e in self.estimates if e.name == "wish.area.count" and e.wave == wave and e.value]
        if not areas:
            return []
        first = sorted(areas, key=lambda e: (-(e.value or 0), e.subject))[:3]
        parts = [
            _("{area} ({n})").format(area=self.labels.get(e.subject, e.subject), n=whole(e.value or 0)) for e in first
        ]
        return [_("The wishes name most often: {areas}.").format(areas=", ".join(parts))]

    def _seen(self, name: str, wave: str, subject: str = "whole") -> Estimate | None:
        """Return a figure; None where the reader may not see it."""
        return next((e for e in self.estimates if (e.name, e.wave, e.subject) == (name, wave, subject)), None)

    def _wave(self, wave: str) -> str:
        return self.labels.get(f"wave:{wave}", wave)


_PROFILE: dict[str, Any] = {
    "label": pl.String,
    "pairs": pl.Float64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "wished": pl.Float64,
    "note": pl.String,
}


@analysis(DepthProfileParams, DepthProfile)
def depth_profile(study: Study, params: DepthProfileParams, rng: np.random.Generator) -> DepthProfile:
    r"""Describe how the pairs spread over depth now, by groups, areas and purposes, and what is wished for.

    The share of depth d is :math:`\sum_{i<j} [d_{ij} = d] / \sum_{i<j} o_{ij}`, over the pairs of which there is
    at least one report; bounds from redraws of respondents, in which a pair weighs :math:`w_i w_j` (method,
    section 4, "Depth profile").
    """
    model = model_of(study)
    limits = model.thresholds
    relation = depth_relation(study, model)
    estimates: list[Estimate] = []
    depths: tuple[str, ...] = ()
    if relation is not None:
        networks = study.waves(relation)
        depths = described_depths(study, model, relation, max((highest_depth(n.values) for n in networks), default=0))
        for network in networks:
            one = DepthWave(study, network, limits, len(depths) - 1, params.symmetrise)
            estimates += one.read(params.attributes, params.replicates, rng)
    return DepthProfile(
        params, tuple(estimates), relation or "", limits.cooperation, limits.deep, depths, _labels(study, model)
    )


def highest_depth(values: np.ndarray[Any, np.dtype[np.float64]]) -> int:
    """Return the highest value of a network as a whole number; 0 where there is none."""
    seen = values[np.isfinite(values)]
    return int(seen.max()) if seen.size else 0


def described_depths(study: Study, model: ReferenceModel, relation: str, highest: int) -> tuple[str, ...]:
    """Return the depths described, as the study does, else the model, from 0 to the end of the scale."""
    scale = study.settings.scale(study.settings.relation(relation)[0].scale)
    words = {} if scale is None else dict(scale.labels)
    if scale is not None and not words:
        words = next((dict(s.labels) for s in model.scales if s.id == scale.id), {})
    last = highest if scale is None else int(scale.high)
    return tuple(words.get(str(d), "") for d in range(max(last, 1) + 1))


def _labels(study: Study, model: ReferenceModel) -> dict[str, str]:
    """Return what networks, waves, areas, purposes and groups are called."""
    areas = {a.id: a.label for a in model.areas} | dict(study["areas"].select("id", "label").iter_rows())
    purposes = {p.id: p.label for p in model.purposes} | dict(study["purposes"].select("id", "label").iter_rows())
    labels = labels_of(study) | {WISHES: _("wishes to do more or to start")}
    labels |= {f"area={a}": label for a, label in areas.items()} | {f"area:{a}": label for a, label in areas.items()}
    labels |= {f"purpose{sign}{p}": label for sign in ":=" for p, label in purposes.items()}
    labels |= {f"type:{t}": label for t, label in study.settings.types.items()}
    labels |= {f"size_class:{s}": label for s, label in study.settings.size_classes.items()}
    return labels
