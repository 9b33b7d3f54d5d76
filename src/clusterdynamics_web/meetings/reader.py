"""In which time zone somebody reads: what they chose, or that of their region."""

from __future__ import annotations

from django.http import HttpRequest

from clusterdynamics_web.access import Visitor, regions_of
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.meetings.models import Preference
from clusterdynamics_web.zones import is_zone, zone_of_country

__all__ = ["COOKIE", "preference_of", "zone_for", "zone_of"]

#: Where the choice of somebody without an account is kept: with them.
COOKIE = "cd_zone"


def preference_of(user: User) -> Preference:
    """Return how somebody wants meetings told; not saved where they never said so."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def zone_of(user: Visitor) -> str:
    """Return the time zone of somebody with an account: the chosen one, or that of the first region that has one."""
    if not isinstance(user, User):
        return ""
    chosen = preference_of(user).zone
    if chosen:
        return chosen
    countries = regions_of(user).order_by("name").values_list("country", flat=True).distinct()
    return next((zone for country in countries if (zone := zone_of_country(country))), "")


def zone_for(request: HttpRequest) -> str:
    """Return the time zone of whoever asks; empty where nobody knows it."""
    if isinstance(request.user, User):
        return zone_of(request.user)
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if is_zone(chosen) else ""
