"""Pairs of regions with what lies between them: distance, borders, languages."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.regions.languages import LANGUAGES_OF

__all__ = ["PREDICTORS", "great_circle", "pair_table"]

FloatArray = NDArray[np.float64]

#: Mean radius of the earth in km (IUGG).
_RADIUS = 6371.0088
#: Nearer than this (km) two regions count as this far apart, so that the logarithm stays in bounds.
_NEAREST = 1.0
#: What :func:`pair_table` can say about a pair.
PREDICTORS = ("log_distance", "country_border", "neighbours", "common_language")


def great_circle(latitude: ArrayLike, longitude: ArrayLike) -> FloatArray:
    """Return the (n, n) distances in km on a sphere between places given in degrees.

    References
    ----------
    Sinnott, R. W. (1984). Virtues of the haversine. Sky and Telescope 68(2), 159.
    """
    lat, lon = (np.radians(np.asarray(x, dtype=np.float64)) for x in (latitude, longitude))
    half = (
        np.sin((lat[:, None] - lat[None, :]) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat[None, :]) * np.sin((lon[:, None] - lon[None, :]) / 2) ** 2
    )
    distance: FloatArray = 2 * _RADIUS * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return distance


def pair_table(
    ties: pl.DataFrame,
    places: pl.DataFrame,
    *,
    neighbours: Iterable[tuple[str, str]] = (),
    directed: bool = True,
) -> pl.DataFrame:
    """Return every pair of regions once (or both ways where directed), with its ties and what lies between.

    Parameters
    ----------
    ties
        Columns ``origin``, ``destination``, ``ties``; pairs that are not there have none. What lies within a region is
        left out.
    places
        Columns ``region``, ``lat``, ``lon`` (degrees); may have ``country`` (the first two letters of the region where
        not) and ``languages`` (separated by ``|``; those of the country where not).
    neighbours
        Pairs of regions that have a common border.
    directed
        False where a pair is the same from both sides: ties of both directions are added.

    Returns
    -------
    Columns ``origin``, ``destination``, ``ties``, ``log_distance`` (of km), ``country_border`` (1: two countries),
    ``common_language``, and ``neighbours`` where any were given.

    Raises
    ------
    InputError
        A region with ties has no place, or stands there twice.
    """
    lacking = [c for c in ("region", "lat", "lon") if c not in places.columns]
    if lacking:
        raise InputError(_("The table of places has no column {names}.").format(names=", ".join(lacking)))
    known = places.drop_nulls(["region", "lat", "lon"]).sort("region")
    twice = known.filter(known["region"].is_duplicated())["region"].unique().sort().to_list()
    if twice:
        raise InputError(_("Regions stand in the table of places twice: {names}.").format(names=", ".join(twice)))
    names = known["region"].cast(pl.String).to_list()
    unknown = sorted({*ties["origin"].to_list(), *ties["destination"].to_list()} - set(names))
    if unknown:
        raise InputError(
            _("Regions with ties have no place: {names}. Give each a latitude and a longitude.").format(
                names=", ".join(map(str, unknown[:20]))
            )
        )
    n = len(names)
    here, there = np.nonzero(~np.eye(n, dtype=np.bool_) if directed else np.triu(np.ones((n, n)), 1))
    distance = great_circle(known["lat"].to_numpy(), known["lon"].to_numpy())[here, there]
    countries = known["country"].to_list() if "country" in known.columns else [r[:2] for r in names]
    countries = [c or r[:2] for c, r in zip(countries, names, strict=True)]
    spoken = _languages(known, countries)
    table = pl.DataFrame(
        {
            "origin": [names[i] for i in here],
            "destination": [names[j] for j in there],
            "log_distance": np.log(np.maximum(distance, _NEAREST)),
            "country_border": [float(countries[i] != countries[j]) for i, j in zip(here, there, strict=True)],
            "common_language": [float(bool(spoken[i] & spoken[j])) for i, j in zip(here, there, strict=True)],
        }
    )
    near = {frozenset(p) for p in neighbours}
    if near:
        table = table.with_columns(
            pl.Series(
                "neighbours",
                [float(frozenset((names[i], names[j])) in near) for i, j in zip(here, there, strict=True)],
            )
        )
    counted = ties.filter(pl.col("origin") != pl.col("destination")).select(
        pl.col("origin").cast(pl.String), pl.col("destination").cast(pl.String), pl.col("ties").cast(pl.Float64)
    )
    if not directed:
        counted = counted.select(
            pl.min_horizontal("origin", "destination").alias("origin"),
            pl.max_horizontal("origin", "destination").alias("destination"),
            "ties",
        )
    counted = counted.group_by("origin", "destination").agg(pl.col("ties").sum())
    found = table.join(counted, on=["origin", "destination"], how="left").with_columns(pl.col("ties").fill_null(0.0))
    return found.select("origin", "destination", "ties", *(c for c in PREDICTORS if c in found.columns))


def _languages(known: pl.DataFrame, countries: list[str]) -> list[frozenset[str]]:
    own = known["languages"].to_list() if "languages" in known.columns else [None] * known.height
    return [
        frozenset(str(mine).split("|")) if mine else frozenset(LANGUAGES_OF.get(country, (f"country:{country}",)))
        for mine, country in zip(own, countries, strict=True)
    ]
