"""Makes a database with a study of forty organisations, an open wave, and people with links; prints the links."""

from __future__ import annotations

import json
import os
import sys

import django


def main(people: int, organisations: int = 40) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "_answering_settings")
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from clusterdynamics_web.keys import hash_token, new_token
    from clusterdynamics_web.regions.models import Cluster, Region
    from clusterdynamics_web.studies.models import Actor
    from clusterdynamics_web.studies.operations import create_study
    from clusterdynamics_web.survey.models import Link, Respondent

    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    region = Region.objects.create(slug="north", name="North", languages=["en", "sv"])
    cluster = Cluster.objects.create(region=region, slug="forest", name="Forest")
    study = create_study(None, cluster, "How we work together", languages=("en", "sv"))
    wave = study.waves.get()
    wave.opened_at = timezone.now()
    wave.save()
    kinds = ("firm", "research", "public", "finance")
    actors = Actor.objects.bulk_create(
        Actor(study=study, code=f"a{k}", label=f"Organisation {k}", type=kinds[k % 4]) for k in range(organisations)
    )
    asked = Respondent.objects.bulk_create(
        Respondent(study=study, wave=wave, code=f"r{k}", actor=actors[k % organisations]) for k in range(people)
    )
    tokens = [new_token() for _ in asked]
    Link.objects.bulk_create(
        Link(respondent=person, token_hash=hash_token(token)) for person, token in zip(asked, tokens, strict=True)
    )
    print(json.dumps({"tokens": tokens, "actors": [a.pk for a in actors], "own": [r.actor_id for r in asked]}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
