"""Commands for regions: ``analyse``, ``gravity``, and for large networks ``generate``, ``aggregate``, ``projects``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterdynamics.cli.analysing import CLUSTER, LANGUAGE, QUIET, REPLICATES, SEED, STUDY, WORKERS, summary
from clusterdynamics.cli.show import say, working
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _, use_language

if TYPE_CHECKING:
    import polars as pl

__all__ = ["add_to", "read_table"]


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


def generate(
    folder: Annotated[Path, typer.Argument(help="Folder for the ties; must not be there.")],
    ties: Annotated[int, typer.Option(min=1, help="How many.")] = 1_000_000,
    organisations: Annotated[int, typer.Option(min=1, help="How many organisations.")] = 100_000,
    regions: Annotated[int, typer.Option(min=1, help="How many regions.")] = 300,
    years: Annotated[int, typer.Option(min=1, help="How many years.")] = 10,
    seed: SEED = 1,
    quiet: QUIET = False,
) -> None:
    """Make an invented network of a continent on disk, to try things out."""
    from clusterdynamics.regions.scale import generate_ties

    with working(workers=0, cluster=None, quiet=quiet):
        store = generate_ties(folder, ties, organisations=organisations, regions=regions, years=years, seed=seed)
    say(_("{n} ties in {folder}.").format(n=store.rows, folder=folder), quiet=quiet)


def aggregate(
    folder: Annotated[Path, typer.Argument(help="Folder of ties, as regions generate makes it.")],
    out: Annotated[Path, typer.Option(help="Table to write: .csv or .parquet.")],
    memory: Annotated[str, typer.Option(help="Most memory that the engine takes, as 2GB.")] = "2GB",
    resume: Annotated[
        Path | None, typer.Option(help="Folder for years that are done, so that stopped work is taken up again.")
    ] = None,
    workers: WORKERS = 0,
    quiet: QUIET = False,
) -> None:
    """Add ties up to regions, by relation and year, with bounded memory."""
    from clusterdynamics.regions.scale import open_store, region_flows

    _check_table(out)
    store = open_store(folder)
    with working(workers=workers, cluster=None, quiet=quiet):
        flows = region_flows(store, memory=memory, resume=resume)
    _write_table(flows, out)
    say(
        _("{n} ties between {regions} regions: {rows} rows in {out}.").format(
            n=int(flows["ties"].sum()), regions=len(store.regions), rows=flows.height, out=out
        ),
        quiet=quiet,
    )


def projects(
    organisations: Annotated[Path, typer.Argument(help="organization.csv of CORDIS, or the zip that it gives out.")],
    out: Annotated[Path, typer.Option(help="Table of ties between regions to write: .csv or .parquet.")],
    project: Annotated[
        Path | None, typer.Option(help="project.csv, for years and programmes (where no zip is given).")
    ] = None,
    level: Annotated[int, typer.Option(min=0, max=3, help="Level of NUTS: 0 countries to 3 small regions.")] = 2,
    rule: Annotated[
        str, typer.Option(help="How pairs of organisations count: full, fractional, organisation or budget.")
    ] = "full",
    quiet: QUIET = False,
) -> None:
    """Count ties between regions in projects of the European framework programmes, by a stated rule."""
    from clusterdynamics.regions.scale import RULES, distinct_pairs, project_flows, read_cordis

    _check_table(out)
    if rule not in RULES:
        raise InputError(
            _("There is no counting rule '{rule}'. There are: {known}.").format(rule=rule, known=", ".join(RULES))
        )
    found = read_cordis(organisations, project, level=level)
    flows = project_flows(found.participations, rule)  # type: ignore[arg-type]
    pairs = distinct_pairs(found.participations)
    _write_table(flows, out)
    for sentence in found.notes:
        say(f"· {sentence}", quiet=quiet)
    say(_("Counting rule: {rule}.").format(rule=_(RULES[rule])), quiet=quiet)
    say(
        _("{ties} ties in projects, among {pairs} different pairs of organisations: {out}").format(
            ties=int(flows["ties"].sum()), pairs=int(pairs["pairs"].sum()), out=out
        ),
        quiet=quiet,
    )


def gravity(
    ties: Annotated[Path, typer.Argument(help="Table of ties: origin, destination, ties (.csv or .parquet).")],
    places: Annotated[
        Path, typer.Option(help="Table of regions: region, lat, lon; may have country and languages (separated by |).")
    ],
    out: Annotated[Path | None, typer.Option(help="Folder for gravity.csv, expected.csv and gravity.svg.")] = None,
    neighbours: Annotated[
        Path | None, typer.Option(help="Table of pairs with a common border: two columns of regions.")
    ] = None,
    directed: Annotated[bool, typer.Option(help="Ties go from origin to destination.")] = False,
    cluster_by: Annotated[
        str, typer.Option("--cluster-by", help="What counts as independent: none, pair, origin or both.")
    ] = "both",
    language: LANGUAGE = "en",
    quiet: QUIET = False,
) -> None:
    """Say what goes along with ties between regions: distance, borders, languages, all else of the regions equal."""
    from clusterdynamics.charts import to_svg
    from clusterdynamics.files import write_atomically
    from clusterdynamics.regions.gravity import gravity as fit_gravity
    from clusterdynamics.regions.gravity_words import gravity_chart, gravity_sentences
    from clusterdynamics.regions.pairs import PREDICTORS, pair_table

    if cluster_by not in ("none", "pair", "origin", "both"):
        raise InputError(
            _("--cluster-by must be none, pair, origin or both, and not {given}.").format(given=cluster_by)
        )
    with use_language(language):
        flows = read_table(ties)
        near = [] if neighbours is None else [(str(a), str(b)) for a, b, *_rest in read_table(neighbours).iter_rows()]
        pairs = pair_table(flows, read_table(places), neighbours=near, directed=directed)
        # A predictor that is the same for all pairs says nothing.
        used = [p for p in PREDICTORS if p in pairs.columns and pairs[p].n_unique() > 1]
        fit = fit_gravity(pairs, used, directed=directed, cluster=cluster_by)  # type: ignore[arg-type]
        said = gravity_sentences(fit)
        for sentence in said:
            say(f"· {sentence}", quiet=quiet)
        if out is not None:
            write_atomically(out / "gravity.csv", fit.to_frame().write_csv().encode())
            write_atomically(out / "expected.csv", fit.pairs.write_csv().encode())
            write_atomically(out / "gravity.svg", to_svg(gravity_chart(fit), alt=" ".join(said)).encode())
            say(_("Written: {out}").format(out=out), quiet=quiet)


def _check_table(path: Path) -> None:
    if path.suffix.lower() not in (".csv", ".parquet"):
        raise InputError(
            _("A table cannot be written as {file}; the ending must be .csv or .parquet.").format(file=path)
        )


def _write_table(frame: pl.DataFrame, path: Path) -> None:
    import io

    from clusterdynamics.files import write_atomically

    if path.suffix.lower() == ".csv":
        write_atomically(path, frame.write_csv().encode())
        return
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    write_atomically(path, buffer.getvalue())


def read_table(path: Path) -> pl.DataFrame:
    """Return a table of a .csv or .parquet file."""
    import polars as pl

    try:
        if path.suffix.lower() == ".parquet":
            return pl.read_parquet(path)
        with path.open(encoding="utf-8") as file:
            first = file.readline()
        separator = max(",;\t", key=first.count)
        return pl.read_csv(path, separator=separator)
    except (OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as problem:
        detail = str(problem).strip().splitlines()[0]
        raise InputError(_("{file} cannot be read ({detail}).").format(file=path, detail=detail)) from None


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    regions = typer.Typer(
        help="Links within and between regions, from one cluster to a continent.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    regions.command("analyse")(analyse)
    regions.command("generate")(generate)
    regions.command("aggregate")(aggregate)
    regions.command("projects")(projects)
    regions.command("gravity")(gravity)
    app.add_typer(regions, name="regions")
