"""Evidence for an application: one file made of what everybody may see of a region's published studies."""

from clusterdynamics_web.calls.evidence.check import leaks_in
from clusterdynamics_web.calls.evidence.contents import PARTS, files_of
from clusterdynamics_web.calls.evidence.pack import Packed, pack
from clusterdynamics_web.calls.evidence.stories import STORIES, Chosen, chosen_stories

__all__ = ["PARTS", "STORIES", "Chosen", "Packed", "chosen_stories", "files_of", "leaks_in", "pack"]
