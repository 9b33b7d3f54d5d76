"""Forms of the network."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusterdynamics_web.network.models import Member, ShownCluster
from clusterdynamics_web.regions.models import Cluster, Region

__all__ = ["MemberForm", "ReasonForm", "WriteForm"]

#: Letters of a region's own words, in each language.
LONGEST = 1200


class MemberForm(forms.Form):
    """What a region shows of itself to everybody."""

    use_required_attribute = False

    shown = forms.BooleanField(label=gettext_lazy("Show our region to everybody"), required=False)
    takes_mail = forms.BooleanField(
        label=gettext_lazy("People of the network may write to us"),
        help_text=gettext_lazy("Their letters go to the region admins by mail. Nobody sees your addresses."),
        required=False,
    )
    latitude = forms.FloatField(
        label=gettext_lazy("Latitude"),
        help_text=gettext_lazy("Where your dot stands on the map, in degrees, for example 59.38."),
        min_value=-90,
        max_value=90,
        required=False,
    )
    longitude = forms.FloatField(
        label=gettext_lazy("Longitude"),
        help_text=gettext_lazy("In degrees, for example 13.50; west of Greenwich with a minus."),
        min_value=-180,
        max_value=180,
        required=False,
    )

    def __init__(self, *args: Any, region: Region, member: Member | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region
        self.clusters: list[Cluster] = list(region.clusters.all())
        spoken = dict(settings.LANGUAGES)
        chosen = [code for code in region.languages if code in spoken]
        self.languages = chosen or [region.default_language]
        for code in self.languages:
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("The region in your words ({language})").format(language=spoken.get(code, code)),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 4, "lang": code}),
                initial=(member.texts.get(code, "") if member else ""),
            )
        for name in ("shown", "takes_mail", "latitude", "longitude"):
            self.initial[name] = getattr(member, name) if member else name == "takes_mail"
        shown = {s.cluster_id: s for s in ShownCluster.objects.filter(cluster__region=region)}
        for cluster in self.clusters:
            row = shown.get(cluster.pk)
            self.fields[f"shown_{cluster.pk}"] = forms.BooleanField(
                label=_("Show “{cluster}” by name").format(cluster=cluster.name),
                required=False,
                initial=row is not None,
            )
            self.fields[f"organisation_{cluster.pk}"] = forms.CharField(
                label=_("The organisation that runs it"),
                required=False,
                max_length=120,
                initial=row.organisation if row else "",
            )
            self.fields[f"website_{cluster.pk}"] = forms.URLField(
                label=_("Its web page"),
                required=False,
                max_length=200,
                assume_scheme="https",
                initial=row.website if row else "",
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        wrong = {"latitude", "longitude"} & set(self.errors)
        if not wrong and (given.get("latitude") is None) != (given.get("longitude") is None):
            missing = "latitude" if given.get("latitude") is None else "longitude"
            self.add_error(missing, _("Give both, or none."))
        for cluster in self.clusters:
            address = str(given.get(f"website_{cluster.pk}") or "")
            if address and not address.startswith(("https://", "http://")):
                self.add_error(f"website_{cluster.pk}", _("Give an address that begins with https://."))
        return given

    def values(self) -> dict[str, Any]:
        """Return what is saved of the region."""
        given = self.cleaned_data
        return {
            **{name: given[name] for name in ("shown", "takes_mail", "latitude", "longitude")},
            "texts": {code: text for code in self.languages if (text := given[f"text_{code}"].strip())},
        }

    def shown_clusters(self) -> dict[Cluster, tuple[str, str]]:
        """Return the clusters to show, with their organisation and its page."""
        given = self.cleaned_data
        return {
            c: (given[f"organisation_{c.pk}"].strip(), given[f"website_{c.pk}"])
            for c in self.clusters
            if given[f"shown_{c.pk}"]
        }

    # -- parts of the page --------------------------------------------------------------------------------------

    def about(self) -> list[Any]:
        return [self[name] for name in ("shown", *(f"text_{code}" for code in self.languages), "takes_mail")]

    def place(self) -> list[Any]:
        return [self["latitude"], self["longitude"]]

    def of_clusters(self) -> list[dict[str, Any]]:
        return [
            {"cluster": c, "fields": [self[f"{part}_{c.pk}"] for part in ("shown", "organisation", "website")]}
            for c in self.clusters
        ]


class WriteForm(forms.Form):
    """A letter to a region. `company` is for programs that fill in everything: people do not see it."""

    subject = forms.CharField(label=gettext_lazy("What is it about?"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("Your letter"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Say who you are and what you would like to do together."),
    )
    company = forms.CharField(required=False)


class ReasonForm(forms.Form):
    """Why something is reported, hidden or stopped."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500})
    )
