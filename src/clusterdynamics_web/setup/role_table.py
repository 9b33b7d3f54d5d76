"""Who sees what, as a table that people agree to: the role table of the privacy specification in plain words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

__all__ = ["COLUMNS", "role_rows"]

COLUMNS = [
    {"title": gettext_lazy("What")},
    {"title": gettext_lazy("Study lead")},
    {"title": gettext_lazy("Cluster manager")},
    {"title": gettext_lazy("Participants")},
    {"title": gettext_lazy("Board")},
    {"title": gettext_lazy("Region, network, public")},
]


def role_rows() -> list[list[str]]:
    """Return the rows of the table, in the active language."""
    yes, no, own = _("yes"), _("no"), _("their own")
    return [
        [_("Names and addresses of people to ask"), yes, yes, no, no, no],
        [_("Answers, one by one"), yes, no, own, no, no],
        [
            _("Named links and their depth"),
            yes,
            _("if agreed on this page, for each relation"),
            own,
            _("if agreed on this page, for each relation"),
            no,
        ],
        [_("Trust, value and energy of a pair"), yes, _("never"), own, _("never"), _("never")],
        [_("What organisations would join or could offer"), yes, _("those who want to be found; else counts"),
         _("their own, and those who want to be found"), _("counts"), no],
        [_("Who brings energy: names"), yes, _("with the person's consent"), own, _("with the person's consent"),
         _("how many, if enough")],
        [_("Figures of one organisation"), yes, _("patterns"), _("their own, as a range"), _("patterns"), no],
        [_("Figures of groups"), yes, yes, _("when the wave is closed"), yes, _("if published")],
        [_("Who has answered"), yes, yes, own, _("how many"), _("how many")],
        [_("Stories"), yes, _("with the teller's consent"), _("their own and published ones"),
         _("with the teller's consent"), _("with the teller's consent")],
    ]  # fmt: skip
