"""How documents of a region look: its logo and its colour."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from clusterdynamics.report import Look
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.audit import record
from clusterdynamics_web.regions.models import Region, RegionLook

__all__ = ["change_look"]


@transaction.atomic
def change_look(by: User, region: Region, *, accent: str = "", logo: bytes | None = None, remove: bool = False) -> None:
    """Change colour and logo; a logo that is not given stays, unless it is to be removed.

    Raises
    ------
    InputError
        The colour is too pale to be read, or the picture is no PNG or JPEG that can be used; all at once.
    """
    checked = Look(logo=logo, accent=accent or None, organisation=region.name).checked()
    look, _made = RegionLook.objects.get_or_create(region=region)
    look.accent = accent
    if remove:
        look.logo = None
    elif checked.logo is not None:
        look.logo = checked.logo
    look.changed_at = timezone.now()
    look.save()
    record(by, "region.look_changed", region, region.slug, logo=look.logo is not None, accent=accent)
