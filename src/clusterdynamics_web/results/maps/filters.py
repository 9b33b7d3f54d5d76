"""Filters by what is declared about organisations: what can be chosen, who passes, and what may be shown of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from clusterdynamics.disclosure import Audience, class_of, minimum_for
from clusterdynamics.disclosure.differencing import MOST_FILTERS, may_filter
from clusterdynamics.study.model import Study
from clusterdynamics_web.results.maps.state import ATTRIBUTES, Options

__all__ = ["allowed", "filter_choices", "filter_words", "label_of", "passing", "refusal"]

type Filters = tuple[tuple[str, str], ...]

_YES, _NO = "only", "without"


def label_of(study: Study, attribute: str, value: str) -> str:
    """Return what a value of an attribute is called."""
    called = {"type": study.settings.types, "size_class": study.settings.size_classes}.get(attribute, {})
    if value == "not_given":
        return _("Not given")
    return called.get(value) or (value if attribute == "nuts" else value.replace("_", " ").capitalize())


def filter_choices(study: Study, audience: Audience) -> dict[str, Options]:
    """Return key → (value, words) of the filters that an audience can choose.

    For everybody but the study team only what may be shown in every wave: a list of choices must not say itself that
    there is one organisation of a kind.
    """
    found: dict[str, Options] = {}
    for key, attribute in ATTRIBUTES.items():
        if attribute == "is_anchor":
            options = [(_NO, _("without large companies")), (_YES, _("large companies only"))]
        else:
            values = {v for v in study.attribute(attribute, study.actor_ids) if v}
            options = [(v, label_of(study, attribute, v)) for v in _ordered(study, attribute, values)]
        if class_of(audience) > class_of(Audience.STUDY):
            options = [o for o in options if all(allowed(study, w, ((key, o[0]),), audience) for w in study.wave_ids)]
        if len(options) > 1 or (options and attribute == "is_anchor"):
            found[key] = tuple(options)
    return found


def _ordered(study: Study, attribute: str, values: Iterable[str]) -> list[str]:
    declared = {"type": study.settings.types, "size_class": study.settings.size_classes}.get(attribute, {})
    order = {value: i for i, value in enumerate(declared)}
    return sorted(values, key=lambda v: (order.get(v, len(order)), v))


def passing(study: Study, actors: Iterable[str], key: str, value: str) -> frozenset[str]:
    """Return who of the organisations passes one filter."""
    listed = tuple(actors)
    attribute = ATTRIBUTES[key]
    wanted = {_YES: "True", _NO: "False"}.get(value, value) if attribute == "is_anchor" else value
    return frozenset(a for a, v in zip(listed, study.attribute(attribute, listed), strict=True) if v == wanted)


def allowed(study: Study, wave: str, filters: Filters, audience: Audience) -> bool:
    """Say whether the result of filters may be shown to an audience in a wave.

    Both those who answered and those who are there are looked at: what a filter leaves, and what it takes away, is
    nobody or at least as many organisations as a figure needs.
    """
    least = minimum_for(study.settings.disclosure, class_of(audience))
    return all(
        may_filter(group, [(ATTRIBUTES[k], passing(study, group, k, v)) for k, v in filters], least)
        for group in (study.present(wave), sorted(study.answered(wave)))
    )


def refusal(study: Study, filters: Filters, audience: Audience) -> str:
    """Return why filters are not used."""
    if len(filters) > MOST_FILTERS:
        return _("At most two filters can be used at once, so that nobody can single an organisation out.")
    return _(
        "This filter is not used, because it would leave or take away fewer than {least} organisations that answered."
    ).format(least=minimum_for(study.settings.disclosure, class_of(audience)))


def filter_words(study: Study, filters: Filters) -> str:
    """Return filters in words; empty where there is none."""
    said = []
    for key, value in filters:
        if ATTRIBUTES[key] == "is_anchor":
            said.append(_("large companies only") if value == _YES else _("without large companies"))
        else:
            said.append(label_of(study, ATTRIBUTES[key], value))
    return ", ".join(said)
