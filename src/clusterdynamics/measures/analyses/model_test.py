"""Is this a Scottish model? Whether stages and statements hold in other clusters, or why that cannot be said yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

import numpy as np
import polars as pl

from clusterdynamics.charts.numbers import number, percent, whole
from clusterdynamics.i18n import N_, _, ngettext
from clusterdynamics.measures.analyses.model_test_figures import (
    UnderstoodAlike,
    functioning_figures,
    guttman_figures,
    mokken_figures,
    vignette_figures,
)
from clusterdynamics.measures.estimate import Estimate, Reason
from clusterdynamics.measures.pooled import latest_wave, pool
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.measures.scaling.item_functioning import BOUND

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.study.model import Study

__all__ = ["ModelTest", "ModelTestParams", "model_test", "pooled_model_test"]

#: The figure that answers each question, and the question.
_QUESTIONS = {
    "guttman.in_order": N_("Do clusters pass the stages in the order of the model?"),
    "mokken.scale": N_("Do the statements belong together on one scale?"),
    "functioning.country": N_("Are the statements understood alike in different countries?"),
    "functioning.language": N_("Are the statements understood alike in different languages?"),
    "vignettes.order": N_("Do people use the answers alike (invented clusters)?"),
}
#: Least H of a scale, and what such a scale is called (Mokken 1971).
_STRENGTHS = ((0.5, N_("a strong scale")), (0.4, N_("a medium scale")), (0.3, N_("a weak scale")))


@dataclass(frozen=True)
class ModelTestParams(Params):
    """What can be chosen.

    Attributes
    ----------
    replicates
        Redraws of clusters.
    bound
        Log odds ratio up to which a difference between groups counts as none.
    """

    replicates: int = 2000
    bound: float = BOUND


@dataclass(frozen=True)
class ModelTest(Result):
    """Whether the model holds beyond the clusters it was made for.

    Figures: ``guttman.in_order``, ``guttman.errors``, ``guttman.scalability`` (profiles of clusters);
    ``mokken.scale``, ``mokken.stage`` (subject: the stage), ``mokken.statement`` (subject: the statement), all
    Loevinger's H within clusters; ``functioning.country`` and ``functioning.language`` (log odds ratio of agreeing,
    group against the largest group; subject: ``statement@group``, or ``whole`` with the reason why there is none);
    ``vignettes.order`` (share of ratings that put the invented clusters in the order that is meant),
    ``vignettes.rank``, ``vignettes.highest`` and ``vignettes.lowest`` (subject: the statement; mean relative rank, and
    share that rates their own cluster at least as high as the highest, or lower than the lowest).
    """

    name: ClassVar[str] = "model_test"

    params: ModelTestParams
    clusters: int
    respondents: int
    alike: tuple[UnderstoodAlike, ...]
    labels: dict[str, str]

    def with_estimates(self, estimates: Iterable[Estimate]) -> Self:
        """Return the result with these figures, without what is said about hidden ones."""
        given = tuple(estimates)
        shown = {(e.name, e.subject) for e in given if e.value is not None}
        kept = (a for a in self.alike if (f"functioning.{a.kind}", f"{a.statement}@{a.group}") in shown)
        return replace(self, estimates=given, alike=tuple(kept))

    def chart(self) -> alt.TopLevelMixin:
        """Return how far the statements of each stage hang together; empty rows where that cannot be said."""
        from clusterdynamics.charts import interval_dots

        drawn = [e for e in self.estimates if e.name in ("mokken.scale", "mokken.stage")]
        rows = [
            {
                "label": _("all statements") if e.subject == "whole" else self.labels.get(e.subject, e.subject),
                "value": e.value,
                "low": e.low,
                "high": e.high,
                "note": "" if e.value is not None else _("cannot say yet"),
            }
            for e in drawn
        ]
        schema: dict[str, Any] = {"label": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64}
        return interval_dots(
            pl.DataFrame(rows, schema=schema | {"note": pl.String}),
            x_title=_("Loevinger's H: 0 unrelated, 1 perfect order"),
            domain=(min([0.0, *(e.low for e in drawn if e.low is not None)]), 1.0),
            reference=0.3,
            reference_label=_("least for a scale"),
        )

    def answer(self, question: str) -> Literal["answered", "cannot_say", "not_asked"]:
        """Return whether a question (a key of the figures' names, say ``mokken.scale``) is answered."""
        mine = [e for e in self.estimates if e.name == question]
        if any(e.value is not None for e in mine):
            return "answered"
        return "not_asked" if not mine or mine[0].reason is Reason.NOT_ASKED else "cannot_say"

    def sentences(self) -> tuple[str, ...]:
        """Return what can be said about the model, and why the rest cannot be said yet."""
        if not self.estimates:
            return (_("The statements about the cluster were not asked, so the model cannot be tested."),)
        said: list[str] = []
        if all(self.answer(q) != "answered" for q in _QUESTIONS):
            said.append(
                ngettext(
                    "Whether the model fits clusters elsewhere cannot be said yet: there is {n} cluster.",
                    "Whether the model fits clusters elsewhere cannot be said yet: there are {n} clusters.",
                    self.clusters,
                ).format(n=whole(self.clusters))
            )
        for name, question in _QUESTIONS.items():
            mine = [e for e in self.estimates if e.name == name]
            if self.answer(name) == "answered":
                said += self._found(name, mine)
            else:
                said += [_("{question} {why}").format(question=_(question), why=e.why) for e in mine[:1]]
        return tuple(said)

    def _found(self, name: str, mine: list[Estimate]) -> list[str]:
        value = mine[0].value or 0.0
        if name == "guttman.in_order":
            errors = self.find("guttman.scalability").value
            text = _("Of {n} clusters {share} pass the stages in the order of the model.").format(
                n=whole(mine[0].n), share=percent(value)
            )
            if errors is None:
                return [text]
            return [
                text,
                _("Errors of order are {share} fewer than if stages did not depend on each other.").format(
                    share=percent(errors)
                )
                if errors >= 0
                else _("There are more errors of order than if stages did not depend on each other."),
            ]
        if name == "mokken.scale":
            called = next((_(text) for least, text in _STRENGTHS if value >= least), None)
            facts = {"h": number(value, 2), "n": whole(mine[0].n)}
            if called is None:
                return [
                    _("Within clusters the statements do not form one scale (H = {h}, {n} people).").format(**facts)
                ]
            return [
                _("Within clusters the statements form {scale} (H = {h}, {n} people).").format(scale=called, **facts)
            ]
        if name == "vignettes.order":
            return [
                _("{share} of the ratings put the invented clusters in the order that is meant.").format(
                    share=percent(value)
                )
            ]
        return self._alike(name.rpartition(".")[2])

    def _alike(self, kind: str) -> list[str]:
        said = []
        mine = [a for a in self.alike if a.kind == kind]
        for group in dict.fromkeys(a.group for a in mine):
            here = [a for a in mine if a.group == group]
            counts = {k: sum(a.answer == k for a in here) for k in ("differs", "equivalent", "cannot_say")}
            ends = {"group": group, "reference": here[0].reference}
            text = _(
                "{group} beside {reference}: {equivalent} statements are understood alike, {differs} differently, and "
                "for {cannot_say} we cannot say."
            ).format(**ends, **{k: whole(v) for k, v in counts.items()})
            differing = "; ".join(f"“{a.text}”" for a in here if a.answer == "differs")
            said.append(f"{text} {_('Differently: {texts}.').format(texts=differing)}" if differing else text)
        return said


def pooled_model_test(
    studies: Sequence[Study], params: ModelTestParams | None = None, rng: np.random.Generator | int = 0
) -> ModelTest:
    """Test the model on several clusters together, each study one cluster, in its latest wave.

    Parameters
    ----------
    studies
        Studies that were asked by the same model.
    params
        What can be chosen.
    rng
        Generator or seed.

    Raises
    ------
    InputError
        No study was given, or the studies were not asked by the same model.
    """
    chosen = params or ModelTestParams()
    source = rng if isinstance(rng, np.random.Generator) else np.random.default_rng(rng)
    model, pooled = pool(studies)
    items = [s.id for s in model.statements]
    asked = [s for s in studies if latest_wave(s, items) is not None]
    clusters = len(asked)
    labels = {s.id: s.label for s in model.stages} | {s.id: s.text for s in model.statements}
    if not asked:
        return ModelTest(chosen, (), 0, 0, (), labels)
    wave = latest_wave(asked[0], items) if clusters == 1 else None
    facts: dict[str, Any] = {
        "wave": wave,
        "coverage": asked[0].coverage(wave) if wave is not None else None,
        "method": "measures/model_test",
    }
    estimates = guttman_figures(asked, model, chosen.replicates, source, facts)
    estimates += mokken_figures(model, pooled, facts)
    alike: list[UnderstoodAlike] = []
    for kind, groups in (("country", pooled.countries), ("language", pooled.languages)):
        found, answers = functioning_figures(model, pooled, kind, groups, chosen.bound, facts)
        estimates += found
        alike += answers
    estimates += vignette_figures(model, pooled, facts)
    return ModelTest(chosen, tuple(estimates), clusters, len(pooled.clusters), tuple(alike), labels)


@analysis(ModelTestParams, ModelTest)
def model_test(study: Study, params: ModelTestParams, rng: np.random.Generator) -> ModelTest:
    """Ask whether the model holds elsewhere: order of the stages, one scale, equal understanding, use of the answers.

    Guttman errors of cluster profiles, Mokken scaling within clusters, differential item functioning by country and
    language, anchoring vignettes; each behind the sample size the reference model asks for. One cluster is too few for
    most of it, and then the answer is why it cannot be said yet; ``pooled_model_test`` takes several studies.
    """
    return pooled_model_test([study], params, rng)
