from __future__ import annotations

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "clusterdynamics_web.feedback"
    label = "feedback"

    def ready(self) -> None:
        from clusterdynamics_web.feedback import actions  # noqa: F401 - tells reports what the cluster will do
