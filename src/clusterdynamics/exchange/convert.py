"""One verb for all directions: a network file or a study in, a network file or a study out."""

from __future__ import annotations

from pathlib import Path

from clusterdynamics.exchange.assemble import import_study
from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.protocol import ReadOptions
from clusterdynamics.exchange.registry import read_bytes, read_graph, write_graph
from clusterdynamics.exchange.sheets import read_sheets
from clusterdynamics.exchange.study_graph import graph_from_study
from clusterdynamics.i18n import _

__all__ = ["convert"]

#: Name of the study package among the formats.
STUDY = "study"


def convert(
    source: str | Path,
    target: str | Path,
    *,
    from_format: str | None = None,
    to_format: str | None = None,
    wave: str | None = None,
    overwrite: bool = False,
) -> tuple[str, ...]:
    """Turn a network file or a study into another format.

    Parameters
    ----------
    source, target
        Files; a study is a folder or a zip (or ``from_format="study"``).
    from_format, to_format
        Formats, where they are not clear; ``study`` is the study package.
    wave
        Which wave of a study to write; the latest where none is given.
    overwrite
        Replace the target if it is there.

    Returns
    -------
    What the target cannot hold, in sentences.

    Raises
    ------
    ExchangeError
        The source cannot be read, the target cannot be written or is there already.
    """
    start, end = Path(source), Path(target)
    if end.exists() and not overwrite:
        raise Faults(end.name).error(
            _("{path} is there already.").format(path=end), _("Choose another name, or allow to overwrite it.")
        )
    to_study = to_format == STUDY or (to_format is None and _named_study(end))
    if from_format == STUDY or (from_format is None and _is_study(start)):
        from clusterdynamics.study.package import read_study, write_study

        study = read_study(start)
        if to_study:
            write_study(study, end, overwrite=overwrite)
            return ()
        if wave is not None and wave not in study.wave_ids:
            raise Faults(start.name).error(
                _("There is no wave '{wave}'.").format(wave=wave),
                _("The waves are: {known}.").format(known=", ".join(study.wave_ids)),
            )
        return write_graph(graph_from_study(study, wave), end, to_format)
    if to_study:
        from clusterdynamics.study.package import write_study

        report = import_study({wave or "1": start}, title=end.stem, format=from_format)
        write_study(report.study, end, overwrite=overwrite)
        return (*report.assumptions, *report.warnings, *report.questions)
    return write_graph(read_graph(start, from_format), end, to_format)


def _named_study(path: Path) -> bool:
    """Whether a path looks like a study: a folder, a zip, or a name without an ending."""
    return path.is_dir() or path.suffix.lower() in {"", ".zip"}


def _is_study(path: Path) -> bool:
    """Whether there is a study: a folder, a zip, or a workbook with the sheets of one."""
    if path.is_file() and path.suffix.lower() == ".xlsx":
        names = {sheet.name.casefold() for sheet in read_sheets(read_bytes(path, path.name), path.name, ReadOptions())}
        return {"study", "actors"} <= names
    return path.is_dir() or (path.is_file() and path.suffix.lower() == ".zip")
