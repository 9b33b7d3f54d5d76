"""XLSForm workbooks: the questionnaire of a study as a form, and a form as the settings of a study."""

from __future__ import annotations

from clusterdynamics.exchange.errors import ExchangeError
from clusterdynamics.exchange.sheets import is_workbook
from clusterdynamics.exchange.survey.files import SurveyFile
from clusterdynamics.exchange.survey.form.build import build_form
from clusterdynamics.exchange.survey.form.sheets import write_form
from clusterdynamics.exchange.survey.protocol import SurveyFormat, SurveyOptions, SurveyReport
from clusterdynamics.exchange.survey.tabular import read_tables
from clusterdynamics.exchange.survey.xlsform_read import read_form
from clusterdynamics.i18n import N_
from clusterdynamics.study.model import Study

__all__ = ["XLSFORM"]


def sniff_xlsform(files: tuple[SurveyFile, ...]) -> bool:
    """Return whether it is a workbook with a sheet ``survey`` whose rows have a type and a name."""
    if len(files) != 1 or not is_workbook(files[0].data):
        return False
    try:
        tables = read_tables(files[0])
    except ExchangeError:
        return False
    return any(
        t.name.strip().lower() == "survey" and {"type", "name"} <= {h.strip().lower() for h in t.header} for t in tables
    )


def read_xlsform(files: tuple[SurveyFile, ...], options: SurveyOptions) -> SurveyReport:
    """Read a form as the settings of a study; see `read_form`."""
    del options  # a form brings everything with it
    return read_form(files[0])


def write_xlsform(study: Study, options: SurveyOptions) -> bytes:
    """Write the questionnaire of a study as a form."""
    return write_form(build_form(study, options.wave))


XLSFORM = SurveyFormat(
    "xlsform",
    N_("XLSForm (KoboToolbox, ODK, Enketo, SurveyCTO)"),
    (".xlsx",),
    sniff_xlsform,
    read_xlsform,
    write_xlsform,
    frozenset({"settings", "actors", "areas", "purposes"}),
)
