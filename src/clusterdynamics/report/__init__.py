"""From results to files: one report model, one writer for each format.

``write_report`` chooses the writer by the ending of the file; ``write_results_folder`` writes everything that
``analyse`` leaves behind, for the study team. What others may see is decided by disclosure control, in one
place (``report.audience``).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clusterdynamics.errors import InputError
from clusterdynamics.files import write_atomically
from clusterdynamics.i18n import _, use_language
from clusterdynamics.report.audience import check_names
from clusterdynamics.report.results_json import results_dict, results_json
from clusterdynamics.report.words import questions

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment

__all__ = [
    "AUDIENCES",
    "FORMATS",
    "check_audience",
    "check_format",
    "questions",
    "results_dict",
    "results_json",
    "write_report",
    "write_results_folder",
]

#: Everybody a report can be for, from the smallest circle to the widest.
AUDIENCES: tuple[str, ...] = ("study", "board", "participants", "network", "public")
#: Endings of the files that can be written.
FORMATS: tuple[str, ...] = (".html", ".json")


def check_audience(audience: str) -> None:
    """Raise InputError unless a report can be made for `audience`."""
    if audience not in AUDIENCES:
        raise InputError(
            _("There is no audience called {audience}. There are: {known}.").format(
                audience=audience, known=", ".join(AUDIENCES)
            )
        )


def check_format(path: Path | str) -> None:
    """Raise InputError unless a report can be written to a file with the ending of `path`."""
    if Path(path).suffix.lower() not in FORMATS:
        raise InputError(
            _("A report cannot be written as {file}; the ending must be {known}.").format(
                file=Path(path).name, known=_(" or ").join(FORMATS)
            )
        )


def write_report(assessment: Assessment, path: Path | str, *, audience: str = "study", language: str = "en") -> Path:
    """Write the report of an assessment; the ending of `path` decides the format.

    Parameters
    ----------
    assessment
        What ``assess`` found.
    path
        File to write: ``.html`` for people, ``.json`` (``results.json``) for programs.
    audience
        Who it is for.
    language
        Language of the words.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        The audience or the ending is unknown, or the file cannot be written.
    NameInReport
        An organisation would be named that has not agreed to it; nothing is written.
    """
    check_audience(audience)
    check_format(path)
    target = Path(path)
    if target.suffix.lower() == ".json":
        text = results_json(assessment, audience=audience)
    else:
        text = _html(assessment, audience, language)
    check_names(text, assessment.study, audience)
    write_atomically(target, text.encode("utf-8"))
    return target


def write_results_folder(assessment: Assessment, folder: Path | str, *, language: str = "en", name: str = "") -> Path:
    """Write ``results.json``, ``figures.csv`` and ``report.html`` into `folder`.

    Everything is computed before the first file is written, and each file takes the place of an earlier one
    in one step.

    Parameters
    ----------
    name
        Name of one section, where the files are about that alone: they are called by it (``change.json``,
        ``change.csv``, ``change.html``).
    """
    from clusterdynamics.report.tables import figures_csv

    target = Path(folder)
    files = {
        f"{name or 'results'}.json": results_json(assessment),
        f"{name or 'figures'}.csv": figures_csv(assessment),
        f"{name or 'report'}.html": _html(assessment, "study", language, name),
    }
    for file, text in files.items():
        write_atomically(target / file, text.encode("utf-8"))
    return target


def _html(assessment: Assessment, audience: str, language: str, section: str = "") -> str:
    from altair.utils.schemapi import debug_mode

    from clusterdynamics.report.build import build_report
    from clusterdynamics.report.html import to_html

    # Charts are made by our own code and validated in its tests; here it would cost as much as the drawing.
    with use_language(language), debug_mode(False):
        return to_html(build_report(assessment, audience=audience, language=language, section=section))
