"""The demo region: the invented cluster with both waves, and an account for each role. Everybody knows the password."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import REGION_ROLES, STUDY_ROLES, Cluster, Membership, Region, Role
from clusterdynamics_web.studies.models import Study, StudyRole

__all__ = ["PASSWORD", "fill", "tell"]

PASSWORD = "skogsbygden"  # noqa: S105 - known to everybody, and served on one's own machine only
#: Local part of the address → roles.
PEOPLE: dict[str, Role] = {
    "admin": Role.REGION_ADMIN,
    "lead": Role.STUDY_LEAD,
    "manager": Role.CLUSTER_MANAGER,
    "interviewer": Role.INTERVIEWER,
    "facilitator": Role.FACILITATOR,
    "board": Role.BOARD,
    "curator": Role.CURATOR,
    "reader": Role.NETWORK_READER,
}
SLUG = "skogsbygden"


def _address(name: str) -> str:
    return f"{name}@skogsbygden.example"


@transaction.atomic
def fill() -> Study:
    """Make the demo region, once; called again, it returns what is there."""
    found = Study.objects.filter(cluster__region__slug=SLUG).order_by("created_at").first()
    if found is not None:
        return found
    from clusterdynamics.examples import skogsbygden
    from clusterdynamics_web.survey.operations import import_study

    region = Region.objects.create(
        slug=SLUG,
        name="Skogsbygden",
        country="SE",
        nuts="SE31",
        languages=["sv", "en", "nb", "fi", "fr", "da"],
        default_language="en",
        sender_name="Skogsbygden",
        sender_email=_address("cluster"),
    )
    cluster = Cluster.objects.create(region=region, slug="forest-and-paper", name="Forest and paper", sector="Forest")
    people = {
        role: User.objects.create_user(_address(name), PASSWORD, name=f"{name.capitalize()} (demo)")
        for name, role in PEOPLE.items()
    }
    User.objects.create_user(_address("operator"), PASSWORD, name="Operator (demo)", is_operator=True)
    study = import_study(people[Role.STUDY_LEAD], cluster, skogsbygden.build())
    for role, user in people.items():
        if role in REGION_ROLES:
            Membership.objects.create(user=user, region=region, role=role)
        elif role in STUDY_ROLES:
            StudyRole.objects.get_or_create(user=user, study=study, role=role)
    return study


def tell(address: str) -> Iterator[str]:
    """Yield what to print: where the demo is and who can log in."""
    yield f"Demo region: {address}/"
    yield f"Log in with the password {PASSWORD} as"
    for name, role in (*PEOPLE.items(), ("operator", "operator")):
        label = role.label if isinstance(role, Role) else role
        yield f"  {_address(name):34} {label}"
