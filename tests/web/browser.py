"""Pages in a real browser: phones and desktops, with and without JavaScript, and what axe says of them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from clusterdynamics_web.accounts.models import User

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the session."""
    path = subprocess.run([ROOT / "tools" / "find-chromium"], capture_output=True, text=True, check=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path.stdout.strip(), args=list(FLAGS))
        yield browser
        browser.close()


class Visitor:
    """A window of somebody's browser, which notes every foreign host and every error of a script or policy."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.troubles: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("request", self._note_host)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("console", self._note_console)

    def _note_host(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.troubles.append(f"foreign host: {request.url}")

    def _note_console(self, message: Any) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.troubles.append(message.text)

    def go(self, path: str) -> Page:
        answer = self.page.goto(self.address + path)
        assert answer is None or answer.status < 400, f"{path}: {answer.status}"
        return self.page

    def picture(self, name: str) -> None:
        """Keep a picture of the page where CD_PICTURES says, for somebody to look at."""
        folder = os.environ.get("CD_PICTURES")
        if folder:
            width = self.page.evaluate("window.innerWidth")
            path = Path(folder) / f"{name.strip('/').replace('/', '-')}-{width}.png"
            self.page.screenshot(path=path, full_page=True)

    def _axe(self) -> list[dict[str, Any]]:
        """Return what axe finds on the page that the last click leads to."""
        self.page.wait_for_load_state()
        try:
            return list(Axe().run(self.page).response["violations"])
        except Error:  # the page before was left just then
            self.page.wait_for_load_state()
            return list(Axe().run(self.page).response["violations"])

    def check(self) -> None:
        """Fail on anything noted, on what axe calls serious, and on a page wider than the window."""
        assert self.troubles == []
        found = self._axe()
        serious = [v for v in found if v["impact"] in {"serious", "critical"}]
        told = [{"id": v["id"], "nodes": [n["html"][:160] for n in v["nodes"]][:4]} for v in serious]
        assert not serious, f"{self.page.url}: {json.dumps(told, indent=1)}"
        width = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], f"{self.page.url} is {width[0]} px wide in a window of {width[1]} px"


@pytest.fixture
def visit(chromium: Browser, live_server: Any, log_in: Callable[[User], Client]) -> Iterator[Callable[..., Visitor]]:
    """Return a function that opens a window: `visit(user, size=PHONE, javascript=False)`."""
    opened: list[BrowserContext] = []

    def visit(
        user: User | None = None,
        *,
        size: dict[str, int] = DESKTOP,
        javascript: bool = True,
        language: str = "en",
        **options: Any,
    ) -> Visitor:
        context = chromium.new_context(viewport=size, java_script_enabled=javascript, locale=language, **options)
        opened.append(context)
        if user is not None:
            cookie = log_in(user).cookies["cd_session"].value
            context.add_cookies([{"name": "cd_session", "value": cookie, "url": live_server.url}])
        context.set_default_timeout(15_000)
        return Visitor(context, live_server.url)

    yield visit
    for context in opened:
        context.close()
