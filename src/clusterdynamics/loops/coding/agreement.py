"""Do coders see the same? For each theme and each link: alpha, kappa of pairs, and kappa of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.loops.coding.coefficients import counts_of, fleiss_kappa, krippendorff_alpha
from clusterdynamics.loops.coding.sentences import sentence_spans
from clusterdynamics.measures.reliability import disagreement, kappa

if TYPE_CHECKING:
    from clusterdynamics.study.model import Study

__all__ = ["CoderAgreement", "Unit", "coder_agreement"]

FloatArray = NDArray[np.float64]
#: What a code is given to: a whole story, or a sentence of it.
type Unit = Literal["story", "sentence"]

type _Mark = tuple[str, str, str | None, int | None, int | None]  # code, story, coder, start, end


@dataclass(frozen=True)
class CoderAgreement:
    """How far coders agree on one code.

    Attributes
    ----------
    kind, code
        ``theme`` and its identifier, or ``link`` and ``cause→effect``; ``all`` is every code together.
    units, coders
        Units that at least two coders coded, and the coders of these.
    given
        How often the code was given in them.
    alpha
        Krippendorff's alpha; None where it cannot be computed (the code was given by nobody or by all everywhere).
    kappa
        Mean of Cohen's kappa over the pairs of coders that share units.
    fleiss
        Fleiss' kappa over the units that all these coders coded.
    same
        Share of the pairs of coders on a unit that said the same: not corrected for chance, so that it is high for
        every code that is rarely given.
    """

    kind: Literal["theme", "link", "all"]
    code: str
    units: int
    coders: int
    given: int
    alpha: float | None
    kappa: float | None
    fleiss: float | None
    same: float | None


def coder_agreement(study: Study, unit: Unit = "story") -> tuple[CoderAgreement, ...]:
    """Return how far the coders agree, for each theme, each link and all codes together.

    A coder has coded a story where at least one passage or claim in it is theirs; there, a code they did not give
    counts as "not there". In other stories what they would have said is missing, not "no". A row without a coder
    has no part in it.

    Parameters
    ----------
    unit
        What is compared: whether a code was given anywhere in a story, or sentence by sentence. Marks without a
        place count for stories only.

    Returns
    -------
    Themes first, then links, each by name; the last entry is all codes together. Empty where no story was coded twice.
    """
    texts = dict(study["stories"].select("id", "text").iter_rows())
    themes: list[_Mark] = list(study["codings"].select("theme", "story", "coder", "start", "end").iter_rows())
    claims = study["claims"].with_columns(link=pl.col("cause") + "→" + pl.col("effect"))
    links: list[_Mark] = list(claims.select("link", "story", "coder", "start", "end").iter_rows())
    coded: dict[str, set[str]] = {}
    for _code, story, coder, _start, _end in (*themes, *links):
        if coder is not None and story in texts:
            coded.setdefault(story, set()).add(coder)
    twice = {story: coders for story, coders in coded.items() if len(coders) > 1}
    if not twice:
        return ()
    places, units = _units(twice, texts, unit)
    coders = sorted({c for several in twice.values() for c in several})
    asked = np.full((len(coders), len(units)), np.nan)
    for k, (story, _a, _b) in enumerate(units):
        for coder in twice[story]:
            asked[coders.index(coder), k] = 0.0
    found: list[CoderAgreement] = []
    every: list[FloatArray] = []
    kinds: tuple[tuple[Literal["theme", "link"], list[_Mark]], ...] = (("theme", themes), ("link", links))
    for kind, marks in kinds:
        for code, table in _tables(marks, places, units, coders, asked):
            found.append(_agreement(kind, code, table))
            every.append(table)
    return (*found, _agreement("all", "", np.concatenate(every, axis=1))) if every else ()


def _units(
    twice: Mapping[str, Iterable[str]], texts: Mapping[str, str], unit: Unit
) -> tuple[dict[str, list[int]], list[tuple[str, int, int]]]:
    """Return story → numbers of its units, and the units (story, start, end)."""
    places: dict[str, list[int]] = {}
    units: list[tuple[str, int, int]] = []
    for story in sorted(twice):
        text = texts[story]
        spans = sentence_spans(text) if unit == "sentence" else [(0, len(text))]
        places[story] = list(range(len(units), len(units) + len(spans)))
        units += [(story, a, b) for a, b in spans]
    return places, units


def _tables(
    marks: Iterable[_Mark],
    places: Mapping[str, list[int]],
    units: list[tuple[str, int, int]],
    coders: list[str],
    asked: FloatArray,
) -> Iterator[tuple[str, FloatArray]]:
    """Yield for each code the (coders, units) table of 1 (given), 0 (not), NaN (the coder did not code the story)."""
    row = {coder: i for i, coder in enumerate(coders)}
    given: dict[str, set[tuple[int, int]]] = {}
    for code, story, coder, start, end in marks:
        if coder is None or coder not in row or story not in places:
            continue
        here = places[story]
        if len(here) > 1:
            if start is None or end is None:
                continue
            here = [k for k in here if units[k][1] < end and start < units[k][2]]
        given.setdefault(code, set()).update((row[coder], k) for k in here)
    for code in sorted(given):
        table = asked.copy()
        for i, k in given[code]:
            table[i, k] = 1.0
        yield code, table


def _agreement(kind: Literal["theme", "link", "all"], code: str, table: FloatArray) -> CoderAgreement:
    pairs = np.isfinite(table).sum(axis=0) >= 2
    kept = table[:, pairs]
    weights = disagreement((0, 1))
    kappas = []
    for i, j in combinations(range(len(kept)), 2):
        both = np.isfinite(kept[i]) & np.isfinite(kept[j])
        if both.any():
            square = np.zeros((2, 2))
            np.add.at(square, (kept[i, both].astype(int), kept[j, both].astype(int)), 1.0)
            kappas.append(float(kappa(square, weights)))
    good = [k for k in kappas if np.isfinite(k)]
    return CoderAgreement(
        kind,
        code,
        int(pairs.sum()),
        int(np.isfinite(kept).any(axis=1).sum()),
        int(np.nansum(kept)),
        _number(krippendorff_alpha(kept)),
        float(np.mean(good)) if good else None,
        _number(fleiss_kappa(counts_of(kept))),
        _same(kept),
    )


def _same(table: FloatArray) -> float | None:
    """Return the share of pairs of coders on a unit that agree; None where there is no pair."""
    coders = np.isfinite(table).sum(axis=0)
    yes = np.nansum(table, axis=0)
    no = coders - yes
    pairs = float((coders * (coders - 1)).sum())
    return float((yes * (yes - 1) + no * (no - 1)).sum() / pairs) if pairs else None


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None
