"""In which region each organisation is: a level of NUTS, or a column of the study's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import N_, _

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["LEVEL_WORDS", "NO_REGION", "NUTS_LEVELS", "known_levels", "level_label", "regions_of", "splitting_level"]

#: Levels of NUTS, from countries to small regions.
NUTS_LEVELS = ("nuts0", "nuts1", "nuts2", "nuts3")
#: Group of the organisations whose region is not given, as the tables of groups call it.
NO_REGION = "not_given"

#: Level → what it is called.
LEVEL_WORDS = {
    "nuts0": N_("country"),
    "nuts1": N_("large region (NUTS 1)"),
    "nuts2": N_("region (NUTS 2)"),
    "nuts3": N_("small region (NUTS 3)"),
}


def known_levels(study: Study) -> tuple[str, ...]:
    """Return what can make the regions: the levels of NUTS, then the columns of the actors that are the study's own."""
    from clusterdynamics.study.tables import TABLES

    own = [c for c in study["actors"].columns if c not in TABLES["actors"]]
    return (*NUTS_LEVELS, *own)


def regions_of(study: Study, level: str, actors: tuple[str, ...]) -> list[str | None]:
    """Return the region of each of `actors`; None where it is not given, or the code ends above the level.

    Parameters
    ----------
    level
        ``nuts0`` to ``nuts3``, or a column of the actors table.

    Raises
    ------
    InputError
        There is no such column.
    """
    try:
        return study.attribute(level, actors)
    except KeyError:
        raise InputError(
            _("There is no level or column {level} to make regions of. There are: {known}.").format(
                level=repr(level), known=", ".join(known_levels(study))
            )
        ) from None


def splitting_level(study: Study) -> str | None:
    """Return the widest level of NUTS at which the organisations are in two regions or more; None where none is."""
    return next(
        (level for level in NUTS_LEVELS if len(set(regions_of(study, level, study.actor_ids)) - {None}) > 1), None
    )


def level_label(level: str) -> str:
    """Return what a level is called for people."""
    return _(LEVEL_WORDS[level]) if level in LEVEL_WORDS else level.replace("_", " ")
