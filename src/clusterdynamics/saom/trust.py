"""Trust and deep ties of a study, as two networks that change together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.measures.identity import compared, one_voice, succession
from clusterdynamics.measures.trust.ratings import TrustRatings, trust_ratings
from clusterdynamics.models.of_study import model_of
from clusterdynamics.saom.data import Group, as_group

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["trust_and_deep"]

Floats = NDArray[np.float64]


def trust_and_deep(study: Study, first: str, second: str, *, relation: str = "depth") -> Group:
    """Return trust and deep ties of two waves, ready for :func:`fit_groups`.

    Trust is asked only of partners with whom an organisation cooperates. So both networks can change only where it
    reported cooperation (depth 2 or more) in both waves; all other ties are fixed by circumstances, at none. Of the
    organisations that stayed, by what one person of each reported; both networks are directed, who reports to whom.

    Parameters
    ----------
    study
        The study.
    first, second
        Two of its waves.
    relation
        The relation that has the depth.

    Returns
    -------
    Group
        With the networks ``trust`` and ``deep``.

    Raises
    ------
    InputError
        Depth or trust was not asked in both waves, or nobody cooperated in both.

    Examples
    --------
    >>> group = cd.saom.trust_and_deep(study, "2024", "2026")  # doctest: +SKIP
    >>> effects = [cd.saom.Effect("crprod", "trust", on="deep"), cd.saom.Effect("crprod", "deep", on="trust")]
    >>> print(cd.saom.fit_groups([group], effects, seed=1).explain())  # doctest: +SKIP
    """
    single, model = one_voice(study), model_of(study)
    between = succession(single, first, second)
    depths = compared(single, relation, between)
    ratings = [trust_ratings(single, wave, model) for wave in (first, second)]
    if depths is None or not all(r.rated.any() for r in ratings):
        raise InputError(
            _("Depth and trust must have been asked in both waves, {first} and {second}.").format(
                first=first, second=second
            )
        )
    stay = sorted(between.stayers)
    old = {new: before for before, new in between.renamed.items()}
    values = [net.subset(stay).values for net in depths]
    names = [[old.get(a, a) for a in stay], stay]
    open_to = np.all([np.nan_to_num(v, nan=-np.inf) >= model.thresholds.cooperation for v in values], axis=0)
    np.fill_diagonal(open_to, False)
    if not open_to.any():
        raise InputError(
            _("Nobody reported cooperation in both waves, {first} and {second}.").format(first=first, second=second)
        )
    trust = [np.where(open_to, _trusted(r, a), 0.0) for r, a in zip(ratings, names, strict=True)]
    deep = [np.where(open_to, v >= model.thresholds.deep, 0.0) for v in values]
    fixed = [~open_to, ~open_to]
    group = as_group({"trust": trust, "deep": deep}, directed=True, structural={"trust": fixed, "deep": fixed})
    return replace(group, names=tuple(stay))


def _trusted(ratings: TrustRatings, names: list[str]) -> Floats:
    """Return (n, n) 1 where i trusts j, 0 where not, NaN where there is no rating."""
    place = {a: k for k, a in enumerate(ratings.nodes)}
    at = np.array([place[a] for a in names], dtype=np.int64)
    found: Floats = np.where(ratings.rated, ratings.trusted.astype(np.float64), np.nan)[np.ix_(at, at)]
    return found
