"""The command ``feedback``: one sheet for everybody who answered."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clusterdynamics.cli.analysing import QUIET, REPLICATES, SEED, STUDY, WORKERS
from clusterdynamics.cli.show import say, working
from clusterdynamics.i18n import _, ngettext, use_language

__all__ = ["ANALYSES", "add_to"]

#: What a personal report tells of the cluster rests on these.
ANALYSES = ("coverage", "stage", "depth", "trust")


def feedback(
    study: STUDY,
    out: Annotated[Path, typer.Option(help="Folder for the sheets; each is called by the respondent's code.")],
    wave: Annotated[str | None, typer.Option(help="Wave; the latest where none is given.")] = None,
    respondent: Annotated[
        list[str] | None, typer.Option(help="Code of somebody who answered; can be given several times (else: all).")
    ] = None,
    contact: Annotated[str, typer.Option(help="Whom readers can ask: name and e-mail.")] = "",
    language: Annotated[
        str | None, typer.Option(help="Language of all sheets (else: the language in which each answered).")
    ] = None,
    seed: SEED = 1,
    replicates: REPLICATES = 2000,
    workers: WORKERS = 0,
    quiet: QUIET = False,
) -> None:
    """Write a private report for everybody who answered: one PDF each, on one sheet of paper."""
    from clusterdynamics.assessment import assess
    from clusterdynamics.report.personal import write_sheets
    from clusterdynamics.report.writers.pdf import check
    from clusterdynamics.study.package import read_study

    with use_language(language or "en"):
        check()
        found = read_study(study)
        with working(workers=workers, cluster=None, quiet=quiet):
            reading = assess(found, seed=seed, replicates=replicates, analyses=ANALYSES)
            files = write_sheets(
                reading, out, wave=wave, language=language, contact=contact, respondents=tuple(respondent or ())
            )
        say(
            ngettext("{n} sheet written to {folder}.", "{n} sheets written to {folder}.", len(files)).format(
                n=len(files), folder=out
            ),
            quiet=quiet,
        )
        say(_("Each is for one person only: it holds their own answers."), quiet=quiet)


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(feedback)
