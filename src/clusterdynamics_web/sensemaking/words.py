"""Words of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

__all__ = ["AGREE"]

#: Value of an answer → its words. "Unclear" is an answer, and no abstention.
AGREE: Mapping[int, Any] = {
    5: _("agree fully"),
    4: _("agree"),
    3: _("in between"),
    2: _("disagree"),
    1: _("disagree fully"),
    0: _("unclear to me"),
}
