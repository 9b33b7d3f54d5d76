"""Survey tools on the command line: ``form``, and the part of ``import`` that reads answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterdynamics.cli.show import say
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    from clusterdynamics.exchange.survey import SurveyReport

__all__ = ["add_to", "import_answers"]

_OCCASIONS = ("first", "again", "second_informant")
_MODES = ("web", "phone", "face_to_face", "paper")


def form(
    study: Annotated[Path, typer.Argument(help="Study folder, .zip or .xlsx.")],
    out: Annotated[Path, typer.Option(help="Form to write (.xlsx, an XLSForm).")],
    wave: Annotated[str | None, typer.Option(help="Wave for which is asked (the latest).")] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(help="Language of the form; again for each. Those of the study, if none is named."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")] = False,
) -> None:
    """Write the questionnaire of a study as an XLSForm, for KoboToolbox, ODK and other collecting programs."""
    from clusterdynamics.exchange.survey import write_form_file
    from clusterdynamics.study.package import read_study

    notes = write_form_file(read_study(study), out, wave=wave, languages=tuple(language or ()), overwrite=overwrite)
    for sentence in notes:
        say(f"· {sentence}", quiet=quiet)
    say(_("Written: {out}").format(out=out), quiet=quiet)


def import_answers(
    files: Sequence[Path],
    out: Path | None,
    *,
    study: Path | None,
    wave: str | None,
    file_format: str | None,
    mapping: Path | None,
    template: Path | None,
    mode: str,
    occasion: str,
    people: Path | None,
    overwrite: bool,
    quiet: bool,
) -> None:
    """Read a survey tool's files into a study, or write the mapping file that they need."""
    from clusterdynamics.exchange.survey import SurveyOptions, read_survey, write_mapping_template
    from clusterdynamics.study.package import read_study, write_study

    if occasion not in _OCCASIONS:
        raise InputError(
            _("There is no occasion '{occasion}'. Choose one of: {known}.").format(
                occasion=occasion, known=", ".join(_OCCASIONS)
            )
        )
    if mode not in _MODES:
        raise InputError(
            _("There is no mode '{mode}'. Choose one of: {known}.").format(mode=mode, known=", ".join(_MODES))
        )
    base = None if study is None else read_study(study)
    if template is not None:
        if base is None:
            raise InputError(_("A mapping belongs to a study. Name it: --study FOLDER."))
        write_mapping_template(files, template, base, file_format, overwrite=overwrite)
        say(_("Written: {out}. Complete it, and import with --mapping {out}.").format(out=template), quiet=quiet)
        return
    if out is None:
        raise InputError(_("Say where the study is to be written: --out FOLDER."))
    text = None if mapping is None else _text(mapping)
    report = read_survey(files, file_format, options=SurveyOptions(base, wave, text, mode, occasion))
    write_study(report.study, out, overwrite=overwrite)
    for sentence in report.assumptions:
        say(f"· {sentence}", quiet=quiet)
    for sentence in report.warnings:
        typer.echo(_("Look at this: {warning}").format(warning=sentence), err=True)
    _persons(report, people, overwrite=overwrite, quiet=quiet)
    say(_("Written: {out}").format(out=out), quiet=quiet)
    say(_("Then: clusterdynamics validate {folder}").format(folder=out), quiet=quiet)


def _text(path: Path) -> str:
    from clusterdynamics.exchange.registry import read_bytes
    from clusterdynamics.exchange.text import decode

    return decode(read_bytes(path, path.name), path.name).text


def _persons(report: SurveyReport, people: Path | None, *, overwrite: bool, quiet: bool) -> None:
    """Write the names of persons into a file of their own, where one is named; else say that they are not kept."""
    rows: list[Mapping[str, str]] = [{"code": c, "name": n} for c, n in report.people.items()]
    rows += [{"organisation": actor, **contact} for actor, contact in report.contacts.items()]
    if not rows:
        return
    if people is None:
        say(_("The names of persons are not kept. Name a file for them with --people FILE."), quiet=quiet)
        return
    from clusterdynamics.exchange.sheets import write_csv
    from clusterdynamics.exchange.survey.writing import write_new

    columns = list(dict.fromkeys(name for row in rows for name in row))
    table = [columns, *([_no_formula(row.get(c, "")) for c in columns] for row in rows)]
    write_new(people, write_csv(table), overwrite=overwrite)
    say(_("Names of persons: {path}. Keep it apart from the study.").format(path=people), quiet=quiet)


def _no_formula(cell: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula: respondents wrote it."""
    return (
        f"'{cell}"
        if cell.startswith(("=", "@", "\t")) or (cell[:1] in {"+", "-"} and not cell[1:2].isdigit())
        else cell
    )


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(form)
