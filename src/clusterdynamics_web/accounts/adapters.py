"""How log-in behaves here: nobody signs up by themselves, and nobody is sent to another site."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

__all__ = ["AccountAdapter"]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation only (`regions.operations.accept_invitation`)."""
        return False
