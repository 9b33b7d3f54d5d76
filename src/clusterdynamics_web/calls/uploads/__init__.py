"""Files with calls that people hand in: read, checked as a whole, shown, and taken over only then."""

from clusterdynamics_web.calls.uploads.read import LARGEST, MOST_CALLS, Problem, Read, read_calls

__all__ = ["LARGEST", "MOST_CALLS", "Problem", "Read", "read_calls"]
