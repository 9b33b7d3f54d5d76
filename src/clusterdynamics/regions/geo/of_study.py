"""Outlines for the regions of a study: its own, where shapes were brought in, else the countries that are shipped."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.regions.geo.names import COUNTRY_NAMES
from clusterdynamics.regions.geo.shapes import Atlas, Shape, atlas_of, countries
from clusterdynamics.study.read.limits import LIMITS, MEGABYTE
from clusterdynamics.study.read.shapes_file import SHAPES_FILE

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["Outlines", "outlines", "with_shapes"]


@dataclass(frozen=True)
class Outlines:
    """What is known of the outlines of some regions.

    Attributes
    ----------
    shapes
        Of those that have an outline, by code.
    background
        Countries around, to be drawn behind.
    notice
        What a map made with them must say.
    missing
        Codes without an outline, sorted.
    """

    shapes: tuple[Shape, ...]
    background: tuple[Shape, ...]
    notice: str
    missing: tuple[str, ...]


def outlines(study: Study, codes: Iterable[str]) -> Outlines:
    """Return outlines of regions: from the shapes of the study, else from the countries that are shipped.

    Parameters
    ----------
    codes
        Regions, as the study calls them.
    """
    wanted = sorted(set(codes))
    own = _own(study.files[SHAPES_FILE]) if SHAPES_FILE in study.files else None
    mine = {s.id: s for s in own.shapes} if own is not None else {}
    world = countries()
    shipped = {s.id: s for s in world.shapes}
    shapes = [
        mine[c] if c in mine else replace(shipped[c], name=_(COUNTRY_NAMES[c]))
        for c in wanted
        if c in mine or c in shipped
    ]
    notices = [own.notice] if own is not None and any(c in mine for c in wanted) else []
    missing = tuple(c for c in wanted if c not in mine and c not in shipped)
    return Outlines(tuple(shapes), world.shapes, " ".join(dict.fromkeys((*notices, world.notice))), missing)


def with_shapes(study: Study, atlas: Atlas) -> Study:
    """Return the study with outlines of its regions, in place of earlier ones.

    Raises
    ------
    InputError
        They are larger than a study may hold.
    """
    data = atlas.to_json().encode()
    if len(data) > LIMITS.shapes_bytes:
        raise InputError(
            _(
                "The outlines take {size} MB, and a study holds at most {limit} MB. Take a smaller scale (such as 1:20 "
                "million), or simplify them (--tolerance 0.01)."
            ).format(size=len(data) // MEGABYTE + 1, limit=LIMITS.shapes_bytes // MEGABYTE)
        )
    return replace(study, files={**study.files, SHAPES_FILE: data})


@lru_cache(maxsize=8)
def _own(data: bytes) -> Atlas:
    return atlas_of(json.loads(data))
