"""Metadata in the shape of DataCite 4.5, as JSON. There is no DOI: the identifier is the address of the version."""

from __future__ import annotations

from typing import Any

from clusterdynamics_web.library.exports.citation import address_of, licence_url, published_on, year_of
from clusterdynamics_web.library.kinds import ItemKind, Licence
from clusterdynamics_web.library.models import EventKind, Version

__all__ = ["datacite"]

#: Kind → resourceTypeGeneral of DataCite.
GENERAL = {
    ItemKind.REPORT: "Report",
    ItemKind.PRESENTATION: "Text",
    ItemKind.CASE_STUDY: "Report",
    ItemKind.METHOD: "Text",
    ItemKind.DATA: "Dataset",
    ItemKind.STORY: "Text",
    ItemKind.EXPERIENCE: "Report",
}


def datacite(version: Version) -> dict[str, Any]:
    """Return the metadata of a version: mandatory properties, and those that we know."""
    told: dict[str, Any] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "identifiers": [{"identifier": address_of(version), "identifierType": "URL"}],
        "creators": [{"name": name} for name in version.author_names or [version.region.name]],
        "titles": [{"title": version.title, "lang": version.language}],
        "publisher": {"name": version.region.name},
        "publicationYear": year_of(version),
        "types": {"resourceTypeGeneral": GENERAL[ItemKind(version.kind)], "resourceType": version.kind},
        "language": version.language,
        "version": str(version.number),
        "dates": [{"date": published_on(version), "dateType": "Issued"}],
        "subjects": [{"subject": word} for word in (*version.keyword_list, version.sector) if word],
        "formats": sorted({file.kind for file in version.files.all()}),
        "descriptions": [{"description": version.lead, "descriptionType": "Abstract", "lang": version.language}]
        if version.lead
        else [],
        "geoLocations": [{"geoLocationPlace": ", ".join(filter(None, (version.place, version.country)))}],
        "rightsList": [_rights(version)],
        "relatedIdentifiers": _related(version),
    }
    years = [str(y) for y in (version.year_from, version.year_to or version.year_from) if y]
    if years:
        told["dates"].append({"date": "/".join(dict.fromkeys(years)), "dateType": "Coverage"})
    return told


def _rights(version: Version) -> dict[str, str]:
    if version.licence_text == Licence.RESERVED:
        return {"rights": "All rights reserved"}
    return {
        "rights": str(Licence(version.licence_text).label),
        "rightsUri": licence_url(version),
        "rightsIdentifier": version.licence_text.lower(),
        "rightsIdentifierScheme": "SPDX",
    }


def _related(version: Version) -> list[dict[str, str]]:
    published = Version.objects.filter(item=version.item_id, events__kind=EventKind.PUBLISHED, public=True).distinct()
    found = []
    for other in published.exclude(pk=version.pk).select_related("item"):
        if other.language == version.language:
            relation = "IsNewVersionOf" if other.number < version.number else "IsPreviousVersionOf"
        else:
            relation = "IsTranslationOf" if version.translation_of_id == other.pk else "HasTranslation"
        found.append(
            {
                "relatedIdentifier": address_of(other),
                "relatedIdentifierType": "URL",
                "relationType": relation,
            }
        )
    return found
