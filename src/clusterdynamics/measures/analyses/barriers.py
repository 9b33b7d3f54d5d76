"""What stands in the way of working more with others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.charts.numbers import percent
from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.common import dots, labels_of
from clusterdynamics.measures.analyses.mixing import NO_GROUP
from clusterdynamics.measures.analyses.told import Told, row_ratios
from clusterdynamics.measures.choices import choices, organisations_that_replied
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.redraws import bounds
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.models.schema import Question
    from clusterdynamics.study.model import Study

__all__ = ["Barriers", "BarriersParams", "barriers"]

FloatArray = NDArray[np.float64]
#: The part of the instrument that asks for barriers, in every model.
_PART = "barriers"


@dataclass(frozen=True)
class BarriersParams(Params):
    """What can be chosen.

    Attributes
    ----------
    attribute
        Column of the actors table that makes the groups.
    replicates
        Redraws of the organisations that answered.
    """

    attribute: str = "size_class"
    replicates: int = 2000


@dataclass(frozen=True)
class Barriers(Result):
    """What stands in the way, wave by wave.

    Figures: ``barrier.share`` (subject ``barrier=b``: share of the organisations that answered that name it; an
    organisation's respondents share its weight), ``barrier.count`` (organisations in which somebody names it), and
    ``barrier.group.share`` and ``barrier.group.count`` (``column:group|barrier=b``: the same in a group; n is how
    many of the group answered).
    """

    name: ClassVar[str] = "barriers"

    params: BarriersParams
    labels: dict[str, str]

    @property
    def waves(self) -> tuple[str, ...]:
        """Waves in which barriers were asked, oldest first."""
        asked = (e for e in self.estimates if e.name == "barrier.share" and e.reason != "not_asked")
        return tuple(dict.fromkeys(e.wave or "" for e in asked))

    def shares(self, wave: str) -> tuple[Estimate, ...]:
        """Return how often each barrier is named in a wave, the one named most often first."""
        found = [e for e in self.estimates if (e.name, e.wave) == ("barrier.share", wave)]
        return tuple(sorted(found, key=lambda e: (-(e.value or 0.0), e.subject)))

    def chart(self) -> alt.TopLevelMixin:
        """Return how often each barrier is named, in the order of the latest wave."""
        from clusterdynamics.charts import interval_dots

        latest = self.shares(self.waves[-1]) if self.waves else ()
        shown = [
            e
            for last in latest
            for wave in self.waves
            for e in self.estimates
            if (e.name, e.wave, e.subject) == ("barrier.share", wave, last.subject)
        ]
        return interval_dots(
            dots(shown, self.labels, lambda e: self.labels.get(e.subject, e.subject)),
            x_title=_("organisations that name it, of those that answered"),
            as_percent=True,
            domain=(0, 1),
        )

    def sentences(self) -> tuple[str, ...]:
        """Return what is named most often in the latest wave, and what has become more or less of a barrier."""
        if not self.waves:
            return (_("What stands in the way of working together was not asked."),)
        wave = self.waves[-1]
        name = self.labels.get(f"wave:{wave}", wave)
        listed = self.shares(wave)
        if all(e.value is None for e in listed):
            return (_("Barriers, {wave}: {why}").format(wave=name, why=listed[0].why),)
        named = [e for e in listed if e.value]
        if not named:
            return (_("In {wave} nobody names anything that stands in the way.").format(wave=name),)
        parts = [
            _("{barrier} ({share})").format(barrier=self._called(e), share=percent(e.value or 0.0)) for e in named[:3]
        ]
        said = [
            _("In {wave} these stand in the way most often: {barriers}; {n} organisations answered.").format(
                wave=name, barriers=", ".join(parts), n=named[0].n
            )
        ]
        return (*said, *self._moved(wave))

    def _moved(self, wave: str) -> list[str]:
        """Return the barriers whose bounds do not meet those of the wave before."""
        if len(self.waves) < 2:
            return []
        before = {e.subject: e for e in self.shares(self.waves[-2])}
        more, less = [], []
        for e in self.shares(wave):
            old = before.get(e.subject)
            if old is None or None in (e.low, e.high, old.low, old.high):
                continue
            if (e.low or 0.0) > (old.high or 0.0):
                more.append(self._called(e))
            elif (e.high or 0.0) < (old.low or 0.0):
                less.append(self._called(e))
        said = []
        if more:
            said.append(_("Named more often than in the wave before: {barriers}.").format(barriers=", ".join(more)))
        if less:
            said.append(_("Named less often than in the wave before: {barriers}.").format(barriers=", ".join(less)))
        return said

    def _called(self, e: Estimate) -> str:
        return self.labels.get(e.subject, e.subject)


@analysis(BarriersParams, Barriers)
def barriers(study: Study, params: BarriersParams, rng: np.random.Generator) -> Barriers:
    r"""Count how many organisations name each barrier, in all and by size class.

    The share is :math:`\frac{1}{n}\sum_i x_{ib}` over the n organisations that answered, where :math:`x_{ib}` is
    the share of the respondents of i that name b. Bounds from redraws of organisations.
    """
    model = model_of(study)
    labels = labels_of(study)
    estimates: list[Estimate] = []
    for question in model.questions:
        if question.part == _PART and question.kind == "choice" and question.stored_in == "answers":
            labels |= {f"barrier={o.id}": o.label for o in question.options}
            for wave in study.wave_ids:
                estimates += _wave(study, wave, question, params, rng)
    sizes = study.settings.size_classes if params.attribute == "size_class" else study.settings.types
    labels |= {f"{params.attribute}:{key}": label for key, label in sizes.items()}
    labels[f"{params.attribute}:{NO_GROUP}"] = _("not given")
    return Barriers(params, tuple(estimates), labels)


def _wave(
    study: Study, wave: str, question: Question, params: BarriersParams, rng: np.random.Generator
) -> list[Estimate]:
    found = choices(study, wave, question.id, [o.id for o in question.options])
    asked_of = len(study.asked(wave))
    n = len(found.organisations)
    replied = len(organisations_that_replied(study, wave, question.id))
    told = Told(study, wave, n, replied / asked_of if asked_of else None, "measures/barriers")
    named = np.hstack([found.chosen, (found.chosen > 0).astype(np.float64)])
    kinds = [k or NO_GROUP for k in study.attribute(params.attribute, found.organisations)]
    groups = {"": np.ones(n)} | {
        f"{params.attribute}:{g}": np.array([float(k == g) for k in kinds]) for g in sorted(set(kinds))
    }
    size = len(found.options)
    above = np.hstack([found.chosen * mask[:, None] for mask in groups.values()])
    below = np.hstack([np.repeat(mask[:, None], size, axis=1) for mask in groups.values()])
    opened = found.asked and (told.coverage or 0.0) >= study.settings.gates.statements
    draws = row_ratios(above, below, params.replicates if opened else 0, rng, _("Barriers"))
    estimates = []
    for g, (group, mask) in enumerate(groups.items()):
        here = int(mask.sum())
        for b, option in enumerate(found.options):
            subject = f"{group}|barrier={option}" if group else f"barrier={option}"
            kind = "barrier.group" if group else "barrier"
            share = float(mask @ named[:, b] / here) if here else float("nan")
            count = float(mask @ named[:, size + b]) if here else float("nan")
            # Where all in the group say the same, redraws can only say it again: they are no bounds.
            limits = (None, None) if share in (0.0, 1.0) else bounds(draws[:, g * size + b])
            facts = {"gate": "statements", "asked": found.asked, "n": here, "subject": subject}
            estimates.append(told.give(f"{kind}.share", share, bounds=limits, **facts))  # type: ignore[arg-type]
            estimates.append(told.give(f"{kind}.count", count, **facts))  # type: ignore[arg-type]
    return estimates
