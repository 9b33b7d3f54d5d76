"""The application's settings, with a data folder of its own and quick passwords."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="clusterdynamics-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
for _name in ("CLUSTERDYNAMICS_URL", "CLUSTERDYNAMICS_PROXIES", "EMAIL_URL", "CLUSTERDYNAMICS_SECRET_KEY"):
    os.environ.pop(_name, None)
os.environ["CLUSTERDYNAMICS_DATA"] = _folder
# Playwright runs a loop of its own in the thread of the tests; Django would take that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from clusterdynamics_web.settings import *  # noqa: E402, F403

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # In a file, as where people answer: a database in memory locks whole tables when two threads of the live server
    # meet. What a test writes need not survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder}/tests.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"]["init_command"].replace(  # noqa: F405
        "synchronous=FULL", "synchronous=OFF"
    )

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
