"""What is easy to do next? Areas first, then groups, then pairs that do not cooperate yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import polars as pl

from clusterdynamics.charts.numbers import number
from clusterdynamics.i18n import _, ngettext
from clusterdynamics.measures.easy.areas import ANSWERS, HIGHEST, AreaAnswers, AreaLabel, area_answers, area_list
from clusterdynamics.measures.easy.inputs import inputs
from clusterdynamics.measures.easy.pairs import REASONS, values, weights_of
from clusterdynamics.measures.easy.suggest import Suggested, suggest
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.redraws import bounds, redraw_row_means
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["EasyCooperation", "EasyCooperationParams", "easy_cooperation", "suggested_of"]

#: Between the two organisations of a pair, and between an organisation and the area it is invited to.
JOIN = "–"
_METHOD = "measures/easy_cooperation"
#: Areas that are told one by one.
_TOLD = 3


@dataclass(frozen=True)
class EasyCooperationParams(Params):
    """What can be chosen.

    Attributes
    ----------
    replicates
        Redraws of the organisations that answered.
    pairs
        Length of the list of pairs for the study team.
    """

    replicates: int = 2000
    pairs: int = 50


@dataclass(frozen=True)
class EasyCooperation(Result):
    """Areas of easy cooperation of each wave; groups and pairs of the latest.

    Figures. For each area (subject: the area) and wave: ``easy.doing``, ``easy.would_join``, ``easy.could_offer``
    and ``easy.not_for_us`` (organisations; n: those that ticked anything for the area), the same with ``.share``
    (share of these, with redraws), ``easy.group`` (organisations that would join or could offer) and
    ``easy.unmet_wishes`` and ``easy.unmet_offers`` (organisations that would join where no other could offer, or
    could offer where no other would join). For the whole: ``easy.areas`` (areas in which a group can be started) and
    ``easy.pairs`` (pairs that do not cooperate yet and share an area; n: pairs known not to cooperate). For the study
    team, in the latest wave: ``easy.invite`` (subject ``organisation–area``; 1) and ``easy.pair`` (subject
    ``organisation–organisation``; how much speaks for it; details: its reasons, for `suggested_of`).

    Counts of organisations say who ticked something and have no gate; shares speak for the cluster and have one.
    """

    name: ClassVar[str] = "easy_cooperation"

    params: EasyCooperationParams
    least: int
    areas: tuple[AreaLabel, ...]
    labels: dict[str, str]

    @property
    def waves(self) -> tuple[str, ...]:
        """Waves in which the areas were asked, oldest first."""
        return tuple(dict.fromkeys(e.wave or "" for e in self.estimates))

    def pairs(self) -> tuple[Suggested, ...]:
        """Return the pairs for the study team, that for which most speaks first."""
        return tuple(suggested_of(e) for e in self.estimates if e.name == "easy.pair")

    def chart(self) -> alt.TopLevelMixin:
        """Return, for the latest wave, the share that does, would join and could offer, area by area."""
        from clusterdynamics.charts import interval_dots

        words = {"doing": _("do it"), "would_join": _("would join"), "could_offer": _("could offer")}
        wave = self.waves[-1] if self.waves else None
        rows = [
            {
                "label": self.area_label(a),
                "value": e.value,
                "low": e.low,
                "high": e.high,
                "group": words[key],
                "note": e.why,
            }
            for a in self.areas
            for key in words
            for e in self.estimates
            if (e.wave, e.subject, e.name) == (wave, a.id, f"easy.{key}.share")
        ]
        return interval_dots(
            pl.DataFrame(rows, schema=_DOTS),
            x_title=_("share of the organisations that answered about the area"),
            as_percent=True,
            domain=(0, 1),
        )

    def area_label(self, area: AreaLabel) -> str:
        """Return the label of an area with its sensitivity."""
        if area.sensitivity is None:
            return area.label
        return _("{area} (sensitivity {n})").format(area=area.label, n=area.sensitivity)

    def sentences(self) -> tuple[str, ...]:
        """Return areas first, then groups and pairs, for the latest wave; names nobody."""
        if not self.waves:
            return (_("The areas of cooperation were not asked, so nothing can be said about what is easy to do."),)
        wave = self.waves[-1]
        here = {(e.name, e.subject): e for e in self.estimates if e.wave == wave}
        return (*self._area_sentences(here, self.labels[f"wave:{wave}"]), *self._pair_sentences(here))

    def _area_sentences(self, here: dict[tuple[str, str], Estimate], wave: str) -> list[str]:
        def count(name: str, area: str) -> int:
            e = here.get((name, area))
            return int(e.value) if e is not None and e.value is not None else 0

        # Where the size of the group may not be told, the larger of its two parts is a lower bound.
        groups = {
            a.id: max(count(f"easy.{part}", a.id) for part in ("group", "would_join", "could_offer"))
            for a in self.areas
        }
        startable = [a for a in self.areas if groups[a.id] >= self.least]
        if not startable:
            text = _("In {wave} there is no area in which {n} organisations would join or could offer something.")
            return [text.format(wave=wave, n=self.least)]
        counted = here.get(("easy.areas", "whole"))
        n = int(counted.value) if counted is not None and counted.value is not None else len(startable)
        easiest = sorted(startable, key=lambda a: (a.sensitivity or HIGHEST + 1, -groups[a.id], a.id))
        parts = [self._area_words(a.label, here, a.id) for a in easiest[:_TOLD]]
        said = [
            ngettext(
                "In {wave} there is {n} area in which a group of {least} or more can be started: {areas}.",
                "In {wave} there are {n} areas in which a group of {least} or more can be started; those with least to "
                "lose first, {areas}.",
                n,
            ).format(wave=wave, n=n, least=self.least, areas="; ".join(parts))
        ]
        unmet = [a for a in self.areas if count("easy.unmet_wishes", a.id)]
        idle = [a for a in self.areas if count("easy.unmet_offers", a.id)]
        if unmet:
            said.append(
                _("Organisations would join but no other could offer anything in: {areas}.").format(
                    areas="; ".join(a.label for a in unmet)
                )
            )
        if idle:
            said.append(
                _("Organisations could offer something that no other would join in: {areas}.").format(
                    areas="; ".join(a.label for a in idle)
                )
            )
        return said

    def _area_words(self, label: str, here: dict[tuple[str, str], Estimate], area: str) -> str:
        """Return who would join and could offer, as far as it may be told."""
        join, offer = (here.get((f"easy.{what}", area)) for what in ("would_join", "could_offer"))
        n = {
            "join": None if join is None or join.value is None else number(join.value, 0),
            "offer": None if offer is None or offer.value is None else number(offer.value, 0),
        }
        if n["offer"] is None:
            return _("in {area} {join} would join").format(area=label, **n)
        if n["join"] is None:
            return _("in {area} {offer} could offer something").format(area=label, **n)
        return _("in {area} {join} would join and {offer} could offer something").format(area=label, **n)

    def _pair_sentences(self, here: dict[tuple[str, str], Estimate]) -> list[str]:
        """Return how many pairs there are; nothing where the figure is not for the reader."""
        e = here.get(("easy.pairs", "whole"))
        if e is None:
            return []
        if e.value is None:
            return [_("Pairs are not suggested. {why}").format(why=e.why)]
        text = ngettext(
            "{n} pair of {all} that do not cooperate yet would both join in an area, or one could offer what the "
            "other would join.",
            "{n} pairs of {all} that do not cooperate yet would both join in an area, or one could offer what the "
            "other would join.",
            int(e.value),
        )
        return [text.format(n=number(e.value, 0), all=number(e.n, 0))]


_DOTS: dict[str, Any] = {
    "label": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "group": pl.String,
    "note": pl.String,
}


@analysis(EasyCooperationParams, EasyCooperation)
def easy_cooperation(study: Study, params: EasyCooperationParams, rng: np.random.Generator) -> EasyCooperation:
    """Find what is easy to do next (method, section 4, "Easy cooperation"): areas first, pairs second.

    A pair's value is the sum of its reasons, each times its weight in the model: areas both would join, an offer that
    meets a wish, little to lose, nearness, partners that both trust, wishes. Only pairs that are known not to
    cooperate yet are listed, and only where an area fits.
    """
    model = model_of(study)
    areas = area_list(study, model)
    least = model.sample_sizes.group_invitations
    estimates: list[Estimate] = []
    asked = [w for w in study.wave_ids if _asked(study, w, areas)]
    for wave in asked:
        estimates += _Wave(study, wave, areas, params, least).figures(rng)
    if asked:
        estimates += _pairs(study, asked[-1], model, params)
    labels = {f"wave:{w}": study.wave_label(w) for w in study.wave_ids} | {a.id: a.label for a in areas}
    return EasyCooperation(params, tuple(estimates), least, areas, labels)


def _asked(study: Study, wave: str, areas: tuple[AreaLabel, ...]) -> bool:
    return bool(area_answers(study, wave, areas).answered.any())


class _Wave:
    """The areas of one wave."""

    def __init__(
        self, study: Study, wave: str, areas: tuple[AreaLabel, ...], params: EasyCooperationParams, least: int
    ) -> None:
        self.study, self.wave, self.params, self.least = study, wave, params, least
        self.answers: AreaAnswers = area_answers(study, wave, areas)
        asked = study.asked(wave)
        n = int(self.answers.answered.sum())
        self.coverage = n / len(asked) if asked else None

    def figures(self, rng: np.random.Generator) -> list[Estimate]:
        """Return the figures of all areas, and the number of areas in which a group can be started."""
        answers = self.answers
        counts, heard = answers.counts, answers.heard
        groups = answers.candidates.sum(axis=0)
        unmet = answers.unmet
        n = len(answers.nodes)
        flat = np.nan_to_num(answers.share).reshape(n, -1)
        seen = np.repeat(np.isfinite(answers.share[:, :, 0]), len(ANSWERS), axis=1).astype(np.float64)
        total, below = flat.sum(axis=0), seen.sum(axis=0)
        means = np.divide(total, below, out=np.full(total.shape, np.nan), where=below > 0)
        shut = self._closed()
        draws = np.empty((0, flat.shape[1]))
        if shut is None:
            draws = redraw_row_means(flat, seen, answers.answered, self.params.replicates, rng, _("Areas"))
        found: list[Estimate] = []
        for a, area in enumerate(answers.areas):
            for k, answer in enumerate(ANSWERS):
                found.append(self._give(f"easy.{answer}", counts[a, k], heard[a], area.id))
                column = a * len(ANSWERS) + k
                low, high = bounds(draws[:, column])
                found.append(self._give(f"easy.{answer}.share", means[column], heard[a], area.id, shut, low, high))
            found.append(self._give("easy.group", groups[a], heard[a], area.id))
            found.append(self._give("easy.unmet_wishes", unmet[0][a], heard[a], area.id))
            found.append(self._give("easy.unmet_offers", unmet[1][a], heard[a], area.id))
        found.append(self._give("easy.areas", int((groups >= self.least).sum()), int(answers.answered.sum()), "whole"))
        return found

    def _closed(self) -> dict[str, Any] | None:
        needed = self.study.settings.gates.statements
        if self.coverage is not None and self.coverage < needed:
            return {"reason": Reason.COVERAGE, "details": {"coverage": self.coverage, "gate": needed}}
        return None

    def _give(
        self,
        name: str,
        value: float,
        n: int,
        subject: str,
        shut: dict[str, Any] | None = None,
        low: float | None = None,
        high: float | None = None,
    ) -> Estimate:
        facts: dict[str, Any] = {
            "n": int(n),
            "coverage": self.coverage,
            "subject": subject,
            "wave": self.wave,
            "method": _METHOD,
        }
        if not n:
            return Estimate(name, None, reason=Reason.NOT_ASKED, **facts)
        if shut is not None:
            return Estimate(name, None, **facts, **shut)
        kind = Interval.NONE if low is None else Interval.REDRAWS
        return Estimate(name, float(value), low, high, kind, **facts)


def _pairs(study: Study, wave: str, model: ReferenceModel, params: EasyCooperationParams) -> list[Estimate]:
    """Return the figures about groups and pairs of the latest wave, for the study team."""
    given = inputs(study, wave, model)
    answers = given.answers
    asked = study.asked(wave)
    facts: dict[str, Any] = {
        "wave": wave,
        "method": _METHOD,
        "coverage": int(answers.answered.sum()) / len(asked) if asked else None,
    }
    least = model.sample_sizes.group_invitations
    found = [
        Estimate("easy.invite", 1.0, subject=f"{actor}{JOIN}{area}", n=len(invited), **facts)
        for area, invited in answers.groups(least).items()
        for actor in invited
    ]
    if given.network is None:
        return [*found, Estimate("easy.pairs", None, reason=Reason.NOT_ASKED, **facts)]
    spoke = answers.answered[:, None] & answers.answered[None, :]
    judged = int(np.triu(given.possible & spoke, 1).sum())
    if not judged:
        return [*found, Estimate("easy.pairs", None, reason=Reason.NONE_TO_JUDGE, **facts)]
    weights = weights_of(model)
    total = int(np.triu(given.possible & given.found.matched, 1).sum())
    found.append(Estimate("easy.pairs", float(total), n=judged, **facts))
    listed = suggest(
        given.found,
        values(given.found, weights),
        answers,
        given.possible,
        kilometres=given.kilometres,
        nuts=given.nuts,
        most=params.pairs,
    )
    place = {a: k for k, a in enumerate(answers.nodes)}
    for one in listed:
        i, j = place[one.first], place[one.second]
        features = {r: given.found.feature(r) for r in REASONS if r in weights}
        parts = {f"reason.{r}": weights[r] * float(f[i, j]) for r, f in features.items() if f is not None}
        found.append(
            Estimate(
                "easy.pair",
                one.value,
                n=2,
                subject=f"{one.first}{JOIN}{one.second}",
                details=_details(one) | parts,
                **facts,
            )
        )
    return found


def _details(one: Suggested) -> dict[str, Any]:
    return {
        "first": one.first,
        "second": one.second,
        "both": list(one.both),
        "first_offers": list(one.first_offers),
        "second_offers": list(one.second_offers),
        "ease": one.ease,
        "near": one.near,
        "kilometres": one.kilometres,
        "same_region": one.same_region,
        "trusted": one.trusted,
        "wishes": one.wishes,
    }


def suggested_of(e: Estimate) -> Suggested:
    """Return the suggestion behind a figure called ``easy.pair``, for ``suggest.sentence``.

    Raises
    ------
    ValueError
        It is another figure, or has no value.
    """
    if e.name != "easy.pair" or e.value is None:
        raise ValueError(f"{e.name} is no suggestion")
    kept: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in e.details.items() if not k.startswith("reason.")
    }
    return Suggested(value=e.value, **kept)
