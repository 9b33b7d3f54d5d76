"""Which clusters are built alike, so that a comparison says something about how they work and not what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    from clusterdynamics.regions.portfolio.studies import Portfolio
    from clusterdynamics.study.model import Study

__all__ = ["Likeness", "alike"]


@dataclass(frozen=True)
class Likeness:
    """How alike another cluster is built.

    Attributes
    ----------
    cluster
        Its name.
    distance
        0 the same size and mix; 1 apart by what two clusters of the portfolio are on average.
    size
        Organisations.
    differs
        Kind of organisation → its share there minus its share here, the largest differences first.
    """

    cluster: str
    distance: float
    size: int
    differs: dict[str, float]


def alike(portfolio: Portfolio, cluster: str) -> tuple[Likeness, ...]:
    """Return the other clusters, the one that is built most alike first.

    By what a cluster is and not by how it works: the logarithm of its size, and the shares of its kinds and sizes of
    organisations, in the latest wave. Outcomes play no part, or the comparison would choose its own answer.

    Raises
    ------
    InputError
        The portfolio has no such cluster.
    """
    if cluster not in portfolio.studies:
        raise InputError(
            _("There is no cluster called '{name}'. There are: {known}.").format(
                name=cluster, known=", ".join(portfolio.studies)
            )
        )
    columns = {
        f"{attribute}:{value}"
        for _name, study in portfolio
        for attribute in ("type", "size_class")
        for value in _values(study, attribute)
    }
    names, known = list(portfolio.studies), sorted(columns)
    table = np.array([_traits(portfolio.studies[n], known) for n in names])
    gaps = np.abs(table[:, None, :] - table[None, :, :]).mean(axis=2)
    average = gaps[np.triu_indices(len(names), 1)].mean()
    scaled = gaps / average if average > 0 else gaps
    here = names.index(cluster)
    found = []
    for i, name in enumerate(names):
        if i != here:
            shares = {
                c.partition(":")[2]: float(table[i, k + 1] - table[here, k + 1])
                for k, c in enumerate(known)
                if c.startswith("type:")
            }
            differs = dict(sorted(shares.items(), key=lambda item: (-abs(item[1]), item[0])))
            size = len(portfolio.studies[name].present(portfolio.studies[name].wave_ids[-1]))
            found.append(Likeness(name, float(scaled[here, i]), size, differs))
    return tuple(sorted(found, key=lambda x: (x.distance, x.cluster)))


def _values(study: Study, attribute: str) -> set[str]:
    return {v or "not_given" for v in study.attribute(attribute, study.present(study.wave_ids[-1]))}


def _traits(study: Study, columns: list[str]) -> list[float]:
    here = study.present(study.wave_ids[-1])
    n = max(1, len(here))
    traits = [float(np.log(n))]
    for column in columns:
        attribute, _colon, value = column.partition(":")
        traits.append(sum((v or "not_given") == value for v in study.attribute(attribute, here)) / n)
    return traits
