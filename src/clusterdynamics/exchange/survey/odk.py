"""Answers collected with KoboToolbox, ODK Central and the like to the form that `form` made of a study."""

from __future__ import annotations

from clusterdynamics.exchange.errors import ExchangeError, Fault, Faults
from clusterdynamics.exchange.sheets import is_workbook
from clusterdynamics.exchange.survey.answers import Collector
from clusterdynamics.exchange.survey.files import SurveyFile
from clusterdynamics.exchange.survey.form.build import build_form
from clusterdynamics.exchange.survey.form.model import Form, Role
from clusterdynamics.exchange.survey.odk_json import read_json
from clusterdynamics.exchange.survey.odk_tables import read_submission_tables
from clusterdynamics.exchange.survey.protocol import SurveyFormat, SurveyOptions, SurveyReport
from clusterdynamics.exchange.survey.submission import Submission
from clusterdynamics.exchange.survey.tables import no_study, with_answers
from clusterdynamics.exchange.survey.tabular import SurveyTable, header_of, read_tables
from clusterdynamics.i18n import N_, _, ngettext
from clusterdynamics.study.model import Study

__all__ = ["ODK"]

#: Headers by which exports are known: Kobo's own, and those of ODK Central, Briefcase and Aggregate.
_MARKS = frozenset(
    {"_uuid", "_submission_time", "_submission__uuid", "PARENT_KEY", "KEY", "SubmissionDate", "meta-instanceID"}
)


def sniff_odk(files: tuple[SurveyFile, ...]) -> bool:
    """Return whether the files are submissions of a form."""
    return any(_is_json(f) or _has_marks(f) for f in files)


def _is_json(file: SurveyFile) -> bool:
    start = file.data[:2_000_000]
    return file.data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"} and any(
        mark in start for mark in (b'"_submission_time"', b'"meta/instanceID"', b'"__system"', b'"instanceID"')
    )


def _has_marks(file: SurveyFile) -> bool:
    if is_workbook(file.data):
        try:
            return any(_MARKS & set(t.header) for t in read_tables(file))
        except ExchangeError:
            return False
    return bool(_MARKS & set(header_of(file)))


def read_odk(files: tuple[SurveyFile, ...], options: SurveyOptions) -> SurveyReport:
    """Read submissions into the study that the form was made from.

    Understood are Kobo's JSON (as its API gives it), Kobo's workbook with a sheet for each repeat, the CSV files or
    zip of ODK Central with a file for each repeat, and Central's JSON with repeats inside.
    """
    study = options.study
    if study is None:
        raise Faults(files[0].name).error(no_study(_("Submissions of a form")), _("Name the study: --study FOLDER."))
    notes: list[str] = []
    texts, tables = _parts(files)
    wave = _wave(texts, tables, files[0].name, study, options)
    form = build_form(study, wave)
    submissions, asked = _submissions(texts, tables, form, notes)
    collector = Collector(study, form, options.mode, asked)
    collector.add_all(submissions)
    warnings = collector.warnings
    result = with_answers(study, collector.answers.frames(), warnings, options.occasion)
    n = len(submissions)
    notes.insert(
        0, ngettext("{n} submission for wave {wave}.", "{n} submissions for wave {wave}.", n).format(n=n, wave=wave)
    )
    notes.append(_("Who was on the list and was not chosen counts as no link, because the answers were sent in."))
    notes.append(_("Times are in UTC."))
    people = collector.people.names
    if people:
        notes.append(
            ngettext(
                "{n} person was named; the study holds a code instead of the name.",
                "{n} persons were named; the study holds codes instead of the names.",
                len(people),
            ).format(n=len(people))
        )
    return SurveyReport(result, tuple(dict.fromkeys(notes)), tuple(dict.fromkeys(warnings)), people)


def _parts(files: tuple[SurveyFile, ...]) -> tuple[list[SurveyFile], list[SurveyTable]]:
    """Return the JSON files, and the tables in all others; what is wrong with any of them is told together."""
    faults: list[Fault] = []
    tables: list[SurveyTable] = []
    texts = [f for f in files if _is_json(f)]
    for file in files:
        if file not in texts:
            try:
                tables += read_tables(file)
            except ExchangeError as error:
                faults += error.faults
    if faults:
        raise ExchangeError(faults)
    return texts, tables


def _wave(texts: list[SurveyFile], tables: list[SurveyTable], name: str, study: Study, options: SurveyOptions) -> str:
    """Return the wave: the one named, else the one that the submissions say, else the latest."""
    if options.wave is not None:
        return options.wave
    said = {s.values["wave"] for file in texts for s in read_json(file, ("wave",)) if "wave" in s.values}
    for table in tables:
        columns = [h for h in table.header if _last(h) == "wave"]
        said |= {r.cells[c] for r in table.records() for c in columns if c in r.cells}
    if len(said) > 1:
        raise Faults(name).error(
            _("The submissions belong to several waves: {waves}.").format(waves=", ".join(sorted(said))),
            _("Export one wave at a time, or name the wave: --wave."),
        )
    known = said & set(study.wave_ids)
    if said and not known:
        raise Faults(name).error(
            _("The submissions belong to wave '{wave}', which the study does not have.").format(wave=next(iter(said))),
            _("Add it to waves.csv, or name the wave: --wave."),
        )
    return next(iter(known), study.wave_ids[-1])


def _last(header: str) -> str:
    return header.replace(":", "/").replace("-", "/").rpartition("/")[2]


def _submissions(
    texts: list[SurveyFile], tables: list[SurveyTable], form: Form, notes: list[str]
) -> tuple[list[Submission], frozenset[str] | None]:
    """Return all submissions, and the questions that the files have columns for (None: all)."""
    found = [s for file in texts for s in read_json(file, form.fields, form.repeats)]
    if not tables:
        return found, None
    more, asked = read_submission_tables(tables, form, notes)
    if found:
        return found + more, None
    silent = {Role.NOTHING, Role.ROSTER, Role.WAVE}
    left = [n for n, f in form.fields.items() if n not in asked and f.role not in silent]
    if left:
        notes.append(_("The files have no column for: {names}.").format(names=", ".join(left)))
    return more, asked


ODK = SurveyFormat(
    "odk",
    N_("KoboToolbox and ODK submissions (CSV, Excel, JSON, zip)"),
    (".zip", ".csv", ".xlsx", ".json"),
    sniff_odk,
    read_odk,
    None,
    frozenset(
        {
            "respondents", "offered", "ties", "ratings", "wishes", "answers", "area_answers", "nominations",
            "outside_links", "partner_regions", "stories", "consents",
        }
    ),
)  # fmt: skip
