"""What the cluster will do: other parts say it here, and it stands in every personal report.

>>> @says_what_happens
... def published_actions(wave, language):
...     return [action.sentence for action in ...]   # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from clusterdynamics_web.studies.models import Wave

__all__ = ["PROVIDERS", "says_what_happens", "what_happens"]

#: Returns sentences about a wave in the active language, for every participant to read; it names nobody unasked.
type Provider = Callable[[Wave, str], Iterable[str]]

PROVIDERS: list[Provider] = []


def says_what_happens(provider: Provider) -> Provider:
    """Register a function whose sentences stand under "What happens next"."""
    if provider not in PROVIDERS:
        PROVIDERS.append(provider)
    return provider


def what_happens(wave: Wave, language: str) -> list[str]:
    """Return what every part has to say about a wave."""
    return [sentence for provider in PROVIDERS for sentence in provider(wave, language)]
