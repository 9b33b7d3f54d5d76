"""From a study and what was found in it to the report of one respondent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from clusterdynamics.charts.numbers import percent
from clusterdynamics.disclosure import Consents, leaks, next_steps_for
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _, language
from clusterdynamics.measures.easy.areas import area_list
from clusterdynamics.measures.easy.suggest import sentence
from clusterdynamics.report.audience import NameInReport
from clusterdynamics.report.personal.answers import own_answers
from clusterdynamics.report.personal.cluster import cluster_view
from clusterdynamics.report.personal.model import AreaStep, ClusterView, OrganisationStep, PersonalReport
from clusterdynamics.report.personal.position import Standing
from clusterdynamics.report.personal.texts import Texts

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment
    from clusterdynamics.study.model import Study

__all__ = ["MOST", "Reports", "rules_of"]

#: Areas, and organisations, that are suggested at most; names in one area.
MOST, NAMES = 5, 8


@dataclass(frozen=True)
class _Person:
    actor: str
    status: str


class Reports:
    """The reports of one wave.

    Parameters
    ----------
    assessment
        What was found in the study.
    wave
        The wave; the latest where none is given.

    Raises
    ------
    KeyError
        There is no such wave.
    """

    def __init__(self, assessment: Assessment, wave: str | None = None) -> None:
        self.assessment = assessment
        self.study: Study = assessment.study
        self.wave = wave if wave is not None else self.study.wave_ids[-1]
        self.standing = Standing(self.study, self.wave)
        self._views: dict[str, ClusterView] = {}
        rows = self.study["respondents"].filter(pl.col("wave") == self.wave).select("id", "actor", "status")
        here = set(self.study.present(self.wave))
        self._people = {i: _Person(actor, status) for i, actor, status in rows.iter_rows() if actor in here}

    @property
    def everybody(self) -> tuple[str, ...]:
        """Codes of the respondents who sent their answers in, sorted."""
        return tuple(sorted(i for i, person in self._people.items() if person.status == "submitted"))

    @property
    def cluster(self) -> ClusterView:
        """The cluster as a whole, in the active language; worked out once for each language."""
        if language() not in self._views:
            self._views[language()] = cluster_view(self.assessment, self.wave)
        return self._views[language()]

    def of(
        self,
        respondent: str,
        *,
        words: Mapping[str, str] | None = None,
        happens: Sequence[str] = (),
        remarks: Sequence[str] = (),
        contact: str = "",
        date: str = "",
    ) -> PersonalReport:
        """Return the report of a respondent, in the active language.

        Who did not send the answers in, or is not known to the snapshot, gets the cluster as a whole and nothing
        about a position.

        Parameters
        ----------
        respondent
            Code of the respondent in the wave.
        words
            The study's words by key, in the language, where it keeps translations of its own (``Texts``).
        happens
            What the cluster will do, and when the reader is asked again.
        remarks
            What was noted after an objection.
        contact
            Whom to ask, to correct or to object to.
        date
            Of when the report is, in words.

        Raises
        ------
        NameInReport
            It would name an organisation that has not agreed to be found; nothing is returned.
        """
        person = self._people.get(respondent)
        answered = person is not None and person.status == "submitted"
        texts = Texts(self.study, words)
        report = PersonalReport(
            respondent=respondent,
            language=language(),
            title=self.study.title,
            wave=self.study.wave_label(self.wave),
            organisation=self.study.labels[person.actor] if person is not None else "",
            answered=answered,
            answers=own_answers(self.study, self.wave, respondent, self.standing.relation, texts) if answered else (),
            positions=self.standing.positions(respondent, person.actor) if person and answered else (),
            purposes=self._purposes(respondent, person.actor, texts) if person and answered else (),
            areas=self._areas(person.actor, texts) if person and answered else (),
            organisations=self._organisations(person.actor, texts) if person and answered else (),
            cluster=self.cluster,
            happens=tuple(happens) or (_("What the cluster will do is not decided yet. You will hear of it."),),
            remarks=tuple(remarks),
            facts=self._facts(contact, date),
            kind=self._kind(person.actor) if person is not None else "",
            notice=_("This study is invented. Its organisations and their answers do not exist.")
            if self.study.settings.synthetic
            else "",
        )
        self._check(report, person.actor if person is not None else "")
        return report

    def _kind(self, actor: str) -> str:
        kind = self.standing.types[actor]
        return self.study.settings.types.get(kind or "", kind or "")

    def _purposes(self, respondent: str, actor: str, texts: Texts) -> tuple[str, ...]:
        lines = []
        for purpose, band in self.standing.shared_purposes(respondent, actor):
            label = texts[f"purposes.{purpose}.label"]
            if band is None:
                why = _("Not shown, because it could point at single organisations.")
                lines.append(_("{purpose}: {text}").format(purpose=label, text=why))
            else:
                shared = _("{n} other organisations work with somebody for this, too.").format(n=band.text)
                lines.append(_("{purpose}: {text}").format(purpose=label, text=shared))
        return tuple(lines)

    def _areas(self, actor: str, texts: Texts) -> tuple[AreaStep, ...]:
        found = next_steps_for(self.study, actor, self.wave).areas[:MOST]
        return tuple(
            AreaStep(texts[f"areas.{a.area}.label"], tuple(self.study.labels[o] for o in a.organisations[:NAMES]))
            for a in found
        )

    def _organisations(self, actor: str, texts: Texts) -> tuple[OrganisationStep, ...]:
        areas = {a.id: texts[f"areas.{a.id}.label"] for a in area_list(self.study, self.standing.model)}
        return tuple(
            OrganisationStep(
                self.study.labels[pair.second if pair.first == actor else pair.first],
                sentence(pair, areas, reader=actor),
            )
            for pair in next_steps_for(self.study, actor, self.wave, MOST).pairs
        )

    def _facts(self, contact: str, date: str) -> tuple[tuple[str, str], ...]:
        asked, answered = len(self.study.asked(self.wave)), len(self.study.answered(self.wave))
        agreed = self.study.settings.disclosure.agreed_on
        facts = (
            (
                _("Who answered"),
                _("{answered} of {asked} organisations ({share})").format(
                    answered=answered, asked=asked, share=percent(answered / asked) if asked else "–"
                ),
            ),
            (_("Date"), date),
            (
                _("Rules"),
                _("At least {k} organisations behind every figure; set {rules}.").format(
                    k=self.standing.k, rules=rules_of(self.study)
                )
                + (" " + _("Agreed on {day}.").format(day=agreed) if agreed else ""),
            ),
            (_("Made of"), _("Snapshot {mark}").format(mark=self.assessment.snapshot[:12])),
            (_("Something is wrong?"), contact),
        )
        return tuple((name, text) for name, text in facts if text)

    def _check(self, report: PersonalReport, actor: str) -> None:
        """Look once more through everything that does not come from the reader for names that may not be told."""
        consents = Consents(self.study, self.wave)
        free = {a for a in self.study.present(self.wave) if consents.of(a).findable} | {actor}
        settings = self.study.settings
        described = " ".join((settings.title, settings.cluster, settings.region.name, settings.boundary))
        secrets: dict[str, str] = {}
        for a, label, short in self.study["actors"].select("id", "label", "short_label").iter_rows():
            if a not in free:
                secrets |= {name: label for name in (label, short) if name and not leaks(described, [name])}
        found = leaks(" ¦ ".join(report.words()), secrets)
        if found:
            raise NameInReport(
                _("The report would name organisations that have not agreed to it: {names}. It was not made.").format(
                    names=", ".join(sorted({secrets[leak.secret] for leak in found}))
                )
            )

    def require(self, respondent: str) -> None:
        """Raise where nobody of that code was asked in the wave."""
        if respondent not in self._people:
            raise InputError(
                _("Nobody with the code {code} was asked in {wave}.").format(code=respondent, wave=self.wave)
            )


def rules_of(study: Study) -> str:
    """Return the name of the rules that hold in a study: they are frozen when its wave opens.

    Least numbers of organisations, the agreement and what it opens, the gates: other rules have another name.
    """
    settings = study.settings
    rules = {
        "disclosure": settings.disclosure.model_dump(mode="json"),
        "gates": settings.gates.model_dump(mode="json"),
        "informants": settings.informants,
    }
    return hashlib.sha256(json.dumps(rules, sort_keys=True).encode()).hexdigest()[:8]
