"""Which fields an item has, which of them it cannot do without, and why. At most eight are required of any kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.library.kinds import ItemKind

__all__ = ["COMMENTABLE", "FIELD_NAMES", "REQUIRED", "TEXTS", "FurtherText", "missing_of", "texts_of"]


@dataclass(frozen=True)
class FurtherText:
    """A text that an item may have beside its summary."""

    label: Any
    hint: Any


#: Further texts in the order in which they stand on the page.
TEXTS: dict[str, FurtherText] = {
    "done": FurtherText(_("What we did"), _("For example: we asked 42 organisations in March, half of them by phone.")),
    "got_back": FurtherText(
        _("What the cluster got back"),
        _("For example: every firm got its own page, and we spent an evening on the results together."),
    ),
    "did_not_work": FurtherText(
        _("What did not work"),
        _("For example: the large companies did not answer until the chairman called. Others learn most from this."),
    ),
    "differently": FurtherText(
        _("What we would do differently"),
        _("For example: we would call the large companies first, and send the last reminder before the holidays."),
    ),
    "challenge": FurtherText(_("The challenge"), _("For example: firms in one valley did not know each other.")),
    "evidence": FurtherText(
        _("Evidence of success"), _("For example: nine ties more among the 31 organisations in both waves.")
    ),
    "resources": FurtherText(_("What it took"), _("For example: half a person for eight months, 20,000 euros.")),
    "difficulties": FurtherText(_("Difficulties"), _("For example: two owners feared for their customers.")),
    "transfer": FurtherText(_("What others could take over"), _("For example: breakfast meetings work in any town.")),
    "policy": FurtherText(_("Policy around it"), _("For example: part of the region's plan for 2021 to 2027.")),
    "funding": FurtherText(_("Who paid"), _("For example: Interreg, the region, and fees of members.")),
    "contact": FurtherText(
        _("Whom to ask"), _("A role and an organisation. Questions reach you here, so leave addresses out.")
    ),
}

#: What experience with the method tells; the other texts are optional there, too.
_EXPERIENCE = ("done", "got_back", "did_not_work")

#: Names of the fields of the form, as reviewers and lists of problems call them.
FIELD_NAMES: dict[str, Any] = {
    "title": _("Title"),
    "summary": _("Summary"),
    "country": _("Country"),
    "place": _("Region or place"),
    "sector": _("Cluster or sector"),
    "year_from": _("First year"),
    "year_to": _("Last year"),
    "kind": _("Kind"),
    "authors": _("Authors or organisation"),
    "licence_text": _("Licence"),
    "third_party": _("Pictures of others"),
    "stage": _("Stage of the cluster"),
    "purpose": _("Purpose"),
    "keywords": _("Keywords"),
    "language": _("Language"),
    "files": _("Files"),
    **{name: text.label for name, text in TEXTS.items()},
}

#: What a reviewer can comment on.
COMMENTABLE = tuple(FIELD_NAMES)

_USUAL: dict[str, Any] = {
    "kind": _("so that people know what they open"),
    "title": _("so that it can be cited"),
    "summary": _("so that people see in half a minute whether it is for them"),
    "country": _("so that people find what is near them"),
    "sector": _("so that people find their own field"),
    "year_from": _("so that people see how old it is"),
    "authors": _("so that you are named when it is used"),
    "licence_text": _("so that people know what they may do with it"),
}
_FOR_EXPERIENCE: dict[str, Any] = {
    name: why for name, why in _USUAL.items() if name not in {"summary", "sector", "year_from"}
} | {
    "done": _("so that others could do the same"),
    "got_back": _("because every study gives something back"),
    "did_not_work": _("because others learn most from it"),
}

#: Kind → required field → why it is asked for.
REQUIRED: dict[str, dict[str, Any]] = {
    kind.value: _FOR_EXPERIENCE if kind == ItemKind.EXPERIENCE else _USUAL for kind in ItemKind
}


def texts_of(kind: str) -> dict[str, FurtherText]:
    """Return the further texts of a kind: those it is made of come first."""
    if kind == ItemKind.EXPERIENCE:
        return TEXTS
    first = ("challenge", "done", "evidence", "did_not_work")
    return {name: TEXTS[name] for name in (*first, *(n for n in TEXTS if n not in first))}


def missing_of(kind: str, values: dict[str, Any], texts: dict[str, str]) -> list[str]:
    """Return the required fields that are empty."""
    return [name for name in REQUIRED[kind] if not (texts.get(name) if name in TEXTS else values.get(name))]
