"""The demo region: the invented cluster with both waves, and an account for each role. Everybody knows the password."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.fieldwork.models import Contact, ContactKey
from clusterdynamics_web.fieldwork.operations import freeze
from clusterdynamics_web.introductions.demo import fill_introductions
from clusterdynamics_web.regions.models import REGION_ROLES, STUDY_ROLES, Cluster, Membership, Region, Role
from clusterdynamics_web.studies.models import Actor, Study, StudyRole
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
    from clusterdynamics.examples import skogsbygden
    from clusterdynamics_web.actions.demo import fill_actions
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
    freeze(people[Role.STUDY_LEAD], study.waves.latest("position"))  # and with it, its results are computed
    now = _open_study(people[Role.STUDY_LEAD], study)
    for role, user in people.items():
        if role in REGION_ROLES:
            Membership.objects.create(user=user, region=region, role=role)
        elif role in STUDY_ROLES:
            for one in (study, now):
                StudyRole.objects.get_or_create(user=user, study=one, role=role)
    fill_introductions(study)
    fill_actions(study, people)
    return study


def _open_study(lead: User, template: Study) -> Study:
    """Make a study that is open, so that everybody can try how it is to answer. Nobody has answered yet."""
    from clusterdynamics_web.studies.operations import copy_as_template

    study = copy_as_template(lead, template, template.cluster, "Try it: answer as a participant")
    study.document |= {
        "boundary": "Firms, research and public bodies of the forest and paper cluster; all of them invented.",
        "synthetic": True,
    }
    study.contact_name, study.contact_email = "Lead (demo)", _address("lead")
    study.save()
    today = timezone.localdate()
    wave = study.waves.get()
    wave.opens, wave.closes, wave.opened_at = today, today + timedelta(days=28), timezone.now()
    wave.save()
    last = template.waves.latest("position")
    actors = Actor.objects.bulk_create(
        Actor(
            study=study,
            code=a.code,
            label=a.label,
            short_label=a.short_label,
            type=a.type,
            size_class=a.size_class,
            is_anchor=a.is_anchor,
            nuts=a.nuts,
        )
        for a in template.actors.filter(left=None, opted_out=None).exclude(joined__position__gt=last.position)
    )
    people = Respondent.objects.bulk_create(
        Respondent(study=study, wave=wave, code=f"r{a.code.lower()}", actor=a, is_lead=True) for a in actors
    )
    contacts = Contact.objects.bulk_create(
        Contact(study=study, actor=a, name=f"Person {a.code}", email=_address(a.code.lower()), language="en")
        for a in actors
    )
    ContactKey.objects.bulk_create(ContactKey(contact=c, respondent=p) for c, p in zip(contacts, people, strict=True))
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
