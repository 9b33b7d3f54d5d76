from __future__ import annotations

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "clusterdynamics_web.dashboard"
    label = "dashboard"

    def ready(self) -> None:
        from clusterdynamics_web.dashboard import package
        from clusterdynamics_web.survey.seam import keep

        keep(package.PART)
