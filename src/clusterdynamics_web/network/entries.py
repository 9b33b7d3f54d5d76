"""What stands on the front page of the network: other parts say it here, and yield it anew for each reader.

>>> @yields(Part.MEETINGS, more="meetings")
... def coming(limit):
...     return [Entry(m.title, m.url, m.when) for m in ...]   # doctest: +SKIP

Only what everybody may read may be yielded: the page is the same for all, logged in or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

__all__ = ["PROVIDERS", "Entry", "Part", "Shelf", "front_shelves", "yields"]


class Part(StrEnum):
    """Parts of the front page, in the order in which they stand there."""

    ITEMS = "items"
    MEETINGS = "meetings"
    CALLS = "calls"


@dataclass(frozen=True)
class Words:
    """What a part is called, what it says where it is empty, and what its link says."""

    heading: Any
    empty: Any
    more: Any


WORDS: dict[Part, Words] = {
    Part.ITEMS: Words(
        _("New in the library"), _("Nothing has been published yet."), _("Everything that others have learned")
    ),
    Part.MEETINGS: Words(_("Coming meetings"), _("No meeting is planned yet."), _("All meetings")),
    Part.CALLS: Words(_("Open calls for funding"), _("No call is open now."), _("All calls")),
}


@dataclass(frozen=True)
class Entry:
    """One line of a part.

    Attributes
    ----------
    title, url
        What it is called, and where it is.
    hint
        Kind, place, day: a few words in the language of the reader.
    text
        What it is about, in a sentence or two.
    language
        Of title and text; empty where it is the reader's.
    """

    title: str
    url: str
    hint: str = ""
    text: str = ""
    language: str = ""


#: Returns so many entries at most, in the active language, the most important first.
type Provider = Callable[[int], Iterable[Entry]]

#: Part → who yields its entries, and the name of the address that shows all of them.
PROVIDERS: dict[Part, tuple[Provider, str]] = {}


def yields(part: Part, *, more: str = "") -> Callable[[Provider], Provider]:
    """Register the function that yields the entries of a part.

    Parameters
    ----------
    more
        Name of the address on which all of them stand; it takes no arguments.
    """

    def register(provider: Provider) -> Provider:
        PROVIDERS[part] = (provider, more)
        return provider

    return register


@dataclass(frozen=True)
class Shelf:
    """A part of the front page with what stands in it."""

    part: Part
    words: Words
    more: str
    entries: list[Entry]


def front_shelves(limit: int = 5) -> list[Shelf]:
    """Return the parts for which somebody has registered, each with its entries."""
    found = [(part, *PROVIDERS[part]) for part in Part if part in PROVIDERS]
    return [Shelf(part, WORDS[part], more, list(yielded(limit))[:limit]) for part, yielded, more in found]
