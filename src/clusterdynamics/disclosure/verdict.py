"""The verdict: what disclosure control decided about a figure, a picture or a block of a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from clusterdynamics.disclosure.classes import Audience, VisibilityClass, class_of
from clusterdynamics.errors import ClusterDynamicsError
from clusterdynamics.i18n import N_, _

__all__ = ["MissingVerdict", "Outcome", "UndeclaredFigure", "Verdict", "require_verdict"]


class UndeclaredFigure(ClusterDynamicsError):
    """A figure for which no rule says who may see it; it is shown to nobody."""


class MissingVerdict(ClusterDynamicsError):
    """A block without a verdict, or with one for another audience; it cannot be rendered."""


class Outcome(StrEnum):
    """What was decided.

    Which rule hid a figure is told only as far as it gives nothing away: "all said the same", "two hold most
    of it" and "a neighbour must be hidden" share the outcome ``PROTECTED``.
    """

    SHOWN = "shown"
    ROUNDED = "shown:rounded"
    FEW = "hidden:few"
    PROTECTED = "hidden:protected"
    TEAM = "hidden:team"
    CONSENT = "hidden:consent"


_SENTENCES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.SHOWN: N_("Shown."),
        Outcome.ROUNDED: N_("Rounded, so that it does not point at single organisations."),
        Outcome.FEW: N_("Not shown, because fewer than {minimum} organisations stand behind it."),
        Outcome.PROTECTED: N_("Not shown, because it could point at single organisations."),
        Outcome.TEAM: N_("Not shown, because it is for the study team only."),
        Outcome.CONSENT: N_("Not shown, because those concerned have not agreed to it."),
    }
)


@dataclass(frozen=True)
class Verdict:
    """A decision for one audience.

    Attributes
    ----------
    audience, outcome
        For whom, and what was decided.
    minimum
        Organisations that must stand behind a figure for this audience, for the sentence.
    """

    audience: Audience
    outcome: Outcome = Outcome.SHOWN
    minimum: int = 1

    @property
    def visibility(self) -> VisibilityClass:
        """Class of visibility that the audience reads."""
        return class_of(self.audience)

    @property
    def shown(self) -> bool:
        """True where it may be seen, rounded or not."""
        return self.outcome in (Outcome.SHOWN, Outcome.ROUNDED)

    @property
    def sentence(self) -> str:
        """What was decided, in the active language."""
        return _(_SENTENCES[self.outcome]).format(minimum=self.minimum)

    def __str__(self) -> str:
        return str(self.outcome)


def require_verdict(block: Any, audience: Audience | str | None = None) -> Verdict:
    """Return the verdict that a block carries in its attribute ``verdict``.

    Every writer calls this before it writes a block, so that none is rendered that nobody decided about.

    Parameters
    ----------
    block
        Anything with an attribute ``verdict``: a ``Verdict``, or the code of an outcome (``"shown"``), which
        counts for the audience that the report is for.
    audience
        The audience of the report; the verdict must be for it, where it is given.

    Raises
    ------
    MissingVerdict
        There is none, it is for another audience, or it says that the block must not be shown.
    """
    verdict = getattr(block, "verdict", None)
    if isinstance(verdict, str) and verdict in tuple(Outcome) and audience is not None:
        verdict = Verdict(Audience(audience), Outcome(verdict))
    if not isinstance(verdict, Verdict):
        raise MissingVerdict(
            _("Nobody has decided who may see this block: {block}.").format(block=type(block).__name__)
        )
    if audience is not None and verdict.audience != Audience(audience):
        raise MissingVerdict(
            _("This block was decided for another audience: {block}.").format(block=type(block).__name__)
        )
    if not verdict.shown:
        raise MissingVerdict(verdict.sentence)
    return verdict
