"""Finding items: by words in any language, by facets, with the reason why something was found.

`index` writes what is searched, `query` asks SQLite (FTS5) or PostgreSQL (text search) with the same words and gets the
same items, `facets` counts, `why` shows what matched.
"""

from clusterdynamics_web.library.search.facets import FACETS, Facet, FacetValue
from clusterdynamics_web.library.search.find import PAGE, Found, Hit, Near, find
from clusterdynamics_web.library.search.index import reindex, unindex

__all__ = ["FACETS", "PAGE", "Facet", "FacetValue", "Found", "Hit", "Near", "find", "reindex", "unindex"]
