"""People to interview: three of the field's ten, in the hands of one interviewer."""

from __future__ import annotations

import pytest

from clusterdynamics_web.interviews.operations import assign
from clusterdynamics_web.regions.models import Role
from tests.web.fieldwork.conftest import Field, field

__all__ = ["calls", "field"]


@pytest.fixture
def calls(field: Field) -> Field:
    """The field, with A, B and C assigned to the interviewer."""
    interviewer = field.home.people[Role.INTERVIEWER]
    assign(field.home.lead, field.study, {field.people[c].pk: interviewer.pk for c in "ABC"})
    return field
