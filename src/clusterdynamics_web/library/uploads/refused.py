"""The one error of the checks."""

from __future__ import annotations

from clusterdynamics.errors import InputError

__all__ = ["Refused"]


class Refused(InputError):
    """A file that is not taken; the message says why and what to do."""
