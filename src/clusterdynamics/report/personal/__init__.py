"""What one respondent gets back: a private report, on a page and on one sheet of paper.

``Reports`` knows a study and what was found in it, and makes the report of each respondent; ``write_sheets`` writes
one PDF for everybody who answered. What a report may say is decided by ``clusterdynamics.disclosure``.
"""

from clusterdynamics.report.personal.build import Reports
from clusterdynamics.report.personal.glossary import Term, glossary
from clusterdynamics.report.personal.model import (
    AnswerLine,
    AnswerPart,
    AreaStep,
    ClusterView,
    OrganisationStep,
    PersonalReport,
    Position,
)
from clusterdynamics.report.personal.paper import sheet
from clusterdynamics.report.personal.sheets import sheets, write_sheets

__all__ = [
    "AnswerLine",
    "AnswerPart",
    "AreaStep",
    "ClusterView",
    "OrganisationStep",
    "PersonalReport",
    "Position",
    "Reports",
    "Term",
    "glossary",
    "sheet",
    "sheets",
    "write_sheets",
]
