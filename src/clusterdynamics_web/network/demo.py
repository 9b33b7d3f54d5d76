"""What the demo region shows of itself in the network; all of it is invented."""

from __future__ import annotations

from collections.abc import Mapping

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.network.operations import change_member
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.studies.models import Study

__all__ = ["fill_network"]

_TEXTS = {
    "en": "Forests, paper mills, and more and more firms that make something new of both.",
    "sv": "Skogar, pappersbruk och allt fler företag som gör något nytt av båda.",
}


def fill_network(study: Study, people: Mapping[Role, User]) -> None:
    """Let the region of a study show itself, with its cluster and a dot on the map."""
    values = {"shown": True, "takes_mail": True, "latitude": 60.1, "longitude": 13.5, "texts": _TEXTS}
    clusters = {study.cluster: ("Cluster office of Skogsbygden", "")}
    change_member(people[Role.REGION_ADMIN], study.region, values, clusters)
