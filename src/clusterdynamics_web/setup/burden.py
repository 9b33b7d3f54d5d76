"""How long this study takes to answer."""

from __future__ import annotations

from clusterdynamics.measures.burden import Burden, estimate_burden, expected_choices
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.words import OWN, model_in

__all__ = ["burden_of"]


def burden_of(study: Study, choices: float | None = None) -> Burden:
    """Return the time that a participant needs, in the study's first language.

    Parameters
    ----------
    choices
        How many organisations are picked; without it, what is expected of a list of this length.
    """
    settings = study.parsed
    language = settings.languages[0]
    names = (
        []
        if study.is_afternoon
        else list(study.actors.filter(opted_out=None, left=None).values_list("label", flat=True))
    )
    text = study.consent_texts.get(language, {})
    picked = expected_choices(len(names)) if choices is None else min(choices, float(len(names)))
    return estimate_burden(
        len(names),
        study.blocks,
        model_in(study, language),
        choices=picked,
        names=names,
        areas=[a["label"] for a in study.areas],
        purposes=[p["label"] for p in study.purposes],
        statements=[i.text for i in settings.items if i.block == OWN],
        consent=" ".join([text.get("who", ""), text.get("why", ""), settings.boundary]),
    )
