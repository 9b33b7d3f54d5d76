"""Every change to a study, its waves and its roster: checked, atomic, on record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from clusterdynamics.errors import InputError
from clusterdynamics.models.instrument import instrument
from clusterdynamics.study.settings import BetweenRegions, DisclosureSettings, Item, Relation, Scale, StudySettings
from clusterdynamics.study.settings import Region as RegionSettings
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.regions.models import Cluster, Role
from clusterdynamics_web.studies.models import Study, StudyRole, Wave
from clusterdynamics_web.studies.state import State, current_wave, state_of
from clusterdynamics_web.studies.words import OWN, model_in

__all__ = ["change_settings", "choose_blocks", "copy_as_template", "create_study", "give_role", "take_role"]

#: What may be changed while people answer: words, not what the answers mean.
WORDS = frozenset({"title", "boundary", "cluster"})


@transaction.atomic
def create_study(
    user: User | None,
    cluster: Cluster,
    title: str,
    *,
    kind: str = "full",
    languages: Sequence[str] = (),
    blocks: Sequence[str] = ("core",),
    wave_label: str = "",
    lead: User | None = None,
) -> Study:
    """Start a study with its first wave; `lead`, or else `user`, becomes its study lead.

    Who starts a study need not be who leads it: a region's administration does not read the answers.

    Raises
    ------
    InputError
        The blocks cannot be combined.
    """
    region = cluster.region
    settings = StudySettings(
        title=title,
        cluster=cluster.name,
        region=RegionSettings(name=region.name, nuts=region.nuts),
        languages=tuple(languages) or tuple(region.languages) or (region.default_language,),
        kind="afternoon" if kind == "afternoon" else "full",
        types={t: str(label) for t, label in _actor_types().items()},
        disclosure=DisclosureSettings(k_inside=region.k_inside, k_outside=region.k_outside),
    )
    study = Study(cluster=cluster, document=settings.model_dump(mode="json"), created_by=user)
    _set_blocks(study, ("afternoon",) if settings.kind == "afternoon" else blocks)
    study.save()
    year = str(timezone.localdate().year)
    Wave.objects.create(study=study, code=year, label=wave_label or year)
    leads = lead or user
    if leads is not None:
        StudyRole.objects.create(user=leads, study=study, role=Role.STUDY_LEAD)
    record(user, "study.created", study, kind=settings.kind)
    return study


@transaction.atomic
def copy_as_template(
    user: User | None, template: Study, cluster: Cluster, title: str, *, lead: User | None = None
) -> Study:
    """Start a study with the questions, texts and model of another; never its people, ties or consents."""
    study = create_study(user, cluster, title, kind=str(template.document.get("kind", "full")), lead=lead)
    document = dict(template.document)
    own = study.document
    document |= {name: own[name] for name in ("title", "cluster", "region")}
    document["disclosure"] = own["disclosure"]  # each cluster agrees for itself
    document["synthetic"] = False
    document["last_answers"] = None  # it has no waves yet
    document["relations"] = [{**r, "waves": []} for r in document["relations"]]
    study.document = StudySettings.model_validate(document).model_dump(mode="json")
    for name in ("areas", "purposes", "partner_regions", "blocks", "files", "consent_texts", "translations"):
        setattr(study, name, getattr(template, name))
    study.template_of = template
    study.save()
    record(user, "study.copied", study, template=template.key)
    return study


@transaction.atomic
def change_settings(user: User | None, study: Study, changes: Mapping[str, Any]) -> Study:
    """Change parts of a study's settings, by their names in `StudySettings`.

    Raises
    ------
    InputError
        The settings do not hold together, or people are answering already and the change would alter what their
        answers mean. The message says the way out.
    """
    study = Study.objects.select_for_update().get(pk=study.pk)
    state = state_of(current_wave(study))
    refused = sorted(set(changes) - WORDS) if state != State.DRAFT else []
    if refused:
        raise InputError(
            _(
                "People are answering already, so these cannot change: {fields}. "
                "Close this wave and change them in the next one."
            ).format(fields=", ".join(refused))
        )
    try:
        settings = StudySettings.model_validate(study.document | dict(changes))
    except ValidationError as error:
        raise InputError("; ".join(_plain(e) for e in error.errors())) from error
    _keep_asked(study, settings)
    study.document = settings.model_dump(mode="json")
    study.save()
    record(user, "study.changed", study, fields=sorted(changes))
    return study


#: What an answer means: a relation, a scale or a question that was asked in an earlier wave keeps it.
_MEANING: Mapping[str, tuple[str, ...]] = {
    "relations": ("scale", "directed"),
    "scales": ("low", "high"),
    "items": ("kind", "scale", "options", "reversed"),
}


def _keep_asked(study: Study, settings: StudySettings) -> None:
    """Refuse to change what was asked in an earlier wave means; words may change.

    Raises
    ------
    InputError
        Something asked before is gone or means something else; the way out is a new one beside it.
    """
    if study.waves.count() < 2:
        return
    before = study.parsed
    changed = []
    for table, meaning in _MEANING.items():
        now = {part.id: part for part in getattr(settings, table)}
        for part in getattr(before, table):
            other = now.get(part.id)
            if other is None or any(getattr(part, name) != getattr(other, name) for name in meaning):
                changed.append(part.id)
    if changed:
        raise InputError(
            _(
                "These were asked in an earlier wave and keep their meaning, so that waves can be compared: {names}. "
                "Ask something else under a new identifier beside them."
            ).format(names=", ".join(changed))
        )


@transaction.atomic
def choose_blocks(user: User | None, study: Study, blocks: Sequence[str]) -> Study:
    """Choose what is asked; areas and purposes that were edited stay.

    Raises
    ------
    InputError
        The blocks cannot be combined, or people are answering already.
    """
    study = Study.objects.select_for_update().get(pk=study.pk)
    if state_of(current_wave(study)) != State.DRAFT:
        raise InputError(_("People are answering already. Close this wave and change the questions in the next one."))
    asked_before = study.blocks if study.waves.count() > 1 else []
    gone = [block for block in asked_before if block not in blocks]
    if gone:
        raise InputError(
            _(
                "These were asked in an earlier wave and stay, so that answers keep their question and waves can be "
                "compared: {blocks}."
            ).format(blocks=", ".join(gone))
        )
    _set_blocks(study, blocks)
    study.save()
    record(user, "study.blocks_chosen", study, blocks=list(blocks))
    return study


def _set_blocks(study: Study, blocks: Sequence[str]) -> None:
    """Take over scales, relations and items of the blocks, in the study's first language."""
    settings = study.parsed
    model = model_in(study, settings.languages[0])
    asked = instrument(model, blocks)
    kept = {"scales": settings.scales, "relations": settings.relations, "items": settings.items}
    changed = settings.model_copy(
        update={
            "scales": _with_kept(asked.scales, kept["scales"], _scales_of_own(settings)),
            "relations": _with_kept(asked.relations, kept["relations"]),
            "items": _with_kept(asked.items, kept["items"], {i.id for i in settings.items if i.block == OWN}),
            "between_regions": BetweenRegions() if "between_regions" in blocks else None,
        }
    )
    study.document = StudySettings.model_validate(changed.model_dump(mode="json")).model_dump(mode="json")
    study.blocks = list(blocks)
    study.areas = study.areas or asked.areas.to_dicts()
    study.purposes = study.purposes or asked.purposes.to_dicts()


def _with_kept[P: Scale | Relation | Item](
    asked: Sequence[P], before: Sequence[P], own: Collection[str] = ()
) -> tuple[P, ...]:
    """Return what the model asks; what the study has already stays as it is worded there, and so does its own."""
    known = {part.id: part for part in before}
    ids = {part.id for part in asked}
    return (*(known.get(p.id, p) for p in asked), *(p for p in before if p.id in own and p.id not in ids))


def _scales_of_own(settings: StudySettings) -> set[str]:
    return {i.scale for i in settings.items if i.block == OWN and i.scale is not None}


def _actor_types() -> Mapping[str, Any]:
    return {
        "firm": _("Firm"),
        "large_firm": _("Large firm"),
        "research": _("Research and education"),
        "public": _("Public body"),
        "finance": _("Finance"),
        "intermediary": _("Intermediary"),
    }


def _plain(error: Mapping[str, Any]) -> str:
    place = ".".join(str(part) for part in error["loc"])
    return f"{place}: {error['msg']}" if place else str(error["msg"])


@transaction.atomic
def give_role(by: User | None, study: Study, user: User, role: Role) -> None:
    """Give `user` a role in a study."""
    _role, created = StudyRole.objects.get_or_create(user=user, study=study, role=role)
    if created:
        record(by, "role.given", study, str(user.pk), role=role)


@transaction.atomic
def take_role(by: User | None, study: Study, user: User, role: Role) -> None:
    """Take a role away.

    Raises
    ------
    InputError
        It is the last study lead: somebody must answer for the study.
    """
    # Two leads who remove each other at the same time must wait for each other.
    Study.objects.select_for_update().get(pk=study.pk)
    rows = StudyRole.objects.filter(study=study, role=role)
    if role == Role.STUDY_LEAD and not rows.exclude(user=user).exists():
        raise InputError(_("This is the only study lead. Name another one first."))
    if rows.filter(user=user).delete()[0]:
        record(by, "role.taken", study, str(user.pk), role=role)
