"""A joint study whose waves were answered and closed on both sides."""

from __future__ import annotations

import random

from django.utils import timezone

from clusterdynamics_web.fieldwork.operations import freeze
from clusterdynamics_web.jobs.models import Job
from clusterdynamics_web.joint.work import read_joint
from clusterdynamics_web.studies.models import Actor, Wave
from clusterdynamics_web.survey.models import PartnerName, PartnerRegion, PartnerTie, Respondent, Tie
from tests.web.conftest import House
from tests.web.joint.conftest import Pair

__all__ = ["answer", "close", "hold", "read"]


def answer(pair: Pair, house: House, wave: Wave, seed: int, *, silent: int = 1) -> None:
    """Let all organisations but the last `silent` answer: about each other, and about the other side."""
    rng = random.Random(seed)
    now = timezone.now()
    actors = list(house.study.actors.order_by("code"))
    names = list(PartnerName.objects.filter(study=house.study, group=pair.joint.key).order_by("label"))
    partner = pair.other(house).region.name
    people = Respondent.objects.bulk_create(
        Respondent(study=house.study, wave=wave, code=f"r{a.code}", actor=a, started_at=now, submitted_at=now,
                   offered=[b.code for b in actors if b != a])
        for a in actors[: len(actors) - silent]
    )  # fmt: skip
    ties: list[Tie] = []
    across: list[PartnerTie] = []
    regions: list[PartnerRegion] = []
    for person in people:
        pair_ = {"wave": wave, "sender": person.actor, "respondent": person, "relation": "depth"}
        ties += [
            Tie(**pair_, to=b, value=rng.randint(1, 5)) for b in actors if b != person.actor and rng.random() < 0.4
        ]
        picked = [n for n in names if rng.random() < 0.35]
        across += [
            PartnerTie(respondent=person, group=pair.joint.key, to=n, value=rng.randint(1, 5)) for n in picked
        ] or [PartnerTie(respondent=person, group=pair.joint.key)]
        regions.append(
            PartnerRegion(respondent=person, has_partners=True, region=partner, depth=3, barriers=["rules"])
            if rng.random() < 0.75
            else PartnerRegion(respondent=person, has_partners=False)
        )
    Tie.objects.bulk_create(ties)
    PartnerTie.objects.bulk_create(across if names else [])
    PartnerRegion.objects.bulk_create(regions)


def close(house: House, wave: Wave) -> None:
    wave.opened_at = wave.opened_at or timezone.now()
    wave.closed_at = timezone.now()
    wave.save()
    freeze(house.lead, wave)


def hold(pair: Pair, *, silent: int = 1) -> None:
    """Sign, answer and close the first wave on both sides."""
    pair.sign_both()
    for k, house in enumerate((pair.a, pair.b)):
        wave = pair.wave(house)
        wave.opened_at = timezone.now()
        wave.save()
        answer(pair, house, wave, 11 + k, silent=silent)
        close(house, wave)


def again(pair: Pair) -> None:
    """Answer and close a second wave on both sides."""
    for k, house in enumerate((pair.a, pair.b)):
        wave = Wave.objects.create(study=house.study, code="later", label="Later", position=5, opened_at=timezone.now())
        answer(pair, house, wave, 31 + k)
        close(house, wave)


class _Now:
    """Stands for the worker."""

    def __init__(self, pair: Pair) -> None:
        self.job = Job(kind="read_joint", parameters={"joint": pair.joint.pk})

    def tell(self, share: float, doing: str = "") -> None:
        assert 0 <= share < 1

    def should_stop(self) -> bool:
        return False


def read(pair: Pair) -> int:
    """Do what the worker does; return how many rounds were read."""
    rounds = read_joint(_Now(pair))["rounds"]
    assert read_joint(_Now(pair)) == {"rounds": 0}
    return int(rounds)


def grow(house: House, word: str, number: int) -> None:
    """Add organisations to a roster."""
    Actor.objects.bulk_create(
        Actor(study=house.study, code=f"{word[0].lower()}{k}", label=f"{word} {k}", type="firm")
        for k in range(10, 10 + number)
    )
