"""The answers of a study, each network built once: deciding about hundreds of figures asks for the same few."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from clusterdynamics.measures.identity import Succession, succession

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network
    from clusterdynamics.study.settings import StudySettings

__all__ = ["Lookup"]


class Lookup:
    """Reads a study, and remembers.

    Parameters
    ----------
    study
        The study; it never changes.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self._networks: dict[tuple[str, str | None], Network] = {}
        self._answered: dict[str, frozenset[str]] = {}
        self._between: dict[tuple[str, str], Succession] = {}

    @property
    def settings(self) -> StudySettings:
        """Settings of the study."""
        return self.study.settings

    @cached_property
    def actors(self) -> frozenset[str]:
        """Identifiers of all organisations."""
        return frozenset(self.study.actor_ids)

    def network(self, name: str, wave: str | None) -> Network:
        """Return what ``Study.network`` returns."""
        key = (name, wave)
        if key not in self._networks:
            self._networks[key] = self.study.network(name, wave)
        return self._networks[key]

    def answered(self, wave: str) -> frozenset[str]:
        """Return what ``Study.answered`` returns."""
        if wave not in self._answered:
            self._answered[wave] = self.study.answered(wave)
        return self._answered[wave]

    def between(self, first: str, second: str) -> Succession:
        """Return what ``measures.identity.succession`` returns."""
        if (first, second) not in self._between:
            self._between[first, second] = succession(self.study, first, second)
        return self._between[first, second]
