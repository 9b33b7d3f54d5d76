"""What the tests of the set-up begin with: a list of members, and a study that only has to be opened."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.fieldwork.operations import close_wave
from clusterdynamics_web.setup.operations.about import change_about
from clusterdynamics_web.setup.operations.agreement import change_agreement, change_consent
from clusterdynamics_web.setup.operations.launch import open_wave
from clusterdynamics_web.studies.models import Actor, Study, Wave
from clusterdynamics_web.survey.models import Consent, Respondent, Tie
from tests.web.conftest import House

__all__ = ["NAMES", "closed_wave", "csv_list", "opened", "ready", "with_members"]

#: Forty-two names of which no two are alike.
NAMES = [
    f"{first} {second}"
    for first, second in zip(
        [
            "Aspen",
            "Birch",
            "Cedar",
            "Delta",
            "Ember",
            "Falcon",
            "Granite",
            "Harbour",
            "Indigo",
            "Juniper",
            "Kestrel",
            "Lantern",
            "Meadow",
            "Nimbus",
            "Orchard",
            "Pebble",
            "Quartz",
            "Raven",
            "Saffron",
            "Timber",
            "Umber",
            "Velvet",
            "Willow",
            "Xenon",
            "Yarrow",
            "Zephyr",
            "Amber",
            "Basalt",
            "Copper",
            "Drift",
            "Echo",
            "Fjord",
            "Glacier",
            "Hazel",
            "Iris",
            "Jasper",
            "Krill",
            "Lotus",
            "Marble",
            "Nectar",
            "Onyx",
            "Poppy",
        ],
        [
            "Sawmill",
            "Papers",
            "Joinery",
            "Machines",
            "Heating",
            "Logistics",
            "Stone",
            "Shipping",
            "Dyes",
            "Spirits",
            "Optics",
            "Lights",
            "Dairy",
            "Weather",
            "Fruit",
            "Ceramics",
            "Watches",
            "Press",
            "Spices",
            "Houses",
            "Paints",
            "Textiles",
            "Baskets",
            "Lamps",
            "Herbs",
            "Sails",
            "Resin",
            "Roads",
            "Wires",
            "Boats",
            "Audio",
            "Ferries",
            "Ice",
            "Nuts",
            "Lenses",
            "Jewels",
            "Nets",
            "Flowers",
            "Floors",
            "Honey",
            "Gems",
            "Bakery",
        ],
        strict=True,
    )
]


def csv_list(duplicates: bool = True) -> bytes:
    """Return a member list with semicolons as a Swedish spreadsheet writes it: 42 members, and three of them twice."""
    rows = ["Företag;Typ;Anställda;Webbplats;Kontaktperson;E-post"]
    for k, name in enumerate(NAMES):
        kind = ("Firm", "Large firm", "Research and education")[k % 3]
        word = name.split()[0].lower()
        rows.append(f"{name} AB;{kind};{5 + 10 * k};www.{word}.example;Person {k};person{k}@{word}.example")
    if duplicates:
        rows.append(f"{NAMES[0].upper()};Firm;5;;Other Person;other@aspen.example")  # one of them in capitals
        rows.append(f"Aktiebolaget {NAMES[1]};Firm;5;;;")  # legal form written out
        rows.append("Something Quite Different;Firm;5;www.cedar.example;;")  # the web site of another
    return ("\n".join(rows) + "\n").encode("cp1252")


def with_members(house: House, count: int = 12, contacts: bool = True) -> list[Actor]:
    """Put organisations on the roster, each with a person to ask."""
    actors = Actor.objects.bulk_create(
        Actor(study=house.study, code=f"o{k:02}", label=name, short_label=name.split()[0], type="firm")
        for k, name in enumerate(NAMES[:count])
    )
    if contacts:
        Contact.objects.bulk_create(
            Contact(study=house.study, actor=a, name=f"Person of {a.label}", email=f"{a.code}@members.example")
            for a in actors
        )
    return actors


def ready(house: House, count: int = 12) -> Study:
    """Return the study of the house with everything on the checklist done but the agreement of the cluster."""
    with_members(house, count)
    region = house.region
    region.sender_email, region.sender_verified_at = "study@north.example", timezone.now()
    region.save()
    user, study = house.lead, house.study
    study = change_about(
        user,
        study,
        {
            "boundary": "Members of the association in 2026.",
            "contact_name": "Anna",
            "contact_email": "anna@north.example",
            "opens": dt.date(2026, 3, 2),
            "closes": dt.date(2026, 3, 30),
        },
    )
    study = change_agreement(
        user,
        study,
        k_inside=3,
        k_outside=5,
        agreement="The board sees groups.",
        agreed_on=dt.date(2026, 2, 1),
        opens={},
    )
    texts = {code: {"who": "The region asks.", "why": "To plan together."} for code in ("en", "sv")}
    house.study = change_consent(user, study, texts)
    return house.study


def opened(house: House, count: int = 12) -> Wave:
    """Return an open wave."""
    return open_wave(house.lead, ready(house, count))


def closed_wave(house: House) -> Wave:
    """Return a closed wave of twelve organisations.

    Ten answered and named everybody, one declined, one was never reached; of those who answered, six agreed to be
    asked again and one of them took that back.
    """
    wave = opened(house)
    people = list(Respondent.objects.filter(wave=wave).select_related("actor").order_by("pk"))
    now = timezone.now()
    for k, person in enumerate(people[:10]):
        Respondent.objects.filter(pk=person.pk).update(started_at=now, submitted_at=now)
        Consent.objects.create(respondent=person, choice="take_part", visibility="yes")
        if k < 6:
            agreed = Consent.objects.create(respondent=person, choice="recontact", visibility="yes")
            if k == 5:
                agreed.withdrawn_at = timezone.now() + dt.timedelta(minutes=1)
                agreed.save()
        Tie.objects.bulk_create(
            Tie(wave=wave, sender=person.actor, to=o.actor, respondent=person, relation="depth", value=3)
            for o in people
            if o.actor != person.actor
        )
    Respondent.objects.filter(pk=people[10].pk).update(declined_at=now)
    close_wave(house.lead, wave)
    house.study.refresh_from_db()
    return wave
