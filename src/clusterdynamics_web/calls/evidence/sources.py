"""The studies that a pack can be made of: those whose results are published for everybody, now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import slugify

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.results.models import Publication
from clusterdynamics_web.results.publishing import standing
from clusterdynamics_web.studies.models import Snapshot, Study

__all__ = ["Source", "public_studies", "sources_of", "still_public"]


@dataclass(frozen=True)
class Source:
    """A study as it stands in a pack: what was published, and the folder of its files."""

    publication: Publication
    folder: str

    @property
    def snapshot(self) -> Snapshot:
        return self.publication.snapshot


def public_studies(region: Region) -> list[Publication]:
    """Return what of a region's studies is published for everybody now, by the name of the cluster."""
    studies = Study.objects.filter(cluster__region=region).order_by("cluster__name", "created_at")
    made = (standing(study) for study in studies)
    return [
        p for p in made if p is not None and Audience.PUBLIC.value in p.audiences and hasattr(p.snapshot, "reading")
    ]


def still_public(snapshots: Sequence[Snapshot]) -> bool:
    """Say whether all of these are what is published for everybody now."""
    made = [standing(snapshot.study) for snapshot in snapshots]
    return all(
        p is not None and p.snapshot_id == s.pk and Audience.PUBLIC.value in p.audiences
        for p, s in zip(made, snapshots, strict=True)
    )


def sources_of(publications: Iterable[Publication]) -> list[Source]:
    """Return the studies of a pack in their order, each with a folder of its own."""
    found: list[Source] = []
    taken: set[str] = set()
    for one in sorted(publications, key=lambda p: (p.snapshot.study.cluster.slug, p.snapshot.fingerprint)):
        name = "-".join(filter(None, (one.snapshot.study.cluster.slug, slugify(one.snapshot.wave.code)))) or "study"
        folder = name if name not in taken else f"{name}-{one.snapshot.fingerprint[:6]}"
        taken.add(folder)
        found.append(Source(one, folder))
    return found
