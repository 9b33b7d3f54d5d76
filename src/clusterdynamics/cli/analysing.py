"""Commands that analyse and tell: ``analyse``, ``report``, ``demo``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterdynamics.cli.show import say, working
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _, use_language

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment
    from clusterdynamics.study.model import Study

__all__ = ["CLUSTER", "LANGUAGE", "QUIET", "REPLICATES", "SEED", "STUDY", "WORKERS", "add_to", "summary"]

STUDY = Annotated[Path, typer.Argument(help="Study folder, .zip or .xlsx.")]
SEED = Annotated[int, typer.Option(min=0, help="Where all chance comes from; the same seed gives the same figures.")]
REPLICATES = Annotated[int, typer.Option(min=0, help="Redraws, permutations and the like.")]
WORKERS = Annotated[int, typer.Option(min=0, help="Cores to use; 0 means all.")]
CLUSTER = Annotated[str | None, typer.Option(help="Dask scheduler to work on, as tcp://host:8786.")]
LANGUAGE = Annotated[str, typer.Option(help="Language of what is written: en, sv, nb, fi, fr or da.")]
QUIET = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")]


def analyse(
    study: STUDY,
    out: Annotated[Path, typer.Option(help="Folder for the results; earlier results in it are replaced.")],
    seed: SEED = 1,
    replicates: REPLICATES = 2000,
    workers: WORKERS = 0,
    cluster: CLUSTER = None,
    language: LANGUAGE = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print results.json instead of a summary.")] = False,
    quiet: QUIET = False,
) -> None:
    """Analyse a study: figures with their uncertainty, as results.json, tables and a report."""
    from clusterdynamics.report import results_json, write_results_folder

    with use_language(language):
        reading = _assess(study, seed, replicates, workers, cluster, quiet=quiet or as_json)
        write_results_folder(reading, out, language=language)
        if as_json:
            typer.echo(results_json(reading))
        else:
            summary(reading, quiet=quiet)
            say(_("Results: {path}").format(path=out / "results.json"), quiet=quiet)
            say(_("Report: {path}").format(path=out / "report.html"), quiet=quiet)


def report(
    study: STUDY,
    audience: Annotated[
        str, typer.Option(help="Who it is for: study, cluster_manager, board, participants, network or public.")
    ] = "study",
    file_format: Annotated[
        list[str] | None,
        typer.Option("--format", help="html, pdf, docx, pptx, xlsx or json; can be given several times."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="File to write (beside the study where none is given); without --format its ending decides."),
    ] = None,
    logo: Annotated[Path | None, typer.Option(help="Logo of the region, as PNG or JPEG; needs --organisation.")] = None,
    colour: Annotated[str | None, typer.Option(help="Colour of headings, as #rrggbb.")] = None,
    organisation: Annotated[str, typer.Option(help="Who publishes the report.")] = "",
    seed: SEED = 1,
    replicates: REPLICATES = 2000,
    workers: WORKERS = 0,
    cluster: CLUSTER = None,
    language: LANGUAGE = "en",
    quiet: QUIET = False,
) -> None:
    """Write the report of a study for those it is for."""
    from clusterdynamics.report import Look, check_audience, check_format, write_reports

    check_audience(audience)
    targets = _targets(study, file_format or [], out)
    for target in targets:
        check_format(target)
    with use_language(language):
        look = Look(None if logo is None else _file(logo), colour, organisation).checked()
        reading = _assess(study, seed, replicates, workers, cluster, quiet=quiet)
        for target in write_reports(reading, targets, audience=audience, language=language, look=look):
            say(_("Report: {path}").format(path=target), quiet=quiet)


def _targets(study: Path, formats: list[str], out: Path | None) -> list[Path]:
    """Return the files to write: the one that was named, or one for each format."""
    from clusterdynamics.report import FORMATS

    endings = list(dict.fromkeys(f".{name.lower().lstrip('.')}" for name in formats))
    if out is not None:
        stem = out.stem if out.suffix.lower() in FORMATS else out.name
        return [out.with_name(f"{stem}{ending}") for ending in endings] or [out]
    return [study.with_name(f"{study.stem}-report{ending}") for ending in endings or [".html"]]


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(_("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror)) from error


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the demo's study and results.")] = Path("demo"),
    seed: SEED = 1,
    replicates: REPLICATES = 2000,
    workers: WORKERS = 0,
    quiet: QUIET = False,
) -> None:
    """Analyse the demo cluster, an invented forest and paper region, and write its report."""
    from clusterdynamics.examples import skogsbygden
    from clusterdynamics.report import write_results_folder
    from clusterdynamics.study.package import write_study

    study = skogsbygden.build()
    if out.exists() and any(out.iterdir()) and not (out / "results" / "results.json").exists():
        raise InputError(_("{out} holds something else; choose another folder with --out.").format(out=out))
    reading = _run(study, seed, replicates, workers, None, quiet=quiet)
    write_study(study, out / "skogsbygden", overwrite=True)
    write_results_folder(reading, out / "results")
    summary(reading, quiet=quiet)
    say(_("Study: {path}").format(path=(out / "skogsbygden").resolve()), quiet=quiet)
    say(_("Report: {path}").format(path=(out / "results" / "report.html").resolve()), quiet=quiet)


def _assess(path: Path, seed: int, replicates: int, workers: int, cluster: str | None, *, quiet: bool) -> Assessment:
    from clusterdynamics.study.package import read_study

    return _run(read_study(path), seed, replicates, workers, cluster, quiet=quiet)


def _run(study: Study, seed: int, replicates: int, workers: int, cluster: str | None, *, quiet: bool) -> Assessment:
    from clusterdynamics.assessment import assess

    with working(workers=workers, cluster=cluster, quiet=quiet):
        return assess(study, seed=seed, replicates=replicates)


def summary(reading: Assessment, *, quiet: bool) -> None:
    """Print what was found, one plain sentence a line, under the question it answers."""
    if quiet:
        return
    import textwrap

    from clusterdynamics.report import questions

    say(reading.study.title)
    say()
    asked = questions()
    shown = ""
    for name, sentence in reading.sentences():
        if name != shown:
            say(asked.get(name, name))
            shown = name
        say(textwrap.fill(sentence, 100, initial_indent="  · ", subsequent_indent="    "))
    say()


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(analyse)
    app.command()(report)
    app.command()(demo)
