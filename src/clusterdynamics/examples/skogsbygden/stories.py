"""The tables of the stories: stories, claims, themes, codings. Positions are found from the quotes."""

from __future__ import annotations

from clusterdynamics.examples.skogsbygden.fieldwork import Fieldwork
from clusterdynamics.examples.skogsbygden.frames import Row
from clusterdynamics.examples.skogsbygden.stories_deep import DEEP_STORIES
from clusterdynamics.examples.skogsbygden.stories_easy import EASY_STORIES
from clusterdynamics.examples.skogsbygden.stories_trust import TRUST_STORIES
from clusterdynamics.examples.skogsbygden.story import Story

__all__ = ["STORIES", "THEMES", "claims", "codings", "find_quote", "stories", "themes"]

STORIES: tuple[Story, ...] = EASY_STORIES + TRUST_STORIES + DEEP_STORIES

#: Theme → (label, theme it belongs under, when to use it).
THEMES: dict[str, tuple[str, str | None, str]] = {
    "together": ("Doing things together", None, "Anything about what organisations do with each other."),
    "meeting": ("Meeting", "together", "How people came to know of each other."),
    "simple_things": ("Simple things", "together", "What was done without a contract or a budget."),
    "shared_aim": ("A shared aim", "together", "An aim that several name as their own."),
    "gains": ("What it gave", "together", "Money, time, customers, products that came of it."),
    "between_us": ("Between us", None, "Anything about how organisations stand towards each other."),
    "trust": ("Trust", "between_us", "Relying on somebody without checking."),
    "keeping_word": ("Keeping one's word", "between_us", "Promises kept or broken."),
    "openness": ("Openness", "between_us", "Sensitive matters that were shared."),
    "silence": ("Silence", "between_us", "Sensitive matters that were kept back."),
    "rivalry": ("Rivalry", "between_us", "Competing for the same customers or people."),
    "people": ("People who carry", None, "Anything about single people and their strength."),
    "champions": ("Champions", "people", "People who bring energy and bring others together."),
    "overload": ("Too much", "people", "Too many meetings, evenings, reports."),
    "conditions": ("Conditions", None, "What the organisations cannot decide by themselves."),
    "large_companies": ("Large companies", "conditions", "What the large companies do or do not do."),
    "law": ("Law and agreements", "conditions", "Competition law, secrecy, procurement."),
    "downturn": ("Downturn", "conditions", "Fewer orders, less work."),
    "running_out": ("The easy things run out", "conditions", "What is left is harder than what was done."),
}


def find_quote(text: str, quote: str) -> tuple[int, int]:
    """Return the first character of the quote in the text and the one after its last, in code points.

    Raises
    ------
    ValueError
        The text does not hold these words, or holds them more than once.
    """
    if text.count(quote) != 1:
        raise ValueError(f"{quote!r} stands {text.count(quote)} times in the story")
    start = text.index(quote)
    return start, start + len(quote)


def stories(field: Fieldwork) -> list[Row]:
    """Return the rows of the table ``stories``; the lead informant of the organisation tells."""
    return [
        {
            "id": s.id,
            "wave": s.wave,
            "actor": s.actor,
            "respondent": field.lead_of(s.wave, s.actor).id,
            "title": s.title,
            "text": s.text,
            "worked": s.worked,
            "language": s.language,
            "class": s.audience,
        }
        for s in STORIES
    ]


def claims() -> list[Row]:
    """Return the rows of the table ``claims``."""
    rows: list[Row] = []
    for s in STORIES:
        for c in s.claims:
            start, end = find_quote(s.text, c.quote)
            rows.append(
                {
                    "id": f"c{len(rows) + 1:02d}",
                    "story": s.id,
                    "cause": c.cause,
                    "effect": c.effect,
                    "polarity": c.polarity,
                    "delay": c.delay,
                    "start": start,
                    "end": end,
                    "quote": c.quote,
                    "coder": c.coder,
                    "certainty": c.certainty,
                    "counter_evidence": c.counter,
                    "time": c.time,
                }
            )
    return rows


def themes() -> list[Row]:
    """Return the rows of the table ``themes``."""
    return [
        {"id": theme, "label": label, "parent": parent, "definition": definition}
        for theme, (label, parent, definition) in THEMES.items()
    ]


def codings() -> list[Row]:
    """Return the rows of the table ``codings``."""
    rows: list[Row] = []
    for s in STORIES:
        for p in s.passages:
            start, end = find_quote(s.text, p.quote)
            rows.append({"story": s.id, "theme": p.theme, "start": start, "end": end, "coder": p.coder})
    return rows
