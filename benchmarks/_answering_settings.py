"""The application's settings, with tables straight from the models and files as they lie: quicker to begin with."""

from __future__ import annotations

from clusterdynamics_web.settings import *  # noqa: F403

MIGRATION_MODULES = dict.fromkeys(
    ("accounts", "regions", "studies", "survey", "fieldwork", "interviews", "rooms", "jobs", "setup", "formats")
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
