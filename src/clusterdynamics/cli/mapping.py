"""Commands for shapes and maps: ``geo import``, ``geo map``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clusterdynamics.cli.analysing import LANGUAGE, QUIET
from clusterdynamics.cli.placing import read_table
from clusterdynamics.cli.preparing import OVERWRITE
from clusterdynamics.cli.show import say
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _, use_language

if TYPE_CHECKING:
    import polars as pl

    from clusterdynamics.regions.geo import Atlas

__all__ = ["add_to"]

SHAPES = Annotated[
    Path | None, typer.Option(help="Shapes that geo import has written; the countries that are shipped where empty.")
]


def import_(
    file: Annotated[Path, typer.Argument(help="GeoJSON of NUTS (GISCO), or of a country's own regions, in degrees.")],
    out: Annotated[Path | None, typer.Option(help="File of shapes to write, as shapes.json.")] = None,
    study: Annotated[
        Path | None,
        typer.Option(help="Study (a folder or .zip) that gets the shapes: its reports then hold maps of its regions."),
    ] = None,
    code: Annotated[str, typer.Option(help="Property with the code of a region; found out where empty.")] = "",
    label: Annotated[str, typer.Option(help="Property with its name; found out where empty.")] = "",
    level: Annotated[int | None, typer.Option(min=0, max=3, help="Level of NUTS to keep; all where empty.")] = None,
    notice: Annotated[str, typer.Option(help="What maps must say; shapes of NUTS bring theirs.")] = "",
    tolerance: Annotated[float, typer.Option(min=0, help="Degrees by which outlines may be simplified.")] = 0.0,
    places: Annotated[
        Path | None, typer.Option(help="Table of regions with their middles to write, for regions gravity.")
    ] = None,
    borders: Annotated[
        Path | None, typer.Option(help="Table of regions with a common border to write, for regions gravity.")
    ] = None,
    overwrite: OVERWRITE = False,
    quiet: QUIET = False,
) -> None:
    """Bring shapes of regions in for maps, and print the notice that goes with them."""
    import polars as pl

    from clusterdynamics.files import write_atomically
    from clusterdynamics.regions.geo import centre, neighbours, read_geojson, with_shapes
    from clusterdynamics.study.package import read_study, write_study

    if out is None and study is None:
        raise InputError(_("Say where the shapes go: into a file (--out) or into a study (--study)."))
    for path in (out, places, borders):
        if path is not None and path.exists() and not overwrite:
            raise InputError(_("{out} is there already. Choose another name, or say --overwrite.").format(out=path))
    atlas = read_geojson(file, code=code, label=label, level=level, notice=notice, tolerance=tolerance)
    if study is not None:
        write_study(with_shapes(read_study(study), atlas), study, overwrite=True)
    if out is not None:
        write_atomically(out, atlas.to_json().encode())
    if places is not None:
        middles = [centre(s) for s in atlas.shapes]
        table = pl.DataFrame(
            {
                "region": [s.id for s in atlas.shapes],
                "name": [s.name for s in atlas.shapes],
                "lat": [round(lat, 4) for _lon, lat in middles],
                "lon": [round(lon, 4) for lon, _lat in middles],
            }
        )
        write_atomically(places, table.write_csv().encode())
    if borders is not None:
        pairs = neighbours(atlas.shapes)
        table = pl.DataFrame({"region": [a for a, _b in pairs], "neighbour": [b for _a, b in pairs]})
        write_atomically(borders, table.write_csv().encode())
    for place in (out, study):
        if place is not None:
            say(_("{n} regions in {out}.").format(n=len(atlas.shapes), out=place), quiet=quiet)
    # The notice is printed whatever was asked for: who uses the shapes must have read it.
    typer.echo(atlas.notice)


def map_(
    table: Annotated[
        Path,
        typer.Argument(
            help="Table: region and value (shades), or origin, destination and ties (lines); .csv, .parquet."
        ),
    ],
    out: Annotated[Path, typer.Option(help="Map to write: .svg, .png or .json (Vega-Lite).")],
    shapes: SHAPES = None,
    value: Annotated[str, typer.Option(help="Column with the figures.")] = "value",
    title: Annotated[str, typer.Option(help="What the map says.")] = "",
    as_percent: Annotated[bool, typer.Option("--percent", help="The figures are shares, 0 to 1.")] = False,
    most: Annotated[int, typer.Option(min=1, help="Lines that are drawn, the largest first.")] = 60,
    language: LANGUAGE = "en",
    quiet: QUIET = False,
) -> None:
    """Draw a map of regions: shades for figures, or lines for ties between them."""
    from clusterdynamics.regions.geo import countries, read_atlas

    if out.suffix.lower() not in (".svg", ".png", ".json"):
        raise InputError(
            _("A map cannot be written as {file}; the ending must be .svg, .png or .json.").format(file=out.name)
        )
    with use_language(language):
        atlas = countries() if shapes is None else read_atlas(shapes)
        chart = _drawn(read_table(table), atlas, value, title, most, as_percent=as_percent)
        _write(chart, out, title or table.stem)
    say(_("Written: {out}").format(out=out), quiet=quiet)
    say(atlas.notice, quiet=quiet)


def _drawn(frame: pl.DataFrame, atlas: Atlas, value: str, title: str, most: int, *, as_percent: bool) -> Any:
    import polars as pl

    from clusterdynamics.charts import choropleth, flow_map
    from clusterdynamics.regions.geo import countries

    behind = countries().shapes
    if {"origin", "destination"} <= set(frame.columns):
        ties = "ties" if "ties" in frame.columns else value
        if ties not in frame.columns:
            raise InputError(_("The table has no column 'ties'."))
        flows = frame.drop_nulls(["origin", "destination"]).group_by("origin", "destination").agg(pl.col(ties).sum())
        flows = flows.rename({ties: "ties"})
        outlined = {s.id for s in atlas.shapes}
        unknown = sorted({*flows["origin"].to_list(), *flows["destination"].to_list()} - outlined)
        placed = flows.filter(~pl.col("origin").is_in(unknown) & ~pl.col("destination").is_in(unknown))
        if placed.is_empty():
            raise InputError(_no_outline(unknown))
        _tell_unknown(unknown)
        return flow_map(flows, atlas.shapes, notice=atlas.notice, most=most, background=behind, title=title)
    lacking = [c for c in ("region", value) if c not in frame.columns]
    if lacking:
        raise InputError(
            _("The table has no column {names}. It has: {known}.").format(
                names=", ".join(lacking), known=", ".join(frame.columns)
            )
        )
    given = frame.select("region", pl.col(value).cast(pl.Float64).alias("value"))
    known = given.filter(pl.col("region").is_in([s.id for s in atlas.shapes]))
    unknown = sorted(set(given["region"].to_list()) - set(known["region"].to_list()))
    if known.is_empty():
        raise InputError(_no_outline(unknown))
    _tell_unknown(unknown)
    return choropleth(known, atlas.shapes, notice=atlas.notice, background=behind, title=title, as_percent=as_percent)


def _no_outline(names: list[str]) -> str:
    return _("No region of the table has an outline: {names}. Bring the shapes in with geo import.").format(
        names=", ".join(map(str, names[:10]))
    )


def _tell_unknown(unknown: list[str]) -> None:
    """Say which regions are not on the map."""
    if unknown:
        typer.echo(
            _("Not on the map, because there is no outline: {names}.").format(names=", ".join(map(str, unknown[:20]))),
            err=True,
        )


def _write(chart: Any, out: Path, alt: str) -> None:
    from clusterdynamics.charts import to_svg
    from clusterdynamics.files import write_atomically

    if out.suffix.lower() == ".json":
        write_atomically(out, chart.to_json().encode())
        return
    svg = to_svg(chart, alt=alt)
    if out.suffix.lower() == ".svg":
        write_atomically(out, svg.encode())
        return
    import vl_convert

    write_atomically(out, vl_convert.svg_to_png(svg, scale=2))


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    geo = typer.Typer(help="Shapes of regions, and maps made with them.", no_args_is_help=True, rich_markup_mode=None)
    geo.command("import")(import_)
    geo.command("map")(map_)
    app.add_typer(geo, name="geo")
