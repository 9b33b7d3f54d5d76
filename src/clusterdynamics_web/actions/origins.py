"""Where an action can come from besides a blank form: other parts say so here, and nothing of them is imported.

A part registers a function for the name of its parameter in the address (``action_new?introduction=abc``):

>>> @offers("introduction")                                              # doctest: +SKIP
... def _of_introduction(access, key): return Proposal(title="…", partners=("F01", "F02"))

and hears of the action that came of it through `action_made` (`action.origin` is ``introduction:abc``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.dispatch import Signal

from clusterdynamics_web.access import Access
from clusterdynamics_web.studies.models import Study

__all__ = ["Proposal", "action_made", "offers", "proposal_for"]

#: Sent after an action was made, with `action` and `user`.
action_made = Signal()


@dataclass(frozen=True)
class Proposal:
    """What a form begins with.

    Attributes
    ----------
    title
        What is done.
    owner, partners
        Codes of organisations.
    purposes
        Codes of the study's purposes.
    """

    title: str = ""
    owner: str = ""
    partners: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()


type Finder = Callable[[Access[Study], str], Proposal | None]

_FINDERS: dict[str, Finder] = {}


def offers(name: str) -> Callable[[Finder], Finder]:
    """Register who knows what a parameter of the address means; None for what the person may not see."""

    def register(finder: Finder) -> Finder:
        _FINDERS[name] = finder
        return finder

    return register


def proposal_for(access: Access[Study], parameters: Mapping[str, str]) -> tuple[Proposal, str]:
    """Return what a form begins with, and the origin to note; an empty one where nothing is known."""
    for name, finder in _FINDERS.items():
        key = parameters.get(name, "")
        found = finder(access, key) if key else None
        if found is not None:
            return found, f"{name}:{key}"[:80]
    return Proposal(), ""
