"""What curators are told of reports: that some came in, and of nothing that was written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import ngettext

from clusterdynamics_web.library.curators import Waits, comes_in
from clusterdynamics_web.network.moderation import reported_letters, reported_posts

__all__ = ["Reports"]


@comes_in("network_moderation")
class Reports:
    """Posts and letters that somebody reported."""

    def words(self, n: int) -> str:
        return ngettext("{n} report waits for a look.", "{n} reports wait for a look.", n).format(n=n)

    def since(self, begin: datetime, end: datetime) -> Iterable[Waits]:
        for post in reported_posts().filter(since__gt=begin, since__lte=end):
            yield Waits(post.item.region, (post.user_id,))
        for letter in reported_letters().filter(reported_at__gt=begin, reported_at__lte=end):
            yield Waits(letter.region, (letter.sender_id,))
