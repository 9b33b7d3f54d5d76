from __future__ import annotations

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "clusterdynamics_web.stories"
    label = "stories"
