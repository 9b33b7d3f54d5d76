"""From results to files: one report model, one writer for each format.

``write_report`` chooses the writer by the ending of the file, ``write_reports`` writes several formats and draws each
picture once; ``write_results_folder`` writes everything that ``analyse`` leaves behind, for the study team. What others
may see is decided by disclosure control, in one place (``report.audience``).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from clusterdynamics.disclosure.classes import Audience
from clusterdynamics.errors import InputError
from clusterdynamics.files import write_atomically
from clusterdynamics.i18n import _, use_language
from clusterdynamics.report.audience import check_names
from clusterdynamics.report.look import Look
from clusterdynamics.report.results_json import results_dict, results_json
from clusterdynamics.report.words import questions
from clusterdynamics.report.writers import WRITERS, writer_for

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment
    from clusterdynamics.disclosure import Before

__all__ = [
    "AUDIENCES",
    "FORMATS",
    "Look",
    "check_audience",
    "check_format",
    "questions",
    "results_dict",
    "results_json",
    "write_report",
    "write_reports",
    "write_results_folder",
]

#: Everybody a report can be for, from the smallest circle to the widest.
AUDIENCES: tuple[str, ...] = tuple(audience.value for audience in Audience)
#: Endings of the files that can be written.
FORMATS: tuple[str, ...] = tuple(WRITERS)


def check_audience(audience: str) -> None:
    """Raise InputError unless a report can be made for `audience`."""
    if audience not in AUDIENCES:
        raise InputError(
            _("There is no audience called {audience}. There are: {known}.").format(
                audience=audience, known=", ".join(AUDIENCES)
            )
        )


def check_format(path: Path | str) -> None:
    """Raise InputError unless a report can be written to a file with the ending of `path`, here and now."""
    ending = Path(path).suffix.lower()
    if ending not in FORMATS:
        raise InputError(
            _("A report cannot be written as {file}; the ending must be {known}.").format(
                file=Path(path).name, known=_(" or ").join(FORMATS)
            )
        )
    writer_for(ending).check()


def write_report(
    assessment: Assessment,
    path: Path | str,
    *,
    audience: str = "study",
    language: str = "en",
    look: Look | None = None,
) -> Path:
    """Write the report of an assessment; the ending of `path` decides the format.

    Parameters
    ----------
    assessment
        What ``assess`` found.
    path
        File to write: ``.html`` and ``.pdf`` to read, ``.docx`` to work on, ``.pptx`` to show, ``.xlsx`` with all
        tables, ``.json`` (``results.json``) for programs.
    audience
        Who it is for.
    language
        Language of the words.
    look
        The region's logo, colour and name.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        The audience or the ending is unknown, the look cannot be used, something that the format needs is not
        installed, or the file cannot be written.
    NameInReport
        An organisation would be named that has not agreed to it; nothing is written.
    """
    return write_reports(assessment, [path], audience=audience, language=language, look=look)[0]


def write_reports(
    assessment: Assessment,
    paths: Iterable[Path | str],
    *,
    audience: str = "study",
    language: str = "en",
    look: Look | None = None,
    before: Before | None = None,
) -> tuple[Path, ...]:
    """Write one report in several formats: the same figures in all of them, each picture drawn once.

    Parameters and errors are those of ``write_report``; `before` is what was told of earlier snapshots of the study
    (``disclosure.Before``). Everything is made and searched for names before the first
    file is written.
    """
    from clusterdynamics.report.material import Material

    targets = tuple(Path(path) for path in paths)
    check_audience(audience)
    for target in targets:
        check_format(target)
    with use_language(language):
        material = Material(assessment, audience, language, (look or Look()).checked(), before=before)
        made = [writer_for(target.suffix).write(material) for target in targets]
    for document in made:
        check_names(document.words, assessment.study, audience)
    for target, document in zip(targets, made, strict=True):
        write_atomically(target, document.data)
    return targets


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
    from clusterdynamics.report.material import Material

    with use_language(language):
        return writer_for(".html").write(Material(assessment, audience, language, section=section)).words
