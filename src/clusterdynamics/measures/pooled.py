"""Answers of people in several clusters, in one table: each study is a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.measures.answers import raw_answers
from clusterdynamics.models.of_study import model_of

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel
    from clusterdynamics.study.model import Study

__all__ = ["Pooled", "latest_wave", "pool", "turned"]

FloatArray = NDArray[np.float64]


class Pooled(NamedTuple):
    """Answers of respondents of several clusters, each in its latest wave with statements.

    Attributes
    ----------
    values
        (respondents, statements) answers, turned so that more is more; NaN not answered.
    agrees
        (respondents, statements) 1 agrees, 0 does not, NaN not answered.
    vignettes
        (respondents, vignettes, statements) ratings of the invented clusters, turned the same way; NaN where none.
    clusters, organisations, countries, languages
        (respondents,) where each belongs; "" where it is not known.
    """

    values: FloatArray
    agrees: FloatArray
    vignettes: FloatArray
    clusters: tuple[str, ...]
    organisations: tuple[str, ...]
    countries: tuple[str, ...]
    languages: tuple[str, ...]


def latest_wave(study: Study, items: Sequence[str]) -> str | None:
    """Return the latest wave in which one of the items was asked; None where none was."""
    return next((w for w in reversed(study.wave_ids) if raw_answers(study, w, items).asked.any()), None)


def turned(model: ReferenceModel, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return (answers turned so that more is more, whether they agree) for all statements of the model.

    Parameters
    ----------
    values
        (…, statements) answers; those outside the scale are taken as not answered.
    """
    among, (low, high) = model.thresholds.agreement_among, model.thresholds.agreement
    straight = np.where([s.reversed for s in model.statements], sum(among) - values, values)
    seen = np.isfinite(straight) & (straight >= among[0]) & (straight <= among[1])
    clean: FloatArray = np.where(seen, straight, np.nan)
    return clean, np.where(seen, ((clean >= low) & (clean <= high)).astype(np.float64), np.nan)


def pool(studies: Sequence[Study]) -> tuple[ReferenceModel, Pooled]:
    """Return the model of the studies, and the answers of all their respondents.

    The country of a cluster is that of its region's NUTS code.

    Raises
    ------
    InputError
        No study was given, or the studies were not asked by the same model.
    """
    if not studies:
        raise InputError(_("Give at least one study."))
    model = model_of(studies[0])
    others = sorted({m.id for s in studies if (m := model_of(s)).id != model.id})
    if others:
        raise InputError(
            _("The studies were not asked by the same model: {names}.").format(names=", ".join([model.id, *others]))
        )
    items = [s.id for s in model.statements]
    cards = sorted(model.vignettes, key=lambda v: model.stage(v.stage).number)
    invented = [f"vignette.{v.id}.{item}" for v in cards for item in items]
    values: list[FloatArray] = []
    ratings: list[FloatArray] = []
    rows: list[tuple[str, str, str, str]] = []
    for k, study in enumerate(studies):
        wave = latest_wave(study, items)
        if wave is None:
            continue
        raw = raw_answers(study, wave, [*items, *invented])
        people = study["respondents"].filter(pl.col("wave") == wave)
        language = dict(people.select("id", "language").iter_rows())
        country = study.settings.region.nuts[:2]
        values.append(raw.values[:, : len(items)])
        ratings.append(raw.values[:, len(items) :].reshape(-1, len(cards), len(items)))
        rows += [
            (f"{k:04d}", f"{k:04d}:{actor}", country, language.get(person) or "")
            for person, actor in zip(raw.respondents, raw.actors, strict=True)
        ]
    answers, agrees = turned(model, np.concatenate([np.empty((0, len(items))), *values]))
    shown = turned(model, np.concatenate([np.empty((0, len(cards), len(items))), *ratings]))[0]
    columns = [tuple(r[c] for r in rows) for c in range(4)]
    return model, Pooled(answers, agrees, shown, *columns)
