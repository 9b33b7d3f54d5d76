"""A study package comes in as a new study."""

from __future__ import annotations

from django.db import transaction

from clusterdynamics.study.model import Study as StudyPackage
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.regions.models import Cluster, Role
from clusterdynamics_web.studies.models import Study, StudyRole
from clusterdynamics_web.survey.filling import fill_study

__all__ = ["import_study"]


@transaction.atomic
def import_study(user: User | None, cluster: Cluster, package: StudyPackage, *, lead: User | None = None) -> Study:
    """Bring a study package in as a new study; `lead`, or else `user`, becomes its study lead.

    Waves with answers come in closed: nobody answers into what was collected elsewhere.
    """
    settings = package.settings
    blocks = list(dict.fromkeys(item.block for item in settings.items))
    # Its questions are no items: the settings say that they are asked, or the answers show it.
    asked = settings.between_regions
    if (asked is not None and asked.asked) or not package["partner_regions"].is_empty():
        blocks = list(dict.fromkeys((*blocks, "between_regions")))
    regions = dict(asked.regions) if asked is not None else {}
    if asked is not None:
        # The list is the study's own, beside its areas and purposes; `package.py` puts it back.
        settings = settings.model_copy(update={"between_regions": asked.model_copy(update={"regions": {}})})
    study = Study(
        cluster=cluster,
        document=settings.model_dump(mode="json"),
        areas=package["areas"].to_dicts(),
        purposes=package["purposes"].to_dicts(),
        partner_regions=[{"id": code, "label": label} for code, label in regions.items()],
        blocks=blocks,
        files={name: content.decode() for name, content in package.files.items()},
        created_by=user,
    )
    study.save()
    fill_study(study, package)
    leads = lead or user
    if leads is not None:
        StudyRole.objects.create(user=leads, study=study, role=Role.STUDY_LEAD)
    record(user, "study.imported", study, actors=package["actors"].height)
    return study
