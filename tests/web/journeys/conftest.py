"""What the journeys share."""

from __future__ import annotations

from tests.web.fieldwork.conftest import field

__all__ = ["field"]
