"""What goes with an account: registrations, preferences, mails, the secret address; and the name of who spoke."""

from __future__ import annotations

from typing import Any

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.meetings.models import AgendaLine, Talk

__all__ = ["on_account_gone"]


def on_account_gone(sender: object, instance: User, **more: Any) -> None:
    """Take the name out of talks they offered and lines that name them; the rest goes with the account by itself."""
    Talk.objects.filter(user=instance).update(speaker="")
    if instance.name:
        Talk.objects.filter(speaker__iexact=instance.name).update(speaker="")
        AgendaLine.objects.filter(speaker__iexact=instance.name).update(speaker="")
