"""The invented cluster as a study to look at, and one to answer: for a region that has nothing of its own yet."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import use_language
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.fieldwork.models import Contact
from clusterdynamics_web.fieldwork.operations import freeze
from clusterdynamics_web.regions.models import Cluster, Region
from clusterdynamics_web.setup.operations.people import ask
from clusterdynamics_web.studies.models import Actor, Study
from clusterdynamics_web.studies.operations import change_settings, create_study
from clusterdynamics_web.survey.operations import import_study

__all__ = ["DAYS", "has_example", "load_example"]

#: So long the study to answer is open.
DAYS = 28


def has_example(region: Region) -> bool:
    """Say whether the invented cluster is in a region already."""
    return any(study.document.get("synthetic") for study in Study.objects.filter(cluster__region=region))


@transaction.atomic
def load_example(user: User, cluster: Cluster, *, lead: User) -> tuple[Study, Study]:
    """Bring the invented cluster in: both waves with their results, and a study of it that can be answered.

    Both say in their settings that they are invented, and so does every package of them. Whoever loads it stands in
    for the first organisation, so that "send me my link" works with their own address; nobody else has one.

    Raises
    ------
    InputError
        The region has it already.
    """
    from clusterdynamics.examples import skogsbygden

    region = Region.objects.select_for_update().get(pk=cluster.region_id)
    if has_example(region):
        raise InputError(_("The example is in this region already."))
    shown = import_study(user, cluster, skogsbygden.build(), lead=lead)
    freeze(user, shown.waves.latest("position"))
    with translation.override(region.default_language), use_language(region.default_language):
        tried = _to_answer(user, cluster, shown, lead)
    record(user, "study.example_loaded", shown, tried.key)
    return shown, tried


def _to_answer(user: User, cluster: Cluster, shown: Study, lead: User) -> Study:
    """Open a study with the organisations of the example and the questions of the bank, in the region's languages."""
    region = cluster.region
    languages = list(dict.fromkeys([region.default_language, *region.languages]))
    title = _("Try it: answer as a participant")
    study = create_study(user, cluster, title, languages=languages, lead=lead)
    boundary = _("An invented cluster, to see how it is to answer. Nothing that is answered here counts.")
    study = change_settings(user, study, {"boundary": boundary, "synthetic": True})
    study.contact_name, study.contact_email = str(lead), lead.email
    study.save()
    last = shown.waves.latest("position")
    chosen = shown.actors.filter(left=None, opted_out=None).exclude(joined__position__gt=last.position)
    Actor.objects.bulk_create(
        Actor(
            study=study,
            code=a.code,
            label=a.label,
            short_label=a.short_label,
            type=a.type,
            size_class=a.size_class,
            is_anchor=a.is_anchor,
            nuts=a.nuts,
        )
        for a in chosen.order_by("code")
    )
    actors = list(study.actors.order_by("code"))
    contacts = [Contact(study=study, actor=a, language=region.default_language, is_lead=True) for a in actors]
    contacts[0].name, contacts[0].email = user.name, user.email
    wave, today = study.waves.get(), timezone.localdate()
    wave.opens, wave.closes, wave.opened_at = today, today + timedelta(days=DAYS), timezone.now()
    wave.save()
    ask(wave, Contact.objects.bulk_create(contacts))
    return study
