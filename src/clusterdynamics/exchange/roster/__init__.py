r"""A list of organisations as people keep it, made into the roster of a study: looked at, matched, cleaned, compared.

The steps are pure functions, so that a page can show each one before anything is saved:

>>> from clusterdynamics.exchange.roster import build_roster, find_duplicates, guess_mapping, read_roster
>>> sheet = read_roster("Företag;E-post\nSandvik AB;anna@sandvik.example\n".encode(), "medlemmar.csv")
>>> mapping = guess_mapping(sheet.columns, sheet.preview(20))
>>> mapping
{'Företag': 'label', 'E-post': 'contact_email'}
>>> plan = build_roster(sheet, mapping)
>>> plan.rows[0].values["label"], plan.problems, find_duplicates(plan)
('Sandvik AB', (), [])
"""

from __future__ import annotations

from clusterdynamics.exchange.roster.duplicates import NEAR, Duplicate, KnownActor, Likeness, find_duplicates, name_key
from clusterdynamics.exchange.roster.fields import ATTRIBUTE, FIELDS, RosterField
from clusterdynamics.exchange.roster.mapping import guess_mapping
from clusterdynamics.exchange.roster.plan import RosterPlan, RosterProblem, RosterRow, build_roster
from clusterdynamics.exchange.roster.sheet import RosterLine, RosterSheet, read_roster
from clusterdynamics.exchange.roster.short_labels import suggest_short_labels

__all__ = [
    "ATTRIBUTE",
    "FIELDS",
    "NEAR",
    "Duplicate",
    "KnownActor",
    "Likeness",
    "RosterField",
    "RosterLine",
    "RosterPlan",
    "RosterProblem",
    "RosterRow",
    "RosterSheet",
    "build_roster",
    "find_duplicates",
    "guess_mapping",
    "name_key",
    "read_roster",
    "suggest_short_labels",
]
