"""The front door."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from clusterdynamics import __version__
from tests.web.browser import Visitor


@pytest.mark.django_db
def test_the_health_page_answers_anybody() -> None:
    response = Client().get("/health/")
    assert response.json() == {"status": "ok", "version": __version__}


@pytest.mark.browser
def test_a_real_browser_reaches_the_application(visit: Callable[..., Visitor]) -> None:
    page = visit().go("/health/")
    assert '"ok"' in page.content()
