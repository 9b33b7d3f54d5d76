"""What the two regions agree on: proposing, joining, changing, signing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics.study.settings import Scale
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.joint.models import FIGURES, JointStudy, Side
from clusterdynamics_web.joint.names import names_of, share
from clusterdynamics_web.keys import hash_token, new_code
from clusterdynamics_web.regions.models import Region
from clusterdynamics_web.studies.models import Study

__all__ = ["CODE_DAYS", "Terms", "change_terms", "join", "least_k", "new_invitation", "propose", "sign", "unsign"]

#: So long the other side can join with the code.
CODE_DAYS = 14
#: No agreement is longer; it can be made again.
_LONGEST = timedelta(days=5 * 366)


@dataclass(frozen=True)
class Terms:
    """What both sides sign."""

    title: str
    text: str
    k: int
    figures: tuple[str, ...]
    until: date


@transaction.atomic
def propose(user: User, region: Region, study: Study, terms: Terms, *, shares_names: bool) -> tuple[JointStudy, str]:
    """Return a new joint study with one side, and the code by which the other one joins: shown once, kept nowhere.

    Raises
    ------
    InputError
        The terms do not hold; all problems at once.
    """
    _check(terms, [region])
    _check_study(study, region)
    joint = JointStudy(created_by=user)
    _fill(joint, terms)
    code = _give_code(joint)
    Side.objects.create(joint=joint, position=0, region=region, study=study, shares_names=shares_names)
    record(user, "joint.proposed", study, joint.key)
    return joint, code


@transaction.atomic
def new_invitation(user: User, side: Side) -> str:
    """Return a new code for the other side; the one before opens nothing any more.

    Raises
    ------
    InputError
        The other side has joined already, or the agreement is over.
    """
    joint = _locked(side)
    if joint.sides.count() > 1:
        raise InputError(_("The other region has joined already."))
    _check_open(joint)
    code = _give_code(joint)
    record(user, "joint.invited", side.study, joint.key)
    return code


@transaction.atomic
def join(user: User, region: Region, study: Study, code: str, *, shares_names: bool) -> Side:
    """Join a joint study with the code that the other region gave.

    Raises
    ------
    InputError
        The code is not known or its time is over (the same words for both), or the region cannot join.
    """
    word = "".join(code.lower().split()).replace("-", "")
    found = JointStudy.objects.select_for_update().filter(code_hash=hash_token(word)).first()
    if found is None or found.code_expires_at is None or found.code_expires_at < timezone.now() or found.is_over:
        raise InputError(_("This code is not known, or its time is over. Ask the other region for a new one."))
    first = found.sides.get()
    if first.region_id == region.pk:
        raise InputError(_("This code is for the other region. A joint study has two regions."))
    _check_study(study, region)
    found.code_hash, found.code_expires_at = None, None
    found.k = max(found.k, least_k([region]))
    found.save()
    side = Side.objects.create(joint=found, position=1, region=region, study=study, shares_names=shares_names)
    _clear_signatures(found)
    record(user, "joint.joined", study, found.key)
    return side


@transaction.atomic
def change_terms(user: User, side: Side, terms: Terms, *, study: Study, shares_names: bool) -> None:
    """Change the terms, and what this side brings. What was signed before must be signed again by both.

    Raises
    ------
    InputError
        The agreement is in force or over, or the terms do not hold.
    """
    joint = _locked(side)
    _check_open(joint)
    if joint.in_force_at is not None:
        raise InputError(_("The agreement is in force. End it and make a new one to change the terms."))
    _check(terms, [s.region for s in joint.sides.select_related("region")])
    _check_study(study, side.region)
    _fill(joint, terms)
    if side.study_id != study.pk or not shares_names:
        side.names = []
    side.study, side.shares_names = study, shares_names
    side.save(update_fields=["study", "shares_names", "names"])
    _clear_signatures(joint)
    record(user, "joint.changed", study, joint.key)


@transaction.atomic
def sign(user: User, side: Side, name: str) -> JointStudy:
    """Sign for a side; with the second signature the agreement is in force and the shared names stand in the forms.

    Raises
    ------
    InputError
        Something is missing; all problems at once.
    """
    joint = _locked(side)
    sides = list(joint.sides.select_related("region", "study__cluster__region"))
    side = next(s for s in sides if s.pk == side.pk)
    problems = _what_is_missing(joint, sides, side)
    if not name.strip():
        problems.append(_("Write your name and what you are, so that the other side knows who signs."))
    if problems:
        raise InputError("\n".join(problems))
    if side.signed_at is not None:
        return joint
    side.signed_by, side.signed_name, side.signed_at = user, name.strip()[:120], timezone.now()
    side.save(update_fields=["signed_by", "signed_name", "signed_at"])
    record(user, "joint.signed", side.study, joint.key)
    if all(s.signed_at is not None for s in sides):
        joint.in_force_at = timezone.now()
        joint.save(update_fields=["in_force_at"])
        share(joint, sides)
        # What people agree to names the other region from now on: it is another text.
        Study.objects.filter(pk__in=[s.study_id for s in sides]).update(consent_version=F("consent_version") + 1)
        for s in sides:
            record(user if s.pk == side.pk else None, "joint.in_force", s.study, joint.key)
    return joint


@transaction.atomic
def unsign(user: User, side: Side) -> None:
    """Take a signature back while the other side has not signed.

    Raises
    ------
    InputError
        The agreement is in force or over.
    """
    joint = _locked(side)
    _check_open(joint)
    if joint.in_force_at is not None:
        raise InputError(_("The agreement is in force. You may end it."))
    if Side.objects.filter(pk=side.pk, signed_at__isnull=False).update(signed_by=None, signed_name="", signed_at=None):
        record(user, "joint.unsigned", side.study, joint.key)


def least_k(regions: Collection[Region]) -> int:
    """Return the smallest group that is allowed: the stricter of the two regions."""
    return max(5, *(max(r.k_inside, r.k_outside) for r in regions))


def _what_is_missing(joint: JointStudy, sides: list[Side], side: Side) -> list[str]:
    problems: list[str] = []
    if joint.is_over:
        return [_("The agreement is over.")]
    if len(sides) < 2:
        return [_("The other region has not joined yet. Give it the code.")]
    if joint.k < max(least_k([s.region for s in sides]), *(_k_of(s.study) for s in sides)):
        problems.append(_("One of the studies has larger smallest groups. Raise the number in the terms."))
    if side.shares_names and len(names_of(side)) < joint.k:
        problems.append(
            _("Choose at least {k} organisations whose names you share, or do not share names.").format(k=joint.k)
        )
    scales = [_scale(s.study) for s in sides]
    if None in scales:
        problems.append(_("One of the studies does not ask how closely organisations work together."))
    elif len({(s.low, s.high) for s in scales if s is not None}) > 1:
        problems.append(_("The two studies ask how closely organisations work together on different scales."))
    return problems


def _k_of(study: Study) -> int:
    chosen = study.parsed.disclosure
    return max(chosen.k_inside, chosen.k_outside)


def _scale(study: Study) -> Scale | None:
    settings = study.parsed
    scaled = [r for r in settings.relations if r.scale is not None]
    main = next((r for r in scaled if r.levels), scaled[0] if scaled else None)
    return None if main is None else settings.scale(main.scale)


def _check(terms: Terms, regions: list[Region]) -> None:
    problems = []
    if not terms.title.strip():
        problems.append(_("Give the joint study a name."))
    if terms.k < least_k(regions):
        problems.append(_("The smallest group must be at least {k}.").format(k=least_k(regions)))
    if set(terms.figures) - set(FIGURES):
        problems.append(_("Choose among the figures given."))
    if not terms.figures:
        problems.append(_("Choose what is shared."))
    today = timezone.localdate()
    if not today < terms.until <= today + _LONGEST:
        problems.append(_("The last day must be after today, and within five years."))
    if problems:
        raise InputError("\n".join(problems))


def _check_study(study: Study, region: Region) -> None:
    if study.region.pk != region.pk or study.is_afternoon:
        raise InputError(_("Choose a study of your region that asks for links between organisations."))
    if Side.objects.filter(study=study, joint__ended_at=None, joint__until__gte=timezone.localdate()).count() >= 5:
        raise InputError(_("This study takes part in five joint studies already."))


def _check_open(joint: JointStudy) -> None:
    if joint.is_over:
        raise InputError(_("The agreement is over."))


def _fill(joint: JointStudy, terms: Terms) -> None:
    joint.title, joint.text, joint.k = terms.title.strip(), terms.text.strip(), terms.k
    joint.figures, joint.until = [f for f in FIGURES if f in terms.figures], terms.until
    joint.save()


def _give_code(joint: JointStudy) -> str:
    code = new_code(16)
    joint.code_hash, joint.code_expires_at = hash_token(code), timezone.now() + timedelta(days=CODE_DAYS)
    joint.save()
    return "-".join(code[i : i + 4] for i in range(0, 16, 4))


def _clear_signatures(joint: JointStudy) -> None:
    joint.sides.update(signed_by=None, signed_name="", signed_at=None)


def _locked(side: Side) -> JointStudy:
    return JointStudy.objects.select_for_update().get(pk=side.joint_id)
