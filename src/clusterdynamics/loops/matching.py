"""Which factor of the coders is which factor of the model: as the study says, by name, or as a suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.loops.coding.factors import OPPOSITE

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel

__all__ = ["Matching", "Suggestion", "match_factors"]

#: Least similarity (0-100) of a suggestion.
_LIKELY = 70.0


@dataclass(frozen=True)
class Suggestion:
    """A factor of the model that a coder may have meant; nothing is done with it until somebody says so."""

    factor: str
    model_factor: str
    similarity: float


@dataclass(frozen=True)
class Matching:
    """Factors of the coders and of the model.

    Attributes
    ----------
    matched
        Factor → factor of the model; ``~`` stands before one that is meant the other way round.
    suggestions
        For factors without a match, the most similar factor of the model, the best first.
    unmatched
        Factors without a match, sorted; they stay on the map under their own name.
    """

    matched: Mapping[str, str]
    suggestions: tuple[Suggestion, ...]
    unmatched: tuple[str, ...]


def match_factors(
    factors: Iterable[str],
    model: ReferenceModel,
    mapping: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
) -> Matching:
    """Return which factors are which factors of the model.

    A factor is matched where `mapping` says so, or where it is the identifier or the code of a factor of the model.
    For the others the most similar name is suggested, and never used by itself.

    Parameters
    ----------
    factors
        As the claims call them.
    mapping
        Factor → factor of the model, or ``~`` and its name where it is meant the other way round.
    labels
        Factor → what it is called, for the suggestions.

    Raises
    ------
    InputError
        The mapping names factors that the model does not have; all are listed.
    """
    from rapidfuzz import fuzz, process, utils

    given = dict(mapping or {})
    ids = {f.id: f.id for f in model.factors}
    unknown = sorted({m for m in given.values() if m.removeprefix(OPPOSITE) not in ids})
    if unknown:
        raise InputError(
            _("The mapping leads to factors that the model does not have: {names}. It has: {known}.").format(
                names=", ".join(unknown), known=", ".join(ids)
            )
        )
    by_code = {f.code.casefold(): f.id for f in model.factors}
    matched: dict[str, str] = {}
    unmatched: list[str] = []
    for factor in sorted(set(factors)):
        plain = factor.removeprefix(OPPOSITE)
        mark = OPPOSITE if plain != factor else ""
        same = ids.get(plain) or by_code.get(plain.casefold())
        if factor in given:
            matched[factor] = given[factor]
        elif same is not None:
            matched[factor] = mark + same
        else:
            unmatched.append(factor)
    names = {f.id: f"{f.label} {f.id.replace('_', ' ')}" for f in model.factors}
    suggestions = []
    for factor in unmatched:
        called = (labels or {}).get(factor, factor).replace("_", " ")
        best = process.extract(
            called, names, scorer=fuzz.token_set_ratio, processor=utils.default_process, limit=1, score_cutoff=_LIKELY
        )
        suggestions += [Suggestion(factor, name, float(similarity)) for _label, similarity, name in best]
    suggestions.sort(key=lambda s: (-s.similarity, s.factor))
    return Matching(matched, tuple(suggestions), tuple(unmatched))
