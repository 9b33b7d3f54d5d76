"""The log of who did what. Operations call it inside their transaction, so that nothing is done without a record."""

from __future__ import annotations

import logging
from typing import Any, Protocol

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.regions.models import AuditEntry, Region

__all__ = ["record"]

logger = logging.getLogger("clusterdynamics.audit")


class InRegion(Protocol):
    """A study: it has a key and belongs to a region."""

    pk: Any
    key: Any

    @property
    def region(self) -> Region: ...


def record(
    user: User | None,
    verb: str,
    where: Region | InRegion | None = None,
    what: str = "",
    **details: str | int | float | bool | list[str] | None,
) -> None:
    """Write down that `user` did something.

    Parameters
    ----------
    verb
        Past tense, for example ``study.created``.
    where
        The study or region it happened in.
    what
        Public name of the object; never a person's name or address.
    details
        Names of fields, counts, reasons; never the content of answers or contacts.
    """
    region = where if where is None or isinstance(where, Region) else where.region
    study = None if where is None or isinstance(where, Region) else where
    AuditEntry.objects.create(
        user=user,
        verb=verb,
        region=region,
        study_id=None if study is None else study.pk,
        object=what,
        details=_plain(details),
    )
    extra = {"verb": verb, "user": user.pk if user else None}
    if region is not None:
        extra["region"] = region.slug
    if study is not None:
        extra["study"] = study.key
    logger.info("done", extra=extra)


def _plain(details: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in details.items() if v not in (None, "", [])}
