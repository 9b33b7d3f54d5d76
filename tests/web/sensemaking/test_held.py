"""A session that was held opens the way to publishing."""

from __future__ import annotations

import pytest

from clusterdynamics_web.results.publishing import session_of
from clusterdynamics_web.sensemaking import operations as do
from clusterdynamics_web.sensemaking.models import Session
from tests.web.conftest import House

pytestmark = pytest.mark.django_db


def test_a_session_counts_when_it_is_over(session: Session, read_house: House) -> None:
    wave = session.snapshot.wave
    assert session_of(wave) == ""
    opened = do.open_session(read_house.lead, session)
    assert session_of(wave) == ""
    do.close_session(read_house.lead, opened, findings=1)
    assert session_of(wave).startswith("Reading together, ")
