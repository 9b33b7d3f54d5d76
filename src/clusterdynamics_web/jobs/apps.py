from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "clusterdynamics_web.jobs"
    label = "jobs"

    def ready(self) -> None:
        # Every app says in `work.py` which kinds of jobs it does.
        autodiscover_modules("work")
