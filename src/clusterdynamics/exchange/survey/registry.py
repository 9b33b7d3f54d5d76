"""All formats of survey tools, and the verbs: read answers, write a form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.survey.files import gather
from clusterdynamics.exchange.survey.limesurvey import LIMESURVEY
from clusterdynamics.exchange.survey.network_canvas import NETWORK_CANVAS
from clusterdynamics.exchange.survey.odk import ODK
from clusterdynamics.exchange.survey.partner import PARTNER
from clusterdynamics.exchange.survey.protocol import SurveyFormat, SurveyOptions, SurveyReport
from clusterdynamics.exchange.survey.xlsform import XLSFORM
from clusterdynamics.i18n import _

__all__ = ["SURVEY_FORMATS", "get_survey_format", "read_survey", "survey_formats"]

#: In the order in which files are tried: those known by their content first.
SURVEY_FORMATS: tuple[SurveyFormat, ...] = (XLSFORM, NETWORK_CANVAS, LIMESURVEY, ODK, PARTNER)


def survey_formats() -> tuple[SurveyFormat, ...]:
    """Return all formats of survey tools."""
    return SURVEY_FORMATS


def get_survey_format(name: str) -> SurveyFormat:
    """Return the format called `name`.

    Raises
    ------
    ExchangeError
        There is none.
    """
    for form in SURVEY_FORMATS:
        if form.name == name:
            return form
    raise Faults(name).error(
        _("There is no format '{name}'.").format(name=name),
        _("The formats are: {known}.").format(known=", ".join(f.name for f in SURVEY_FORMATS)),
    )


def read_survey(
    sources: str | Path | bytes | Sequence[str | Path],
    format: str | None = None,  # noqa: A002 - what people call it
    *,
    name: str = "",
    options: SurveyOptions | None = None,
) -> SurveyReport:
    """Read what a survey tool exported.

    Parameters
    ----------
    sources
        Files, folders and zips of one export; or the bytes of one file or zip.
    format
        Name of the format; found out where none is given.
    name
        Name of the file in messages, where bytes are given.
    options
        The study that was asked for, the wave, and what else is known.

    Returns
    -------
    The study with the answers, and what was assumed and left out.

    Raises
    ------
    ExchangeError
        With everything that is wrong with the files.
    """
    files = gather(sources, name)
    if format is not None:
        return get_survey_format(format).read(files, options or SurveyOptions())
    for form in SURVEY_FORMATS:
        if form.sniff(files):
            return form.read(files, options or SurveyOptions())
    raise Faults(files[0].name).error(
        _("It is not clear which survey tool this file comes from."),
        _("Name the format: {known}.").format(known=", ".join(f.name for f in SURVEY_FORMATS)),
    )
