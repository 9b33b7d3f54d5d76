"""Invitations: an offer of a role by mail. Its token is random, kept as a hash, and good for 14 days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.accounts.operations import create_account
from clusterdynamics_web.audit import record
from clusterdynamics_web.keys import hash_token, new_token
from clusterdynamics_web.regions.models import REGION_ROLES, STUDY_ROLES, Invitation, Membership, Region, Role
from clusterdynamics_web.regions.operations.regions import create_region
from clusterdynamics_web.studies.models import Study, StudyRole
from clusterdynamics_web.studies.operations import give_role

__all__ = [
    "accept_as_new",
    "accept_invitation",
    "find_invitation",
    "invite",
    "open_region",
    "resend_invitation",
    "withdraw_invitation",
]

VALID = timedelta(days=14)


@transaction.atomic
def invite(by: User, where: Region | Study, email: str, role: Role, language: str) -> tuple[Invitation, str]:
    """Offer a role in a region or in a study; return the invitation and its token, which nobody can ask for again.

    Raises
    ------
    InputError
        The role is none of this place, the person has it, or is invited to it already.
    """
    email = email.strip().lower()
    study = None if isinstance(where, Region) else where
    region = where if isinstance(where, Region) else where.region
    if role not in (STUDY_ROLES if study else REGION_ROLES):
        raise InputError(_("This role cannot be given here."))
    holds = (
        StudyRole.objects.filter(study=study, role=role, user__email=email)
        if study
        else Membership.objects.filter(region=region, role=role, user__email=email)
    )
    if holds.exists():
        raise InputError(_("{email} has this role already.").format(email=email))
    same = Invitation.objects.filter(region=region, study=study, email=email, role=role)
    if any(other.is_open for other in same):
        raise InputError(_("{email} is invited already. Send the mail again instead.").format(email=email))
    token = new_token()
    invitation = Invitation.objects.create(
        region=region,
        study=study,
        email=email,
        role=role,
        language=language,
        token_hash=hash_token(token),
        invited_by=by,
        expires_at=timezone.now() + VALID,
    )
    record(by, "invitation.sent", where, str(invitation.pk), role=role)
    return invitation, token


@transaction.atomic
def resend_invitation(by: User, invitation: Invitation) -> str:
    """Return a new token for an invitation; the old one stops working.

    Raises
    ------
    InputError
        It was accepted or withdrawn.
    """
    invitation = _locked(invitation)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InputError(_("This invitation was accepted or withdrawn. Make a new one."))
    token = new_token()
    invitation.token_hash = hash_token(token)
    invitation.expires_at = timezone.now() + VALID
    invitation.save(update_fields=["token_hash", "expires_at"])
    record(by, "invitation.sent_again", invitation.study or invitation.region, str(invitation.pk))
    return token


@transaction.atomic
def withdraw_invitation(by: User, invitation: Invitation) -> None:
    """Take an invitation back.

    Raises
    ------
    InputError
        It was accepted: then the role is what can be taken away.
    """
    invitation = _locked(invitation)
    if invitation.accepted_at:
        raise InputError(_("This invitation was accepted already. Take the role away instead."))
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        record(by, "invitation.withdrawn", invitation.study or invitation.region, str(invitation.pk))


def find_invitation(token: str) -> Invitation | None:
    """Return the invitation of a token, if it can still be accepted."""
    found = (
        Invitation.objects.select_related("region", "study", "invited_by").filter(token_hash=hash_token(token)).first()
    )
    return found if found is not None and found.is_open else None


@transaction.atomic
def accept_invitation(user: User, invitation: Invitation) -> None:
    """Give `user` the role that was offered.

    Raises
    ------
    InputError
        The invitation is used up, withdrawn or too old.
    """
    invitation = _locked(invitation)
    if not invitation.is_open:
        raise InputError(_("This invitation cannot be used any more. Ask for a new one."))
    role = Role(invitation.role)
    if invitation.study is not None:
        give_role(user, invitation.study, user, role)
    else:
        Membership.objects.get_or_create(user=user, region=invitation.region, role=role)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record(user, "invitation.accepted", invitation.study or invitation.region, str(invitation.pk), role=role)


@transaction.atomic
def accept_as_new(invitation: Invitation, name: str, password: str, language: str) -> User:
    """Make an account for the address that was invited, and give it the role.

    Raises
    ------
    InputError
        There is an account with this address, or the invitation cannot be used any more.
    """
    user = create_account(invitation.email, password, name, language)
    accept_invitation(user, invitation)
    return user


@transaction.atomic
def open_region(by: User, values: Mapping[str, Any], admin_email: str, language: str) -> tuple[Invitation, str]:
    """Open a region for somebody else, who is invited to administer it; `by` does not become a member."""
    return invite(by, create_region(by, values), admin_email, Role.REGION_ADMIN, language)


def _locked(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update(of=("self",)).select_related("region", "study").get(pk=invitation.pk)
