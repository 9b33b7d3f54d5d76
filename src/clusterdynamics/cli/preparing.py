"""Commands that prepare a study: ``init``, ``validate``, ``import``, ``convert``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clusterdynamics.cli.show import say, show_problems
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _, ngettext

__all__ = ["add_to"]

QUIET = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")]
JSON = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of text for people.")]
OVERWRITE = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]


def init(
    folder: Annotated[Path, typer.Argument(help="Folder to make.")],
    language: Annotated[str, typer.Option(help="Language of the templates.")] = "en",
    quiet: QUIET = False,
) -> None:
    """Make a study folder to fill in: settings with comments, and a spreadsheet for every table."""
    from clusterdynamics.study.package import write_template

    write_template(folder, language=language)
    say(
        _("{folder} is ready to fill in. Start with study.toml and the actors table.").format(folder=folder),
        quiet=quiet,
    )
    say(_("Then: clusterdynamics validate {folder}").format(folder=folder), quiet=quiet)


def validate(
    study: Annotated[Path, typer.Argument(help="Study folder, .zip or .xlsx.")],
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Check a study and list every problem: file, row, column, what to do."""
    from clusterdynamics.study.package import check_study

    found, problems = check_study(study)
    if as_json:
        import json

        typer.echo(json.dumps({"usable": found is not None, "problems": [p.to_dict() for p in problems]}, indent=2))
    else:
        show_problems([p for p in problems if not quiet or p.severity == "error"])
    if found is None:
        raise typer.Exit(1)
    if not as_json:
        actors, waves = len(found.actor_ids), len(found.wave_ids)
        say(
            _("{study} is a usable study: {actors}, {waves}.").format(
                study=study,
                actors=ngettext("{n} organisation", "{n} organisations", actors).format(n=actors),
                waves=ngettext("{n} wave", "{n} waves", waves).format(n=waves),
            ),
            quiet=quiet,
        )


def import_(
    wave: Annotated[
        list[str] | None,
        typer.Option(
            help="Wave and file, as 2012=network.csv; again for each wave or relation (2012=depth:file.csv). With "
            "--survey: the wave alone."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Study to write: a folder, .zip or .xlsx.")] = None,
    actors: Annotated[list[Path] | None, typer.Option(help="Tables of organisations and their attributes.")] = None,
    absent: Annotated[
        list[str] | None, typer.Option(help="Organisations that were not part of a wave, as 2012=P31,P32.")
    ] = None,
    present: Annotated[
        list[str] | None, typer.Option(help="Organisations that were part of it, though not yet linked, as 2012=P7.")
    ] = None,
    relation: Annotated[str, typer.Option(help="What the links are, where the file does not say.")] = "relation",
    title: Annotated[str, typer.Option(help="Title of the study.")] = "",
    undirected: Annotated[bool, typer.Option("--undirected", help="Both sides describe the same relation.")] = False,
    file_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="Format of the files, where it is not clear. With --survey: xlsform, odk, limesurvey, "
            "network-canvas or partner.",
        ),
    ] = None,
    survey: Annotated[
        list[Path] | None,
        typer.Option(help="File, folder or zip that a survey tool exported, instead of networks; again for each."),
    ] = None,
    study: Annotated[Path | None, typer.Option(help="Study that was asked for; gets the answers of --survey.")] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="Mapping file (TOML): which question of the survey is what.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--mapping-template", help="Write such a file to fill in, and stop.")
    ] = None,
    mode: Annotated[str, typer.Option(help="How answers were collected: web, phone, face_to_face or paper.")] = "web",
    occasion: Annotated[
        str, typer.Option(help="first, again (the same people a second time) or second_informant (to check the first).")
    ] = "first",
    people: Annotated[
        Path | None, typer.Option(help="File for the names of persons; the study holds codes only.")
    ] = None,
    overwrite: OVERWRITE = False,
    quiet: QUIET = False,
) -> None:
    """Make a study of files from other programs, or add a survey's answers to one, and say what was assumed."""
    if survey:
        from clusterdynamics.cli.surveying import import_answers

        if len(wave or ()) > 1 or any("=" in w for w in wave or ()):
            raise InputError(_("With --survey, --wave is the name of one wave, as --wave 2026."))
        import_answers(
            survey, out, study=study, wave=wave[0] if wave else None, file_format=file_format, mapping=mapping,
            template=template, mode=mode, occasion=occasion, people=people, overwrite=overwrite, quiet=quiet,
        )  # fmt: skip
        return
    if not wave or out is None:
        raise typer.BadParameter(_("Name files with --wave or --survey, and where to write with --out."))
    _import_networks(
        _pairs(wave, "--wave"),
        out,
        actors or [],
        _lists(absent or [], "--absent"),
        _lists(present or [], "--present"),
        relation=relation,
        title=title,
        undirected=undirected,
        file_format=file_format,
        overwrite=overwrite,
        quiet=quiet,
    )


def _import_networks(
    waves: dict[str, list[str]],
    out: Path,
    actors: list[Path],
    absent: dict[str, list[str]],
    present: dict[str, list[str]],
    *,
    relation: str,
    title: str,
    undirected: bool,
    file_format: str | None,
    overwrite: bool,
    quiet: bool,
) -> None:
    from clusterdynamics.exchange import import_study
    from clusterdynamics.study.package import write_study

    report = import_study(
        waves=waves,
        actors=actors,
        absent=absent,
        present=present,
        relation=relation,
        title=title or out.stem,
        directed=not undirected,
        format=file_format,
    )
    write_study(report.study, out, overwrite=overwrite)
    for sentence in report.assumptions:
        say(f"· {sentence}", quiet=quiet)
    for sentence in report.warnings:
        typer.echo(_("Look at this: {warning}").format(warning=sentence), err=True)
    for sentence in report.questions:
        typer.echo(_("To settle: {question}").format(question=sentence), err=True)
    say(_("Written: {out}").format(out=out), quiet=quiet)


def _pairs(given: list[str], option: str) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {}
    bad = [g for g in given if "=" not in g or not all(g.split("=", 1))]
    if bad:
        raise InputError(
            _("{option} needs a wave and a value, as 2012=…; these have none: {bad}").format(
                option=option, bad=", ".join(bad)
            )
        )
    for item in given:
        name, value = item.split("=", 1)
        pairs.setdefault(name.strip(), []).append(value.strip())
    return pairs


def _lists(given: list[str], option: str) -> dict[str, list[str]]:
    return {
        wave: [name.strip() for value in values for name in value.split(",") if name.strip()]
        for wave, values in _pairs(given, option).items()
    }


def convert(
    source: Annotated[Path, typer.Argument(help="File or study to read.")],
    target: Annotated[Path, typer.Argument(help="File or study to write.")],
    from_format: Annotated[
        str | None, typer.Option("--from", help="Format of the source, where it is not clear.")
    ] = None,
    to_format: Annotated[str | None, typer.Option("--to", help="Format of the target, where it is not clear.")] = None,
    wave: Annotated[str | None, typer.Option(help="Wave to write, where the source is a study (the latest).")] = None,
    overwrite: OVERWRITE = False,
    quiet: QUIET = False,
) -> None:
    """Turn a network file or a study into another format."""
    from clusterdynamics.exchange import convert as convert_file

    lost = convert_file(source, target, from_format=from_format, to_format=to_format, wave=wave, overwrite=overwrite)
    for sentence in lost:
        say(f"· {sentence}", quiet=quiet)
    say(_("Written: {out}").format(out=target), quiet=quiet)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(init)
    app.command()(validate)
    app.command("import")(import_)
    app.command()(convert)
