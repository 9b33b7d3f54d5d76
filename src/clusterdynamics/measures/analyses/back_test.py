"""Do suggestions predict anything, and do introductions work? Asked of the next wave."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.charts.numbers import number, percent, span, whole
from clusterdynamics.i18n import _
from clusterdynamics.measures.analyses.common import dots
from clusterdynamics.measures.easy.held_out import compare_introductions
from clusterdynamics.measures.easy.inputs import Inputs, inputs
from clusterdynamics.measures.easy.new_ties import NeverShown, introductions, never_shown
from clusterdynamics.measures.easy.pairs import open_reasons, values, weights_of
from clusterdynamics.measures.easy.predict import adamic_adar, common_neighbours, preferential_attachment
from clusterdynamics.measures.easy.prediction import Measured, measured_auc, measured_lift
from clusterdynamics.measures.estimate import Estimate, Interval, Reason
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["METHODS", "BackTest", "BackTestParams", "back_test"]

#: What is tested: our suggestions, those that participants may see, and three simple rules beside them.
METHODS = (
    "easy_cooperation",
    "open_reasons",
    "adamic_adar",
    "common_neighbours",
    "preferential_attachment",
)
_METHOD = "measures/back_test"
_NETWORK = "cooperation"


@dataclass(frozen=True)
class BackTestParams(Params):
    """What can be chosen: among how many pairs at the head of the list the lift is taken."""

    top: int = 20


@dataclass(frozen=True)
class BackTest(Result):
    """How suggestions of one wave did in the next one (wave: ``first→second``).

    Figures: ``back_test.stayers``, ``back_test.pairs``, ``back_test.new_ties``, ``back_test.base_rate`` (the whole);
    ``back_test.auc`` and ``back_test.lift`` (subject: what is tested, one of ``METHODS``; node-jackknife);
    ``introductions.shown`` and ``introductions.held_out`` (share that became cooperation),
    ``introductions.difference`` (with the randomisation interval of the effect on those shown) and
    ``introductions.p_value``.
    """

    name: ClassVar[str] = "back_test"

    params: BackTestParams
    synthetic: bool
    labels: dict[str, str]

    def method_label(self, method: str) -> str:
        """Return what a tested list is called."""
        words = {
            "easy_cooperation": _("our suggestions"),
            "open_reasons": _("our suggestions, with the reasons that participants may see"),
            "adamic_adar": _("partners in common, rare ones counting more (Adamic–Adar)"),
            "common_neighbours": _("partners in common"),
            "preferential_attachment": _("many partners (preferential attachment)"),
        }
        return words.get(method, method)

    def chart(self) -> alt.TopLevelMixin:
        """Return the AUC of each list with its bounds, and the line of pure chance."""
        from clusterdynamics.charts import interval_dots

        shown = [e for e in self.estimates if e.name == "back_test.auc"]
        return interval_dots(
            dots(shown, self.labels, lambda e: self.method_label(e.subject)),
            x_title=_("how often a pair that began to cooperate stands above one that did not"),
            as_percent=True,
            domain=(0, 1),
            reference=0.5,
            reference_label=_("chance"),
        )

    def sentences(self) -> tuple[str, ...]:
        """Return the tests of all pairs of waves in words, marked where the data are invented."""
        if not self.estimates:
            return (_("There is one wave so far; whether suggestions come true shows from the second wave on."),)
        said: list[str] = []
        for wave in dict.fromkeys(e.wave for e in self.estimates):
            here = {(e.name, e.subject): e for e in self.estimates if e.wave == wave}
            said += self._prediction(here, (wave or "").split("→"))
            said += self._introductions(here)
        if self.synthetic:
            said.append(_("The data are synthetic: this shows how the test is made, not that suggestions work."))
        return tuple(said)

    def _prediction(self, here: dict[tuple[str, str], Estimate], waves: list[str]) -> list[str]:
        first, second = (self.labels[f"wave:{w}"] for w in waves)
        ours = here.get(("back_test.auc", METHODS[0]))
        if ours is None or ours.value is None:
            text = _("Whether suggestions of {first} came true in {second} cannot be said. {why}")
            return [text.format(first=first, second=second, why=ours.why if ours else "").strip()]
        said = []
        new = here.get(("back_test.new_ties", "whole"))
        if new is not None and new.value is not None:
            said.append(
                _(
                    "Of {pairs} pairs that did not cooperate in {first} and were never shown as a suggestion, {new} "
                    "cooperate in {second}."
                ).format(pairs=whole(new.n), first=first, new=whole(new.value), second=second)
            )
        said.append(self._auc_sentence(ours))
        others = [e for m in METHODS[2:] if (e := here.get(("back_test.auc", m))) is not None]
        named = "; ".join(
            _("{rule}: {share}").format(rule=self.method_label(e.subject), share=_with_bounds(e))
            for e in others
            if e.value is not None
        )
        if named:
            said.append(_("Simple rules do so in: {rules}.").format(rules=named))
        gain, base = here.get(("back_test.lift", METHODS[0])), here.get(("back_test.base_rate", "whole"))
        if gain is not None and gain.value is not None and base is not None and base.value is not None:
            top = min(self.params.top, gain.n)
            said.append(
                _(
                    "Of the first {top} pairs on our list {hits} began to cooperate; of {top} pairs taken by chance "
                    "it would be {chance}."
                ).format(top=top, hits=_about(gain.value * base.value * top), chance=_about(base.value * top))
            )
        return said

    def _auc_sentence(self, e: Estimate) -> str:
        low, high = e.low, e.high
        told = _(
            "Of a pair that began to cooperate and one that did not, our suggestions put the right one first in "
            "{share} of the cases."
        ).format(share=_with_bounds(e))
        if low is None or high is None:
            return told
        if low > 0.5:
            verdict = _("That is more often than by chance (50%).")
        elif high < 0.5:
            verdict = _("That is less often than by chance (50%).")
        else:
            verdict = _("That cannot be told from chance (50%).")
        return f"{told} {verdict}"

    def _introductions(self, here: dict[tuple[str, str], Estimate]) -> list[str]:
        gap = here.get(("introductions.difference", "whole"))
        if gap is None:
            return []
        if gap.value is None:
            return [_("Whether introductions work cannot be said. {why}").format(why=gap.why)]
        shown, held = (here.get((f"introductions.{kind}", "whole")) for kind in ("shown", "held_out"))
        if shown is None or held is None or shown.value is None or held.value is None:
            return []
        said = [
            _(
                "Of {shown} suggestions that were shown {begun} became cooperation, of {held} that were held out "
                "{held_begun}."
            ).format(
                shown=shown.n,
                begun=whole(shown.value * shown.n),
                held=held.n,
                held_begun=whole(held.value * held.n),
            )
        ]
        if gap.low is None or gap.high is None:
            return said
        low, high = round(gap.low * shown.n), round(gap.high * shown.n)
        if low > 0:
            text = _("Because they were shown, {low} to {high} more of them became cooperation (95% by the draw).")
        elif high < 0:
            text = _("Because they were shown, {low} to {high} fewer of them became cooperation (95% by the draw).")
            low, high = -high, -low
        else:
            return [*said, _("This can be chance, so it cannot be said whether showing them made a difference.")]
        return [*said, text.format(low=low, high=high)]


def _about(x: float) -> str:
    """Return a number of pairs with at most one decimal."""
    return number(round(x, 1), 0 if round(x, 1).is_integer() else 1)


def _with_bounds(e: Estimate) -> str:
    if e.low is None or e.high is None:
        return percent(e.value or 0.0)
    return _("{share} ({bounds})").format(share=percent(e.value or 0.0), bounds=span(e.low, e.high, as_percent=True))


@analysis(BackTestParams, BackTest)
def back_test(study: Study, params: BackTestParams, rng: np.random.Generator) -> BackTest:
    """Test suggestions on the next wave (method, section 4, "Back-test" and "Held-out introductions").

    Every list orders, from what is known in the first wave, the pairs of stayers that answered both times, did not
    cooperate and were never shown as a suggestion. AUC: how often one that began stands above one that did not; lift:
    the share that began at the head of the list, divided by that of all. Bounds leave out each organisation in turn
    (node jackknife). Below the model's least numbers of new links and stayers it says "too few". Introductions:
    shown against held out, by the random draw alone.
    """
    model = model_of(study)
    estimates: list[Estimate] = []
    for first, second in pairwise(study.wave_ids):
        estimates += _predicted(study, first, second, model, params)
        estimates += _introduced(study, first, second, model)
    labels = {f"wave:{w}": study.wave_label(w) for w in study.wave_ids}
    labels |= {f"wave:{a}→{b}": f"{study.wave_label(a)} → {study.wave_label(b)}" for a, b in pairwise(study.wave_ids)}
    return BackTest(params, tuple(estimates), study.settings.synthetic, labels)


def _predicted(study: Study, first: str, second: str, model: ReferenceModel, params: BackTestParams) -> list[Estimate]:
    stayers = study.stayers(first, second)
    both = study.answered(first) & study.answered(second) & set(stayers)
    facts: dict[str, Any] = {
        "wave": f"{first}→{second}",
        "network": _NETWORK,
        "method": _METHOD,
        "coverage": len(both) / len(stayers) if stayers else None,
    }
    found = never_shown(study, first, second, model)
    names = [(f"back_test.{what}", method) for method in METHODS for what in ("auc", "lift")]
    if found is None:
        return [Estimate(name, None, subject=m, reason=Reason.NOT_ASKED, **facts) for name, m in names]
    pairs, n = found.pairs.begun.size, len(found.stayers)
    facts["n"] = pairs
    given = [
        Estimate("back_test.stayers", float(n), **facts | {"n": n}),
        Estimate("back_test.pairs", float(pairs), **facts),
        Estimate("back_test.new_ties", float(found.new_ties), **facts),
    ]
    if pairs:
        given.append(Estimate("back_test.base_rate", float(found.pairs.begun.mean()), **facts))
    sizes = model.sample_sizes
    if n < sizes.back_test_stayers or found.new_ties < sizes.back_test_new_ties:
        few = {
            "ties": found.new_ties,
            "stayers": n,
            "least_ties": sizes.back_test_new_ties,
            "least_stayers": sizes.back_test_stayers,
        }
        reason = Reason.TOO_FEW_NEW_TIES
        return [*given, *(Estimate(name, None, subject=m, reason=reason, details=few, **facts) for name, m in names)]
    for method, value in _lists(study, first, model, found).items():
        test = partial(_estimate, subject=method, facts=facts)
        given.append(test("back_test.auc", measured_auc(value, found.pairs)))
        given.append(test("back_test.lift", measured_lift(value, found.pairs, params.top)))
    return given


def _estimate(name: str, figure: Measured, *, subject: str, facts: dict[str, Any]) -> Estimate:
    if not isfinite(figure.value):  # all pairs began, so that none can be put first
        return Estimate(name, None, subject=subject, reason=Reason.NONE_TO_JUDGE, **facts)
    low, high = (figure.low, figure.high) if isfinite(figure.low) else (None, None)
    kind = Interval.NONE if low is None else Interval.NODE_JACKKNIFE
    return Estimate(name, figure.value, low, high, kind, subject=subject, **facts)


def _lists(study: Study, wave: str, model: ReferenceModel, found: NeverShown) -> dict[str, NDArray[np.float64]]:
    """Return method → (P,) values of the pairs, all from what was known in the first wave."""
    given: Inputs = inputs(study, wave, model)
    place = {a: k for k, a in enumerate(given.answers.nodes)}
    index = np.array([place[a] for a in found.stayers], dtype=np.intp)
    i, j = index[found.pairs.i], index[found.pairs.j]
    # There are pairs to look at, so the network was asked.
    ties = given.network.ties if given.network is not None else np.zeros_like(given.possible)
    lists = (
        values(given.found, weights_of(model)),
        values(open_reasons(given.found), weights_of(model, "participant")),
        adamic_adar(ties),
        common_neighbours(ties),
        preferential_attachment(ties),
    )
    # Rounded, so that values that are equal but for the last bit stay equal.
    return {m: np.round(v[i, j], 9) for m, v in zip(METHODS, lists, strict=True)}


def _introduced(study: Study, first: str, second: str, model: ReferenceModel) -> list[Estimate]:
    shown, shown_begun, held, held_begun, lost = introductions(study, first, second, model)
    if not shown + held + lost:
        return []
    facts: dict[str, Any] = {"wave": f"{first}→{second}", "network": _NETWORK, "method": _METHOD}
    given = [
        Estimate(f"introductions.{kind}", begun / of, n=of, **facts)
        if of
        else Estimate(f"introductions.{kind}", None, reason=Reason.NONE_TO_JUDGE, **facts)
        for kind, of, begun in (("shown", shown, shown_begun), ("held_out", held, held_begun))
    ]
    compared = compare_introductions(shown, shown_begun, held, held_begun)
    facts["n"] = shown + held
    if compared is None:
        few = {"shown": shown, "held_out": held}
        reason = Reason.TOO_FEW_SUGGESTIONS
        names = ("introductions.difference", "introductions.p_value")
        return [*given, *(Estimate(name, None, reason=reason, details=few, **facts) for name in names)]
    return [
        *given,
        Estimate(
            "introductions.difference",
            compared.difference,
            compared.low,
            compared.high,
            Interval.RANDOMISATION,
            **facts,
        ),
        Estimate("introductions.p_value", compared.p_value, **facts),
    ]
