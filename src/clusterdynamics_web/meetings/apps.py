from __future__ import annotations

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "clusterdynamics_web.meetings"
    label = "meetings"

    def ready(self) -> None:
        from django.db.models.signals import pre_delete

        from clusterdynamics_web.accounts.models import User
        from clusterdynamics_web.accounts.read import PARTS
        from clusterdynamics_web.meetings import leaving, read, work  # noqa: F401 - the worker finds its tasks

        PARTS[self.label] = read.data_of
        pre_delete.connect(leaving.on_account_gone, sender=User, dispatch_uid="meetings")
