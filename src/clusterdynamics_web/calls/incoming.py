"""What curators are told of calls: which came in for a second look."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import ngettext

from clusterdynamics_web.calls import read
from clusterdynamics_web.library.curators import Waits, comes_in

__all__ = ["WaitingCalls"]


@comes_in("calls_review")
class WaitingCalls:
    """Calls that somebody entered or changed."""

    def words(self, n: int) -> str:
        return ngettext("{n} call waits for you.", "{n} calls wait for you.", n).format(n=n)

    def since(self, begin: datetime, end: datetime) -> Iterable[Waits]:
        for call in read.waiting().filter(changed_at__gt=begin, changed_at__lte=end):
            yield Waits(call.region, (call.created_by_id, call.changed_by_id))
