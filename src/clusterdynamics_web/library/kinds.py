"""Kinds of items, licences in plain words, and the question about pictures of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

__all__ = ["LICENCES", "ItemKind", "Licence", "LicenceWords", "ThirdParty"]


class ItemKind(TextChoices):
    REPORT = "report", _("report")
    PRESENTATION = "presentation", _("presentation")
    CASE_STUDY = "case_study", _("case study")
    METHOD = "method", _("method")
    DATA = "data", _("data set")
    STORY = "story", _("story")
    EXPERIENCE = "experience", _("experience with the method")


class Licence(TextChoices):
    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC_BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"
    RESERVED = "reserved", _("all rights reserved")


class ThirdParty(TextChoices):
    NONE = "none", _("No, everything in it is ours")
    ALLOWED = "allowed", _("Yes, and we have permission (say whose and how, below)")


@dataclass(frozen=True)
class LicenceWords:
    """A licence as people understand it, and where it is written."""

    plain: Any
    url: str


LICENCES: dict[Licence, LicenceWords] = {
    Licence.CC_BY: LicenceWords(
        _("Everybody may use and change it, if they name you."), "https://creativecommons.org/licenses/by/4.0/"
    ),
    Licence.CC_BY_SA: LicenceWords(
        _("Everybody may use and change it, if they name you and share what they make of it in the same way."),
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    Licence.CC_BY_NC: LicenceWords(
        _("Everybody may use and change it, if they name you and earn no money with it."),
        "https://creativecommons.org/licenses/by-nc/4.0/",
    ),
    Licence.RESERVED: LicenceWords(_("People may read it here. For anything else they have to ask you."), ""),
}
