"""Kinds of jobs. Each app says in its `work.py` which kinds it does; the worker looks them up here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from clusterdynamics_web.jobs.models import Job

__all__ = ["KINDS", "Running", "handles"]


class Running(Protocol):
    """A job that runs, as its handler sees it."""

    @property
    def job(self) -> Job:
        """The row, with parameters and seed."""

    def tell(self, share: float, doing: str = "") -> None:
        """Say how far it is (0 to 1) and what it does; raises `Cancelled` where somebody asked it to stop."""

    def should_stop(self) -> bool:
        """Say whether somebody asked it to stop."""


#: What a handler does may happen twice (the machine stopped in between): it must come to the same.
type Handler = Callable[[Running], dict[str, Any]]

KINDS: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of a kind; it returns the job's result."""

    def register(handler: Handler) -> Handler:
        if kind in KINDS:
            raise ValueError(f"two functions handle jobs of the kind {kind!r}")
        KINDS[kind] = handler
        return handler

    return register
