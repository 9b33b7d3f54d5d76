"""From an assessment to a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics._version import __version__
from clusterdynamics.charts.numbers import number, percent
from clusterdynamics.disclosure import Audience
from clusterdynamics.i18n import N_, _, ngettext
from clusterdynamics.measures.analyses.coverage import GATE_WORDS
from clusterdynamics.report.audience import STAMPS, for_audience
from clusterdynamics.report.model import Report
from clusterdynamics.report.sections import SECTIONS, TEAM_ONLY, Context
from clusterdynamics.report.spoken import spoken

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment
    from clusterdynamics.study.model import Study

__all__ = ["build_report", "report_of"]

#: Section that is asked for alone → sections that go along with it, where they have something to tell.
_ALONG = {"regions": ("between_regions",)}

_INFORMANTS = {
    "any": N_("Where several people answered for an organisation, a link counts if any of them reports it."),
    "all": N_("Where several people answered for an organisation, a link counts only if all of them report it."),
    "lead": N_("Where several people answered for an organisation, the lead informant's answer counts."),
}


def build_report(assessment: Assessment, *, audience: str = "study", language: str = "en", section: str = "") -> Report:
    """Return the report of an assessment, in the active language.

    Parameters
    ----------
    assessment
        What was found.
    audience
        Who it is for: disclosure control decides what is left, and every block carries its verdict.
    language
        Code of the language, as the report carries it.
    section
        Name of the one section that the report is about; all of them where empty.
    """
    return report_of(for_audience(assessment, audience), audience=audience, language=language, section=section)


def report_of(shown: Assessment, *, audience: str, language: str, section: str = "") -> Report:
    """Return the report of what `audience` may see of an assessment, as ``for_audience`` gives it."""
    shown = spoken(shown)
    study = shown.study
    context = Context(shown, audience)
    chosen = SECTIONS if audience == Audience.STUDY else tuple(s for s in SECTIONS if s not in TEAM_ONLY)
    if section:
        wanted = {f"{name}_section" for name in (section, *_ALONG.get(section, ()))}
        chosen = tuple(make for make in chosen if make.__name__ in wanted)
    sections = tuple(s for make in chosen if (s := make(context)) is not None)
    region = study.settings.region
    return Report(
        title=study.title,
        subtitle=" · ".join(part for part in (study.settings.cluster, region.name) if part),
        audience=audience,
        stamp=_(STAMPS[Audience(audience)]),
        language=language,
        snapshot=shown.snapshot,
        sections=sections,
        facts=_facts(study),
        limits=_limits(shown),
        notice=_("This study is invented. Its region, its organisations and their answers do not exist.")
        if study.settings.synthetic
        else "",
    )


def _facts(study: Study) -> tuple[tuple[str, str], ...]:
    region = study.settings.region
    waves = []
    for wave in study.wave_ids:
        asked, answered = len(study.asked(wave)), len(study.answered(wave))
        share = percent(answered / asked) if asked else "–"
        waves.append(
            _("{wave}: {answered} of {asked} answered ({share})").format(
                wave=study.wave_label(wave), answered=answered, asked=asked, share=share
            )
        )
    actors = len(study.actor_ids)
    facts = (
        (_("Cluster"), study.settings.cluster),
        (_("Region"), f"{region.name} ({region.nuts})" if region.name and region.nuts else region.name or region.nuts),
        (_("Waves"), "\n".join(waves)),
        (
            _("Organisations"),
            ngettext("{n} in all waves together", "{n} in all waves together", actors).format(n=number(actors)),
        ),
    )
    return tuple((name, value) for name, value in facts if value)


def _last_answers(study: Study) -> str:
    """Return in which waves people saw their own last answers; empty where in none."""
    shown = study.settings.last_answers or ()
    waves = [label or own for own, label in study["waves"].select("id", "label").rows() if own in shown]
    if not waves:
        return ""
    return _(
        "In {waves}, people who had answered before saw beside the question how closely they work with a partner what "
        "they had said the last time. Whoever reads that tends to repeat it: change may look smaller than it is."
    ).format(waves=", ".join(waves))


def _limits(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    """Return what must be known to judge the report: boundary, informants, gates, snapshot, seed, software."""
    study = assessment.study
    gates = study.settings.gates
    needs = "; ".join(f"{_(words)}: {percent(getattr(gates, gate))}" for gate, words in GATE_WORDS.items())
    limits = (
        (_("Who belongs to the cluster"), study.settings.boundary),
        (_("Several answers of one organisation"), _(_INFORMANTS[study.settings.informants])),
        (_("Last answers"), _last_answers(study)),
        (
            _("Missing answers"),
            _(
                "Missing is never taken as zero: not answered, do not know and not offered are kept apart from "
                "“no link”, and figures are computed on what was observed."
            ),
        ),
        (
            _("Least coverage"),
            _("Figures are given from these shares of organisations that answered: {needs}.").format(needs=needs),
        ),
        (
            _("What the report cannot say"),
            _(
                "The figures describe what organisations told. They do not say what caused what, and they "
                "compare no organisations with one another by merit."
            ),
        ),
        (_("Snapshot"), assessment.snapshot),
        (_("Seed"), str(assessment.seed)),
        (_("Software"), f"Cluster Dynamics {__version__}"),
    )
    return tuple((name, text) for name, text in limits if text)
