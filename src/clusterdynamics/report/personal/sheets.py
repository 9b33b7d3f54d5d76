"""One sheet for everybody who answered, on all cores, with progress."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from clusterdynamics import compute
from clusterdynamics.errors import InputError
from clusterdynamics.files import write_atomically
from clusterdynamics.i18n import _, use_language
from clusterdynamics.report.personal.build import Reports
from clusterdynamics.report.personal.paper import sheet
from clusterdynamics.report.writers.pdf import check

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment
    from clusterdynamics.report.look import Look
    from clusterdynamics.report.personal.model import PersonalReport

__all__ = ["sheets", "write_sheets"]


def _bytes(report: PersonalReport, look: Look | None) -> bytes:
    return sheet(report, look).data


def sheets(reports: Sequence[PersonalReport], look: Look | None = None) -> list[bytes]:
    """Return the PDF of each report, made where ``compute.using`` says, in processes of their own.

    Drawing a page holds the interpreter, so that threads would wait for one another.

    Raises
    ------
    InputError
        Pango is not installed.
    Cancelled
        The person asked to stop.
    """
    check()
    place = compute.current()
    backend = "loky" if place.backend == "threading" else None
    with compute.using(backend=backend):
        made: list[bytes] = compute.each(partial(_bytes, look=look), list(reports), label=_("Sheets"))
    return made


def write_sheets(
    assessment: Assessment,
    folder: Path | str,
    *,
    wave: str | None = None,
    language: str | None = None,
    look: Look | None = None,
    contact: str = "",
    respondents: Sequence[str] = (),
) -> tuple[Path, ...]:
    """Write one PDF for each respondent who sent answers in; a file is called by the respondent's code alone.

    Parameters
    ----------
    assessment
        What ``assess`` found.
    folder
        Where the files go; sheets that are there are replaced.
    wave
        The wave; the latest where none is given.
    language
        Language of all sheets; where none is given each is in the language in which its reader answered.
    look
        The region's logo, colour and name.
    contact
        Whom readers can ask.
    respondents
        Codes of those who get a sheet; everybody who answered where none is given.

    Returns
    -------
    The files, in the order of the codes.

    Raises
    ------
    InputError
        A code or the wave is unknown, Pango is not installed, or a file cannot be written.
    """
    waves = assessment.study.wave_ids
    if wave is not None and wave not in waves:
        raise InputError(_("There is no wave {wave}; there are: {waves}.").format(wave=wave, waves=", ".join(waves)))
    reports = Reports(assessment, wave)
    for code in respondents:
        reports.require(code)
    chosen = tuple(sorted(respondents)) or reports.everybody
    spoken = _languages(assessment, reports.wave)
    made = []
    for code in chosen:
        with use_language(language or spoken.get(code) or assessment.study.settings.languages[0]):
            made.append(reports.of(code, contact=contact))
    files = sheets(made, look)
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            _("{folder} cannot be made: {reason}.").format(folder=target, reason=error.strerror)
        ) from error
    paths = tuple(target / f"{code}.pdf" for code in chosen)
    for path, content in zip(paths, files, strict=True):
        write_atomically(path, content)
    return paths


def _languages(assessment: Assessment, wave: str) -> dict[str, str]:
    """Return respondent → the language in which they answered, where the study speaks it."""
    known = set(assessment.study.settings.languages)
    rows = assessment.study["respondents"].filter(wave=wave).select("id", "language").iter_rows()
    return {code: language for code, language in rows if language in known}
