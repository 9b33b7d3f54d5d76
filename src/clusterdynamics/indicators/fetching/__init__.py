"""Hard figures from a statistical office's web service (SDMX), by one explicit request; never by itself.

``fetch`` asks one address and returns the whole answer with its address, time and vintage; ``origin_json`` is what is
kept beside it. What is read of it is read by ``indicators.importing``, as from a file.
"""

from __future__ import annotations

from clusterdynamics.indicators.fetching.answers import Fetched, origin_json, source_of
from clusterdynamics.indicators.fetching.request import Bounds, fetch

__all__ = ["Bounds", "Fetched", "fetch", "origin_json", "source_of"]
