"""The demo region: the invented cluster with both waves, and an account for each role. Everybody knows the password."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.urls import reverse

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.introductions.demo import fill_introductions
from clusterdynamics_web.regions.models import REGION_ROLES, STUDY_ROLES, Cluster, Membership, Region, Role
from clusterdynamics_web.studies.models import Study, StudyRole
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations import create_link

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
    from clusterdynamics_web.actions.demo import fill_actions
    from clusterdynamics_web.calls.demo import fill_calls
    from clusterdynamics_web.dashboard.demo import fill_dashboard
    from clusterdynamics_web.library.demo import fill_library
    from clusterdynamics_web.meetings.demo import fill_meetings
    from clusterdynamics_web.network.demo import fill_network
    from clusterdynamics_web.setup.operations.examples import load_example
    from clusterdynamics_web.stories.demo import fill_stories

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
    lead = people[Role.STUDY_LEAD]
    study, now = load_example(lead, cluster, lead=lead)  # and with it, its results are computed
    for contact in now.contacts.select_related("actor"):
        contact.name, contact.email = f"Person {contact.actor.code}", _address(contact.actor.code.lower())
        contact.save(update_fields=["name", "email"])
    for role, user in people.items():
        if role in REGION_ROLES:
            Membership.objects.create(user=user, region=region, role=role)
        elif role in STUDY_ROLES:
            for one in (study, now):
                StudyRole.objects.get_or_create(user=user, study=one, role=role)
    fill_introductions(study)
    fill_actions(study, people)
    fill_library(study, people)
    fill_meetings(study, people)
    fill_calls(study, people)
    fill_network(study, people)
    fill_stories(study, people)
    fill_dashboard(study, people)
    return study


def tell(address: str) -> Iterator[str]:
    """Yield what to print: where the demo is and who can log in."""
    yield f"Demo region: {address}/"
    person = Respondent.objects.filter(study__cluster__region__slug=SLUG, wave__closed_at=None).order_by("pk").first()
    if person is not None:
        yield f"Answer as a participant: {address}{reverse('answer_link', args=[create_link(person)])}"
    yield f"Log in with the password {PASSWORD} as"
    for name, role in (*PEOPLE.items(), ("operator", "operator")):
        label = role.label if isinstance(role, Role) else role
        yield f"  {_address(name):34} {label}"
