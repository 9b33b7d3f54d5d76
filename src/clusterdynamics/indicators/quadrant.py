"""Mass against connectivity: working, latent, potential, or wishful thinking."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clusterdynamics.i18n import N_, _

__all__ = ["Plane", "Quadrant", "quadrant"]


class Quadrant(StrEnum):
    """Where a cluster stands on the plane; ``unclear`` where bounds reach over a border."""

    WORKING = "working"
    LATENT = "latent"
    POTENTIAL = "potential"
    WISHFUL = "wishful"
    UNCLEAR = "unclear"

    @property
    def words(self) -> str:
        """What it means, in the active language."""
        return _(_WORDS[self])


_WORDS = {
    Quadrant.WORKING: N_("working: the industry is strong here, and its organisations work together"),
    Quadrant.LATENT: N_("latent: the industry is strong here, but its organisations work little together"),
    Quadrant.POTENTIAL: N_("potential: the organisations work together, but the industry is not strong here"),
    Quadrant.WISHFUL: N_("wishful: the industry is not strong here, and the organisations work little together"),
    Quadrant.UNCLEAR: N_("unclear: the bounds reach over a border of the plane"),
}


@dataclass(frozen=True)
class Plane:
    """Where the plane is divided; data of the study or region, not of nature.

    Attributes
    ----------
    mass
        Location quotient from which an industry counts as strong.
    connectivity
        Share of pairs that cooperate from which organisations count as working together.
    """

    mass: float = 1.0
    connectivity: float = 0.1


def quadrant(
    mass: float,
    connectivity: tuple[float, float, float],
    plane: Plane | None = None,
) -> Quadrant:
    """Return where a cluster stands.

    Parameters
    ----------
    mass
        Location quotient.
    connectivity
        Share of pairs that cooperate: value, lower and upper bound.
    plane
        Borders.

    Returns
    -------
    The quadrant, or ``unclear`` where the bounds of connectivity reach over its border.

    Notes
    -----
    The four words are the distinction of working, latent, potential and "wishful thinking" clusters by mass and
    connectivity in the literature on clusters (Rosenfeld 1997; Enright 2003); the borders are ours.

    References
    ----------
    Rosenfeld, S. A. (1997). Bringing business clusters into the mainstream of economic development. European Planning
    Studies 5(1), 3-23.
    Enright, M. J. (2003). Regional clusters: what we know and what we should know. In Bröcker, Dohse & Soltwedel
    (eds.), Innovation Clusters and Interregional Competition, 99-129. Springer.
    """
    borders = plane or Plane()
    value, low, high = connectivity
    if low < borders.connectivity <= high:
        return Quadrant.UNCLEAR
    together = value >= borders.connectivity
    if mass >= borders.mass:
        return Quadrant.WORKING if together else Quadrant.LATENT
    return Quadrant.POTENTIAL if together else Quadrant.WISHFUL
