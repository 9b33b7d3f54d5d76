"""The figures of the block on the downturn in one wave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.told import Told, row_ratios
from clusterdynamics.measures.answers import by_organisation, raw_answers
from clusterdynamics.measures.choices import (
    Choices,
    choices,
    organisations_that_replied,
    organisations_that_wrote,
)
from clusterdynamics.measures.depths import depth_of_pairs, depth_relation
from clusterdynamics.measures.estimate import Estimate, Reason
from clusterdynamics.measures.redraws import bounds

if TYPE_CHECKING:
    from clusterdynamics.models.schema import Question, ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["DownturnWave", "partner_counts"]

FloatArray = NDArray[np.float64]

#: Answers on a scale of change: under its middle, on it, above it.
CHANGE = ("worse", "same", "better")


def partner_counts(study: Study, wave: str, model: ReferenceModel) -> dict[str, int]:
    """Return organisation → number of cooperation partners, by the report of either side.

    Only organisations that answered, so that having none means that none was named; empty where depth was not
    asked in the wave.
    """
    relation = depth_relation(study, model)
    if relation is None or wave not in {n.wave for n in study.waves(relation)}:
        return {}
    network = study.network(relation, wave)
    with np.errstate(invalid="ignore"):
        partners = (depth_of_pairs(network) >= model.thresholds.cooperation).sum(axis=1)
    return {a: int(k) for a, k, done in zip(network.nodes, partners, network.answered, strict=True) if done}


class DownturnWave:
    """The answers to the block in one wave.

    Parameters
    ----------
    study, wave, model
        What is read, and with which model.
    partners
        Partners from which on an organisation has several.
    least
        Fewest organisations on either side.
    """

    def __init__(self, study: Study, wave: str, model: ReferenceModel, partners: int, least: int) -> None:
        self.study, self.wave, self.model = study, wave, model
        self.partners, self.least = partners, least

    @cached_property
    def counts(self) -> dict[str, int]:
        """Organisation → number of cooperation partners."""
        return partner_counts(self.study, self.wave, self.model)

    def read(self, questions: Sequence[Question], replicates: int, rng: np.random.Generator) -> list[Estimate]:
        """Return all figures of the wave."""
        found: list[Estimate] = []
        stances: list[tuple[Question, Choices]] = []
        for question in questions:
            if question.kind == "statement" and question.scale is not None:
                found += self._answers(question, self._changes(question), replicates, rng)
            elif question.kind == "choice":
                given = choices(self.study, self.wave, question.id, [o.id for o in question.options])
                stances.append((question, given))
                found += self._answers(question, given, replicates, rng)
        for question in questions:
            if question.kind == "text":
                found += self._wrote(question, stances)
        return found

    def _changes(self, question: Question) -> Choices:
        """Return the answers on a scale in three: worse, same, better."""
        scale = next(s for s in self.model.scales if s.id == question.scale)
        raw = raw_answers(self.study, self.wave, [question.id])
        away = raw.values[:, 0] - (scale.low + scale.high) / 2
        away = away[:, None] * (-1 if question.reversed else 1)
        with np.errstate(invalid="ignore"):
            three = np.hstack([away < 0, away == 0, away > 0]).astype(np.float64)
        three[~np.isfinite(away[:, 0])] = np.nan
        names, shares = by_organisation(three, raw.actors)
        kept = np.isfinite(shares).all(axis=1) if shares.size else np.zeros(len(names), dtype=np.bool_)
        return Choices(
            tuple(n for n, yes in zip(names, kept, strict=True) if yes), CHANGE, shares[kept], bool(raw.asked[0])
        )

    def _told(self, n: int, item: str) -> Told:
        """Return the maker of figures; who says "don't know" (no orders, say) has answered, and is not in n."""
        asked = len(self.study.asked(self.wave))
        replied = len(organisations_that_replied(self.study, self.wave, item))
        return Told(self.study, self.wave, n, replied / asked if asked else None, "measures/downturn")

    def _answers(
        self, question: Question, given: Choices, replicates: int, rng: np.random.Generator
    ) -> Iterator[Estimate]:
        told = self._told(len(given.organisations), question.id)
        several = np.array([float(self.counts.get(a, -1) >= self.partners) for a in given.organisations])
        fewer = np.array([float(0 <= self.counts.get(a, -1) < self.partners) for a in given.organisations])
        sides = {"": np.ones(several.size), "several": several, "fewer": fewer}
        k = len(given.options)
        above = np.hstack([given.chosen * side[:, None] for side in sides.values()])
        below = np.hstack([np.repeat(side[:, None], k, axis=1) for side in sides.values()])
        opened = given.asked and (told.coverage or 0.0) >= self.study.settings.gates.statements
        draws = row_ratios(above, below, replicates if opened else 0, rng, _("Downturn"))
        with np.errstate(invalid="ignore", divide="ignore"):
            shares = above.sum(axis=0) / below.sum(axis=0)
        for o, option in enumerate(given.options):
            subject = f"{question.id}={option}"
            yield self._share(told, "downturn.share", float(shares[o]), draws[:, o], subject, given.asked)
            small = min(int(several.sum()), int(fewer.sum()))
            for s, (name, side) in enumerate(list(sides.items())[1:], start=1):
                at, n = s * k + o, int(side.sum())
                label = f"{subject}|partners={name}"
                yield self._compared(
                    told, "downturn.partners.share", float(shares[at]), draws[:, at], label, given.asked, n, small
                )
            gap = draws[:, k + o] - draws[:, 2 * k + o]
            value = float(shares[k + o] - shares[2 * k + o])
            n = int(several.sum() + fewer.sum())
            yield self._compared(told, "downturn.partners.difference", value, gap, subject, given.asked, n, small)

    def _share(
        self, told: Told, name: str, value: float, draws: FloatArray, subject: str, asked: bool, n: int | None = None
    ) -> Estimate:
        # Where all say the same, redraws can only say it again: they are no bounds.
        limits = (None, None) if name.endswith("share") and value in (0.0, 1.0) else bounds(draws)
        return told.give(name, value, gate="statements", asked=asked, bounds=limits, n=n, subject=subject)

    def _compared(
        self, told: Told, name: str, value: float, draws: FloatArray, subject: str, asked: bool, n: int, small: int
    ) -> Estimate:
        """Return a figure of the comparison by partners, or why there is none."""
        given = self._share(told, name, value if isfinite(value) else 0.0, draws, subject, asked, n)
        shut: tuple[Reason, dict[str, Any]] | None = None
        if asked and not self.counts:
            shut = Reason.NOT_ASKED, {}
        elif given.reason is None and small < self.least:
            shut = Reason.TOO_FEW_ACTORS, {"n": small, "gate": self.least}
        if shut is None:
            return given
        facts = {"n": n, "coverage": told.coverage, "subject": subject, "wave": self.wave, "method": told.method}
        return Estimate(name, None, reason=shut[0], details=shut[1], **facts)  # type: ignore[arg-type]

    def _wrote(self, question: Question, stances: Sequence[tuple[Question, Choices]]) -> Iterator[Estimate]:
        """Return how many organisations wrote something, in all and by what they chose."""
        wrote, asked = organisations_that_wrote(self.study, self.wave, question.id)
        told = self._told(len(self.study.answered(self.wave)), question.id)
        yield told.give("downturn.wrote", float(len(wrote)), asked=asked, subject=question.id)
        for other, given in stances:
            for o, option in enumerate(given.options):
                who = {a for a, x in zip(given.organisations, given.chosen[:, o], strict=True) if x > 0}
                subject = f"{question.id}|{other.id}={option}"
                yield told.give("downturn.wrote", float(len(who & wrote)), asked=asked, n=len(who), subject=subject)
