"""Every text of a page can be translated: a pretended language puts ⟦ ⟧ around what goes through gettext.

What stands outside of the brackets and is neither a name nor a number would stay English in France. And every text
that is asked for is one of ours or one that Django ships in all our languages, so that ours are all there is to
translate: what other packages say in their own words would be translated in some languages and not in others.
"""

from __future__ import annotations

import ast
import gettext
import html
import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

import clusterdynamics_web
from clusterdynamics import i18n
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.countries import COUNTRIES
from clusterdynamics_web.regions.mails import send_invitation, send_sender_check, tell_of_emergency, tell_second_persons
from clusterdynamics_web.regions.models import Role
from clusterdynamics_web.regions.operations import ask_emergency, confirm_emergency, invite
from tests.web.conftest import House
from tests.web.pages import account_pages, invalid_forms, region_pages

pytestmark = pytest.mark.django_db

#: What is a name in every language.
NAMES = {
    "Cluster Dynamics",
    "PostgreSQL",
    "SQLite",
    "North",
    "Forest",
    "How we work together",
    "A firm says that its answers were changed.",
    *(own for _code, own in settings.LANGUAGES),
    *COUNTRIES.values(),
}
SHOWN = {"alt", "title", "aria-label", "placeholder", "label"}


class Pretend:
    """Stands in for every translation, and notes what was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        return f"⟦{message}⟧" if message else ""

    def ngettext(self, one: str, many: str, number: float) -> str:
        return self.gettext(one if number == 1 else many)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, one: str, many: str, number: float) -> str:
        return self.ngettext(one, many, number)


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch) -> Pretend:
    pretended = Pretend()
    import django.contrib.auth.forms  # noqa: F401 - asks for texts when it is imported, of pages that are not ours

    translation.gettext("")  # so that Django has chosen where its texts come from
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        monkeypatch.setattr(translation._trans, name, getattr(pretended, name), raising=False)
    monkeypatch.setattr(i18n, "_translations", lambda code: pretended)
    return pretended


class Words(HTMLParser):
    """What a person sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append("\n")
        if tag in {"script", "style", "code"}:
            self.unseen.append(tag)
        self.parts += [f"\n{value}\n" for name, value in attrs if name in SHOWN and value]

    def handle_endtag(self, tag: str) -> None:
        self.parts.append("\n")
        if self.unseen and self.unseen[-1] == tag:
            self.unseen.pop()

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)


def outside(text: str, names: set[str]) -> list[str]:
    """Return the words outside of all brackets that are no names."""
    if text.lstrip().startswith("<!DOCTYPE"):
        page = Words()
        page.feed(text)
        text = "".join(page.parts)
    text = html.unescape(text)
    text = re.sub(r"https?://[^\s⟦⟧]+|[^\s⟦⟧]+@[^\s⟦⟧]+|\b\d{4}-\d\d-\d\dT?\S*", " ", text)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    while re.search(r"⟦[^⟦⟧]*⟧", text):
        text = re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    return [line.strip() for line in text.splitlines() if re.search(r"[^\W\d_]{2,}", line)]


def pages(home: House, operator: User, log_in: Callable[[User], Client]) -> Iterator[tuple[str, str]]:
    admin, running = log_in(home.admin), log_in(operator)
    yield from invalid_forms(home, admin, running)
    yield from region_pages(home, operator, admin, running)
    for path in ("/nowhere/", "/operator/"):
        yield path, admin.get(path).text
    yield "400", Client().get("/", HTTP_HOST="evil.example").text


def untranslated(found: Iterator[tuple[str, str]], names: set[str]) -> list[str]:
    return [f"{where}: {line}" for where, text in found for line in outside(text, names)]


def names_of(home: House, operator: User) -> set[str]:
    people = {str(user) for user in [*home.people.values(), operator]}
    return NAMES | people | {home.study.key}


def test_pages_of_regions(home: House, operator: User, log_in: Callable[[User], Client], pretend: Pretend) -> None:
    found = untranslated(pages(home, operator, log_in), names_of(home, operator))
    assert not found, "\n".join(found)
    assert strange(pretend.asked) == []


def test_pages_of_accounts(home: House, operator: User, pretend: Pretend) -> None:
    secret = re.compile(r"\b[A-Z2-7]{32}\b")
    found = ((where, secret.sub("", text)) for where, text in account_pages(home))
    wrong = untranslated(found, names_of(home, operator))
    assert not wrong, "\n".join(wrong)
    assert strange(pretend.asked) == []


def test_the_first_page(pretend: Pretend) -> None:
    found = [("set-up", Client().get("/setup/").text), ("wrong", Client().post("/setup/", {"email": "x"}).text)]
    wrong = untranslated(iter(found), NAMES)
    assert not wrong, "\n".join(wrong)
    assert strange(pretend.asked) == []


def test_mails(home: House, operator: User, pretend: Pretend, mailoutbox: list[Any]) -> None:
    send_invitation(*invite(home.admin, home.region, "new@example.org", Role.CURATOR, "en"))
    send_invitation(*invite(home.admin, home.study, "new@example.org", Role.BOARD, "en"))
    home.region.sender_email = "kim@north.example"
    send_sender_check(home.region)
    asked = ask_emergency(home.admin, home.study, "A firm says that its answers were changed.")
    tell_second_persons(asked)
    tell_of_emergency(confirm_emergency(operator, asked))
    Client().post("/accounts/password/reset/", {"email": home.manager.email})
    found = []
    for message in mailoutbox:
        parts = [message.subject, message.body, *(part.content for part in message.alternatives)]
        found += [(message.subject, part) for part in parts]
    assert len(mailoutbox) == 6
    wrong = untranslated(iter(found), names_of(home, operator))
    assert not wrong, "\n".join(wrong)
    assert strange(pretend.asked) == []


def test_the_check_finds_what_it_looks_for() -> None:
    page = '<!DOCTYPE html><p title="Tip">⟦Fine ⟦inside⟧⟧ North 12 <b>Not fine</b><script>var x</script></p>'
    assert outside(page, NAMES) == ["Tip", "Not fine"]
    assert strange({"No package says this, and nor do we"}) == ["No package says this, and nor do we"]


# -- where texts come from ----------------------------------------------------------------------------------------


def strange(asked: set[str]) -> list[str]:
    """Return the texts that are neither ours nor Django's in all our languages."""
    ours, theirs = _ours(), _django()
    # A text that was translated already and is asked for once more comes back as it is.
    asked = {m for m in asked if not m.startswith("⟦")}
    return sorted(m for m in asked if m and _flat(m) not in ours and not all(m in catalog for catalog in theirs))


@cache
def _django() -> list[set[str]]:
    catalogs = []
    for code, _own in settings.LANGUAGES:
        if code == "en":
            continue
        keys: set[str] = set()
        for folder in ("conf", "contrib/auth", "contrib/admin"):
            place = Path(django.__file__).parent / folder / "locale"
            found = gettext.find("django", place, [code])
            if found:
                with Path(found).open("rb") as file:
                    catalog = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
                for key, value in catalog.items():
                    plain = key[0] if isinstance(key, tuple) else key
                    keys |= {plain.split("\x04")[-1]} if value else set()
        catalogs.append(keys | _plurals(keys))
    return catalogs


def _plurals(keys: set[str]) -> set[str]:
    """A plural is kept under its singular: let both count."""
    return {key.replace("character.", "characters.") for key in keys}


@cache
def _ours() -> set[str]:
    """Return every text in our source: constants of modules, and what templates mark."""
    root = Path(clusterdynamics_web.__file__).parent
    found: set[str] = set()
    for path in [*root.rglob("*.py"), *Path(i18n.__file__).parent.rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(_flat(node.value))
    for path in [*root.rglob("*.html"), *root.rglob("*.txt")]:
        text = path.read_text(encoding="utf-8")
        found |= {_flat(m[2]) for m in re.finditer(r'{%\s*translate\s+(["\'])(.*?)\1', text)}
        found |= {_flat(m[2]) for m in re.finditer(r'\b_\((["\'])(.*?)\1\)', text)}
        for block in re.finditer(r"{%\s*blocktranslate.*?%}(.*?){%\s*endblocktranslate\s*%}", text, re.S):
            found |= {_flat(part) for part in re.split(r"{%\s*plural\s*%}", block[1])}
    return found


def _flat(text: str) -> str:
    text = re.sub(r"{{\s*([\w.]+)[^}]*}}", r"%(\1)s", text)
    return " ".join(text.split())
