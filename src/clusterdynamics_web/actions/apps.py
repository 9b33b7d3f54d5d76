from __future__ import annotations

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "clusterdynamics_web.actions"
    label = "actions"

    def ready(self) -> None:
        from django.db.models.signals import pre_delete

        from clusterdynamics_web.actions import package, work  # noqa: F401 - the worker finds its tasks
        from clusterdynamics_web.actions.operations import leaving
        from clusterdynamics_web.fieldwork.models import Contact
        from clusterdynamics_web.studies.signals import actor_left_out, answers_erased
        from clusterdynamics_web.survey.seam import keep

        keep(package.PART)
        actor_left_out.connect(leaving.on_opted_out, dispatch_uid="actions")
        answers_erased.connect(leaving.on_erased, dispatch_uid="actions")
        pre_delete.connect(leaving.on_contact_gone, sender=Contact, dispatch_uid="actions")
