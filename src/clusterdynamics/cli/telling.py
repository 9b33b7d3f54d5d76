"""Commands for stories: ``stories import``, ``stories export``, ``stories template``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clusterdynamics.cli.preparing import OVERWRITE, QUIET
from clusterdynamics.cli.show import say
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _, ngettext

__all__ = ["add_to"]

WAVE = Annotated[str | None, typer.Option(help="Wave of the study (import: the latest; export: all).")]
FORMAT = Annotated[
    str | None,
    typer.Option("--format", help="qdpx, qdc, qualcoder, taguette, xmile, graphml, causal-map, kumu or csv."),
]


def import_(
    file: Annotated[Path, typer.Argument(help="File of another program, or the folder of a QualCoder project.")],
    out: Annotated[Path, typer.Option(help="Study that gets the stories: a folder, .zip or .xlsx, new or there.")],
    wave: WAVE = None,
    title: Annotated[str, typer.Option(help="Title of a new study.")] = "",
    add_sources: Annotated[
        bool, typer.Option("--add-sources", help="Tellers that the study does not know become organisations.")
    ] = False,
    file_format: FORMAT = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Change the study that is there by adding the stories.")
    ] = False,
    quiet: QUIET = False,
) -> None:
    """Bring texts, codes, passages and causal claims of another program into a study, and say what was assumed."""
    from clusterdynamics.loops.exchange import read_corpus
    from clusterdynamics.loops.exchange.into_study import read_or_none, stories_into_study
    from clusterdynamics.study.package import write_study

    if out.exists() and not overwrite:
        raise InputError(
            _("{out} is there already. Say --overwrite to add the stories to it, or choose another name.").format(
                out=out
            )
        )
    corpus = read_corpus(file, file_format)
    report = stories_into_study(
        corpus, read_or_none(out), wave=wave, title=title or out.stem, add_sources=add_sources, name=file.name
    )
    write_study(report.study, out, overwrite=overwrite)
    for sentence in (*corpus.notes, *report.notes):
        say(f"· {sentence}", quiet=quiet)
    counts = ", ".join(
        (
            ngettext("{n} text", "{n} texts", len(corpus.documents)).format(n=len(corpus.documents)),
            ngettext("{n} code", "{n} codes", len(corpus.codes)).format(n=len(corpus.codes)),
            ngettext("{n} coding", "{n} codings", len(corpus.codings)).format(n=len(corpus.codings)),
            ngettext("{n} claim", "{n} claims", len(corpus.claims)).format(n=len(corpus.claims)),
        )
    )
    say(_("Read: {counts}").format(counts=counts), quiet=quiet)
    say(_("Written: {out}").format(out=out), quiet=quiet)


def export(
    study: Annotated[Path, typer.Argument(help="Study folder, .zip or .xlsx.")],
    file_format: FORMAT = None,
    out: Annotated[Path | None, typer.Option(help="File to write (beside the study where none is given).")] = None,
    wave: WAVE = None,
    overwrite: OVERWRITE = False,
    quiet: QUIET = False,
) -> None:
    """Write the stories of a study, and how they are coded, for another program."""
    from clusterdynamics.loops.exchange import corpus_format, write_corpus
    from clusterdynamics.loops.exchange.into_study import corpus_from_study
    from clusterdynamics.study.package import read_study

    if file_format is None and out is None:
        raise InputError(_("Say which format (--format qdpx), or which file (--out stories.qdpx)."))
    ending = corpus_format(file_format).suffixes[0] if file_format else ""
    target = out if out is not None else study.with_name(f"{study.stem}-stories{ending}")
    if target.exists() and not overwrite:
        raise InputError(_("{out} is there already. Choose another name, or say --overwrite.").format(out=target))
    corpus = corpus_from_study(read_study(study), wave)
    lost = write_corpus(corpus, target, file_format)
    for sentence in (*corpus.notes, *lost):
        say(f"· {sentence}", quiet=quiet)
    if corpus.documents or corpus.claims:
        say(_("The file may hold the words of people: give it only to those who may read them."), quiet=quiet)
    say(_("Written: {out}").format(out=target), quiet=quiet)


def template(
    file: Annotated[Path, typer.Argument(help="CSV file to make.")],
    overwrite: OVERWRITE = False,
    quiet: QUIET = False,
) -> None:
    """Make a table for causal claims to fill in a spreadsheet program; the first row is an example."""
    from clusterdynamics.files import write_atomically
    from clusterdynamics.loops.exchange import claims_template

    if file.exists() and not overwrite:
        raise InputError(_("{out} is there already. Choose another name, or say --overwrite.").format(out=file))
    write_atomically(file, claims_template())
    say(_("{file} is ready to fill in; replace the example row.").format(file=file), quiet=quiet)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    stories = typer.Typer(
        help="Bring stories and causal claims in from other programs, and out to them.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    stories.command("import")(import_)
    stories.command("export")(export)
    stories.command("template")(template)
    app.add_typer(stories, name="stories")
