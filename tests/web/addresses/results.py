"""Addresses of the results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusterdynamics_web.results.models import Document, Publication
from clusterdynamics_web.studies.models import Snapshot
from tests.web.conftest import House

TABLE: tuple[tuple[str, str, str], ...] = (
    ("GET", "results", "L44 44+ ++3++"),
    ("POST", "results_again", "L44 443 +3333"),
    ("GET", "results_section", "L44 44+ ++3++"),
    ("GET", "results_picture", "L44 444 44344"),  # in a study without results
    ("POST", "field_freeze", "L44 443 +3333"),
    ("GET", "results_publish", "L44 443 +3333"),
    ("POST", "results_publish", "L44 443 +3333"),
    ("GET", "results_documents", "L44 44+ ++3++"),
    ("POST", "results_documents", "L44 44+ ++3++"),
    ("GET", "results_document", "L44 444 44344"),  # one that is not written yet
    ("GET", "published_list", "L44 +++ 33333"),
    ("GET", "published", "L44 +++ 33333"),
    ("GET", "published_section", "L44 +++ 33333"),
    ("GET", "published_picture", "L44 444 33333"),  # of what is not prepared in this language
    ("GET", "region_look", "L44 33+ 33333"),
    ("POST", "region_look", "L44 33+ 33333"),
)


def _snapshot(house: House) -> Snapshot:
    wave = house.study.waves.get()
    return Snapshot.objects.create(study=house.study, wave=wave, fingerprint=64 * "0", path="snapshots/none.zip")


def _published(house: House) -> str:
    Publication.objects.create(snapshot=_snapshot(house), audiences=["network"])
    return house.study.key


def _document(house: House) -> str:
    document = Document.objects.create(snapshot=_snapshot(house), audience="public", format="pdf", language="en")
    return document.key


SAMPLES: dict[str | tuple[str, str], Callable[[House], Any]] = {
    ("results_section", "name"): lambda house: "stage",
    "block": lambda house: "stage-1",
    ("published_section", "name"): lambda house: "stage",
    "published": lambda house: _published(house),
    "document": lambda house: _document(house),
}

PLAIN = {"name", "block"}
