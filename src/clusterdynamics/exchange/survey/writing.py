"""Files for survey tools: the form of a study, and the mapping file that a tool's answers need."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from clusterdynamics.errors import InputError
from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.survey.files import SurveyFile, gather
from clusterdynamics.exchange.survey.form.build import build_form
from clusterdynamics.exchange.survey.form.sheets import write_form
from clusterdynamics.exchange.survey.limesurvey import LIMESURVEY, limesurvey_template
from clusterdynamics.exchange.survey.network_canvas import NETWORK_CANVAS, network_canvas_template
from clusterdynamics.files import write_atomically
from clusterdynamics.i18n import _
from clusterdynamics.study.model import Study

__all__ = ["write_form_file", "write_mapping_template", "write_new"]

#: Formats that need a mapping file → what makes one to fill in.
_TEMPLATES: Mapping[str, Callable[[tuple[SurveyFile, ...], Study], str]] = MappingProxyType(
    {LIMESURVEY.name: limesurvey_template, NETWORK_CANVAS.name: network_canvas_template}
)


def write_form_file(
    study: Study, path: str | Path, *, wave: str | None = None, languages: Sequence[str] = (), overwrite: bool = False
) -> tuple[str, ...]:
    """Write the questionnaire of a study as an XLSForm.

    Parameters
    ----------
    path
        Workbook to write (.xlsx).
    wave
        Wave for which is asked; None: the latest.
    languages
        Languages of the form; none: those of the study.
    overwrite
        Replace a file that is there.

    Returns
    -------
    What is not asked, and what stands in one language only, in sentences.

    Raises
    ------
    InputError
        There is nothing to ask, the ending is not .xlsx, or the file is there.
    """
    target = Path(path)
    if target.suffix.lower() != ".xlsx":
        raise InputError(_("'{name}' has to end with .xlsx: a form is a workbook.").format(name=target.name))
    form = build_form(study, wave, languages=languages)
    write_new(target, write_form(form), overwrite=overwrite)
    return form.notes


def write_mapping_template(
    sources: str | Path | Sequence[str | Path],
    path: str | Path,
    study: Study,
    format: str | None = None,  # noqa: A002 - what people call it
    *,
    overwrite: bool = False,
) -> None:
    """Write the mapping file that a tool's answers need, with everything that can be found out already in it.

    Raises
    ------
    InputError
        The tool needs no mapping, or the file is there.
    ExchangeError
        The tool's files cannot be read.
    """
    files = gather(sources)
    sniffs = {LIMESURVEY.name: LIMESURVEY.sniff, NETWORK_CANVAS.name: NETWORK_CANVAS.sniff}
    name = format or next((n for n in reversed(sniffs) if sniffs[n](files)), "")
    if name not in _TEMPLATES:
        raise Faults(files[0].name).error(
            _("These files need no mapping, or it is not clear which tool they come from."),
            _("A mapping is for: {known}. Name the format with --format.").format(known=", ".join(_TEMPLATES)),
        )
    write_new(Path(path), _TEMPLATES[name](files, study).encode("utf-8"), overwrite=overwrite)


def write_new(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file that is not there, or that may be replaced.

    Raises
    ------
    InputError
        It is there and may not be replaced.
    """
    if path.exists() and not overwrite:
        raise InputError(_("{path} is there already. To replace it, use --overwrite.").format(path=path))
    write_atomically(path, data)
