"""Network Canvas: interviews in which one organisation names others, into a study of all of them."""

from __future__ import annotations

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.survey.files import SurveyFile
from clusterdynamics.exchange.survey.mapping import read_mapping
from clusterdynamics.exchange.survey.network_canvas.interviews import (
    is_canvas_graphml,
    is_canvas_table,
    read_interviews,
)
from clusterdynamics.exchange.survey.network_canvas.named import CanvasMapping, Naming, canvas_template, new_study
from clusterdynamics.exchange.survey.protocol import SurveyFormat, SurveyOptions, SurveyReport
from clusterdynamics.exchange.survey.tables import with_answers
from clusterdynamics.i18n import N_, _, ngettext
from clusterdynamics.study.model import Study

__all__ = ["NETWORK_CANVAS", "network_canvas_template"]


def sniff_network_canvas(files: tuple[SurveyFile, ...]) -> bool:
    """Return whether there is a list or a GraphML with Network Canvas's identifiers."""
    return any(is_canvas_table(f) or is_canvas_graphml(f) for f in files)


def network_canvas_template(files: tuple[SurveyFile, ...], study: Study) -> str:
    """Return a mapping file to fill in, with the variables of the interviews."""
    return canvas_template(study, read_interviews(files)[0])


def read_network_canvas(files: tuple[SurveyFile, ...], options: SurveyOptions) -> SurveyReport:
    """Read interviews: into a study by a mapping file, or as a new study of who named whom.

    A respondent's own links become links; links that a respondent sees among others are left out, because nobody can
    report for somebody else. Whoever was not named is "not offered", unless the mapping says that a roster was shown:
    an interview without a list does not ask about those who do not come to mind.
    """
    interviews, notes = read_interviews(files)
    if not interviews:
        raise Faults(files[0].name).error(_("There is no interview."), _("Export the list of egos, or GraphML."))
    if options.study is None:
        study, mapping = new_study(interviews, files[0].name)
        notes.append(_("Organisations are told apart by their names; spellings that differ only in case are one."))
    else:
        study = options.study
        if options.mapping is None:
            raise Faults(files[0].name).error(
                _("The variables of a protocol have names of their own; a mapping file has to say what they are."),
                _("Write one with --mapping-template FILE, complete it, and name it with --mapping FILE."),
            )
        mapping = read_mapping(options.mapping, study, _("mapping"), CanvasMapping)
    wave = options.wave or mapping.wave or study.wave_ids[-1]
    naming = Naming(study, mapping, wave, options.mode)
    naming.take(interviews)
    warnings = naming.warnings
    result = with_answers(study, naming.answers.frames(), warnings, options.occasion)
    n = len(interviews)
    notes.insert(
        0, ngettext("{n} interview for wave {wave}.", "{n} interviews for wave {wave}.", n).format(n=n, wave=wave)
    )
    edges = sum(i.edges for i in interviews)
    if edges:
        notes.append(
            ngettext(
                "{n} link that a respondent saw among others is left out; nobody reports for somebody else.",
                "{n} links that respondents saw among others are left out; nobody reports for somebody else.",
                edges,
            ).format(n=edges)
        )
    if not mapping.survey.roster:
        notes.append(_("Whoever was not named counts as not asked about; say roster = true where a list was shown."))
    return SurveyReport(result, tuple(notes), tuple(dict.fromkeys(warnings)))


NETWORK_CANVAS = SurveyFormat(
    "network-canvas",
    N_("Network Canvas (CSV lists, GraphML, zip)"),
    (".zip", ".csv", ".graphml"),
    sniff_network_canvas,
    read_network_canvas,
    None,
    frozenset({"actors", "respondents", "offered", "ties", "ratings", "answers"}),
)
