"""The application's settings, with tables straight from the models and files as they lie: quicker to begin with."""

from __future__ import annotations

from clusterdynamics_web.settings import *  # noqa: F403

MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in INSTALLED_APPS if app.startswith("clusterdynamics_web.")}  # noqa: F405
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
