"""What bad times do: orders, staff and investment, and whether they bring organisations together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from clusterdynamics.charts.numbers import percent, span, whole
from clusterdynamics.i18n import N_, _, ngettext
from clusterdynamics.measures.analyses.common import dots, labels_of
from clusterdynamics.measures.analyses.downturn_wave import DownturnWave
from clusterdynamics.measures.estimate import Estimate
from clusterdynamics.measures.protocol import Params, Result, analysis
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    import altair as alt

    from clusterdynamics.study.model import Study

__all__ = ["Downturn", "DownturnParams", "downturn"]

#: The part of the instrument that asks about a downturn, in every model.
_PART = "downturn"
#: Answers on a scale of change, in three.
_CHANGE = {"worse": N_("worse"), "same": N_("about the same"), "better": N_("better")}


@dataclass(frozen=True)
class DownturnParams(Params):
    """What can be chosen.

    Attributes
    ----------
    partners
        Partners from which on an organisation counts among those with several.
    least
        Fewest organisations on either side of that comparison.
    replicates
        Redraws of the organisations that answered.
    """

    partners: int = 2
    least: int = 5
    replicates: int = 2000


@dataclass(frozen=True)
class Downturn(Result):
    """What the block on the downturn says, wave by wave.

    Figures: ``downturn.share`` (subject ``item=answer``: share of the organisations that answered the item; an
    organisation's respondents share its weight. Items on a scale have the answers ``worse``, ``same``, ``better``),
    ``downturn.partners.share`` (``item=answer|partners=several`` and ``|partners=fewer``: the same among the
    organisations with so many cooperation partners), ``downturn.partners.difference`` (``item=answer``: several
    minus fewer; bounds from redraws), ``downturn.wrote`` (``item``: organisations that wrote something;
    ``item|other=answer``: those of them that chose the answer).
    """

    name: ClassVar[str] = "downturn"

    params: DownturnParams
    labels: dict[str, str]
    scaled: tuple[str, ...]
    chosen: tuple[str, ...]

    @property
    def waves(self) -> tuple[str, ...]:
        """Waves in which the block was asked, oldest first."""
        asked = (e for e in self.estimates if e.name == "downturn.share" and e.reason != "not_asked")
        return tuple(dict.fromkeys(e.wave or "" for e in asked))

    def chart(self) -> alt.TopLevelMixin:
        """Return the share of each answer in the latest wave in which the block was asked."""
        from clusterdynamics.charts import interval_dots

        latest = self.waves[-1:]
        shown = [e for e in self.estimates if e.name == "downturn.share" and e.wave in latest]
        frame = dots(shown, self.labels, lambda e: self.labels.get(e.subject, e.subject))
        return interval_dots(
            frame.with_columns(group=pl.lit(None, dtype=pl.String)),
            x_title=_("organisations, of those that answered"),
            as_percent=True,
            domain=(0, 1),
        )

    def sentences(self) -> tuple[str, ...]:
        """Return how it went, whether it brings organisations together, and what that went along with."""
        if not self.waves:
            return (_("What the downturn does was not asked."),)
        wave = self.waves[-1]
        said = [*self._changes(wave), *self._stances(wave)]
        said += self._partners(wave)
        said += [self._wrote(e) for e in self.estimates if self._is_written(e, wave)]
        return tuple(said) or (_("Too few answered the questions on the downturn to say what it does."),)

    def _share(self, wave: str, item: str, answer: str) -> Estimate | None:
        """Return the share of an answer; None where the reader may not see it."""
        place = ("downturn.share", wave, f"{item}={answer}")
        return next((e for e in self.estimates if (e.name, e.wave, e.subject) == place), None)

    def _changes(self, wave: str) -> list[str]:
        said = []
        for item in self.scaled:
            worse, better = (self._share(wave, item, answer) for answer in ("worse", "better"))
            if worse is None or better is None or worse.reason == "not_asked":
                continue
            facts = {"wave": self.labels.get(f"wave:{wave}", wave), "item": self.labels.get(item, item)}
            if worse.value is None:
                said.append(_("{wave}, {item}: {why}").format(why=worse.why, **facts))
                continue
            text = ngettext(
                "{wave}, {item}: {worse} of {n} organisation say worse, {better} better.",
                "{wave}, {item}: {worse} of {n} organisations say worse, {better} better.",
                worse.n,
            )
            if better.value is None:
                text = _("{wave}, {item}: {worse} of {n} organisations say worse.")
            said.append(text.format(worse=percent(worse.value), n=worse.n, better=percent(better.value or 0), **facts))
        return said

    def _stances(self, wave: str) -> list[str]:
        said = []
        for item in self.chosen:
            shares = [
                e
                for e in self.estimates
                if (e.name, e.wave) == ("downturn.share", wave) and e.subject.startswith(f"{item}=")
            ]
            if not shares or shares[0].reason == "not_asked":
                continue
            facts = {"wave": self.labels.get(f"wave:{wave}", wave), "item": self.labels.get(item, item)}
            given = [e for e in shares if e.value is not None]
            if not given:
                said.append(_("{wave}, “{item}”: {why}").format(why=shares[0].why, **facts))
                continue
            parts = [
                _("{answer} {share}").format(
                    answer=self.labels.get(f"answer:{e.subject}", e.subject), share=percent(e.value or 0.0)
                )
                for e in given
            ]
            said.append(
                _("{wave}, “{item}”: {parts} ({n} organisations).").format(
                    parts=", ".join(parts), n=given[0].n, **facts
                )
            )
        return said

    def _partners(self, wave: str) -> list[str]:
        """Return what several partners went along with, or that this cannot be said."""
        gaps = [e for e in self.estimates if (e.name, e.wave) == ("downturn.partners.difference", wave)]
        if not gaps:
            return []
        given = [e for e in gaps if e.value is not None]
        about = {"partners": self.params.partners}
        if not given:
            shut = gaps[-1]
            if shut.reason == "too_few_actors":
                text = _(
                    "Whether having at least {partners} cooperation partners went along with this cannot be said: "
                    "one side has {n} organisations, and this needs {gate}."
                )
                return [text.format(**about, **shut.details)]
            text = _("Whether having at least {partners} cooperation partners went along with this: {why}")
            return [text.format(why=shut.why, **about)]
        found = [sentence for e in given for sentence in self._along(e)]
        nothing = _(
            "Nothing here went along with having at least {partners} cooperation partners, as far as we can say."
        )
        return found or [nothing.format(**about)]

    def _along(self, e: Estimate) -> list[str]:
        """Return what having several partners went along with, where the bounds leave out 0; never a cause."""
        if e.value is None or e.low is None or e.high is None or e.low <= 0 <= e.high:
            return []
        facts = {
            "partners": self.params.partners,
            "answer": self.labels.get(e.subject, e.subject),
            "points": whole(abs(100 * e.value)),
            "bounds": span(*sorted((abs(100 * e.low), abs(100 * e.high))), digits=0),
        }
        if e.value > 0:
            text = _(
                "Having at least {partners} cooperation partners went along with “{answer}”: {points} points more "
                "often ({bounds}). That does not say that one leads to the other."
            )
        else:
            text = _(
                "Having at least {partners} cooperation partners went along with less of “{answer}”: {points} points "
                "({bounds}). That does not say that one leads to the other."
            )
        return [text.format(**facts)]

    @staticmethod
    def _is_written(e: Estimate, wave: str) -> bool:
        return e.name == "downturn.wrote" and e.wave == wave and "|" not in e.subject and bool(e.value)

    def _wrote(self, e: Estimate) -> str:
        count = round(e.value or 0)
        return ngettext(
            "“{item}” {n} organisation answered in its own words.",
            "“{item}” {n} organisations answered in their own words.",
            count,
        ).format(item=self.labels.get(e.subject, e.subject), n=count)


@analysis(DownturnParams, Downturn)
def downturn(study: Study, params: DownturnParams, rng: np.random.Generator) -> Downturn:
    r"""Count what the organisations say about the downturn, and set it beside how many partners they have.

    The share of an answer is the mean over the organisations that answered the item; answers on a scale are
    worse, same or better than its middle. The difference between organisations with several cooperation partners
    and those with fewer is what *went along with* them: nothing here tells a cause. Bounds from redraws of
    organisations; the partners are those of the wave, by the report of either side.
    """
    model = model_of(study)
    questions = [q for q in model.questions if q.part == _PART and q.stored_in == "answers"]
    scaled = tuple(q.id for q in questions if q.kind == "statement" and q.scale is not None)
    chosen = tuple(q.id for q in questions if q.kind == "choice")
    estimates: list[Estimate] = []
    for wave in study.wave_ids:
        estimates += DownturnWave(study, wave, model, params.partners, params.least).read(
            questions, params.replicates, rng
        )
    labels = labels_of(study)
    for q in questions:
        labels[q.id] = q.text
        answers = {o.id: o.label for o in q.options} or {a: _(label) for a, label in _CHANGE.items()}
        for answer, label in answers.items():
            labels[f"{q.id}={answer}"] = _("{question} {answer}").format(
                question=q.text if q.options else f"{q.text}:", answer=label
            )
            labels[f"answer:{q.id}={answer}"] = label
    labels |= {"partners=several": _("several partners"), "partners=fewer": _("fewer partners")}
    return Downturn(params, tuple(estimates), labels, scaled, chosen)
