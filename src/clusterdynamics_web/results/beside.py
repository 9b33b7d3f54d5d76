"""Stories beside figures: a part above the results says which stand where, and nothing of it is imported here.

>>> @stands_beside                                                      # doctest: +SKIP
... def chosen(study, audience): return [Beside("trust", title="…", text="…", reason="…")]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clusterdynamics.disclosure import Audience
from clusterdynamics_web.studies.models import Study

__all__ = ["PROVIDERS", "Beside", "stands_beside", "stories_beside"]


@dataclass(frozen=True)
class Beside:
    """A story, as an audience may read it.

    Attributes
    ----------
    section
        Question of the results beside which it stands; empty: beside all of them.
    title, text, language, teller
        The story; `teller` is empty where it may not be said.
    reason
        Why it was chosen.
    worked
        Whether it tells of something that worked; None where it is not said.
    """

    section: str
    title: str
    text: str
    language: str = ""
    teller: str = ""
    reason: str = ""
    evidence: str = ""
    worked: bool | None = None


#: Returns what an audience may read, and nothing else.
type Provider = Callable[[Study, Audience], Sequence[Beside]]

PROVIDERS: list[Provider] = []


def stands_beside(provider: Provider) -> Provider:
    """Register who knows of stories that stand beside figures."""
    if provider not in PROVIDERS:
        PROVIDERS.append(provider)
    return provider


def stories_beside(study: Study, audience: Audience) -> list[Beside]:
    """Return the stories that an audience may read beside the figures."""
    return [story for provider in PROVIDERS for story in provider(study, audience)]
