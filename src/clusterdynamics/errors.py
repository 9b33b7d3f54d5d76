"""Errors that the library raises on purpose; every one carries a sentence for a person."""

from __future__ import annotations

__all__ = ["Cancelled", "ClusterDynamicsError", "InputError"]


class ClusterDynamicsError(Exception):
    """Base of all errors that Cluster Dynamics raises on purpose."""


class InputError(ClusterDynamicsError):
    """An argument or file that cannot be used; the message says what is wrong and what to do."""


class Cancelled(ClusterDynamicsError):
    """The person (or the job) asked for the work to stop; nothing was written."""
