from __future__ import annotations

from django.apps import AppConfig


class SurveyConfig(AppConfig):
    name = "clusterdynamics_web.survey"
    label = "survey"
