"""A portfolio: several studies, each one cluster, that may be set side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["Portfolio"]


@dataclass(frozen=True, eq=False)
class Portfolio:
    """Several studies by name.

    Attributes
    ----------
    studies
        Name → study; names are told in alphabetical order, never in one of merit.

    Raises
    ------
    InputError
        There are fewer than two, or they were not asked by the same model.
    """

    studies: Mapping[str, Study]

    def __post_init__(self) -> None:
        if len(self.studies) < 2:
            raise InputError(_("Give at least two studies to set side by side."))
        ordered = dict(sorted(self.studies.items(), key=lambda item: item[0].casefold()))
        object.__setattr__(self, "studies", MappingProxyType(ordered))
        models = sorted({model_of(s).id for s in self.studies.values()})
        if len(models) > 1:
            raise InputError(
                _(
                    "The studies were not asked by the same model ({names}), so that they cannot be set side by side."
                ).format(names=", ".join(models))
            )

    @classmethod
    def of(cls, *studies: Study) -> Portfolio:
        """Return the portfolio of these studies, named by their clusters, or by their titles where two are alike.

        Raises
        ------
        InputError
            Two studies have the same cluster and the same title.
        """
        named: dict[str, Study] = {}
        clusters = [s.settings.cluster or s.title for s in studies]
        for study, cluster in zip(studies, clusters, strict=True):
            name = cluster if clusters.count(cluster) == 1 else study.title
            if name in named:
                raise InputError(
                    _("Two studies are called '{name}'. Give each its own title in study.toml.").format(name=name)
                )
            named[name] = study
        return cls(named)

    def __iter__(self) -> Iterator[tuple[str, Study]]:
        return iter(self.studies.items())

    def __len__(self) -> int:
        return len(self.studies)
