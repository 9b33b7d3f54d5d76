"""Official languages of European countries, for what a common language goes along with.

Facts of the countries' constitutions and laws at the level of the state (and, for Belgium, Switzerland and Finland, of
all their official languages); ISO 639-1 codes. A region with a language of its own can say so in its table of places.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["LANGUAGES_OF"]

#: Country → languages.
LANGUAGES_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        country: tuple(codes.split())
        for country, codes in {
            "AL": "sq",
            "AT": "de",
            "BA": "bs hr sr",
            "BE": "nl fr de",
            "BG": "bg",
            "CH": "de fr it rm",
            "CY": "el tr",
            "CZ": "cs",
            "DE": "de",
            "DK": "da",
            "EE": "et",
            "EL": "el",
            "ES": "es",
            "FI": "fi sv",
            "FR": "fr",
            "HR": "hr",
            "HU": "hu",
            "IE": "en ga",
            "IS": "is",
            "IT": "it",
            "LI": "de",
            "LT": "lt",
            "LU": "lb fr de",
            "LV": "lv",
            "MD": "ro",
            "ME": "cnr",
            "MK": "mk sq",
            "MT": "mt en",
            "NL": "nl",
            "NO": "nb nn",
            "PL": "pl",
            "PT": "pt",
            "RO": "ro",
            "RS": "sr",
            "SE": "sv",
            "SI": "sl",
            "SK": "sk",
            "TR": "tr",
            "UA": "uk",
            "UK": "en",
            "XK": "sq sr",
        }.items()
    }
)
