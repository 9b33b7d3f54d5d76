"""Six languages: complete where participants read, and complete in Swedish, Finnish and French."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "src" / "clusterdynamics_web" / "locale"
LANGUAGES = ("sv", "nb", "fi", "fr", "da")
#: Where the texts of participants stand: their pages, the mails to them, what every page shares.
PARTICIPANTS = (
    "survey/",
    "rooms/templates/rooms/join",
    "rooms/templates/rooms/organisation",
    "rooms/forms",
    "fieldwork/mails",
    "introductions/letters",
    "introductions/templates/introductions/link",
    "introductions/templates/introductions/meet",
    "introductions/templates/introductions/named",
    "feedback/templates/feedback/report",
    "feedback/templates/feedback/object.",
    "feedback/templates/feedback/words",
    "feedback/templates/feedback/not_yet",
    "feedback/read",
    "feedback/actions",
    "feedback/views/own",
    "sensemaking/templates/sensemaking/join",
    "sensemaking/templates/sensemaking/missing",
    "sensemaking/templates/sensemaking/now",
    "sensemaking/templates/sensemaking/topics",
    "sensemaking/templates/sensemaking/preview",
    "sensemaking/templates/sensemaking/ripple",
    "sensemaking/previews",
    "sensemaking/topics",
    "sensemaking/views/missing",
    "sensemaking/views/room",
    "sensemaking/words",
    "stories/templates/stories/tell",
    "stories/templates/stories/mine",
    "stories/templates/stories/closed",
    "stories/templates/stories/withdrawn",
    "templates/layout",
    "templates/components",
    "templates/4",
)
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w*\}")


def messages(language: str) -> list[Message]:
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return [m for m in read_po(file, locale=language) if m.id]


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def for_participants(message: Message) -> bool:
    return any(part in file for file, _line in message.locations for part in PARTICIPANTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_participants_read_their_own_language_everywhere(language: str) -> None:
    missing = [m.id for m in messages(language) if for_participants(m) and not all(strings(m))]
    assert missing == []


@pytest.mark.parametrize("language", ["sv", "fi", "fr"])
def test_the_team_reads_these_languages_everywhere(language: str) -> None:
    assert [m.id for m in messages(language) if not all(strings(m))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_same_placeholders_and_is_compiled(language: str) -> None:
    compiled = gettext.translation("django", LOCALE, [language])

    def read(message: Message) -> str:
        one = str(message.id)
        return compiled.pgettext(message.context, one) if message.context else compiled.gettext(one)

    wrong, stale = [], []
    for message in messages(language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = {frozenset(PLACEHOLDER.findall(text)) for text in ids}
        found = {text: frozenset(PLACEHOLDER.findall(text)) for text in filter(None, strings(message))}
        wrong += [(message.id, text) for text, names in found.items() if names not in wanted]
        if isinstance(message.id, str) and message.string and read(message) != message.string:
            stale.append(message.id)
    assert wrong == []
    assert stale == [], "run make messages"
    assert not any(m.fuzzy for m in messages(language))
