"""LimeSurvey: responses by a mapping file that says which question is what, and a template of that file."""

from __future__ import annotations

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.survey.files import SurveyFile
from clusterdynamics.exchange.survey.limesurvey.responses import Responses
from clusterdynamics.exchange.survey.limesurvey.structure import LimeQuestion, read_structure
from clusterdynamics.exchange.survey.limesurvey.template import mapping_template
from clusterdynamics.exchange.survey.mapping import Mapping, read_mapping
from clusterdynamics.exchange.survey.protocol import SurveyFormat, SurveyOptions, SurveyReport
from clusterdynamics.exchange.survey.tables import no_study, with_answers
from clusterdynamics.exchange.survey.tabular import header_of, read_tables
from clusterdynamics.i18n import N_, _
from clusterdynamics.study.model import Study

__all__ = ["LIMESURVEY", "limesurvey_template"]

_MARKS = frozenset({"submitdate", "lastpage", "startlanguage"})


def sniff_limesurvey(files: tuple[SurveyFile, ...]) -> bool:
    """Return whether there is a structure file, or a table with LimeSurvey's own columns."""
    return any(f.suffix == ".lss" or len(_MARKS & {_bare(h) for h in header_of(f)}) >= 2 for f in files)


def _bare(header: str) -> str:
    return header.partition(".")[0].strip()


def limesurvey_template(files: tuple[SurveyFile, ...], study: Study) -> str:
    """Return a mapping file to fill in, from the structure and the responses."""
    header = [h for f in files if f.suffix != ".lss" for t in read_tables(f)[:1] for h in t.header]
    return mapping_template(study, _structure(files), header)


def _structure(files: tuple[SurveyFile, ...]) -> list[LimeQuestion]:
    return [q for f in files if f.suffix == ".lss" for q in read_structure(f)]


def read_limesurvey(files: tuple[SurveyFile, ...], options: SurveyOptions) -> SurveyReport:
    """Read responses into the study that was asked for, as the mapping file says.

    A response counts as sent in where it has a ``submitdate``. Whoever was shown an organisation and sent the answers
    without choosing it has no link with it; an empty cell of somebody who has not sent them says nothing.
    """
    if options.study is None:
        raise Faults(files[0].name).error(no_study(_("LimeSurvey responses")), _("Name the study: --study FOLDER."))
    if options.mapping is None:
        raise Faults(files[0].name).error(
            _("LimeSurvey's questions have names of their own; a mapping file has to say what they are."),
            _("Write one with --mapping-template FILE, complete it, and name it with --mapping FILE."),
        )
    mapping = read_mapping(options.mapping, options.study, _("mapping"), Mapping)
    tables = [t for f in files if f.suffix != ".lss" for t in read_tables(f)]
    if len(tables) != 1:
        raise Faults(files[0].name).error(
            _("There must be one file with responses; there are {n}.").format(n=len(tables)),
            _("Export the responses as CSV, with question codes as headings and answer codes."),
        )
    wave = options.wave or mapping.survey.wave or options.study.wave_ids[-1]
    if wave not in options.study.wave_ids:
        raise Faults(files[0].name).error(
            _("There is no wave '{wave}'.").format(wave=wave),
            _("The waves are: {known}.").format(known=", ".join(options.study.wave_ids)),
        )
    responses = Responses(options.study, mapping, wave, options.mode, tables[0])
    responses.take()
    warnings = responses.warnings
    study = with_answers(options.study, responses.answers.frames(), warnings, options.occasion)
    notes = [
        responses.count(),
        _("Who was shown and was not chosen counts as no link where the answers were sent in (submitdate)."),
        _("An empty rating is taken for not shown, because trust is asked only of those one cooperates with."),
        _("Times are taken as they stand in the file."),
    ]
    return SurveyReport(study, tuple(notes), tuple(dict.fromkeys(warnings)), responses.people.names)


LIMESURVEY = SurveyFormat(
    "limesurvey",
    N_("LimeSurvey responses (CSV) with structure (.lss) and mapping"),
    (".csv", ".lss", ".xlsx"),
    sniff_limesurvey,
    read_limesurvey,
    None,
    frozenset(
        {
            "respondents", "offered", "ties", "ratings", "wishes", "answers", "area_answers", "nominations",
            "outside_links", "stories", "consents",
        }
    ),
)  # fmt: skip
