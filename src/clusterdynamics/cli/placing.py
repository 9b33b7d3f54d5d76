"""Commands for regions: ``regions analyse``, and for large networks ``regions generate``, ``import``, ``aggregate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clusterdynamics.cli.analysing import CLUSTER, LANGUAGE, QUIET, REPLICATES, SEED, STUDY, WORKERS, summary
from clusterdynamics.cli.show import say, working
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _, use_language

__all__ = ["add_to"]


def analyse(
    study: STUDY,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for regions.html, regions.json and regions.csv; earlier ones are replaced."),
    ] = None,
    level: Annotated[
        str,
        typer.Option(
            help="nuts0 (countries) to nuts3, or a column of actors.csv; the widest level of NUTS that makes two "
            "regions where empty."
        ),
    ] = "",
    networks: Annotated[
        str, typer.Option(help="Relations or levels to look at, separated by commas; all where empty.")
    ] = "",
    seed: SEED = 1,
    replicates: REPLICATES = 2000,
    workers: WORKERS = 0,
    cluster: CLUSTER = None,
    language: LANGUAGE = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print regions.json instead of a summary.")] = False,
    quiet: QUIET = False,
) -> None:
    """Say how links lie within regions and between them, and who links the regions, for the study team."""
    from clusterdynamics.assessment import assess
    from clusterdynamics.regions.analysis import RegionsParams
    from clusterdynamics.report import results_json, write_results_folder
    from clusterdynamics.study.package import read_study

    with use_language(language):
        given = read_study(study)
        chosen = tuple(name for name in (part.strip() for part in networks.split(",")) if name)
        known = given.settings.network_names
        unknown = [name for name in chosen if name not in known]
        if unknown:
            raise InputError(
                _("There is no network called {names}. There are: {known}.").format(
                    names=", ".join(unknown), known=", ".join(known) or _("none")
                )
            )
        params = RegionsParams(level=level, networks=chosen, replicates=replicates, permutations=replicates)
        names = ["regions", "between_regions"]
        with working(workers=workers, cluster=cluster, quiet=quiet or as_json):
            reading = assess(given, seed=seed, replicates=replicates, analyses=names, params={"regions": params})
        if out is not None:
            write_results_folder(reading, out, language=language, name="regions")
        if as_json:
            typer.echo(results_json(reading))
            return
        summary(reading, quiet=quiet)
        if out is not None:
            say(_("Results: {path}").format(path=out / "regions.json"), quiet=quiet)
            say(_("Report: {path}").format(path=out / "regions.html"), quiet=quiet)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    regions = typer.Typer(
        help="Links within and between regions, from one cluster to a continent.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    regions.command("analyse")(analyse)
    app.add_typer(regions, name="regions")
