from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_delete


class IntroductionsConfig(AppConfig):
    name = "clusterdynamics_web.introductions"
    label = "introductions"

    def ready(self) -> None:
        from clusterdynamics_web.introductions import (
            leaving,
            proposals,  # noqa: F401 - what actions begin with
            telling,
        )
        from clusterdynamics_web.introductions.models import Side
        from clusterdynamics_web.results.store import LENSES, Lens
        from clusterdynamics_web.studies.signals import actor_left_out, answers_erased

        post_delete.connect(leaving.on_side_gone, sender=Side, dispatch_uid="introductions")
        actor_left_out.connect(leaving.on_left_out, dispatch_uid="introductions")
        answers_erased.connect(leaving.on_erased, dispatch_uid="introductions")
        LENSES[self.label] = Lens(telling.mark, telling.look)
