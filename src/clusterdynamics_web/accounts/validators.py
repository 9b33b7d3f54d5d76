"""What is asked of a password, in words of our own: Django's are not there in all our languages."""

from __future__ import annotations

from django.contrib.auth import password_validation as django
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

__all__ = ["NotCommon", "NotLikeTheAccount", "NotShort"]


class NotShort(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short: it needs {count} character.",
            "This password is too short: it needs {count} characters.",
            self.min_length,
        ).format(count=self.min_length)


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("This password is too common: it stands on lists of passwords that are tried first.")


class NotLikeTheAccount(django.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("This password is too similar to your name or address.")
