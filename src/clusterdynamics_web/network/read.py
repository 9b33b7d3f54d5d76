"""What the pages of the network show.

Everything here is for everybody: no name of a person, nothing of a study that was not published for all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from clusterdynamics_web.library.models import Entry
from clusterdynamics_web.library.read import newest
from clusterdynamics_web.library.search.facets import label_of
from clusterdynamics_web.network.entries import Entry as Line
from clusterdynamics_web.network.models import Member, ShownCluster
from clusterdynamics_web.network.reports import public_reports

__all__ = ["Directory", "access_member", "directory", "numbers", "page_of", "text_of"]

#: So many of the things a region shared stand on its page; the library has the rest.
_SHARED = 10


def numbers() -> list[tuple[str, str]]:
    """Return how large the network is, as everybody may know: in words and numbers, without what is nought."""
    members = Member.objects.filter(shown=True)
    countries = members.exclude(region__country="").values("region__country").distinct().count()
    counted = (
        (_("Regions"), members.count()),
        (_("Countries"), countries),
        (_("Published studies"), len(public_reports())),
        (_("Items in the library"), Entry.objects.filter(public=True).count()),
    )
    return [(name, str(number)) for name, number in counted if number]


def text_of(member: Member, language: str | None = None) -> tuple[str, str]:
    """Return a region's own words and their language: the reader's, the region's, or whatever there is."""
    for code in (language or get_language() or "en", member.region.default_language, *sorted(member.texts)):
        if member.texts.get(code):
            return str(member.texts[code]), code
    return "", ""


@dataclass(frozen=True)
class Directory:
    """Regions that show themselves, with what can be chosen among them."""

    members: list[dict[str, Any]]
    countries: list[tuple[str, str]]
    sectors: list[str]


def directory(country: str = "", sector: str = "") -> Directory:
    """Return the regions that show themselves, in a country, with a cluster of a sector."""
    shown: dict[int, list[ShownCluster]] = {}
    for one in ShownCluster.objects.select_related("cluster").order_by("cluster__name"):
        shown.setdefault(one.cluster.region_id, []).append(one)
    everybody = list(Member.objects.filter(shown=True).select_related("region").order_by("region__name"))
    countries = {m.region.country: label_of("country", m.region.country) for m in everybody if m.region.country}
    sectors = {c.cluster.sector for m in everybody for c in shown.get(m.region_id, ()) if c.cluster.sector}
    members = []
    for member in everybody:
        clusters = shown.get(member.region_id, [])
        if country and member.region.country != country:
            continue
        if sector and all(c.cluster.sector != sector for c in clusters):
            continue
        text, language = text_of(member)
        members.append(
            {
                "member": member,
                "url": reverse("network_member", args=[member.region.slug]),
                "country": label_of("country", member.region.country),
                "clusters": [c.cluster.name for c in clusters],
                "sectors": sorted({c.cluster.sector for c in clusters if c.cluster.sector}),
                "text": text,
                "language": language,
            }
        )
    return Directory(members, sorted(countries.items(), key=lambda kv: kv[1]), sorted(sectors))


def count_words(number: int, *, chosen: bool) -> str:
    """Say how many regions there are, or how many fit."""
    if not number:
        return _("No region fits this choice.") if chosen else _("No region shows itself here yet.")
    said = (
        ngettext("{n} region fits.", "{n} regions fit.", number)
        if chosen
        else ngettext("{n} region shows itself here.", "{n} regions show themselves here.", number)
    )
    return said.format(n=number)


def access_member(slug: str) -> Member:
    """Return a region that shows itself; every other is not there (404)."""
    member = Member.objects.filter(region__slug=slug, shown=True).select_related("region").first()
    if member is None:
        raise Http404
    return member


@dataclass(frozen=True)
class Page:
    """The page of a region."""

    member: Member
    text: str
    language: str
    country: str
    clusters: list[ShownCluster]
    reports: list[Line] = field(default_factory=list)
    items: list[Line] = field(default_factory=list)


def page_of(member: Member) -> Page:
    """Return what the page of a region shows."""
    region = member.region
    text, language = text_of(member)
    reports = [
        Line(str(p.snapshot.study), reverse("network_report", args=[p.snapshot.study.key]), str(p.snapshot.wave))
        for p in public_reports(region.pk)
    ]
    items = [
        Line(
            v.title,
            reverse("library_version", args=[v.item.key, v.number]),
            str(v.get_kind_display()),
            language=v.language,
        )
        for v in newest(everything=False, number=_SHARED, region=region.slug)
    ]
    clusters = list(
        ShownCluster.objects.filter(cluster__region=region).select_related("cluster").order_by("cluster__name")
    )
    return Page(member, text, language, label_of("country", region.country), clusters, reports, items)
