"""Files that people hand in: what they may be, checked by what is in them; and reading them in a worker with limits."""

from clusterdynamics_web.library.uploads.check import ACCEPTED, TYPES, Checked, check

__all__ = ["ACCEPTED", "TYPES", "Checked", "check"]
