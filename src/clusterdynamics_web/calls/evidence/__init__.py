"""Evidence for an application: one file made of what everybody may see of a region's published studies."""

from clusterdynamics_web.calls.evidence.check import leaks_in
from clusterdynamics_web.calls.evidence.contents import PARTS, files_of
from clusterdynamics_web.calls.evidence.pack import Packed, pack

__all__ = ["PARTS", "Packed", "files_of", "leaks_in", "pack"]
