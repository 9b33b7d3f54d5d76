"""Two regions with a study each, and an agreement between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from clusterdynamics_web.joint import names, terms
from clusterdynamics_web.joint.models import FIGURES, JointStudy, Side
from clusterdynamics_web.studies.models import Actor, Wave
from clusterdynamics_web.studies.state import current_wave
from tests.web.conftest import House


@dataclass
class Pair:
    """Two regions, A and B, and what they have agreed on."""

    a: House
    b: House
    joint: JointStudy

    def side(self, house: House) -> Side:
        return Side.objects.select_related("joint", "region", "study__cluster__region").get(
            joint=self.joint, region=house.region
        )

    def other(self, house: House) -> House:
        return self.b if house is self.a else self.a

    def url(self, house: House, rest: str = "") -> str:
        """Address of the agreement in a region."""
        return f"/r/{house.region.slug}/joint/{self.joint.key}/{rest}"

    def results(self, house: House, rest: str = "") -> str:
        """Address of the joint results in a region."""
        return house.url(f"joint/{self.joint.key}/{rest}")

    def wave(self, house: House) -> Wave:
        return current_wave(house.study)

    def sign(self, house: House) -> None:
        terms.sign(house.admin, self.side(house), f"{house.admin.name}, {house.region.name}")

    def sign_both(self) -> None:
        for house in (self.a, self.b):
            self.sign(house)
        self.joint.refresh_from_db()


def some_terms(**changes: object) -> terms.Terms:
    values = {
        "title": "Across the strait",
        "text": "We want to learn from each other.",
        "k": 5,
        "figures": tuple(FIGURES),
        "until": timezone.localdate() + timedelta(days=365),
    } | changes
    return terms.Terms(**values)  # type: ignore[arg-type]


def fill(house: House, word: str, number: int = 9) -> None:
    """Write organisations into a roster: "Alfa 1" to "Alfa 9"."""
    Actor.objects.bulk_create(
        Actor(study=house.study, code=f"{word[0].lower()}{k}", label=f"{word} {k}", type="firm")
        for k in range(1, number + 1)
    )


@pytest.fixture
def pair(home: House, elsewhere: House) -> Pair:
    """Two sides that share names (A: alfa 1–7, B: beta 1–8) and have not signed."""
    fill(home, "Alfa")
    fill(elsewhere, "Beta")
    joint, code = terms.propose(home.admin, home.region, home.study, some_terms(), shares_names=True)
    terms.join(elsewhere.admin, elsewhere.region, elsewhere.study, code, shares_names=True)
    made = Pair(home, elsewhere, joint)
    names.choose_names(home.lead, made.side(home), [f"a{k}" for k in range(1, 8)])
    names.choose_names(elsewhere.lead, made.side(elsewhere), [f"b{k}" for k in range(1, 9)])
    return made
