"""The command for several studies: ``compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clusterdynamics.cli.analysing import CLUSTER, LANGUAGE, QUIET, REPLICATES, SEED, WORKERS
from clusterdynamics.cli.show import say, working
from clusterdynamics.i18n import _, use_language

__all__ = ["add_to"]


def compare(
    studies: Annotated[list[Path], typer.Argument(help="Two or more study folders, .zip or .xlsx; each is a cluster.")],
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for compare.html, compare.json and compare.csv; earlier ones are replaced."),
    ] = None,
    audience: Annotated[
        str, typer.Option(help="Who it is for: study, or with five clusters and more board, network or public.")
    ] = "study",
    given: Annotated[
        str,
        typer.Option(
            "--with",
            help="Clusters in which something was done, by name, separated by semicolons: their change between two "
            "waves is compared with that of the others, from five and five clusters on.",
        ),
    ] = "",
    label: Annotated[str, typer.Option(help="What was done there, for the report.")] = "",
    model: Annotated[
        bool, typer.Option(help="Model the steps between waves in each cluster, and combine the models; takes longest.")
    ] = False,
    seed: SEED = 1,
    replicates: REPLICATES = 2000,
    workers: WORKERS = 0,
    cluster: CLUSTER = None,
    language: LANGUAGE = "en",
    quiet: QUIET = False,
) -> None:
    """Set several clusters side by side: figures with their bounds, whether questions are understood alike, change."""
    from clusterdynamics.assessment import ANALYSES, assess
    from clusterdynamics.regions.portfolio import FIGURES, Portfolio
    from clusterdynamics.report import check_audience
    from clusterdynamics.report.comparing import compare as compared
    from clusterdynamics.report.comparison import write_comparison
    from clusterdynamics.study.package import read_study

    check_audience(audience)
    with use_language(language):
        portfolio = Portfolio.of(*(read_study(path) for path in studies))
        with working(workers=workers, cluster=cluster, quiet=quiet):
            # All analyses where others read it: what disclosure control hides depends on what is published together.
            analyses = (
                tuple(FIGURES) if audience == "study" else tuple(n for n, a in ANALYSES.items() if not a.by_request)
            )
            if model:
                analyses = (*analyses, "tie_choices")
            readings = {
                name: assess(study, seed=seed, replicates=replicates, analyses=analyses) for name, study in portfolio
            }
            found = compared(
                readings,
                audience=audience,
                given=[name.strip() for name in given.split(";") if name.strip()],
                label=label,
                seed=seed,
                replicates=replicates,
            )
        for sentence in (
            *found.profile.sentences(),
            *found.model.sentences(),
            *(s for d in found.differences.values() for s in d.sentences()),
        ):
            say(f"· {sentence}", quiet=quiet)
        if out is not None:
            write_comparison(found, out, language=language)
            say(_("Report: {path}").format(path=out / "compare.html"), quiet=quiet)


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(compare)
