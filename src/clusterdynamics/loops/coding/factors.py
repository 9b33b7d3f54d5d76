"""Factors put together: into the wider factor they belong under, and a factor with its opposite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["LEVELS", "OPPOSITE", "combine_opposites", "levels_of", "roll_up", "theme_parents"]

#: Stands before the name of a factor that is the opposite of the factor named.
OPPOSITE = "~"
#: Stands between the levels of a factor's name: ``Health; Nutrition`` belongs under ``Health``.
LEVELS = ";"
_FLIPPED = {"+": "-", "-": "+"}


def theme_parents(study: Study) -> dict[str, str]:
    """Return theme → the theme it belongs under, as the study's codebook says."""
    return dict(study["themes"].select("id", "parent").drop_nulls().iter_rows())


def levels_of(factor: str) -> tuple[str, ...]:
    """Return the levels of a factor's name, widest first; an opposite keeps its mark.

    >>> levels_of("~Health; Nutrition")
    ('~Health', '~Health; Nutrition')
    """
    mark, name = (OPPOSITE, factor[1:]) if factor.startswith(OPPOSITE) else ("", factor)
    parts = [p.strip() for p in name.split(LEVELS)]
    return tuple(mark + f"{LEVELS} ".join(parts[: k + 1]) for k in range(len(parts)))


def roll_up(claims: pl.DataFrame, parents: Mapping[str, str] | None = None, *, level: int = 1) -> pl.DataFrame:
    """Return the claims with each factor replaced by the one it belongs under.

    Claims that lead from a factor to itself afterwards stay: they are told, and the map shows them apart.

    Parameters
    ----------
    claims
        With the columns ``cause`` and ``effect``.
    parents
        Factor → the factor it belongs under. Without it the levels are read from the names, ``Health; Nutrition``.
    level
        How many levels from the top are kept; 1 is the widest.

    Raises
    ------
    InputError
        `level` is below 1, or factors belong under themselves; every such circle is named.
    """
    if level < 1:
        raise InputError(_("The level must be at least 1, not {level}.").format(level=level))
    factors = set(claims["cause"].to_list()) | set(claims["effect"].to_list())
    if parents is None:
        chains = {f: levels_of(f) for f in factors}
    else:
        check_tree(parents)
        chains = {f: _chain(f, parents) for f in factors}
    new = {f: chain[min(level, len(chain)) - 1] for f, chain in chains.items()}
    return claims.with_columns(pl.col("cause", "effect").replace(new))


def check_tree(parents: Mapping[str, str]) -> None:
    """Raise InputError where factors belong under themselves, with every circle."""
    # One walk for all: each factor has one parent, so that a circle is met exactly once.
    seen: set[str] = set()
    circles = []
    for start in sorted(parents):
        path: list[str] = []
        here: set[str] = set()
        at: str | None = start
        while at is not None and at not in seen:
            seen.add(at)
            here.add(at)
            path.append(at)
            at = parents.get(at)
        if at is not None and at in here:
            circles.append(" → ".join([*path[path.index(at) :], at]))
    if circles:
        raise InputError(
            _("Factors belong under themselves: {circles}. Give one of each circle another factor, or none.").format(
                circles="; ".join(circles)
            )
        )


def _chain(factor: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    chain = [factor]
    while chain[-1] in parents:
        chain.append(parents[chain[-1]])
    return tuple(reversed(chain))


def combine_opposites(claims: pl.DataFrame, opposites: Mapping[str, str] | None = None) -> pl.DataFrame:
    """Return the claims with every opposite replaced by its factor, and the sign turned for each end replaced.

    "Less mistrust, more sharing" is "more trust, more sharing": a claim with one end replaced has the other sign,
    one with both replaced has the same. *fails* stays *fails*.

    Parameters
    ----------
    claims
        With the columns ``cause``, ``effect`` and ``polarity``.
    opposites
        Opposite → factor (``mistrust`` → ``trust``), besides the names that begin with ``~``.

    Raises
    ------
    InputError
        The opposite of an opposite is asked for, or a factor is its own opposite.
    """
    named = dict(opposites or {})
    doubled = sorted({o for o, f in named.items() if f in named})
    if doubled:
        raise InputError(
            _("These stand for the opposite of an opposite, or of themselves: {names}. Name the factor itself.").format(
                names=", ".join(doubled)
            )
        )
    factors = sorted(set(claims["cause"].to_list()) | set(claims["effect"].to_list()))
    new = {f: named.get(f, f.removeprefix(OPPOSITE).strip() if f.startswith(OPPOSITE) else f) for f in factors}
    flips = {f: new[f] != f for f in factors}
    turned = pl.col("cause").replace_strict(flips, return_dtype=pl.Boolean) != pl.col("effect").replace_strict(
        flips, return_dtype=pl.Boolean
    )
    polarity = pl.when(turned).then(pl.col("polarity").replace(_FLIPPED)).otherwise(pl.col("polarity"))
    return claims.with_columns(pl.col("cause", "effect").replace(new), polarity=polarity)
