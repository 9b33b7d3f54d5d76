"""``results.json``: every figure, grouped by wave, network and subject, in the form of a published JSON Schema."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from clusterdynamics._version import __version__
from clusterdynamics.report.audience import for_audience

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment
    from clusterdynamics.disclosure import Before

__all__ = ["NONE", "SCHEMA_ID", "dict_of", "results_dict", "results_json", "results_of", "schema"]

#: Name of the schema, and of its version; a change that breaks readers gets a new number.
SCHEMA_ID = "urn:clusterdynamics:results:1"
#: Key of figures that belong to no wave or no network.
NONE = "-"
#: Meaningful digits of a number: enough for any reader, and the same on every machine.
_DIGITS = 12


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of ``results.json``."""
    text = resources.files("clusterdynamics.report").joinpath("results.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def results_dict(assessment: Assessment, *, audience: str = "study", before: Before | None = None) -> dict[str, Any]:
    """Return what ``results.json`` holds.

    Parameters
    ----------
    assessment
        What was found.
    audience
        Who may see it: disclosure control decides what is left.
    before
        What was told of earlier snapshots of the study.

    Raises
    ------
    ValueError
        Two figures would have the same place, so that one would hide the other.
    """
    return dict_of(for_audience(assessment, audience, before=before), audience)


def dict_of(shown: Assessment, audience: str) -> dict[str, Any]:
    """Return what ``results.json`` holds of what `audience` may see, as ``for_audience`` gives it."""
    study = shown.study
    results: dict[str, dict[str, dict[str, dict[str, Any]]]] = {}
    for result in shown.results.values():
        for estimate in result.estimates:
            place = (
                results.setdefault(estimate.wave or NONE, {})
                .setdefault(estimate.network or NONE, {})
                .setdefault(estimate.subject, {})
            )
            if estimate.name in place:
                raise ValueError(
                    f"two figures are called {estimate.name} "
                    f"({estimate.wave or NONE}, {estimate.network or NONE}, {estimate.subject})"
                )
            place[estimate.name] = _tidy(estimate.to_dict())
    return {
        "schema": SCHEMA_ID,
        "software": {"name": "clusterdynamics", "version": __version__},
        "study": {
            "title": study.title,
            "cluster": study.settings.cluster,
            "region": {"name": study.settings.region.name, "nuts": study.settings.region.nuts},
            "waves": [{"id": w, "label": study.wave_label(w)} for w in study.wave_ids],
            "snapshot": shown.snapshot,
            "synthetic": study.settings.synthetic,
        },
        "seed": shown.seed,
        "audience": audience,
        "results": results,
    }


def results_json(assessment: Assessment, *, audience: str = "study") -> str:
    """Return ``results.json`` as text: the same bytes for the same study, seed and version."""
    return results_of(for_audience(assessment, audience), audience)


def results_of(shown: Assessment, audience: str) -> str:
    """Return ``results.json`` of what `audience` may see, as ``for_audience`` gives it."""
    data = dict_of(shown, audience)
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def _tidy(value: Any) -> Any:
    """Round numbers to their meaningful digits, in lists and dictionaries too."""
    if isinstance(value, bool) or value is None or isinstance(value, int | str):
        return value
    if isinstance(value, dict):
        return {str(k): _tidy(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_tidy(v) for v in value]
    rounded = float(f"{float(value):.{_DIGITS}g}")
    return rounded + 0.0  # no "-0.0"
