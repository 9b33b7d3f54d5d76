from __future__ import annotations

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "clusterdynamics_web.feedback"
    label = "feedback"
