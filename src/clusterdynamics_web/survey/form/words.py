"""Words of the form that the reference model does not have."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusterdynamics.i18n import LANGUAGES

__all__ = ["ACTOR_TYPES", "AUDIENCES", "DONT_KNOW", "NO_SUCH_TYPE", "PARTNER_TYPES", "clean", "type_label"]

ACTOR_TYPES: dict[str, Promise] = {
    "firm": _("Firm"),
    "large_firm": _("Large firm"),
    "research": _("Research and education"),
    "public": _("Public body"),
    "finance": _("Finance"),
    "intermediary": _("Intermediary"),
}
NO_SUCH_TYPE = _("Other organisations")

#: Kinds of partners outside the region.
PARTNER_TYPES: dict[str, Promise] = {
    "customer": _("Customers"),
    "supplier": _("Suppliers"),
    "research": _("Research and education"),
    "public": _("Public bodies"),
    "cluster": _("Other clusters"),
    "other": _("Others"),
}

AUDIENCES: dict[str, Promise] = {
    "nobody": _("Nobody outside the study team"),
    "participants": _("Those who take part"),
    "network": _("Other clusters and regions in the network"),
    "public": _("Everybody"),
}

DONT_KNOW = _("I do not know, or would rather not say")

#: Line breaks and tabs stay; what else controls a terminal or a printer goes.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")


def clean(text: str, longest: int) -> str:
    """Return what somebody typed without control characters, in composed letters, cut at `longest`."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", plain)).strip()[:longest].strip()


@lru_cache(maxsize=16)
def _ever_called(kind: str) -> frozenset[str]:
    names = set()
    for code in LANGUAGES:
        with translation.override(code):
            names.add(str(ACTOR_TYPES[kind]))
    return frozenset(names)


def type_label(kind: str, own: str | None) -> str:
    """Return the name of a kind of organisation: the study's own, or ours in the language of the page."""
    if not kind:
        return str(NO_SUCH_TYPE)
    if kind in ACTOR_TYPES and (not own or own in _ever_called(kind)):
        return str(ACTOR_TYPES[kind])
    return own or kind.replace("_", " ")
