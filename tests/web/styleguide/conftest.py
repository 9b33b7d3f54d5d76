"""The style guide as part of the application, and the source files that static checks read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import clusterdynamics_web

WEB = Path(clusterdynamics_web.__file__).parent
STATIC = WEB / "static" / "cd"
GUIDE = WEB / "styleguide"
TEMPLATES = sorted([*(WEB / "templates" / "components").glob("*.html"), *(WEB / "templates" / "layout").glob("*.html")])
GUIDE_TEMPLATES = sorted((GUIDE / "templates").rglob("*.html"))
SCRIPTS = sorted([*(STATIC / "js").glob("*.js"), *(GUIDE / "static").rglob("*.js")])

#: Pages of the guide: name → address.
PAGES = {
    "index": "/styleguide/",
    "respondent": "/styleguide/respondent/",
    "roster": "/styleguide/roster/",
    "long roster": "/styleguide/roster/?many=1",
    "projector": "/styleguide/projector/",
    "log-in": "/styleguide/log-in/",
    "scripts": "/styleguide/scripts/",
}


@pytest.fixture
def guide(settings: Any) -> dict[str, str]:
    """The addresses of the style guide, which is served whether or not the application lists it."""
    for app in ("django.forms", "clusterdynamics_web.styleguide"):
        if app not in settings.INSTALLED_APPS:
            settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, app]
    settings.ROOT_URLCONF = "tests.web.styleguide.urls"
    return PAGES
