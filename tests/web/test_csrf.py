"""Forms of pages that send no referrer: browsers say `Origin: null`."""

from __future__ import annotations

import pytest
from django.test import Client

TOKEN = "a" * 64


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-origin"}, 302),
        ({"HTTP_ORIGIN": "null"}, 302),  # a browser too old to say where it comes from: the token decides
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-site"}, 403),
        ({"HTTP_ORIGIN": "https://elsewhere.example", "HTTP_SEC_FETCH_SITE": "same-origin"}, 403),
        ({"HTTP_ORIGIN": "http://testserver"}, 302),
    ],
)
@pytest.mark.django_db
def test_a_post_from_here_is_taken_and_one_from_elsewhere_is_not(headers: dict[str, str], status: int) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = TOKEN[:32]
    data = {"language": "sv", "csrfmiddlewaretoken": TOKEN[:32]}
    assert client.post("/i18n/setlang/", data, **headers).status_code == status


@pytest.mark.django_db
def test_without_the_token_nothing_is_taken() -> None:
    client = Client(enforce_csrf_checks=True)
    headers = {"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-origin"}
    assert client.post("/i18n/setlang/", {"language": "sv"}, **headers).status_code == 403
