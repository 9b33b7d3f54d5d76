"""Disclosure control: the one place that decides what may be shown to whom.

``decide`` takes figures and gives back what one audience may see of them; ``map_view``, ``stories_for`` and
``next_steps_for`` do the same for pictures, words and suggestions; ``require_verdict`` is what every writer
of a report asks first; ``leaks`` looks through what was written. The rules are explained in
``docs/explanation/disclosure.md``.
"""

from clusterdynamics.disclosure.before import Before, Earlier
from clusterdynamics.disclosure.champions import NamedChampion, champions_for
from clusterdynamics.disclosure.classes import Audience, VisibilityClass, class_of, k_for, minimum_for
from clusterdynamics.disclosure.consents import Consent, Consents, opens
from clusterdynamics.disclosure.decide import Disclosed, decide
from clusterdynamics.disclosure.introductions import candidates_for, pairs_for
from clusterdynamics.disclosure.leaks import Leak, leaks
from clusterdynamics.disclosure.next_steps import next_steps_for
from clusterdynamics.disclosure.pictures import MapView, layout_seed, map_view
from clusterdynamics.disclosure.texts import claims_for, stories_for
from clusterdynamics.disclosure.verdict import MissingVerdict, Outcome, UndeclaredFigure, Verdict, require_verdict

__all__ = [
    "Audience",
    "Before",
    "Consent",
    "Consents",
    "Disclosed",
    "Earlier",
    "Leak",
    "MapView",
    "MissingVerdict",
    "NamedChampion",
    "Outcome",
    "UndeclaredFigure",
    "Verdict",
    "VisibilityClass",
    "candidates_for",
    "champions_for",
    "claims_for",
    "class_of",
    "decide",
    "k_for",
    "layout_seed",
    "leaks",
    "map_view",
    "minimum_for",
    "next_steps_for",
    "opens",
    "pairs_for",
    "require_verdict",
    "stories_for",
]
