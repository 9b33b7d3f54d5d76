"""Questions that the reference model knows, found by their words in any of its languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from clusterdynamics.models import ReferenceModel, instrument, load_model
from clusterdynamics.models.instrument import Instrument
from clusterdynamics.study.names import fold
from clusterdynamics.study.settings import Item, Relation, Scale

__all__ = ["Known", "known_texts"]


class Known:
    """Finds relations, questions, scales, areas and purposes of the reference model by their texts."""

    @cached_property
    def _models(self) -> dict[str, ReferenceModel]:
        return {code: load_model("reference", code) for code in load_model().languages}

    @cached_property
    def _asked(self) -> dict[str, Instrument]:
        blocks = [b.id for b in load_model().blocks if not b.stands_alone]
        return {code: instrument(model, blocks) for code, model in self._models.items()}

    def _all(self, kind: str) -> Iterable[object]:
        for one in self._asked.values():
            yield from getattr(one, kind)

    @cached_property
    def _relations(self) -> dict[str, str]:
        return {fold(r.question): r.id for r in self._all("relations") if isinstance(r, Relation)}

    @cached_property
    def _items(self) -> dict[str, str]:
        return {fold(i.text): i.id for i in self._all("items") if isinstance(i, Item)}

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """Scales of the model by their identifiers, in English."""
        return {s.id: s for s in self._asked["en"].scales}

    def relation(self, text: str) -> Relation | None:
        """Return the relation with this question."""
        own = self._relations.get(fold(text))
        return next((r for r in self._asked["en"].relations if r.id == own), None)

    def item(self, text: str) -> Item | None:
        """Return the question with this text."""
        own = self._items.get(fold(text))
        return next((i for i in self._asked["en"].items if i.id == own), None)

    def scale(self, labels: Mapping[str, str]) -> Scale | None:
        """Return the scale with these labels, in the language of the labels; 0 may be missing."""
        for model in self._models.values():
            for kind in model.scales:
                theirs = {v: fold(t) for v, t in kind.labels.items()}
                mine = {v: fold(t) for v, t in labels.items()}
                if mine in (theirs, {v: t for v, t in theirs.items() if float(v) != 0}):
                    return Scale(id=kind.id, low=kind.low, high=kind.high, labels=dict(kind.labels))
        return None

    @cached_property
    def _areas(self) -> dict[str, str]:
        return {fold(a.label): a.id for m in self._models.values() for a in m.areas}

    @cached_property
    def _purposes(self) -> dict[str, str]:
        return {fold(p.label): p.id for m in self._models.values() for p in m.purposes}

    def id_of(self, label: str, otherwise: str) -> str:
        """Return the identifier of the area or purpose with this name."""
        return self._areas.get(fold(label)) or self._purposes.get(fold(label)) or otherwise

    def are_areas(self, labels: Iterable[str]) -> bool:
        """Return whether one of the names is a cooperation area of the model."""
        return any(fold(label) in self._areas for label in labels)

    def are_purposes(self, labels: Iterable[str]) -> bool:
        """Return whether one of the names is a purpose of the model."""
        return any(fold(label) in self._purposes for label in labels)

    def sensitivity(self, area: str) -> int | None:
        """Return the sensitivity of an area of the model."""
        return next((a.sensitivity for a in self._models["en"].areas if a.id == area), None)


@lru_cache(maxsize=1)
def known_texts() -> Known:
    """Return the texts of the reference model; they are put together once."""
    return Known()
