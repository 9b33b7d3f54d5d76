from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_save


class StoriesConfig(AppConfig):
    name = "clusterdynamics_web.stories"
    label = "stories"

    def ready(self) -> None:
        from clusterdynamics_web.stories import (
            beside,  # noqa: F401 - what stands beside the results
            following,
            package,
        )
        from clusterdynamics_web.survey.models import Story
        from clusterdynamics_web.survey.seam import keep

        keep(package.PART)
        post_save.connect(following.on_story_saved, sender=Story, dispatch_uid="stories")
