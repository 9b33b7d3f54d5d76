"""A feed of what is new (RFC 4287), of what is public only."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusterdynamics_web.addresses import absolute
from clusterdynamics_web.library.exports.citation import address_of
from clusterdynamics_web.library.exports.dublin_core import clean
from clusterdynamics_web.library.models import EventKind, Version

__all__ = ["atom"]

ATOM = "http://www.w3.org/2005/Atom"


def atom(versions: Iterable[Version]) -> bytes:
    """Return the feed, the newest first."""
    versions = list(versions)
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": get_language() or "en"})
    own = absolute(reverse("library_feed"))
    SubElement(feed, "title").text = _("The library of the network: what is new")
    SubElement(feed, "id").text = own
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": absolute(reverse("library"))})
    dates = {
        v.pk: v.events.filter(kind=EventKind.PUBLISHED).order_by("-at").values_list("at", flat=True)[0]
        for v in versions
    }
    SubElement(feed, "updated").text = max(dates.values(), default=timezone.now()).isoformat()
    for version in versions:
        entry = SubElement(feed, "entry", {"xml:lang": version.language})
        SubElement(entry, "title").text = clean(version.title)
        SubElement(entry, "id").text = address_of(version)
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address_of(version)})
        SubElement(entry, "published").text = dates[version.pk].isoformat()
        SubElement(entry, "updated").text = dates[version.pk].isoformat()
        for name in version.author_names or [version.region.name]:
            SubElement(SubElement(entry, "author"), "name").text = clean(name)
        SubElement(entry, "category", {"term": version.kind, "label": str(version.get_kind_display())})
        SubElement(entry, "summary").text = clean(version.lead)
    found: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return found
