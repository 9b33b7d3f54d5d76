"""Asking the application itself for its pages, as somebody who is not logged in: what such a person gets is public."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.utils.text import get_valid_filename

__all__ = ["Answer", "Visitor"]


@dataclass(frozen=True)
class Answer:
    """What the application answered; `name` where it is to be saved under one."""

    status: int
    content: bytes
    name: str = ""


class Visitor:
    """Somebody without an account, who reads one page after the other."""

    def __init__(self) -> None:
        self._handler = BaseHandler()
        self._handler.load_middleware()

    def get(self, path: str, query: str, language: str) -> Answer:
        """Return the answer to one request."""
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": f"{settings.LANGUAGE_COOKIE_NAME}={language}",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }
        response = self._handler.get_response(WSGIRequest(environ))
        # The answer is taken from here: closing it must not close the database between two pages.
        request_finished.disconnect(close_old_connections)
        try:
            with closing(response):
                parts: Iterable[Any] = response
                content = b"".join(bytes(part) for part in parts)
        finally:
            request_finished.connect(close_old_connections)
        said = Message()
        said["Content-Disposition"] = response.headers.get("Content-Disposition", "")
        name = said.get_filename("")
        return Answer(response.status_code, content, get_valid_filename(Path(name).name) if name else "")
