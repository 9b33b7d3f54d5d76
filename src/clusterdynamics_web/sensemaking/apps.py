from __future__ import annotations

from django.apps import AppConfig


class SensemakingConfig(AppConfig):
    name = "clusterdynamics_web.sensemaking"
    label = "sensemaking"

    def ready(self) -> None:
        from django.db.models.signals import pre_delete

        from clusterdynamics_web.fieldwork.models import Contact
        from clusterdynamics_web.sensemaking import held, leaving  # noqa: F401 - tells publishing of sessions
        from clusterdynamics_web.studies.signals import actor_left_out, answers_erased

        actor_left_out.connect(leaving.on_left_out, dispatch_uid="sensemaking")
        answers_erased.connect(leaving.on_erased, dispatch_uid="sensemaking")
        pre_delete.connect(leaving.on_contact_gone, sender=Contact, dispatch_uid="sensemaking")
